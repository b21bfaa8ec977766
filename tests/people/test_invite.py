"""Access that the desk gives: one link per person, for seven days, used once."""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from balcao.lib.refused import Refused
from balcao.mail.models import OutgoingMail
from balcao.people.actions.accept_invitation import accept_invitation
from balcao.people.actions.invite import invite
from balcao.people.invitations import find_invitation, token_of
from balcao.people.models import Invitation, Membership, User
from tests.cast import Cast

PASSWORD = "um girassol na janela"


@pytest.fixture
def nivea(cast: Cast) -> User:
    user = User.objects.create_user("nivea", None, name="Nívea Prado", email="nivea@acme.example")
    Membership.objects.create(user=user, organization=cast.acme)
    return user


def accept(token: str, now: datetime) -> User:
    return accept_invitation(
        token=token, password=PASSWORD, name="Nívea P.", language="es", time_zone="America/Manaus", now=now
    )


def test_the_token_is_long_and_only_its_hash_is_kept(nivea: User, cast: Cast, now: datetime) -> None:
    invitation, token = invite(user=nivea, by=cast.alice, now=now)
    assert len(token) == 43  # 256 bits in base64
    assert invitation.token_hash == hashlib.sha256(token.encode()).hexdigest()
    assert token == token_of(Invitation.objects.get(pk=invitation.pk))
    row = " ".join(str(value) for value in Invitation.objects.filter(pk=invitation.pk).values_list()[0])
    assert token not in row


def test_the_mail_goes_to_the_registered_address_in_the_persons_language(
    nivea: User, cast: Cast, now: datetime, run_jobs: Callable[[], int]
) -> None:
    _invitation, token = invite(user=nivea, by=cast.alice, now=now)
    run_jobs()
    mail = OutgoingMail.objects.get()
    assert (mail.to, mail.purpose, mail.is_secret) == ("nivea@acme.example", "invitation", True)
    assert mail.subject == "Seu acesso ao Portal de Atendimento – Service Desk"
    assert "Acme Tecnologia liberou seu acesso para abrir e acompanhar tickets." in mail.text
    assert f"/convite/{token}/" in mail.text
    assert f"/convite/{token}/" in mail.html
    assert "Não esperava este e-mail? Ignore-o." in mail.html


def test_an_invitation_works_once(nivea: User, cast: Cast, now: datetime) -> None:
    _invitation, token = invite(user=nivea, by=cast.alice, now=now)
    user = accept(token, now)
    assert user.check_password(PASSWORD)
    assert (user.name, user.language, user.time_zone) == ("Nívea P.", "es", "America/Manaus")
    with pytest.raises(Refused):
        accept(token, now)


def test_an_invitation_ends_after_seven_days(nivea: User, cast: Cast, now: datetime) -> None:
    _invitation, token = invite(user=nivea, by=cast.alice, now=now)
    with pytest.raises(Refused):
        accept(token, now + timedelta(days=7))
    accept(token, now + timedelta(days=6, hours=23))


def test_sending_again_ends_the_earlier_one(nivea: User, cast: Cast, now: datetime) -> None:
    _first, old = invite(user=nivea, by=cast.alice, now=now)
    _second, new = invite(user=nivea, by=cast.alice, now=now)
    with pytest.raises(Refused):
        accept(old, now)
    accept(new, now)


@pytest.mark.parametrize("token", ["", "x", "a" * 43, "0" * 5000])
def test_an_unknown_or_empty_token_finds_nothing(nivea: User, cast: Cast, now: datetime, token: str) -> None:
    invite(user=nivea, by=cast.alice, now=now)
    assert find_invitation(token) is None


def test_who_has_a_password_no_address_or_no_leave_is_not_invited(nivea: User, cast: Cast, now: datetime) -> None:
    with pytest.raises(Refused):
        invite(user=cast.marina, by=cast.alice, now=now)
    User.objects.filter(pk=nivea.pk).update(email="")
    with pytest.raises(Refused):
        invite(user=nivea, by=cast.alice, now=now)
    User.objects.filter(pk=nivea.pk).update(email="nivea@acme.example", is_active=False)
    with pytest.raises(Refused):
        invite(user=nivea, by=cast.alice, now=now)
    assert not Invitation.objects.exists()
