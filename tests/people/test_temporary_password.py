"""The brief's own way in: a user name and a temporary password, changed at the first sign-in."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.contrib.auth import authenticate
from django.test import Client
from django.utils import timezone

from balcao.lib.refused import Refused
from balcao.mail.models import OutgoingMail
from balcao.people.actions.give_temporary_password import LETTERS, give_temporary_password
from balcao.people.actions.invite import invite
from balcao.people.models import User
from tests.cast import PASSWORD, Cast


def test_it_can_be_read_aloud_and_is_never_mailed(cast: Cast, now: datetime, run_jobs: Callable[[], int]) -> None:
    password = give_temporary_password(user=cast.marina, by=cast.alice, now=now)
    assert [len(group) for group in password.split("-")] == [4, 4, 4]
    assert set(password) <= {*LETTERS, "-"}
    assert password != give_temporary_password(user=cast.marina, by=cast.alice, now=now)
    run_jobs()
    assert not OutgoingMail.objects.exists()


def test_the_former_password_and_open_sessions_end_at_once(
    cast: Cast, client_for: Callable[[User], Client], now: datetime
) -> None:
    open_browser = client_for(cast.marina)
    give_temporary_password(user=cast.marina, by=cast.alice, now=now)
    assert authenticate(username="marina", password=PASSWORD) is None
    assert open_browser.get("/preferencias/").status_code == 303


def test_it_ends_after_seven_days(cast: Cast) -> None:
    fresh = give_temporary_password(user=cast.marina, by=cast.alice, now=timezone.now())
    assert authenticate(username="marina", password=fresh) == cast.marina
    stale = give_temporary_password(user=cast.marina, by=cast.alice, now=timezone.now() - timedelta(days=7))
    assert authenticate(username="marina", password=stale) is None


def test_open_invitations_end_and_who_may_not_sign_in_gets_none(cast: Cast, now: datetime) -> None:
    user = User.objects.create_user("nivea", None, name="Nívea", email="nivea@acme.example")
    invitation, _token = invite(user=user, by=cast.alice, now=now)
    give_temporary_password(user=user, by=cast.alice, now=now)
    invitation.refresh_from_db()
    assert invitation.revoked_at == now
    User.objects.filter(pk=user.pk).update(is_active=False)
    with pytest.raises(Refused):
        give_temporary_password(user=user, by=cast.alice, now=now)
