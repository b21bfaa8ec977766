"""Who reads this page: the person, the company they act for, one instant, one language."""

from datetime import datetime
from functools import cached_property

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils import timezone
from django_htmx.middleware import HtmxDetails

from balcao.people.access import memberships_of
from balcao.people.models import Membership, User

CHOSEN_COMPANY = "organization_id"
"""Session key of the company chosen by a person who belongs to several."""


class Reader:
    """`now` is read once per request; memberships are looked up when somebody asks."""

    def __init__(self, request: HttpRequest, language: str) -> None:
        self._request = request
        self.language = language
        self.now: datetime = timezone.now()

    @property
    def user(self) -> User:
        """The person; views behind `front.access` have one, for others see `is_known`."""
        user = self._request.user
        assert isinstance(user, User), "ask is_known first"
        return user

    @property
    def is_known(self) -> bool:
        return not isinstance(self._request.user, AnonymousUser) and self._request.user.is_authenticated

    @property
    def photo(self) -> str:
        return self.user.photo_url

    @cached_property
    def memberships(self) -> list[Membership]:
        """In companies that are served; empty for the unknown and for people of the desk only."""
        return memberships_of(self.user) if self.is_known else []

    @cached_property
    def membership(self) -> Membership | None:
        """The company that the person acts for now: the one chosen in this session, or the first."""
        chosen = self._request.session.get(CHOSEN_COMPANY) if self.memberships else None
        for membership in self.memberships:
            if membership.organization_id == chosen:
                return membership
        return self.memberships[0] if self.memberships else None


class ReaderRequest(HttpRequest):
    """What our views receive after the middleware."""

    reader: Reader
    htmx: HtmxDetails
