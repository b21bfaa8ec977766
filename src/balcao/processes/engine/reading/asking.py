"""Effects that ask somebody else for something: mails, webhooks, people, other tickets, time, approval."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from balcao.processes.engine import effects as kinds
from balcao.processes.engine.effects import MAIL_ROLES, DocumentEffect
from balcao.processes.engine.place import Place
from balcao.processes.engine.reading.parts import (
    Fields,
    field_named,
    person,
    read_span,
    template,
    texts_of,
    texts_under,
)
from balcao.processes.engine.source import Mapping as YamlMapping

MAX_RECIPIENTS = 20
MAX_DATA = 50
RESERVED_TIMER = "pending"
"""The name under which the end of `set_state … for` comes."""

_ADDRESS = re.compile(r"[^@\s,;<>\"]{1,64}@[^@\s,;<>\"]{1,190}")
_KEY = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,59}")


def _send_mail(place: Place, fields: Fields) -> DocumentEffect | None:
    place.only(("to", "subject", "text"))
    to = tuple(dict.fromkeys(_recipient(item) for item in place.need("to").items(MAX_RECIPIENTS)))
    subject, texts = texts_under(place, "subject", fields, 200), texts_under(place, "text", fields, 10_000)
    if not place.get("to"):
        return None
    if not to:
        place.get("to").note("empty_list")
    return kinds.SendMail(to, subject, texts) if all(to) and to and subject and texts else None


def _recipient(place: Place) -> str:
    text = place.text(254)
    if text in MAIL_ROLES or _ADDRESS.fullmatch(text):
        return text
    if text:
        place.note("recipient", value=text[:80], known=", ".join(MAIL_ROLES))
    return ""


def _add_participant(place: Place, fields: Fields) -> DocumentEffect | None:
    """`manager`, or `{user: …}` with a user name or e-mail address, which may be a placeholder."""
    if not isinstance(place.node, YamlMapping):
        role = place.one_of(("manager",)) if place else None
        if not place:
            place.note("empty_text")
        return kinds.AddParticipant(role=role) if role else None
    place.only(("user",))
    user = template(place.need("user"), 254, fields)
    return kinds.AddParticipant(user=user) if user else None


def _add_watcher(place: Place, _fields: Fields) -> DocumentEffect | None:
    who = person(place)
    if who == (None, None):
        place.note("owner_shape")
        return None
    return None if who is None else kinds.AddWatcher(*who)


def _new_ticket(place: Place, fields: Fields) -> DocumentEffect | None:
    place.only(("process", "subject", "text", "fields"))
    process = place.need("process").id()
    subject = template(place.get("subject"), 140, fields)
    text = template(place.get("text"), 10_000, fields, lines=True)
    mapping = {}
    for theirs, ours in place.get("fields").named(MAX_DATA):
        declared = field_named(ours, fields)
        if declared is not None and _KEY.fullmatch(theirs):
            mapping[theirs] = declared.id
        elif declared is not None:
            ours.note("bad_field_id", id=theirs[:60])
    return kinds.NewTicket(process, subject, text, mapping) if process else None


def _link_ticket(place: Place, fields: Fields) -> DocumentEffect | None:
    if not place:
        place.note("empty_text")
    number = template(place, 200, fields)
    return kinds.LinkTicket(number) if number else None


def _webhook(place: Place, fields: Fields) -> DocumentEffect | None:
    place.only(("url", "data"))
    url_place = place.need("url")
    url = url_place.text(500)
    if url and not _is_web_address(url):
        url_place.note("bad_url", value=url[:80])
        return None
    data = {}
    for key, value in place.get("data").named(MAX_DATA):
        if not _KEY.fullmatch(key):
            value.note("bad_field_id", id=key[:60])
        data[key] = template(value, 2_000, fields, lines=True)
    return kinds.Webhook(url, data) if url else None


def _is_web_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0 and not parts.username
    except ValueError:
        return False


def _wait(place: Place, _fields: Fields) -> DocumentEffect | None:
    place.only(("timer", "for"))
    timer, span = place.need("timer").id(), read_span(place.need("for"))
    if timer == RESERVED_TIMER:
        place.get("timer").note("reserved_timer", name=timer)
        return None
    return kinds.Wait(timer, span) if timer and span else None


def _ask_approval(place: Place, fields: Fields) -> DocumentEffect | None:
    question = texts_of(place, fields, "question", 2_000)
    return kinds.AskApproval(question) if question else None


ASKING: Mapping[str, Callable[[Place, Fields], DocumentEffect | None]] = {
    "send_mail": _send_mail,
    "add_participant": _add_participant,
    "add_watcher": _add_watcher,
    "new_ticket": _new_ticket,
    "link_ticket": _link_ticket,
    "webhook": _webhook,
    "wait": _wait,
    "ask_approval": _ask_approval,
}
