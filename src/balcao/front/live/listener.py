"""Who opened a stream, what they may hear, and how things stand: asked at the start and again every while."""

from __future__ import annotations

import io
from collections.abc import MutableMapping
from dataclasses import dataclass
from typing import Any
from zlib import crc32

from django.conf import settings
from django.contrib.auth import get_user
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest
from django.utils.module_loading import import_string

from balcao.front.context import unread_of
from balcao.front.reader import Reader
from balcao.notifications.bell import last_notice, unread_tickets
from balcao.people.models import User
from balcao.tickets import topics


@dataclass(frozen=True, slots=True)
class Listener:
    """`granted`: those of the topics asked for that are this person's to hear. `state`: when it was asked for."""

    user_id: int
    granted: tuple[str, ...]
    state: dict[str, Any] | None


def listener_of(scope: MutableMapping[str, Any], *, with_state: bool) -> Listener | None:
    """Read from the database each time: the session, the person, their rights. None for who is not signed in."""
    request = ASGIRequest(dict(scope), io.BytesIO())
    store = import_string(f"{settings.SESSION_ENGINE}.SessionStore")
    request.session = store(request.COOKIES.get(settings.SESSION_COOKIE_NAME))
    user = get_user(request)
    if not isinstance(user, User) or not user.is_active or user.must_change_password:
        return None
    request.user = user
    granted = tuple(topics.granted(user, asked_topics(request)))
    state = state_of(Reader(request, user.language), granted) if with_state else None
    return Listener(user.pk, granted, state)


def asked_topics(request: HttpRequest) -> list[str]:
    return [topic for topic in request.GET.get("topics", "").split(",") if topic]


def state_of(reader: Reader, granted: tuple[str, ...]) -> dict[str, Any]:
    """What a page compares itself with: which tickets have news, their number, and a mark for each topic.

    Two marks of a topic differ when something happened between them.
    """
    tickets = sorted(unread_tickets(reader.user, reader.membership))
    return {
        "me": reader.user.pk,
        "unread": unread_of(reader)(),
        "tickets": tickets,
        "news": news_mark(reader.user, tickets),
        "marks": topics.marks(granted),
    }


def news_mark(user: User, tickets: list[int]) -> str:
    """Changes with what is unread, and with the newest notice in the bell."""
    return f"{crc32(repr(tickets).encode()):x}.{last_notice(user)}"
