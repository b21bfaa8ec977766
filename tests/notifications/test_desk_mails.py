"""Agents hear by mail of what they asked for, and of nothing else; what they answer reaches the customer."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, time
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django.fixtures import Settings

from balcao.files.actions.store import store_file
from balcao.history.models import Event
from balcao.mail.jobs import deliver
from balcao.mail.models import MailStatus, Notice, OutgoingMail
from balcao.mail.notices import OF_DESK, choose
from balcao.mail.quiet import set_quiet_time
from balcao.mail.reply_address import read_reply_address
from balcao.notifications.fan_out import tell_people
from balcao.people.models import Membership, User
from balcao.tickets.actions.add_note import add_note
from balcao.tickets.actions.assign import assign
from balcao.tickets.actions.follow import follow
from balcao.tickets.actions.participants import add_participant
from balcao.tickets.models import QueueRight, Ticket
from tests.cast import Cast
from tests.mail.conftest import MailServer
from tests.mail.incoming.letters import arrive, letter, mailbox
from tests.mail.incoming.test_trust import fate_of, said
from tests.tickets.helpers import at, say

Run = Callable[[], int]
LINE = "A resposta a este e-mail vai para o CLIENTE. Comece com #nota para que seja uma nota interna."


@pytest.fixture(autouse=True)
def kept(settings: Settings) -> None:
    settings.MAIL_KEPT_LOCALLY = True
    settings.MAIL_REPLY_DOMAIN = "resposta.balcao.example"
    settings.MAIL_CHECKS_DKIM = False


def wants(*agents: User, notices: Iterable[Notice] = OF_DESK) -> None:
    for agent in agents:
        choose(person=agent, wanted=notices)


def in_care(cast: Cast) -> Ticket:
    """Marina's ticket in Ana's care, followed by Caio, who only reads."""
    ticket = cast.ticket()
    assign(ticket=ticket, to=cast.ana, by=cast.ana, now=at(1))
    follow(ticket=ticket, agent=cast.caio, by=cast.caio, now=at(1))
    return ticket


def mailed(run_jobs: Run, do: Callable[[], object]) -> list[tuple[str, str]]:
    """Every mail that `do` sends: (user, purpose)."""
    run_jobs()
    known = list(OutgoingMail.objects.values_list("pk", flat=True))
    do()
    run_jobs()
    return sorted(OutgoingMail.objects.exclude(pk__in=known).values_list("person__username", "purpose"))


def to_agent(agent: User) -> OutgoingMail:
    return OutgoingMail.objects.filter(person=agent).latest("id")


def note(ticket: Ticket, by: User, body: str, minute: int = 3) -> object:
    return add_note(ticket=ticket, by=by, body=body, key=uuid4(), now=at(minute))


def test_nobody_hears_more_than_before_until_they_ask_for_it(cast: Cast, run_jobs: Run) -> None:
    ticket = in_care(cast)

    def work() -> None:
        say(ticket, cast.marina, now=at(2))
        note(ticket, cast.ana, "@caio veja")
        cast.caio.teams.set(cast.ana.teams.all())
        assign(ticket=ticket, to=cast.caio, by=cast.ana, now=at(4))

    assert mailed(run_jobs, work) == []


def test_each_agent_hears_of_what_they_asked_for(cast: Cast, run_jobs: Run) -> None:
    wants(cast.ana, cast.bia, cast.alice)
    wants(cast.caio, notices=[Notice.DESK_REPLIED])
    ticket = in_care(cast)
    of_answer = [("ana", "desk.replied"), ("caio", "desk.replied")]
    assert mailed(run_jobs, lambda: say(ticket, cast.marina, now=at(2))) == of_answer
    assert mailed(run_jobs, lambda: say(ticket, cast.ana, now=at(3))) == [("marina", "ticket.replied")]
    assert mailed(run_jobs, lambda: note(ticket, cast.ana, "@caio @ana veja")) == []
    wants(cast.caio)
    assert mailed(run_jobs, lambda: note(ticket, cast.ana, "@caio @ana @bia veja")) == [("caio", "desk.called")]
    assert mailed(run_jobs, lambda: assign(ticket=ticket, to=None, by=cast.ana, now=at(4))) == []
    assert mailed(run_jobs, lambda: assign(ticket=ticket, to=cast.ana, by=cast.ana, now=at(5))) == []
    cast.caio.teams.set(cast.ana.teams.all())
    given = mailed(run_jobs, lambda: assign(ticket=ticket, to=cast.caio, by=cast.ana, now=at(6)))
    assert given == [("caio", "desk.given")]


def test_told_again_it_is_one_mail(cast: Cast, run_jobs: Run) -> None:
    wants(cast.ana)
    ticket = in_care(cast)
    say(ticket, cast.marina, now=at(2))
    run_jobs()
    for event in Event.objects.filter(ticket_id=ticket.pk):
        tell_people(event.pk)
    assert OutgoingMail.objects.filter(person=cast.ana).count() == 1


def test_it_leads_to_the_desk_and_says_where_an_answer_goes(cast: Cast, run_jobs: Run) -> None:
    wants(cast.ana)
    ticket = in_care(cast)
    file = store_file(upload=SimpleUploadedFile("nota.xml", b"<a/>"), by=cast.marina, now=at(1))
    message = say(ticket, cast.marina, "Segue **o XML**.", now=at(2), files=[file])
    run_jobs()
    mail = to_agent(cast.ana)
    assert mail.subject == f"[nº {ticket.number}] Nota 3512 rejeitada"
    assert read_reply_address(mail.headers["Reply-To"]) == (ticket.number, cast.ana.pk)
    assert mail.headers["References"].startswith(f"<ticket-{ticket.number}.")
    assert mail.headers["Auto-Submitted"] == ""
    assert mail.text.startswith("Responda acima desta linha\n")
    for part in (mail.text, mail.html):
        assert "Marina Duarte respondeu" in part
        assert f"/atendimento/tickets/{ticket.number}/#m-{message.pk}" in part
        assert LINE in part
        assert f"/arquivos/{file.pk}/" in part
        assert "/preferencias/?parar=desk_replied#avisos" in part
        assert "porque pediu para ser avisado das respostas de clientes" in part
    assert "Segue **o XML**." in mail.text
    assert "<strong>o XML</strong>" in mail.html
    assert mail.files == []


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("es", "La respuesta a este correo va al CLIENTE. Comience con #nota para que sea una nota interna."),
        ("en", "An answer to this e-mail goes to the CUSTOMER. Begin it with #nota to keep it internal."),
    ],
)
def test_it_speaks_the_agents_language(cast: Cast, run_jobs: Run, language: str, line: str) -> None:
    wants(cast.ana)
    User.objects.filter(pk=cast.ana.pk).update(language=language)
    ticket = in_care(cast)
    say(ticket, cast.marina, now=at(2))
    run_jobs()
    assert line in to_agent(cast.ana).text
    assert f'<html lang="{language}"' in to_agent(cast.ana).html


def test_a_notes_text_is_in_no_mail(cast: Cast, run_jobs: Run) -> None:
    """The answer to the mail goes to the customer, and mail programs quote."""
    wants(cast.ana, cast.caio)
    ticket = in_care(cast)
    note(ticket, cast.caio, "@ana o cliente errou o SEGREDO")
    run_jobs()
    mail = to_agent(cast.ana)
    assert mail.purpose == "desk.called"
    assert "Caio Menezes" in mail.text
    assert f"/atendimento/tickets/{ticket.number}/" in mail.text
    assert not [one for one in OutgoingMail.objects.all() if "SEGREDO" in one.text + one.html + one.subject]


def test_a_ticket_given_shows_what_the_customer_said_last(cast: Cast, run_jobs: Run) -> None:
    wants(cast.ana)
    ticket = cast.ticket()
    cast.caio.teams.set(cast.ana.teams.all())
    assign(ticket=ticket, to=cast.ana, by=cast.caio, now=at(2))
    run_jobs()
    mail = to_agent(cast.ana)
    assert mail.headers["Auto-Submitted"] == "auto-generated"
    for part in (mail.text, mail.html):
        assert "Caio Menezes" in part
        assert "Marina Duarte: A nota 3512 voltou com a rejeição 204." in part


def test_who_may_only_read_is_not_asked_to_answer(cast: Cast, run_jobs: Run) -> None:
    wants(cast.caio)
    ticket = in_care(cast)
    say(ticket, cast.marina, now=at(2))
    run_jobs()
    mail = to_agent(cast.caio)
    assert "Reply-To" not in mail.headers
    assert LINE not in mail.text + mail.html
    assert "Responda acima" not in mail.text


def test_without_an_address_for_answers_it_still_says_where_one_goes(
    cast: Cast, run_jobs: Run, settings: Settings
) -> None:
    """A mailbox knows an answer by the mail that it answers."""
    settings.MAIL_REPLY_DOMAIN = ""
    wants(cast.ana)
    ticket = in_care(cast)
    say(ticket, cast.marina, now=at(2))
    run_jobs()
    assert LINE not in to_agent(cast.ana).text
    mailbox(cast.rejected)
    say(ticket, cast.marina, now=at(3))
    run_jobs()
    assert LINE in to_agent(cast.ana).text
    assert "Reply-To" not in to_agent(cast.ana).headers


def test_an_agent_who_is_on_the_ticket_as_a_customer_gets_the_customers_mails(cast: Cast, run_jobs: Run) -> None:
    wants(cast.ana, notices=list(Notice))
    Membership.objects.create(user=cast.ana, organization=cast.acme)
    ticket = in_care(cast)
    add_participant(ticket=ticket, person=cast.ana, by=cast.marina, now=at(1))
    assert mailed(run_jobs, lambda: say(ticket, cast.marina, now=at(2))) == [("ana", "ticket.replied")]


def test_no_mail_to_who_is_gone_locked_out_or_without_an_address(cast: Cast, run_jobs: Run) -> None:
    wants(cast.ana, cast.caio)
    ticket = in_care(cast)
    QueueRight.objects.filter(team__members=cast.caio).delete()
    User.objects.filter(pk=cast.ana.pk).update(email="")
    assert mailed(run_jobs, lambda: say(ticket, cast.marina, now=at(2))) == []
    User.objects.filter(pk=cast.ana.pk).update(email="ana@balcao.example", is_active=False)
    assert mailed(run_jobs, lambda: say(ticket, cast.marina, now=at(3))) == []


def test_answering_the_mail_answers_the_customer_and_nota_stays_inside(cast: Cast, run_jobs: Run) -> None:
    wants(cast.ana)
    ticket = in_care(cast)
    say(ticket, cast.marina, "Voltou.", now=at(2))
    run_jobs()
    mail, box = to_agent(cast.ana), mailbox(cast.rejected)
    by, address = f"Ana <{cast.ana.email}>", mail.headers["Reply-To"]
    quoted = "\n".join(f"> {line}" for line in mail.text.splitlines())
    first = f"Reenvie a nota.\n\nEm seg., 23 de nov. de 2026 às 10:00, Balcão escreveu:\n{quoted}"
    answer = arrive(letter(by, first, to=[address], in_reply_to=mail.message_id), box=box)
    inside = arrive(letter(by, "#nota ligar amanhã", to=[address], in_reply_to=mail.message_id), box=box)
    assert [fate_of(one) for one in (answer, inside)] == [("reply", "agent_answer"), ("note", "agent_note")]
    assert [(line[0], line[1], line[4]) for line in said(ticket)[-2:]] == [
        ("ana", "reply", "Reenvie a nota."),
        ("ana", "note", "ligar amanhã"),
    ]


def test_it_leaves_only_to_who_sees_the_ticket_at_the_desk_then(
    cast: Cast, run_jobs: Run, mail_server: MailServer
) -> None:
    wants(cast.ana, cast.caio)
    ticket = in_care(cast)
    for agent in (cast.ana, cast.caio):
        today = datetime.now(tz=UTC).weekday()
        days = sorted({(today + day) % 7 for day in (-1, 0, 1)})
        set_quiet_time(person=agent, is_on=True, starts_at=time(0), ends_at=time(0), days=days)
    run_jobs()
    say(ticket, cast.marina, now=at(2))
    run_jobs()
    waiting = OutgoingMail.objects.filter(purpose="desk.replied")
    assert {mail.status for mail in waiting} == {MailStatus.QUEUED}
    QueueRight.objects.filter(team__members=cast.caio).delete()
    for agent in (cast.ana, cast.caio):
        set_quiet_time(person=agent, is_on=False, starts_at=time(0), ends_at=time(0), days=[])
    for mail in waiting:
        deliver_again(mail)
    run_jobs()
    assert set(waiting.values_list("person__username", "status")) == {
        ("ana", MailStatus.SENT),
        ("caio", MailStatus.DROPPED),
    }
    assert [to for recipients, _raw in mail_server.mails for to in recipients].count(cast.ana.email) == 1
    assert not OutgoingMail.objects.filter(person=cast.caio).exclude(text="").exists()


def deliver_again(mail: OutgoingMail) -> None:
    """As the end of the quiet time does."""
    deliver.enqueue(mail.pk)
