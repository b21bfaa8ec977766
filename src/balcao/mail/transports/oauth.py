"""Access tokens of OAuth 2 for mailboxes (RFC 6749, sections 4.4 and 6), through the house's one way out."""

from __future__ import annotations

import json
import threading
import time
from urllib.parse import urlencode, urlsplit

from django.conf import settings

from balcao.lib import outbound
from balcao.mail.models import Mailbox, Trouble
from balcao.mail.secrets import Secret, Unreadable, seal, unseal
from balcao.mail.transports.trouble import InTrouble

EARLIER = 120
"""Seconds before its end at which a token is not used any more."""
USUAL_LIFE = 3600

_tokens: dict[int, tuple[tuple[str, ...], Secret, float]] = {}
_lock = threading.Lock()


def access_token(mailbox: Mailbox) -> Secret:
    """One that is valid for two minutes at least, kept in memory only. Raises InTrouble."""
    wanted_by = asked_with(mailbox)
    with _lock:
        known = _tokens.get(mailbox.pk)
    if known is not None and known[0] == wanted_by and time.monotonic() < known[2]:
        return known[1]
    token, seconds = _exchange(mailbox)
    with _lock:
        _tokens[mailbox.pk] = (asked_with(mailbox), token, time.monotonic() + seconds - EARLIER)
    return token


def forget_token(mailbox: Mailbox) -> None:
    """The server refused it: ask for another next time."""
    with _lock:
        _tokens.pop(mailbox.pk, None)


def asked_with(mailbox: Mailbox) -> tuple[str, ...]:
    return (
        mailbox.oauth_token_url,
        mailbox.oauth_client_id,
        mailbox.oauth_scope,
        mailbox.secret,
        mailbox.oauth_refresh_token,
    )


def _exchange(mailbox: Mailbox) -> tuple[Secret, float]:
    """A new token and its life in seconds: by the refresh token, or without one for the client itself."""
    try:
        refresh, client_secret = unseal(mailbox.oauth_refresh_token), unseal(mailbox.secret)
    except Unreadable as error:
        raise InTrouble(Trouble.SECRET, str(error)) from None
    form = {"grant_type": "refresh_token", "refresh_token": refresh.reveal()} if refresh else {}
    form = form or {"grant_type": "client_credentials"}
    form |= {
        "client_id": mailbox.oauth_client_id,
        "client_secret": client_secret.reveal(),
        "scope": mailbox.oauth_scope,
    }
    answer = _ask(mailbox.oauth_token_url, {name: value for name, value in form.items() if value})
    token = str(answer.get("access_token") or "")
    if not token or not token.isascii() or not token.isprintable():
        raise InTrouble(Trouble.EXPIRED, "the address for tokens gave none")
    _keep_rotated(mailbox, str(answer.get("refresh_token") or ""), refresh)
    return Secret(token), _seconds(answer.get("expires_in"))


def _ask(url: str, form: dict[str, str]) -> dict[str, object]:
    parts = urlsplit(url)
    if parts.scheme != "https" and (parts.hostname or "") not in settings.OUTBOUND_ALLOW:
        raise InTrouble(Trouble.INSECURE, "the address for tokens must begin with https://")
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
    try:
        answer = outbound.post(url, urlencode(form).encode(), headers, allow=settings.OUTBOUND_ALLOW)
    except outbound.NotAllowed as error:
        raise InTrouble(Trouble.FORBIDDEN, f"the address for tokens may not be reached: {error}") from None
    except outbound.NotReached as error:
        raise InTrouble(Trouble.UNREACHABLE, f"the address for tokens does not answer: {error}") from None
    found = _json(answer.body)
    if answer.status != 200:
        # RFC 6749, 5.2: `error` is a word of a fixed list. The description is left out: it may quote what was sent.
        word = "".join(letter for letter in str(found.get("error", ""))[:60] if letter.isalnum() or letter == "_")
        busy = answer.status >= 500 or answer.status == 429
        raise InTrouble(
            Trouble.UNREACHABLE if busy else Trouble.EXPIRED, f"the address for tokens said {answer.status} {word}"
        )
    return found


def _json(body: bytes) -> dict[str, object]:
    try:
        found = json.loads(body)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _seconds(given: object) -> float:
    try:
        return max(0.0, float(str(given)))
    except ValueError:
        return USUAL_LIFE


def _keep_rotated(mailbox: Mailbox, given: str, before: Secret) -> None:
    """Some providers give a new refresh token each time, and forget the old one."""
    if not given or given == before.reveal():
        return
    mailbox.oauth_refresh_token = seal(given)
    Mailbox.objects.filter(pk=mailbox.pk).update(oauth_refresh_token=mailbox.oauth_refresh_token)
