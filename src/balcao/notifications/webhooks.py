"""Calls to other systems that a process asks for: signed JSON, by the one way out (`lib.outbound`)."""

import hashlib
import hmac
import json
from datetime import datetime

from django.conf import settings

from balcao.lib import outbound
from balcao.processes.engine import Webhook
from balcao.tickets.models import EffectRun
from balcao.tickets.troubles import CannotBeDone


def call(effect: Webhook, run: EffectRun, *, now: datetime) -> None:
    """Send it once. Raises CannotBeDone unless the server answers 2xx."""
    if not settings.WEBHOOK_SECRET:
        raise CannotBeDone("no_secret")
    body = payload(effect, run)
    try:
        answer = outbound.post(effect.url, body, headers_of(run, body, now=now), allow=settings.OUTBOUND_ALLOW)
    except outbound.NotAllowed as error:
        raise CannotBeDone("inside_address", str(error)) from error
    except outbound.NotReached as error:
        raise CannotBeDone("not_reached", str(error)) from error
    if not 200 <= answer.status < 300:
        raise CannotBeDone("bad_answer", str(answer.status))


def payload(effect: Webhook, run: EffectRun) -> bytes:
    """What the document names, and nothing else about people."""
    ticket = run.ticket
    told = {
        "ticket": ticket.number,
        "process": ticket.process_version.process.slug,
        "activity": run.activity,
        "delivery": str(run.key),
        "data": dict(effect.data),
    }
    return json.dumps(told, ensure_ascii=False, sort_keys=True).encode()


def headers_of(run: EffectRun, body: bytes, *, now: datetime) -> dict[str, str]:
    """`Balcao-Signature` is made anew for each try: its time lets the other side refuse old ones."""
    seconds = int(now.timestamp())
    return {
        "Content-Type": "application/json",
        "User-Agent": "Balcao",
        "Balcao-Delivery": str(run.key),
        "Balcao-Signature": f"t={seconds},v1={signature(settings.WEBHOOK_SECRET, seconds, body)}",
    }


def signature(secret: str, seconds: int, body: bytes) -> str:
    """HMAC-SHA256 of `<seconds>.<body>`, in hexadecimal digits."""
    return hmac.new(secret.encode(), str(seconds).encode() + b"." + body, hashlib.sha256).hexdigest()
