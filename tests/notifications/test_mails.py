"""Who gets which mail, exactly; each once."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from balcao.catalog.access import opening_for
from balcao.files.actions.store import store_file
from balcao.history.models import Event
from balcao.mail.models import Notice, OutgoingMail
from balcao.mail.notices import choose, stop
from balcao.notifications import fan_out
from balcao.notifications.bell import bell_of
from balcao.notifications.fan_out import tell_people
from balcao.notifications.models import Notification
from balcao.notifications.story import Story
from balcao.people.models import Membership, User
from balcao.site.current import current_site, forget_site
from balcao.site.models import AgentName, Site
from balcao.tickets.actions.add_note import add_note
from balcao.tickets.actions.announce_closing import announce_closing
from balcao.tickets.actions.assign import assign
from balcao.tickets.actions.close import close
from balcao.tickets.actions.open_ticket import open_ticket
from balcao.tickets.actions.participants import add_participant
from balcao.tickets.actions.reopen import reopen
from balcao.tickets.actions.set_priority import set_priority
from balcao.tickets.actions.set_state import set_state
from balcao.tickets.actions.submit_dialog import submit_dialog
from balcao.tickets.models import Message, MessageKind, Priority, StateKind, Ticket
from tests.cast import Cast
from tests.tickets.helpers import at, say

Run = Callable[[], int]


@pytest.fixture(autouse=True)
def kept(settings: Settings) -> None:
    settings.MAIL_KEPT_LOCALLY = True


def mailed(run_jobs: Run, do: Callable[[], object]) -> set[tuple[str, str]]:
    """Which mails `do` sends: (user, kind). Each person at most one."""
    run_jobs()
    known = set(OutgoingMail.objects.values_list("pk", flat=True))
    do()
    run_jobs()
    new = list(OutgoingMail.objects.exclude(pk__in=known).values_list("person__username", "purpose"))
    assert len(new) == len({user for user, _purpose in new})
    return {(user, purpose.removeprefix("ticket.")) for user, purpose in new}


def shared(cast: Cast) -> Ticket:
    """Marina's ticket with Rafael on it, in Ana's care; Paulo sees it, and is told of nothing."""
    ticket = cast.ticket()
    add_participant(ticket=ticket, person=cast.rafael, by=cast.marina, now=at(1))
    assign(ticket=ticket, to=cast.ana, by=cast.ana, now=at(1))
    return ticket


def last_to(user: User) -> OutgoingMail:
    return OutgoingMail.objects.filter(person=user).latest("id")


def test_who_opens_gets_a_copy_with_number_and_what_happens_next(cast: Cast, run_jobs: Run) -> None:
    assert mailed(run_jobs, cast.ticket) == {("marina", "opened")}
    mail, ticket = last_to(cast.marina), Ticket.objects.get()
    assert mail.subject == f"[nº {ticket.number}] Nota 3512 rejeitada"
    for part in (mail.text, mail.html):
        assert f"/tickets/{ticket.number}/" in part
        assert "Recebemos seu ticket" in part
        assert "Próxima resposta prevista: seg, 23/11/2026, 14:12 (Brasília)." in part
        assert "Etapa 1 de" in part


def test_opened_for_somebody_it_is_theirs_and_colleagues_are_told_they_were_added(cast: Cast, run_jobs: Run) -> None:
    def work() -> None:
        open_ticket(
            opening=opening_for(cast.acme, cast.rejected, now=at(0)),
            organization=cast.acme,
            requester=cast.marina,
            by=cast.ana,
            subject="Nota",
            body="Voltou.",
            values={"motivo": "erro"},
            key=uuid4(),
            now=at(0),
            participants=[cast.rafael],
        )

    assert mailed(run_jobs, work) == {("marina", "opened"), ("rafael", "added")}


def test_each_thing_that_happens_has_its_readers(cast: Cast, run_jobs: Run) -> None:
    ticket = shared(cast)
    waiting, solved = cast.state(StateKind.WAITING_CUSTOMER), cast.state(StateKind.RESOLVED)

    def both(kind: str) -> set[tuple[str, str]]:
        return {("marina", kind), ("rafael", kind)}

    assert mailed(run_jobs, lambda: say(ticket, cast.ana, now=at(2))) == both("replied")
    assert mailed(run_jobs, lambda: say(ticket, cast.marina, now=at(3))) == {("rafael", "replied")}
    assert mailed(run_jobs, lambda: say(ticket, cast.ana, now=at(4), state=waiting)) == both("needs_you")
    assert mailed(run_jobs, lambda: say(ticket, cast.rafael, now=at(5))) == {("marina", "replied")}
    assert mailed(run_jobs, lambda: say(ticket, cast.ana, now=at(6), state=solved)) == both("resolved")
    assert mailed(run_jobs, lambda: announce_closing(ticket=ticket, now=at(7))) == both("closing_soon")
    told = mailed(run_jobs, lambda: close(ticket=ticket, by=cast.marina, as_desk=False, now=at(8)))
    assert told == {("rafael", "closed")}
    told = mailed(run_jobs, lambda: reopen(ticket=ticket, by=cast.marina, as_desk=False, now=at(9)))
    assert told == {("rafael", "reopened")}
    told = mailed(run_jobs, lambda: close(ticket=ticket, by=cast.ana, as_desk=True, now=at(10)))
    assert told == both("closed")


def test_notes_priorities_and_who_takes_care_are_no_mail(cast: Cast, run_jobs: Run) -> None:
    ticket = cast.ticket()

    def work() -> None:
        add_note(ticket=ticket, by=cast.ana, body="O cliente errou o SEGREDO.", key=uuid4(), now=at(2))
        set_priority(ticket=ticket, priority=Priority.URGENT, by=cast.ana, now=at(3))
        assign(ticket=ticket, to=cast.ana, by=cast.ana, now=at(4))

    assert mailed(run_jobs, work) == set()
    say(ticket, cast.ana, "Pronto.", now=at(5), state=cast.state(StateKind.RESOLVED))
    run_jobs()
    assert not OutgoingMail.objects.filter(text__contains="SEGREDO").exists()
    assert not OutgoingMail.objects.filter(html__contains="SEGREDO").exists()


def test_what_a_step_keeps_for_the_team_is_told_to_nobody(cast: Cast, run_jobs: Run) -> None:
    """The step itself moves the ticket, which customers hear of; its words are a note."""
    ticket = cast.ticket()
    run_jobs()
    submit_dialog(
        ticket=ticket,
        dialog="pedir-documento",
        by=cast.ana,
        as_desk=True,
        values={"body": "SEGREDO"},
        body="SEGREDO",
        key=uuid4(),
        now=at(2),
    )
    root = Event.objects.get(kind="ticket.dialog_submitted")
    Event.objects.filter(pk=root.pk).update(is_public=False)
    Message.objects.filter(pk=root.data["message"]).update(kind=MessageKind.NOTE)
    run_jobs()
    mail = last_to(cast.marina)
    assert mail.purpose == "ticket.needs_you"
    assert "SEGREDO" not in mail.text + mail.html
    item = bell_of(cast.marina, cast.marina.memberships.get()).items[0]
    assert item.message is None


def test_the_stage_is_mailed_to_who_asked_for_it(cast: Cast, run_jobs: Run) -> None:
    choose(person=cast.marina, wanted=[Notice.STAGE])
    ticket = shared(cast)
    document = {"body": "Envie o XML."}

    def step() -> object:
        return submit_dialog(
            ticket=ticket,
            dialog="pedir-documento",
            by=cast.ana,
            as_desk=True,
            values=document,
            body="Envie o XML.",
            key=uuid4(),
            now=at(2),
        )

    assert mailed(run_jobs, step) == {("rafael", "needs_you"), ("marina", "stage")}
    assert "Seu ticket passou para" in last_to(cast.marina).text


@pytest.mark.parametrize("notice", [Notice.REPLIED, Notice.NEEDS_YOU, Notice.ENDED, Notice.ADDED, Notice.OPENED])
def test_switching_one_off_stops_just_that(cast: Cast, run_jobs: Run, notice: Notice) -> None:
    stop(person=cast.rafael, notice=notice)
    stop(person=cast.marina, notice=notice)
    ticket = shared(cast)
    run_jobs()
    told = set(OutgoingMail.objects.values_list("person__username", "purpose"))
    told = {(who, purpose.removeprefix("ticket.")) for who, purpose in told}
    told |= mailed(run_jobs, lambda: say(ticket, cast.ana, now=at(2)))
    waiting, solved = cast.state(StateKind.WAITING_CUSTOMER), cast.state(StateKind.RESOLVED)
    told |= mailed(run_jobs, lambda: set_state(ticket=ticket, state=waiting, by=cast.ana, now=at(3)))
    told |= mailed(run_jobs, lambda: set_state(ticket=ticket, state=solved, by=cast.ana, now=at(4)))
    whole = {("marina", "opened"), ("rafael", "added")}
    whole |= {(who, kind) for who in ("marina", "rafael") for kind in ("replied", "needs_you", "resolved")}
    stopped = "resolved" if notice == Notice.ENDED else notice.value
    assert told == {one for one in whole if one[1] != stopped}


def test_no_mail_to_who_is_gone_inactive_or_without_an_address(cast: Cast, run_jobs: Run) -> None:
    ticket = shared(cast)
    add_participant(ticket=ticket, person=cast.paulo, by=cast.marina, now=at(1))
    Membership.objects.filter(user=cast.rafael).delete()
    User.objects.filter(pk=cast.paulo.pk).update(is_active=False)
    assert mailed(run_jobs, lambda: say(ticket, cast.ana, now=at(2))) == {("marina", "replied")}
    User.objects.filter(pk=cast.marina.pk).update(email="")
    assert mailed(run_jobs, lambda: say(ticket, cast.ana, now=at(3))) == set()
    assert Notification.objects.filter(user=cast.marina, kind="replied").count() == 2


def test_no_mail_about_a_company_that_is_no_longer_served(cast: Cast, run_jobs: Run) -> None:
    ticket = shared(cast)
    cast.acme.is_active = False
    cast.acme.save()
    assert mailed(run_jobs, lambda: say(ticket, cast.ana, now=at(2))) == set()


def test_told_twice_or_stopped_in_between_it_is_one_mail(
    cast: Cast, run_jobs: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticket = shared(cast)
    run_jobs()
    before = OutgoingMail.objects.count()
    say(ticket, cast.ana, now=at(2))
    root = Event.objects.get(kind="ticket.replied")

    def stops(story: Story, ticket: Ticket) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(fan_out, "mail_people", stops)
        with pytest.raises(KeyboardInterrupt):
            tell_people(root.pk)
    assert not Notification.objects.filter(event_id=root.pk).exists()
    tell_people(root.pk)
    tell_people(root.pk)
    run_jobs()
    assert OutgoingMail.objects.count() == before + 2
    assert Notification.objects.filter(event_id=root.pk).count() == 2


def test_an_answer_comes_whole_in_both_parts(cast: Cast, run_jobs: Run) -> None:
    ticket = cast.ticket()
    say(ticket, cast.ana, "Achei **a nota**:\n\n- envie o XML;\n- <script>alert(1)</script>", now=at(2))
    run_jobs()
    mail = last_to(cast.marina)
    assert "Ana respondeu" in mail.html
    assert "Ribeiro" not in mail.html + mail.text
    assert "<strong>a nota</strong>" in mail.html
    assert "<script" not in mail.html
    assert "- envie o XML;" in mail.text
    assert "Auto-Submitted" not in {name for name, value in mail.headers.items() if value}
    assert len(mail.html.encode()) < 60_000


def test_a_very_long_answer_is_cut_in_html_and_whole_in_text(cast: Cast, run_jobs: Run) -> None:
    ticket = cast.ticket()
    say(ticket, cast.ana, "uma linha de registro\n" * 5_000 + "FIM", now=at(2))
    run_jobs()
    mail = last_to(cast.marina)
    assert len(mail.html.encode()) < 60_000
    assert "Este texto é longo." in mail.html
    assert "FIM" in mail.text


@pytest.mark.parametrize(
    ("setting", "name"), [(AgentName.FIRST, "Ana"), (AgentName.ALIAS, "Nina"), (AgentName.TEAM, "Service Desk")]
)
def test_agents_are_named_as_the_site_says(cast: Cast, run_jobs: Run, setting: AgentName, name: str) -> None:
    User.objects.filter(pk=cast.ana.pk).update(alias="Nina", name="Ana Ribeiro")
    current_site()
    Site.objects.update(agent_name=setting)
    forget_site()
    ticket = shared(cast)
    say(ticket, User.objects.get(pk=cast.ana.pk), "Olhei.", now=at(2), state=cast.state(StateKind.WAITING_CUSTOMER))
    run_jobs()
    mail = last_to(cast.marina)
    assert f"{name} precisa de uma informação para continuar:" in mail.text
    others = {"Ana", "Nina", "Ribeiro"} - {name}
    for mail in OutgoingMail.objects.all():
        assert not [other for other in others if other in f"{mail.subject} {mail.text} {mail.html}"]
    forget_site()


@pytest.mark.parametrize(
    ("language", "zone", "said", "due"),
    [
        ("pt-br", "America/Manaus", "Recebemos seu ticket", "seg, 23/11/2026, 13:12 (Manaus)"),
        ("es", "America/Sao_Paulo", "Recibimos su ticket", "14:12 (Brasília)"),
        ("en", "Europe/Lisbon", "We received your ticket", "17:12 (Lisbon)"),
    ],
)
def test_it_speaks_the_readers_language_in_their_zone(
    cast: Cast, run_jobs: Run, language: str, zone: str, said: str, due: str
) -> None:
    User.objects.filter(pk=cast.marina.pk).update(language=language, time_zone=zone)
    cast.marina.refresh_from_db()
    cast.ticket()
    run_jobs()
    mail = last_to(cast.marina)
    assert said in mail.text
    assert due in mail.text
    assert f'<html lang="{language}"' in mail.html


def test_what_solved_it_and_two_ways_to_answer_that_only_open_the_page(cast: Cast, run_jobs: Run) -> None:
    ticket = cast.ticket()
    say(ticket, cast.ana, "Reenviei a nota.", now=at(2), state=cast.state(StateKind.RESOLVED))
    run_jobs()
    mail = last_to(cast.marina)
    for part in (mail.text, mail.html):
        assert "Reenviei a nota." in part
        assert "Sem resposta, fechamos em qui, 26/11/2026" in part
        assert "Sim, fechar" in part
        assert "Ainda não" in part
        assert part.count(f"/tickets/{ticket.number}/") >= 2
    assert "closure" not in mail.html


def test_small_files_go_along_and_large_ones_are_links(cast: Cast, run_jobs: Run, settings: Settings) -> None:
    ticket = cast.ticket()
    small = store_file(upload=SimpleUploadedFile("ação.txt", b"oi\r\n"), by=cast.ana, now=at(1))
    say(ticket, cast.ana, "Segue.", now=at(2), files=[small])
    run_jobs()
    assert last_to(cast.marina).files == [str(small.pk)]
    assert f"/arquivos/{small.pk}/" in last_to(cast.marina).text
    large = store_file(upload=ContentFile(b"x" * (10 * 1024 * 1024 + 1), name="grande.bin"), by=cast.ana, now=at(3))
    say(ticket, cast.ana, "Segue.", now=at(4), files=[large])
    run_jobs()
    mail = last_to(cast.marina)
    assert mail.files == []
    assert f"/arquivos/{large.pk}/" in mail.html
    assert "Para abrir, entre no portal:" in mail.html


def test_a_subject_cannot_bring_a_header_along(cast: Cast, run_jobs: Run) -> None:
    User.objects.filter(pk=cast.marina.pk).update(name="Marina\r\nBcc: eva@mau.example")
    ticket = cast.ticket(subject="Nota\r\nBcc: eva@mau.example")
    run_jobs()
    assert last_to(cast.marina).subject == f"[nº {ticket.number}] Nota Bcc: eva@mau.example"
    assert "\n" not in "".join(last_to(cast.marina).headers.values())


def test_the_same_few_queries_for_each_more_person(cast: Cast, run_jobs: Run) -> None:
    ticket = cast.ticket()
    run_jobs()
    say(ticket, cast.ana, now=at(1))
    with CaptureQueriesContext(connection) as alone:
        tell_people(Event.objects.filter(kind="ticket.replied").latest("id").pk)
    for person in (cast.rafael, cast.paulo):
        add_participant(ticket=ticket, person=person, by=cast.marina, now=at(2))
    say(ticket, cast.ana, now=at(3))
    with CaptureQueriesContext(connection) as three:
        tell_people(Event.objects.filter(kind="ticket.replied").latest("id").pk)
    assert len(alone) <= 30
    assert len(three) - len(alone) <= 2 * 6
