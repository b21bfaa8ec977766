"""Who is told of what, exactly."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.utils import translation

from balcao.history.models import Event
from balcao.notifications.bell import bell_of
from balcao.notifications.fan_out import tell_people
from balcao.notifications.models import Kind, Notification, Reason
from balcao.notifications.words import title_of
from balcao.people.models import Membership
from balcao.tickets.actions.add_note import add_note
from balcao.tickets.actions.ask_about_person import ask_about_person
from balcao.tickets.actions.assign import assign
from balcao.tickets.actions.close import close
from balcao.tickets.actions.follow import follow
from balcao.tickets.actions.mark_read import mark_read
from balcao.tickets.actions.participants import add_participant
from balcao.tickets.actions.set_priority import set_priority
from balcao.tickets.actions.submit_dialog import submit_dialog
from balcao.tickets.models import Priority, StateKind, Ticket
from tests.cast import Cast
from tests.tickets.helpers import at, say, with_news

Run = Callable[[], int]
Told = set[tuple[str, str, str]]


def told(ticket: Ticket, run_jobs: Run, do: Callable[[], object]) -> Told:
    """What `do` made people hear: (user, kind, reason)."""
    run_jobs()
    last = Notification.objects.count()
    known = set(Notification.objects.values_list("pk", flat=True))
    do()
    run_jobs()
    assert Notification.objects.count() >= last
    new = Notification.objects.filter(ticket=ticket).exclude(pk__in=known)
    return set(new.values_list("user__username", "kind", "reason"))


def shared(cast: Cast) -> Ticket:
    """Marina's ticket with Rafael on it, in Ana's care."""
    ticket = cast.ticket()
    add_participant(ticket=ticket, person=cast.rafael, by=cast.marina, now=at(1))
    assign(ticket=ticket, to=cast.ana, by=cast.ana, now=at(1))
    return ticket


def test_opening_tells_nobody_but_whom_it_includes(cast: Cast, run_jobs: Run) -> None:
    ticket = cast.ticket()
    run_jobs()
    assert not Notification.objects.exists()
    heard = told(
        ticket, run_jobs, lambda: add_participant(ticket=ticket, person=cast.rafael, by=cast.marina, now=at(1))
    )
    assert heard == {("rafael", Kind.ADDED, Reason.PARTICIPANT)}


def test_the_desks_answer(cast: Cast, run_jobs: Run) -> None:
    ticket = shared(cast)
    assert told(ticket, run_jobs, lambda: say(ticket, cast.ana, now=at(2))) == {
        ("marina", Kind.REPLIED, Reason.REQUESTER),
        ("rafael", Kind.REPLIED, Reason.PARTICIPANT),
    }


def test_a_customers_answer_reaches_the_agent_of_the_ticket(cast: Cast, run_jobs: Run) -> None:
    ticket = shared(cast)
    assert told(ticket, run_jobs, lambda: say(ticket, cast.marina, now=at(2))) == {
        ("rafael", Kind.REPLIED, Reason.PARTICIPANT),
        ("ana", Kind.REPLIED, Reason.OWNER),
    }


def test_an_answer_that_asks_is_one_notice_that_says_so(cast: Cast, run_jobs: Run) -> None:
    ticket = shared(cast)
    waiting = cast.state(StateKind.WAITING_CUSTOMER)
    assert told(ticket, run_jobs, lambda: say(ticket, cast.ana, now=at(2), state=waiting)) == {
        ("marina", Kind.NEEDS_YOU, Reason.REQUESTER),
        ("rafael", Kind.NEEDS_YOU, Reason.PARTICIPANT),
    }


def test_a_step_that_moves_state_and_stage_is_one_notice(cast: Cast, run_jobs: Run) -> None:
    ticket = cast.ticket()
    heard = told(
        ticket,
        run_jobs,
        lambda: submit_dialog(
            ticket=ticket,
            dialog="pedir-documento",
            by=cast.ana,
            as_desk=True,
            values={"body": "Envie o XML."},
            body="Envie o XML.",
            key=uuid4(),
            now=at(1),
        ),
    )
    assert heard == {("marina", Kind.NEEDS_YOU, Reason.REQUESTER)}
    assert Notification.objects.count() == 1


def test_taking_care_is_progress_and_being_given_a_ticket_is_for_the_agent(cast: Cast, run_jobs: Run) -> None:
    ticket = cast.ticket()
    assert told(ticket, run_jobs, lambda: assign(ticket=ticket, to=cast.ana, by=cast.ana, now=at(1))) == {
        ("marina", Kind.ASSIGNED, Reason.REQUESTER)
    }
    cast.caio.teams.set(cast.ana.teams.all())
    assert told(ticket, run_jobs, lambda: assign(ticket=ticket, to=cast.caio, by=cast.ana, now=at(2))) == {
        ("marina", Kind.ASSIGNED, Reason.REQUESTER),
        ("caio", Kind.GIVEN, Reason.OWNER),
    }


def test_closing_by_the_customer(cast: Cast, run_jobs: Run) -> None:
    ticket = shared(cast)
    assert told(ticket, run_jobs, lambda: close(ticket=ticket, by=cast.marina, as_desk=False, now=at(2))) == {
        ("rafael", Kind.CLOSED, Reason.PARTICIPANT),
        ("ana", Kind.CLOSED, Reason.OWNER),
    }


def test_notes_and_priorities_tell_nobody(cast: Cast, run_jobs: Run) -> None:
    ticket = shared(cast)

    def work() -> None:
        add_note(ticket=ticket, by=cast.ana, body="Ver.", key=uuid4(), now=at(2))
        set_priority(ticket=ticket, priority=Priority.URGENT, by=cast.ana, now=at(3))

    assert told(ticket, run_jobs, work) == set()


def test_who_left_the_company_is_told_nothing(cast: Cast, run_jobs: Run) -> None:
    ticket = shared(cast)
    Membership.objects.filter(user=cast.rafael).delete()
    assert told(ticket, run_jobs, lambda: say(ticket, cast.ana, now=at(2))) == {
        ("marina", Kind.REPLIED, Reason.REQUESTER)
    }


def test_delivering_again_tells_nobody_twice(cast: Cast, run_jobs: Run) -> None:
    ticket = shared(cast)
    say(ticket, cast.ana, now=at(2))
    run_jobs()
    before = list(Notification.objects.order_by("id").values())
    for event in Event.objects.filter(ticket_id=ticket.pk):
        tell_people(event.pk)
    assert list(Notification.objects.order_by("id").values()) == before


def test_an_agent_who_answers_has_seen_what_the_bell_said(cast: Cast, run_jobs: Run) -> None:
    ticket = shared(cast)
    say(ticket, cast.marina, now=at(2))
    run_jobs()
    assert Notification.objects.filter(user=cast.ana, read_at__isnull=True).count() == 1
    say(ticket, cast.ana, now=at(3))
    run_jobs()
    assert not Notification.objects.filter(user=cast.ana, read_at__isnull=True).exists()


def test_who_wrote_without_being_on_it_is_asked_of_the_requester_and_whoever_takes_care(
    cast: Cast, run_jobs: Run
) -> None:
    """Not of participants and watchers, nor of who wrote; and once."""
    ticket = cast.ticket()
    add_participant(ticket=ticket, person=cast.paulo, by=cast.marina, now=at(1))
    assign(ticket=ticket, to=cast.ana, by=cast.ana, now=at(1))
    follow(ticket=ticket, agent=cast.caio, by=cast.caio, now=at(1))
    mark_read(ticket=ticket, by=cast.paulo)
    mark_read(ticket=ticket, by=cast.marina)

    def ask() -> object:
        return ask_about_person(ticket=ticket, person=cast.rafael, now=at(2))

    assert told(ticket, run_jobs, ask) == {
        ("marina", Kind.ASKED_ABOUT, Reason.REQUESTER),
        ("ana", Kind.ASKED_ABOUT, Reason.OWNER),
    }
    assert with_news(ticket) == {"marina"}
    assert told(ticket, run_jobs, ask) == set()


def test_of_a_ticket_that_nobody_takes_care_of_everybody_who_answers_there_hears(cast: Cast, run_jobs: Run) -> None:
    ticket = cast.ticket()
    assert told(ticket, run_jobs, lambda: ask_about_person(ticket=ticket, person=cast.rafael, now=at(1))) == {
        ("marina", Kind.ASKED_ABOUT, Reason.REQUESTER),
        ("ana", Kind.ASKED_ABOUT, Reason.TEAM),
    }


def test_on_a_closed_ticket_nobody_is_asked_about_anybody(cast: Cast, run_jobs: Run) -> None:
    ticket = cast.ticket()
    close(ticket=ticket, by=cast.marina, as_desk=False, now=at(1))
    assert told(ticket, run_jobs, lambda: ask_about_person(ticket=ticket, person=cast.rafael, now=at(2))) == set()
    assert with_news(ticket) == set()


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("pt-br", "Rafael Nunes escreveu por e-mail e não está no ticket. Incluir?"),
        ("es", "Rafael Nunes escribió por correo y no está en el ticket. ¿Incluir?"),
        ("en", "Rafael Nunes wrote by e-mail and is not on the ticket. Include them?"),
    ],
)
def test_the_bell_says_who_wrote_and_what_is_asked(cast: Cast, run_jobs: Run, language: str, said: str) -> None:
    ticket = cast.ticket()
    run_jobs()
    ask_about_person(ticket=ticket, person=cast.rafael, now=at(1))
    run_jobs()
    for reader, membership in ((cast.marina, cast.marina.memberships.get()), (cast.ana, None)):
        (item,) = bell_of(reader, membership, only_new=True).items
        with translation.override(language):
            assert title_of(item, reader) == said
        assert (item.is_new, item.count) == (True, 1)
