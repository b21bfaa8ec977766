"""Mail that is handed over: a yes means that it is kept; only for addresses of ours; for now a no is no loss."""

from __future__ import annotations

import asyncio
import smtplib
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest
from django.db import OperationalError
from pytest_django.fixtures import Settings

from balcao.mail.models import IncomingMail, Mailbox, MailboxKind
from balcao.mail.reply_address import reply_address
from balcao.mail.transports import lmtp
from balcao.mail.transports.lmtp import Door
from tests.jobs.conftest import wait_until
from tests.mail.transports.boxes import a_mail, a_mailbox, kept_bytes

pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def opened(door: Door, *, path: str = "") -> Iterator[int]:
    """The door's port; it is open in a thread of its own."""
    ready, found = threading.Event(), [0]
    end: list[Callable[[], object]] = []

    async def stand() -> None:
        over = asyncio.Event()
        end.append(partial(asyncio.get_running_loop().call_soon_threadsafe, over.set))
        server = await door.open(host="127.0.0.1", port=0, socket=path)
        found[0] = 0 if path else server.sockets[0].getsockname()[1]  # type: ignore[attr-defined]
        ready.set()
        await over.wait()
        await door.close(server, within=5)

    thread = threading.Thread(target=lambda: asyncio.run(stand()), daemon=True)
    thread.start()
    assert ready.wait(60)
    try:
        yield found[0]
    finally:
        end[0]()
        thread.join(timeout=60)
        door.handler.hands.shutdown(wait=True)


@pytest.fixture
def handed() -> Mailbox:
    return a_mailbox(kind=MailboxKind.HANDED, aliases=["ajuda@balcao.example"])


def talk(port: int, *lines: bytes) -> list[str]:
    """Every answer, one line each."""
    with socket.create_connection(("127.0.0.1", port), timeout=60) as line, line.makefile("rwb") as both:
        for one in lines:
            both.write(one + b"\r\n")
        both.write(b"QUIT\r\n")
        both.flush()
        return [answer.decode().rstrip() for answer in both]


def letter(*recipients: str, content: bytes = b"") -> list[bytes]:
    dotted = (content or a_mail(1)).replace(b"\r\n.", b"\r\n..")
    to = [f"RCPT TO:<{one}>".encode() for one in recipients]
    return [b"LHLO mx.example", b"MAIL FROM:<marina@acme.example>", *to, b"DATA", dotted + b"."]


def test_a_mail_is_kept_byte_for_byte_with_its_envelope(handed: Mailbox) -> None:
    with opened(Door()) as port, smtplib.LMTP("127.0.0.1", port) as server:
        server.sendmail("marina@acme.example", ["Suporte+fiscal@balcao.example"], a_mail(1))
    mail = IncomingMail.objects.get()
    assert kept_bytes() == [a_mail(1)]
    assert (mail.channel, mail.mailbox, mail.envelope_from, mail.envelope_to) == (
        "lmtp",
        handed,
        "marina@acme.example",
        ["Suporte+fiscal@balcao.example"],
    )
    handed.refresh_from_db()
    assert handed.last_mail_at is not None


def test_each_recipient_gets_an_answer_and_an_address_that_is_not_ours_a_no(handed: Mailbox) -> None:
    with opened(Door()) as port:
        said = talk(port, *letter("suporte@balcao.example", "ninguem@balcao.example", "ajuda@balcao.example"))
    codes = [line[:3] for line in said if line[3:4] == " "]
    assert codes == ["220", "250", "250", "250", "550", "250", "354", "250", "250", "221"]
    assert IncomingMail.objects.get().envelope_to == ["suporte@balcao.example", "ajuda@balcao.example"]


@pytest.mark.parametrize(
    "address", ["x@elsewhere.example", "suporte@elsewhere.example", "suporte", "a%b@balcao.example"]
)
def test_nothing_is_relayed(handed: Mailbox, address: str) -> None:
    with opened(Door(speaks_smtp=True)) as port, smtplib.SMTP("127.0.0.1", port) as server:
        server.ehlo()
        server.mail("marina@acme.example")
        assert server.rcpt(address)[0] == 550


def test_answers_bounces_and_mailboxes_are_ours_and_those_switched_off_are_not(
    handed: Mailbox, settings: Settings
) -> None:
    settings.MAIL_REPLY_DOMAIN, settings.DEFAULT_FROM_EMAIL = "responder.example", "Balcão <avisos@balcao.example>"
    answer = reply_address(number=10482, person_id=7)
    assert [lmtp.is_ours(one) for one in (answer, answer.upper(), "avisos@balcao.example", "AJUDA@balcao.example")] == [
        True
    ] * 4
    assert [lmtp.is_ours(one) for one in ("x@responder.example", "@balcao.example", "", answer[1:])] == [False] * 4
    Mailbox.objects.update(is_active=False)
    assert not lmtp.is_ours("suporte@balcao.example")


def test_what_cannot_be_kept_stays_with_the_sender_and_comes_in_later(
    handed: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(**_given: object) -> None:
        raise OperationalError("database is locked")

    with opened(Door()) as port:
        monkeypatch.setattr(lmtp, "keep", locked)
        said = talk(port, *letter("suporte@balcao.example", "ajuda@balcao.example"))
        assert [line[:3] for line in said[-3:]] == ["451", "451", "221"]
        assert not IncomingMail.objects.exists()
        monkeypatch.undo()
        assert talk(port, *letter("suporte@balcao.example"))[-2].startswith("250 2.0.0 Kept as")
    assert kept_bytes() == [a_mail(1)]


def test_who_is_ours_is_asked_again_later_when_the_database_is_away(
    handed: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(_address: str) -> bool:
        raise OperationalError("away")

    monkeypatch.setattr(lmtp, "is_ours", away)
    with opened(Door()) as port:
        said = talk(port, b"LHLO x", b"MAIL FROM:<>", b"RCPT TO:<suporte@balcao.example>")
    assert said[-2].startswith("451")


def test_a_mail_that_is_too_large_is_refused_for_good_to_each_recipient(handed: Mailbox, settings: Settings) -> None:
    settings.MAIL_MAX_BYTES = 10_000
    content = a_mail(1, size=20_000)
    with opened(Door()) as port:
        said = talk(port, *letter("suporte@balcao.example", "ajuda@balcao.example", content=content))
        declared = talk(port, b"LHLO x", b"MAIL FROM:<a@acme.example> SIZE=20000")
    assert [line[:3] for line in said[-3:]] == ["552", "552", "221"]
    assert declared[-2].startswith("552")
    assert not IncomingMail.objects.exists()


def test_a_line_longer_than_allowed_is_taken_all_the_same(handed: Mailbox) -> None:
    content = a_mail(1) + b"x" * 200_000 + b"\r\n"
    with opened(Door()) as port:
        talk(port, *letter("suporte@balcao.example", content=content))
    assert kept_bytes() == [content]


def test_a_sender_that_hangs_up_in_the_middle_has_handed_nothing_over(handed: Mailbox) -> None:
    with opened(Door()) as port:
        with socket.create_connection(("127.0.0.1", port)) as line:
            line.sendall(b"\r\n".join(letter("suporte@balcao.example"))[:-20])
        talk(port, *letter("suporte@balcao.example", content=a_mail(2)))
    assert kept_bytes() == [a_mail(2)]


def test_lines_are_limited_and_free_again_afterwards(handed: Mailbox) -> None:
    with opened(Door(most=2)) as port:
        lines = [socket.create_connection(("127.0.0.1", port), timeout=60) for _number in range(3)]
        greetings = [line.recv(200)[:3] for line in lines]
        assert sorted(greetings) == [b"220", b"220", b"421"]
        for line in lines:
            line.close()
        # The server hears of a closed line a moment later.
        wait_until(lambda: "250" in {said[:3] for said in talk_or_nothing(port)}, seconds=60)


def talk_or_nothing(port: int) -> list[str]:
    try:
        return talk(port, b"LHLO x")
    except OSError:
        return []


def test_a_socket_in_the_file_system_serves_as_well(handed: Mailbox, tmp_path: Path) -> None:
    path = tmp_path / "lmtp.sock"
    path.touch()
    with opened(Door(), path=str(path)), smtplib.LMTP(str(path)) as server:
        server.sendmail("", ["suporte@balcao.example"], a_mail(1))
    assert IncomingMail.objects.get().envelope_from == "<>"
