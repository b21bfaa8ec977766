"""Signing in with OAuth 2: a real Dovecot that asks a provider of the tests whether a token is good."""

from __future__ import annotations

import logging

import pytest

from balcao.mail.models import Mailbox, SignInWith, Trouble
from balcao.mail.secrets import seal, unseal
from balcao.mail.transports.imap import try_out
from balcao.mail.transports.trouble import InTrouble
from balcao.mail.transports.visits import visit_once
from tests.dovecot import Dovecot
from tests.mail.transports.boxes import a_mail, kept_bytes
from tests.mail.transports.conftest import MakeBox

CANARY = "canario-do-refresh"


def with_oauth(box: MakeBox, dovecot: Dovecot, *, refresh: str = CANARY) -> Mailbox:
    dovecot.tokens.asked.clear()
    return box(
        sign_in_with=SignInWith.OAUTH2,
        oauth_token_url=f"{dovecot.tokens.address}/token",
        oauth_client_id="balcao",
        oauth_scope="https://mail.example/imap offline_access",
        oauth_refresh_token=seal(refresh),
        secret=seal("canario-do-cliente"),
    )


def test_the_refresh_token_is_exchanged_once_for_a_token_that_signs_in(box: MakeBox, dovecot: Dovecot) -> None:
    mailbox = with_oauth(box, dovecot)
    dovecot.tokens.gives("t-1", mailbox.username)
    dovecot.put(mailbox.username, a_mail(1))
    assert (visit_once(mailbox), visit_once(mailbox)) == (1, 0)
    assert kept_bytes() == [a_mail(1)]
    assert dovecot.tokens.asked == [
        {
            "grant_type": "refresh_token",
            "refresh_token": CANARY,
            "client_id": "balcao",
            "client_secret": "canario-do-cliente",
            "scope": "https://mail.example/imap offline_access",
        }
    ]


def test_without_a_refresh_token_the_client_asks_for_itself(box: MakeBox, dovecot: Dovecot) -> None:
    mailbox = with_oauth(box, dovecot, refresh="")
    dovecot.tokens.gives("t-2", mailbox.username)
    try_out(mailbox)
    assert [form["grant_type"] for form in dovecot.tokens.asked] == ["client_credentials"]


def test_a_refresh_token_that_the_provider_changes_is_kept_sealed(box: MakeBox, dovecot: Dovecot) -> None:
    mailbox = with_oauth(box, dovecot)
    dovecot.tokens.gives("t-3", mailbox.username, refresh_token="the-next-one", expires_in=60)
    try_out(mailbox)
    kept = Mailbox.objects.get().oauth_refresh_token
    assert "the-next-one" not in kept
    assert unseal(kept).reveal() == "the-next-one"
    # It lived for a minute only: it is exchanged again, by the new one.
    try_out(Mailbox.objects.get())
    assert [form["refresh_token"] for form in dovecot.tokens.asked] == [CANARY, "the-next-one"]


def test_a_permission_that_was_taken_back_is_told_as_expired_and_names_no_secret(
    box: MakeBox, dovecot: Dovecot, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    mailbox = with_oauth(box, dovecot)
    dovecot.tokens.answer = (400, {"error": "invalid_grant", "error_description": f"{CANARY} was revoked"})
    with pytest.raises(InTrouble) as caught:
        visit_once(mailbox)
    mailbox.refresh_from_db()
    assert (mailbox.trouble, mailbox.last_error) == (Trouble.EXPIRED, "the address for tokens said 400 invalid_grant")
    everything = f"{caught.value!r} {caught.value.__context__!r} {mailbox.last_error} {caplog.text} {mailbox.__dict__}"
    assert "canario" not in everything


def test_a_token_that_the_mail_server_refuses_is_not_used_again(box: MakeBox, dovecot: Dovecot) -> None:
    mailbox = with_oauth(box, dovecot)
    dovecot.tokens.gives("bad", mailbox.username)
    dovecot.tokens.valid.clear()
    with pytest.raises(InTrouble) as caught:
        try_out(mailbox)
    assert caught.value.trouble is Trouble.EXPIRED
    dovecot.tokens.gives("good", mailbox.username)
    try_out(mailbox)
    assert len(dovecot.tokens.asked) == 2


@pytest.mark.parametrize(
    ("answer", "trouble"),
    [
        ((503, {}), Trouble.UNREACHABLE),
        ((429, {"error": "slow_down"}), Trouble.UNREACHABLE),
        ((401, {"error": "invalid_client"}), Trouble.EXPIRED),
        ((200, {"expires_in": 3600}), Trouble.EXPIRED),
        ((200, {"access_token": "a\r\nb"}), Trouble.EXPIRED),
    ],
)
def test_what_a_provider_says_is_told_apart(
    box: MakeBox, dovecot: Dovecot, answer: tuple[int, dict[str, object]], trouble: Trouble
) -> None:
    mailbox = with_oauth(box, dovecot)
    dovecot.tokens.answer = answer
    with pytest.raises(InTrouble) as caught:
        try_out(mailbox)
    assert caught.value.trouble is trouble


def test_tokens_are_asked_for_over_https_only(box: MakeBox, dovecot: Dovecot) -> None:
    mailbox = with_oauth(box, dovecot)
    mailbox.oauth_token_url = "http://tokens.example/token"
    with pytest.raises(InTrouble) as caught:
        try_out(mailbox)
    assert caught.value.trouble is Trouble.INSECURE
