"""Signing in by user name or e-mail, blind to case, with the same work for a person who does not exist."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.hashers import make_password
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone

from balcao.lib.prepared import Prepared
from balcao.people.models import User

_BY_ID = Prepared(lambda user: User.objects.filter(pk=user))


def find_person(login: str) -> User | None:
    """The person with this user name or e-mail; a user name wins over somebody else's e-mail."""
    login = login.strip()
    if not login:
        return None
    found = list(User.objects.filter(Q(username__iexact=login) | Q(email__iexact=login))[:2])
    found.sort(key=lambda user: user.username.lower() != login.lower())
    return found[0] if found else None


class PeopleBackend(ModelBackend):
    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> User | None:
        login = username or kwargs.get("email") or ""
        if password is None:
            return None
        user = find_person(login)
        if user is None:
            make_password(password)  # the same hashing time as for somebody who exists
            return None
        if not user.check_password(password) or not user.is_active:
            return None
        return None if user.temporary_password_expired(timezone.now()) else user

    def get_user(self, user_id: int) -> User | None:
        """Asked at every request: the person of the session, while they may sign in."""
        user = _BY_ID.first(user_id)
        return user if self.user_can_authenticate(user) else None
