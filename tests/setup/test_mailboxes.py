"""Administrators set up the ways in which mail comes in, see how they go, and never see a secret again."""

from __future__ import annotations

import json
import socket
from pathlib import Path

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from balcao.mail.intake import keep
from balcao.mail.models import AfterKeeping, Mailbox, MailboxKind, MailPlace, Security
from balcao.mail.secrets import unseal
from balcao.setup.mailboxes import checking
from tests.cast import NOW, Cast
from tests.mail.incoming.letters import mailbox
from tests.mail.transports.boxes import a_mailbox

LIST = "/administracao/mail/mailbox/"
ADD = f"{LIST}add/"
SECRET = "canario-da-senha"

IMAP = {
    "name": "Suporte",
    "address": "Suporte@Atende.example",
    "aliases_text": "ajuda@atende.example\nAJUDA@atende.example\n\nsos@atende.example",
    "is_active": "on",
    "host": "imap.example.com",
    "port": "",
    "security": "tls",
    "username": "suporte@atende.example",
    "sign_in_with": "password",
    "new_secret": SECRET,
    "after_keeping": "seen",
    "strangers": "hold",
}


def of(box: Mailbox, act: str = "change") -> str:
    return reverse(f"admin:mail_mailbox_{act}", args=[box.pk])


def errors(answer: object) -> set[str]:
    """The fields that were refused."""
    return set(answer.context["adminform"].form.errors)  # type: ignore[attr-defined]


@pytest.fixture
def fetched(admin: Client) -> Mailbox:
    assert admin.post(f"{ADD}?kind=imap", IMAP).status_code == 302
    return Mailbox.objects.get()


def test_a_new_one_begins_with_how_its_mail_comes_in(admin: Client) -> None:
    content = admin.get(ADD).content.decode()
    assert [kind for kind in MailboxKind.values if f'href="?kind={kind}"' in content] == MailboxKind.values
    assert admin.get(f"{ADD}?kind=pop3").content.decode().count("?kind=") == 3


def test_each_kind_asks_only_for_what_it_needs(admin: Client) -> None:
    asked = {kind: set(admin.get(f"{ADD}?kind={kind}").context["adminform"].form.fields) for kind in MailboxKind.values}
    common = {"name", "address", "aliases_text", "is_active", "offer", "queue", "strangers"}
    assert asked["handed"] == common
    assert asked["folder"] == common | {"path", "after_keeping", "move_to"}
    assert asked["imap"] - asked["folder"] == {
        *("host", "port", "security", "username", "sign_in_with", "new_secret"),
        *("oauth_token_url", "oauth_client_id", "oauth_scope", "new_refresh_token"),
    }


def test_a_mailbox_is_kept_with_its_secret_sealed(fetched: Mailbox) -> None:
    assert (fetched.kind, fetched.address) == ("imap", "suporte@atende.example")
    assert fetched.aliases == ["ajuda@atende.example", "sos@atende.example"]
    assert SECRET not in fetched.secret
    assert unseal(fetched.secret).reveal() == SECRET


def test_a_secret_is_shown_nowhere_again(admin: Client, fetched: Mailbox) -> None:
    page = admin.get(of(fetched)).content.decode()
    assert "Definida. Digite para trocar" in page
    others = [admin.get(one).content.decode() for one in (LIST, of(fetched, "history"), of(fetched, "delete"))]
    admin.post(of(fetched), {**IMAP, "new_secret": "outro-canario"})
    log = json.dumps([[entry.change_message, entry.object_repr] for entry in LogEntry.objects.all()])
    for text in (page, *others, log):
        assert SECRET not in text
        assert "outro-canario" not in text
        assert fetched.secret not in text


def test_an_empty_secret_keeps_the_one_of_before(admin: Client, fetched: Mailbox) -> None:
    assert admin.post(of(fetched), {**IMAP, "new_secret": "", "name": "Atendimento"}).status_code == 302
    fetched.refresh_from_db()
    assert fetched.name == "Atendimento"
    assert unseal(fetched.secret).reveal() == SECRET


@pytest.mark.parametrize("changed", [{"host": "imap.fora.example"}, {"security": "none"}, {"port": "1143"}])
def test_a_secret_goes_to_another_server_only_with_who_knows_it(
    admin: Client, fetched: Mailbox, changed: dict[str, str]
) -> None:
    refused = admin.post(of(fetched), {**IMAP, "new_secret": "", **changed})
    assert errors(refused) == {"new_secret"}
    assert admin.post(of(fetched), {**IMAP, **changed}).status_code == 302


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"address": "nada"}, "address"),
        ({"aliases_text": "nada"}, "aliases_text"),
        ({"aliases_text": "\n".join(f"a{number}@b.example" for number in range(51))}, "aliases_text"),
        ({"host": ""}, "host"),
        ({"host": "imaps://imap.example.com/"}, "host"),
        ({"host": "imap.example.com\r\nX"}, "host"),
        ({"port": "70000"}, "port"),
        ({"username": ""}, "username"),
        ({"new_secret": ""}, "new_secret"),
        ({"after_keeping": "move"}, "move_to"),
        ({"name": ""}, "name"),
    ],
)
def test_what_cannot_work_is_refused_at_its_field(admin: Client, given: dict[str, str], field: str) -> None:
    assert errors(admin.post(f"{ADD}?kind=imap", {**IMAP, **given})) == {field}
    assert not Mailbox.objects.exists()


def test_oauth_needs_where_tokens_come_from(admin: Client) -> None:
    given = {**IMAP, "sign_in_with": "oauth2", "new_secret": ""}
    assert errors(admin.post(f"{ADD}?kind=imap", given)) == {"oauth_token_url", "oauth_client_id"}
    whole = {**given, "oauth_token_url": "https://login.example/token", "oauth_client_id": "abc"}
    assert admin.post(f"{ADD}?kind=imap", {**whole, "new_refresh_token": SECRET}).status_code == 302
    box = Mailbox.objects.get()
    assert SECRET not in box.oauth_refresh_token
    assert unseal(box.oauth_refresh_token).reveal() == SECRET


@pytest.mark.parametrize("address", ["suporte@atende.example", "Suporte+x@atende.example", "ajuda@atende.example"])
@pytest.mark.parametrize("field", ["address", "aliases_text"])
def test_an_address_belongs_to_one_mailbox(admin: Client, fetched: Mailbox, address: str, field: str) -> None:
    given = {"name": "Outra", "address": "outra@atende.example", "aliases_text": "", "strangers": "hold"}
    answer = admin.post(f"{ADD}?kind=handed", {**given, field: address})
    assert errors(answer) == {field}
    assert "já é da caixa Suporte" in answer.content.decode()


def test_another_account_is_read_from_its_beginning(admin: Client, fetched: Mailbox) -> None:
    keep(content=b"Subject: a\n\nb", channel="imap", mailbox=fetched, now=NOW, place=(7, 42))
    Mailbox.objects.update(uidvalidity=7, last_uid=42, failing_since=NOW, trouble="refused", last_error="NO")
    admin.post(of(fetched), {**IMAP, "name": "Outro nome"})
    fetched.refresh_from_db()
    assert (fetched.uidvalidity, fetched.last_uid, MailPlace.objects.count()) == (7, 42, 1)
    admin.post(of(fetched), {**IMAP, "username": "outra@atende.example"})
    fetched.refresh_from_db()
    assert (fetched.uidvalidity, fetched.last_uid, MailPlace.objects.count()) == (None, 0, 0)
    assert (fetched.failing_since, fetched.trouble, fetched.last_error) == (None, "", "")


def test_the_list_says_how_each_goes_and_what_to_do(admin: Client, cast: Cast) -> None:
    a_mailbox("faturas", failing_since=NOW, trouble="expired", last_error="invalid_grant", last_looked_at=NOW)
    mailbox(cast.rejected, aliases=["ajuda@atende.example"])
    content = admin.get(LIST).content.decode()
    for words in (
        "A permissão para ler a caixa expirou",
        "Dê a permissão de novo no provedor",
        "invalid_grant",
        "Os e-mails são entregues aqui",
        "e mais 1",
    ):
        assert words in content


def test_the_empty_list_says_what_a_mailbox_is_for(admin: Client) -> None:
    assert "Nenhuma caixa ainda" in admin.get(LIST).content.decode()


def test_a_mailbox_is_switched_off_and_on(admin: Client, cast: Cast) -> None:
    box = mailbox()
    told = admin.post(of(box, "switch"), {"active": "no"}, follow=True).content.decode()
    box.refresh_from_db()
    assert not box.is_active
    assert "Não recebe mais e-mails" in told
    admin.post(of(box, "switch"), {"active": "yes"})
    box.refresh_from_db()
    assert box.is_active
    assert LogEntry.objects.count() == 2


def test_nothing_is_tried_or_switched_by_following_a_link(admin: Client, cast: Cast) -> None:
    box = mailbox()
    assert {admin.get(of(box, act)).status_code for act in ("test", "switch")} == {405}


def told_after_test(admin: Client, box: Mailbox) -> str:
    answer = admin.post(of(box, "test"), follow=True)
    return "; ".join(str(message) for message in answer.context["messages"])


def test_a_folder_is_tried_out(admin: Client, cast: Cast, tmp_path: Path, settings: Settings) -> None:
    settings.MAIL_FOLDERS = [tmp_path]
    inside = tmp_path / "suporte"
    box = Mailbox.objects.create(name="Pasta", address="p@atende.example", kind="folder", path=str(inside))
    assert "A pasta não pode ser aberta" in told_after_test(admin, box)
    inside.mkdir()
    assert "A pasta existe e pode ser lida" in told_after_test(admin, box)
    Mailbox.objects.update(path="/etc")
    assert "BALCAO_MAIL_FOLDERS" in told_after_test(admin, box)


def test_a_server_of_the_inside_is_not_reached_without_leave(admin: Client, cast: Cast, settings: Settings) -> None:
    settings.OUTBOUND_ALLOW = []
    assert "BALCAO_OUTBOUND_ALLOW" in told_after_test(admin, a_mailbox(port=9))


def test_a_server_that_is_away_is_told_in_words(admin: Client, cast: Cast, settings: Settings) -> None:
    settings.OUTBOUND_ALLOW = ["127.0.0.1"]
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        assert "O servidor não responde" in told_after_test(admin, a_mailbox(port=taken.getsockname()[1]))


def test_a_server_that_says_nothing_is_left_alone(
    admin: Client, cast: Cast, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.OUTBOUND_ALLOW = ["127.0.0.1"]
    monkeypatch.setattr(checking, "LONGEST", 0.2)
    monkeypatch.setattr(checking, "PATIENCE", 2.0)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        assert "levou mais de" in told_after_test(admin, a_mailbox(port=silent.getsockname()[1]))


def test_what_is_handed_over_has_nothing_to_try(admin: Client, cast: Cast) -> None:
    assert "Nada a testar" in told_after_test(admin, mailbox())


def test_a_folder_needs_its_path_and_keeps_what_was_chosen(admin: Client) -> None:
    given = {"name": "Pasta", "address": "p@atende.example", "strangers": "hold", "after_keeping": "delete"}
    assert errors(admin.post(f"{ADD}?kind=folder", given)) == {"path"}
    assert admin.post(f"{ADD}?kind=folder", {**given, "path": "/srv/mail"}).status_code == 302
    box = Mailbox.objects.get()
    assert (box.kind, box.after_keeping, box.security) == ("folder", AfterKeeping.DELETE, Security.TLS)
