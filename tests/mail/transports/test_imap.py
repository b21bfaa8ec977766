"""Mail fetched from a real Dovecot: kept byte for byte, told to the server afterwards, each exactly once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from balcao.mail.intake import raw_bytes
from balcao.mail.models import AfterKeeping, IncomingMail, Mailbox, MailPlace, Security, Trouble
from balcao.mail.transports import fetching
from balcao.mail.transports.imap import Folder, try_out
from balcao.mail.transports.strikes import Strikes
from balcao.mail.transports.trouble import InTrouble
from balcao.mail.transports.visits import visit_once
from tests.dovecot import Dovecot
from tests.mail.transports.boxes import a_mail, kept_bytes
from tests.mail.transports.conftest import MakeBox


def places(mailbox: Mailbox) -> list[tuple[int, bool]]:
    return list(MailPlace.objects.filter(mailbox=mailbox).order_by("uid").values_list("uid", "is_done"))


def test_what_is_in_the_folder_is_kept_byte_for_byte_and_marked_as_read(box: MakeBox, dovecot: Dovecot) -> None:
    mailbox, mails = box(), [a_mail(1), a_mail(2, size=200_000)]
    dovecot.put(mailbox.username, *mails)
    assert visit_once(mailbox) == 2
    assert kept_bytes() == sorted(mails)
    assert [flags for flags, _content in dovecot.mails(mailbox.username).values()] == [{r"\Seen"}] * 2
    assert places(mailbox) == [(1, True), (2, True)]
    assert visit_once(mailbox) == 0
    mailbox.refresh_from_db()
    assert (mailbox.last_uid, mailbox.failing_since, mailbox.last_error) == (2, None, "")
    assert mailbox.last_looked_at is not None
    assert mailbox.last_mail_at is not None


def test_a_mail_that_was_read_elsewhere_is_kept_all_the_same(box: MakeBox, dovecot: Dovecot) -> None:
    mailbox = box()
    dovecot.put(mailbox.username, a_mail(1))
    dovecot.line(mailbox.username).uid("STORE", "1", "+FLAGS", r"(\Seen)")
    assert visit_once(mailbox) == 1


def test_left_where_it_is_nothing_on_the_server_changes(box: MakeBox, dovecot: Dovecot) -> None:
    mailbox = box(after_keeping=AfterKeeping.LEAVE)
    dovecot.put(mailbox.username, a_mail(1))
    assert (visit_once(mailbox), visit_once(mailbox)) == (1, 0)
    assert dovecot.mails(mailbox.username) == {1: (set(), a_mail(1))}
    assert places(mailbox) == [(1, True)]


@pytest.mark.parametrize("has_move", [True, False])
def test_moved_to_another_folder(
    box: MakeBox, dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch, has_move: bool
) -> None:
    if not has_move:
        monkeypatch.setattr(Folder, "_capabilities", lambda folder: ("UIDPLUS", "IDLE"))
    mailbox = box(after_keeping=AfterKeeping.MOVE, move_to="Já lidas & guardadas")
    dovecot.make_folder(mailbox.username, '"J&AOE- lidas &- guardadas"')
    dovecot.put(mailbox.username, a_mail(1), a_mail(2))
    assert visit_once(mailbox) == 2
    assert dovecot.mails(mailbox.username) == {}
    there = dovecot.mails(mailbox.username, '"J&AOE- lidas &- guardadas"')
    assert sorted(content for _flags, content in there.values()) == [a_mail(1), a_mail(2)]


@pytest.mark.parametrize("has_uidplus", [True, False])
def test_deleted_afterwards_without_taking_what_others_have_marked(
    box: MakeBox, dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch, has_uidplus: bool
) -> None:
    if not has_uidplus:
        monkeypatch.setattr(Folder, "_capabilities", lambda folder: ("IDLE",))
    mailbox = box(after_keeping=AfterKeeping.DELETE)
    dovecot.put(mailbox.username, a_mail(1))
    assert visit_once(mailbox) == 1
    dovecot.put(mailbox.username, a_mail(2), a_mail(3))
    dovecot.line(mailbox.username).uid("STORE", "2", "+FLAGS", r"(\Deleted)")
    monkeypatch.setattr(fetching, "keep", refuse(a_mail(2)))
    assert visit_once(mailbox) == 1
    left = dovecot.mails(mailbox.username)
    assert set(left) == ({2} if has_uidplus else {1, 2, 3})
    assert left[2] == ({r"\Deleted"}, a_mail(2))


def refuse(*contents: bytes):  # type: ignore[no-untyped-def]
    """`keep`, which cannot keep these."""
    from balcao.mail.intake import keep

    def keep_others(**given):  # type: ignore[no-untyped-def]
        if given["content"] in contents:
            raise ValueError("poison")
        return keep(**given)

    return keep_others


def test_a_folder_that_is_not_there_to_move_to_holds_no_mail_back_and_is_told(box: MakeBox, dovecot: Dovecot) -> None:
    mailbox = box(after_keeping=AfterKeeping.MOVE, move_to="Nowhere")
    dovecot.put(mailbox.username, a_mail(1))
    for number in (2, 3):
        with pytest.raises(InTrouble):
            visit_once(mailbox)
        dovecot.put(mailbox.username, a_mail(number))
    mailbox.refresh_from_db()
    assert (mailbox.trouble, kept_bytes()) == (Trouble.FOLDER, [a_mail(1), a_mail(2)])
    dovecot.make_folder(mailbox.username, "Nowhere")
    assert visit_once(mailbox) == 1
    assert (dovecot.mails(mailbox.username), len(dovecot.mails(mailbox.username, "Nowhere"))) == ({}, 3)


def test_one_mail_that_cannot_be_kept_among_a_hundred_holds_no_other_back(
    box: MakeBox, dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch
) -> None:
    mailbox, mails = box(), [a_mail(number) for number in range(100)]
    dovecot.put(mailbox.username, *mails)
    monkeypatch.setattr(fetching, "keep", refuse(mails[40]))
    strikes = Strikes()
    assert visit_once(mailbox, strikes) == 99
    flags = {uid: flags for uid, (flags, _content) in dovecot.mails(mailbox.username).items()}
    assert [uid for uid, ones in flags.items() if not ones] == [41]
    mailbox.refresh_from_db()
    assert (mailbox.trouble, mailbox.last_error) == (Trouble.KEEPING, "1: 41: ValueError: poison")
    dovecot.put(mailbox.username, a_mail(100))
    assert visit_once(mailbox, strikes) == 1
    monkeypatch.undo()
    assert visit_once(mailbox) == 1
    mailbox.refresh_from_db()
    assert (kept_bytes(), mailbox.trouble, mailbox.last_uid) == (sorted([*mails, a_mail(100)]), "", 101)


def test_a_full_disk_stops_the_look_marks_nothing_and_is_told(
    box: MakeBox, dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(**_given: object) -> None:
        raise OSError(28, "No space left on device")

    mailbox = box()
    dovecot.put(mailbox.username, *[a_mail(number) for number in range(10)])
    monkeypatch.setattr(fetching, "keep", full)
    with pytest.raises(InTrouble, match="No space left"):
        visit_once(mailbox)
    assert [flags for flags, _content in dovecot.mails(mailbox.username).values()] == [set()] * 10
    monkeypatch.undo()
    assert visit_once(mailbox) == 10


def test_new_numbers_on_the_server_give_only_new_places(box: MakeBox, dovecot: Dovecot) -> None:
    mailbox, mails = box(), [a_mail(1), a_mail(2)]
    dovecot.put(mailbox.username, *mails)
    assert visit_once(mailbox) == 2
    mailbox.refresh_from_db()
    before = mailbox.uidvalidity
    dovecot.change_uidvalidity(mailbox.username)
    dovecot.put(mailbox.username, a_mail(3))
    visit_once(mailbox)
    mailbox.refresh_from_db()
    assert mailbox.uidvalidity != before
    assert kept_bytes() == sorted([*mails, a_mail(3)])
    assert IncomingMail.objects.get(subject="Nota 1").places.count() == 2
    assert IncomingMail.objects.get(subject="Nota 3").places.count() == 1


def test_a_mail_larger_than_what_is_taken_in_is_kept_with_its_words_and_stays_on_the_server(
    box: MakeBox, dovecot: Dovecot, settings: Settings
) -> None:
    settings.MAIL_MAX_BYTES = 1024 * 1024
    mailbox = box(after_keeping=AfterKeeping.DELETE)
    dovecot.put(mailbox.username, a_mail(1), a_mail(2, size=2_000_000), a_mail(3))
    assert (visit_once(mailbox), visit_once(mailbox)) == (3, 0)
    assert set(dovecot.mails(mailbox.username)) == {2}
    stub = raw_bytes(IncomingMail.objects.get(subject="Nota 2"))
    from balcao.mail.parsing.parse import parse

    found = parse(stub)
    assert found.text.startswith("Este e-mail de 2 MB é maior que os 1 MB aceitos.")
    assert f"{mailbox.address}, INBOX, UID 2" in found.text
    assert "Número 2" in found.text
    assert (found.message_id, found.attachments) == ("<mail-2@acme.example>", [])


def test_a_mail_without_a_byte_is_a_mail(box: MakeBox, dovecot: Dovecot) -> None:
    mailbox = box()
    dovecot.put(mailbox.username, b"\r\n", a_mail(1))
    assert visit_once(mailbox) == 2
    assert kept_bytes() == [b"\r\n", a_mail(1)]


@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
def test_an_encrypted_line_needs_a_certificate_that_is_known_and_of_that_name(
    box: MakeBox, dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch, security: Security, host: str
) -> None:
    mailbox = box(host=host, security=security, port=dovecot.imaps if security is Security.TLS else dovecot.imap)
    with pytest.raises(InTrouble) as caught:
        try_out(mailbox)
    assert caught.value.trouble is Trouble.CERTIFICATE
    monkeypatch.setenv("SSL_CERT_FILE", str(dovecot.authority))
    try_out(mailbox)


def test_a_wrong_password_is_said_to_be_wrong_and_told_nowhere(box: MakeBox, caplog: pytest.LogCaptureFixture) -> None:
    from balcao.mail.secrets import seal

    mailbox = box(secret=seal("canario-da-senha"))
    with pytest.raises(InTrouble) as caught:
        visit_once(mailbox)
    mailbox.refresh_from_db()
    assert (caught.value.trouble, mailbox.trouble) == (Trouble.REFUSED, Trouble.REFUSED)
    everything = f"{caught.value!r} {caught.value.__context__!r} {mailbox.last_error} {caplog.text} {mailbox.__dict__}"
    assert "canario-da-senha" not in everything
    assert "AUTHENTICATIONFAILED" in mailbox.last_error


def test_a_password_sealed_with_a_forgotten_key_is_asked_for_again(box: MakeBox, settings: Settings) -> None:
    mailbox = box()
    settings.SECRET_KEY = "another secret key " * 4
    with pytest.raises(InTrouble) as caught:
        visit_once(mailbox)
    assert caught.value.trouble is Trouble.SECRET


def test_a_folder_that_does_not_exist_is_named_as_such(box: MakeBox) -> None:
    with pytest.raises(InTrouble) as caught:
        try_out(box(path="Nenhuma"))
    assert caught.value.trouble is Trouble.FOLDER


def test_an_address_of_the_inside_is_reached_only_with_leave(box: MakeBox, settings: Settings) -> None:
    settings.OUTBOUND_ALLOW = []
    with pytest.raises(InTrouble) as caught:
        try_out(box())
    assert caught.value.trouble is Trouble.FORBIDDEN


def test_a_server_that_is_away_is_told_with_since_when(box: MakeBox) -> None:
    mailbox = box(port=9)
    began = timezone.now()
    for _attempt in range(2):
        with pytest.raises(InTrouble):
            visit_once(mailbox)
    mailbox.refresh_from_db()
    assert mailbox.trouble == Trouble.UNREACHABLE
    assert mailbox.failing_since is not None
    assert timedelta() <= mailbox.failing_since - began < timedelta(minutes=1)
