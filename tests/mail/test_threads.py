"""The mails of a ticket are one thread in mail programs; an answer's address is of one ticket and one person."""

from collections.abc import Callable
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django.fixtures import Settings

from balcao.files.actions.store import store_file
from balcao.jobs.models import Job
from balcao.mail.mark import CID
from balcao.mail.models import MailStatus, OutgoingMail
from balcao.mail.reply_address import read_reply_address, reply_address
from balcao.people.models import Membership, User
from balcao.tickets.models import Ticket
from tests.cast import NOW, Cast
from tests.mail.conftest import MailServer
from tests.tickets.helpers import at, say

Run = Callable[[], int]


def arrived(server: MailServer) -> list[EmailMessage]:
    return [message_from_bytes(raw, policy=policy.default) for _recipients, raw in server.mails]


def test_one_thread_for_each_person(cast: Cast, run_jobs: Run, mail_server: MailServer) -> None:
    ticket = cast.ticket()
    run_jobs()
    Ticket.objects.filter(pk=ticket.pk).update(subject="Outro nome")
    for minute in (1, 2):
        say(ticket, cast.ana, now=at(minute))
        run_jobs()
    first, second, third = arrived(mail_server)
    assert first["Subject"] == second["Subject"] == third["Subject"] == f"[nº {ticket.number}] Nota 3512 rejeitada"
    ids = [mail["Message-ID"].strip() for mail in (first, second, third)]
    (root,) = first["References"].split()
    assert root.startswith(f"<ticket-{ticket.number}.")
    assert root.endswith("@balcao.example>")
    assert second["References"].split() == [root, ids[0]]
    assert third["References"].split() == [root, ids[0], ids[1]]
    assert third["In-Reply-To"].strip() == ids[1]
    assert all(one.startswith(f"<ticket-{ticket.number}.") for one in ids)
    assert first["Auto-Submitted"] == "auto-generated"
    assert second["Auto-Submitted"] is None
    assert first["Reply-To"] is None
    assert "Responda acima desta linha" not in OutgoingMail.objects.latest("id").text


def test_an_answers_address_when_mail_is_taken_in(cast: Cast, run_jobs: Run, settings: Settings) -> None:
    settings.MAIL_REPLY_DOMAIN = "resposta.balcao.example"
    ticket = cast.ticket()
    run_jobs()
    mail = OutgoingMail.objects.get()
    address = mail.headers["Reply-To"]
    assert read_reply_address(address) == (ticket.number, cast.marina.pk)
    assert mail.text.startswith("Responda acima desta linha\n")
    assert "Ou responda este e-mail." in mail.html


def test_an_address_is_short_survives_upper_case_and_cannot_be_made_up(settings: Settings) -> None:
    settings.MAIL_REPLY_DOMAIN = "resposta.balcao.example"
    address = reply_address(number=9_999_999_999, person_id=99_999_999)
    local, _at, domain = address.partition("@")
    assert len(local) <= 64
    assert domain == "resposta.balcao.example"
    assert read_reply_address(address.upper()) == (9_999_999_999, 99_999_999)
    for forged in (
        address.replace("-9999999999-", "-9999999998-"),
        address.replace("-99999999-", "-99999998-"),
        f"{local[:-1]}{'a' if local[-1] != 'a' else 'b'}@{domain}",
        f"x{address}",
        "suporte@balcao.example",
        "",
    ):
        assert read_reply_address(forged) is None
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "anew" * 20
    assert read_reply_address(address) == (9_999_999_999, 99_999_999)
    assert reply_address(number=9_999_999_999, person_id=99_999_999) != address


def test_parts_the_mark_and_the_file_byte_for_byte(cast: Cast, run_jobs: Run, mail_server: MailServer) -> None:
    ticket = cast.ticket()
    content = b"linha\r\noutra \xe7\n"
    file = store_file(upload=SimpleUploadedFile("relatório ação.txt", content), by=cast.ana, now=at(1))
    say(ticket, cast.ana, "Segue.", now=at(1), files=[file])
    run_jobs()
    mail = arrived(mail_server)[-1]
    both, attachment = mail.iter_parts()
    text, related = both.iter_parts()
    page, mark = related.iter_parts()
    kinds = [part.get_content_type() for part in (mail, both, text, related, page, mark)]
    assert kinds == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "multipart/related",
        "text/html",
        "image/png",
    ]
    assert mark["Content-ID"] == f"<{CID}>"
    assert f"cid:{CID}" in page.get_content()
    assert 'src="http' not in page.get_content()
    assert attachment.get_filename() == "relatório ação.txt"
    assert attachment.get_payload(decode=True) == content


def test_whether_it_still_concerns_its_reader_is_asked_when_it_leaves(
    cast: Cast, run_jobs: Run, mail_server: MailServer
) -> None:
    ticket = cast.ticket()
    run_jobs()
    mail_server.mails.clear()
    mail_server.answers["RCPT"] = "451 later"
    say(ticket, cast.ana, "É segredo.", now=at(1))
    run_jobs()
    mail_server.answers.clear()
    Membership.objects.filter(user=cast.marina).delete()
    Job.objects.update(run_after=NOW - timedelta(days=365))
    run_jobs()
    mail = OutgoingMail.objects.latest("id")
    assert (mail.status, mail.text, mail_server.mails) == (MailStatus.DROPPED, "", [])


@pytest.mark.parametrize(("change", "status"), [({"is_active": False}, "dropped"), ({"email": ""}, "dropped")])
def test_nobody_is_mailed_who_left_or_has_no_address_any_more(
    cast: Cast, run_jobs: Run, mail_server: MailServer, change: dict[str, object], status: str
) -> None:
    mail_server.answers["RCPT"] = "451 later"
    cast.ticket()
    run_jobs()
    mail_server.answers.clear()
    User.objects.filter(pk=cast.marina.pk).update(**change)
    Job.objects.update(run_after=NOW - timedelta(days=365))
    run_jobs()
    assert (OutgoingMail.objects.get().status, mail_server.mails) == (status, [])


def test_it_goes_to_the_address_of_now(cast: Cast, run_jobs: Run, mail_server: MailServer) -> None:
    mail_server.answers["RCPT"] = "451 later"
    cast.ticket()
    run_jobs()
    mail_server.answers.clear()
    User.objects.filter(pk=cast.marina.pk).update(email="nova@acme.example")
    Job.objects.update(run_after=NOW - timedelta(days=365))
    run_jobs()
    assert [recipients for recipients, _raw in mail_server.mails] == [["nova@acme.example"]]
