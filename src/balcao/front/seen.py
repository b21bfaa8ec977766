"""Which devices a person is signed in on: written down at sign-in, and every few minutes while they are used."""

from collections.abc import Callable

from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from balcao.people import sessions
from balcao.people.models import User

MARK = "seen_at"
"""Session key: when the last use was written down, in seconds. The session is read anyway, so asking costs nothing."""


def note_sign_in(request: HttpRequest, user: User) -> None:
    """A session has just become this person's, or got a new key."""
    now = timezone.now()
    request.session[MARK] = int(now.timestamp())
    if not request.session.session_key:
        request.session.save()
    key, agent = request.session.session_key or "", request.META.get("HTTP_USER_AGENT", "")
    sessions.begin(user=user, session_key=key, user_agent=agent, now=now)


def stay_signed_in(request: HttpRequest, user: User) -> None:
    """After the person changed the password here: this session goes on, under a new key."""
    update_session_auth_hash(request, user)
    note_sign_in(request, user)


class SeenMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        seen = request.session.get(MARK)
        if isinstance(seen, int) and request.user.is_authenticated:
            now = timezone.now()
            if now.timestamp() - seen >= sessions.SEEN_EVERY.total_seconds():
                request.session[MARK] = int(now.timestamp())
                sessions.touch(session_key=request.session.session_key or "", now=now)
        return self.get_response(request)
