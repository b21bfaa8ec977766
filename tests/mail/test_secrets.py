"""Secrets of mailboxes: sealed at rest, readable after the secret key changed, told by nothing."""

import logging

import pytest
from pytest_django.fixtures import Settings

from balcao.mail.secrets import Secret, Unreadable, reseal, seal, unseal

CANARY = "canário-7f3a9-da-senha"


def test_what_was_sealed_opens_again_and_looks_like_nothing() -> None:
    sealed = seal(CANARY)
    assert unseal(sealed).reveal() == CANARY
    assert CANARY not in sealed
    assert seal(CANARY) != sealed


def test_nothing_stays_nothing() -> None:
    assert (seal(""), bool(unseal("")), unseal("").reveal()) == ("", False, "")


def test_an_earlier_secret_key_still_opens_and_is_given_up_by_sealing_anew(settings: Settings) -> None:
    settings.SECRET_KEY = "the first one " * 4
    old = seal(CANARY)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "the second one " * 4, [settings.SECRET_KEY]
    new = reseal(old)
    settings.SECRET_KEY_FALLBACKS = []
    assert unseal(new).reveal() == CANARY
    with pytest.raises(Unreadable):
        unseal(old)


@pytest.mark.parametrize("sealed", ["x", "não é nada", "gAAAAA==", "\x00"])
def test_what_cannot_be_opened_is_said_to_be_so_without_its_content(sealed: str) -> None:
    with pytest.raises(Unreadable, match=r"^sealed with another secret key$") as caught:
        unseal(sealed)
    assert caught.value.__cause__ is None


def test_another_purpose_of_the_same_secret_key_opens_nothing(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    sealed = seal(CANARY)
    monkeypatch.setattr("balcao.mail.secrets.PURPOSE", b"something else")
    with pytest.raises(Unreadable):
        unseal(sealed)


def test_a_secret_tells_itself_to_no_log_and_no_error(caplog: pytest.LogCaptureFixture) -> None:
    secret = Secret(CANARY)
    logging.getLogger("balcao.mail").warning("signing in with %s %r", secret, secret)
    assert CANARY not in f"{secret} {secret!r} {[secret]} {caplog.text}"
    assert not hasattr(secret, "__dict__")
