"""The first administrator is made at the command line, with no weak password."""

from __future__ import annotations

import io
from datetime import datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from balcao.ops import administrators
from balcao.ops.cli import main
from balcao.people.models import User

pytestmark = pytest.mark.django_db


def test_createadmin_prints_a_temporary_password_that_works_and_must_be_changed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["createadmin", "--email", "Clara@balcao.example", "--name", "Clara  Nunes"]) == 0
    user = User.objects.get()
    printed = capsys.readouterr().out
    password = next(line for line in printed.splitlines() if "Temporary password" in line).rsplit(" ", 1)[-1]
    assert (user.username, user.name, user.is_staff, user.is_superuser) == ("Clara", "Clara Nunes", True, True)
    assert user.check_password(password)
    assert user.must_change_password


def test_a_temporary_password_does_not_last(now: datetime) -> None:
    user, password = administrators.make_with_temporary_password(
        email="clara@balcao.example", name="Clara", username="", now=now
    )
    assert not user.temporary_password_expired(now + timedelta(days=2))
    assert user.temporary_password_expired(now + timedelta(days=3))
    assert len(password) >= 16


@pytest.mark.parametrize("weak", ["", "short", "clara.nunes12", "password1234"])
def test_a_weak_password_is_refused_and_nothing_is_stored(weak: str) -> None:
    with pytest.raises(administrators.WeakPassword):
        administrators.make(email="clara.nunes12@balcao.example", name="Clara Nunes", username="clara", password=weak)
    assert not User.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"email": "", "name": "Clara", "username": "clara"},
        {"email": "clara", "name": "Clara", "username": "clara"},
        {"email": "clara@balcao.example", "name": "", "username": "clara"},
        {"email": "clara@balcao.example", "name": "Clara", "username": "clara nunes"},
        {"email": "ANA@balcao.example", "name": "Ana", "username": "another"},
        {"email": "other@balcao.example", "name": "Ana", "username": "ANA"},
    ],
)
def test_an_administrator_who_could_not_sign_in_is_not_made(wrong: dict[str, str], now: datetime) -> None:
    administrators.make_with_temporary_password(email="ana@balcao.example", name="Ana", username="ana", now=now)
    with pytest.raises(ValidationError):
        administrators.make_with_temporary_password(**wrong, now=now)
    assert User.objects.count() == 1


def test_who_is_locked_out_gets_a_new_temporary_password(capsys: pytest.CaptureFixture[str], now: datetime) -> None:
    user, old = administrators.make_with_temporary_password(
        email="ana@balcao.example", name="Ana", username="ana", now=now
    )
    User.objects.update(is_active=False)
    assert main(["createadmin", "--reset", "--email", "ana@balcao.example"]) == 0
    user.refresh_from_db()
    assert user.is_active
    assert not user.check_password(old)
    assert main(["createadmin", "--reset", "--email", "nobody@balcao.example"]) == 1
    assert "no administrator" in capsys.readouterr().err


def test_a_customer_is_not_made_an_administrator_by_a_reset(now: datetime) -> None:
    User.objects.create_user("marina", "x", email="marina@acme.example", name="Marina")
    with pytest.raises(ValidationError):
        administrators.reset(email="marina@acme.example", now=now)


def test_without_anybody_to_ask_it_says_what_it_needs(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    assert main(["createadmin"]) == 1
    assert "--email and --name" in capsys.readouterr().err
