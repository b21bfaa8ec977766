"""What an open page hears, when, and when not."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session
from django.db import transaction
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from balcao.history.models import Event
from balcao.live import topics
from balcao.live.publish import publish
from balcao.people.models import User
from balcao.tickets.actions.add_note import add_note
from balcao.tickets.actions.mark_read import mark_read
from balcao.tickets.actions.move import move
from balcao.tickets.actions.participants import add_participant, remove_participant
from balcao.tickets.actions.reply import reply
from balcao.tickets.models import Ticket
from tests.cast import Cast
from tests.live.conftest import Listen
from tests.live.sse import session_of

pytestmark = pytest.mark.django_db(transaction=True)

QUIET = 0.8
"""Seconds in which whatever was sent would have come."""


def answer(cast: Cast, ticket: Ticket, body: str = "Vejo já.") -> None:
    reply(ticket=ticket, by=cast.ana, as_desk=True, body=body, key=uuid4(), now=timezone.now())


def test_an_answer_reaches_the_open_page_of_the_customer_within_two_seconds(cast: Cast, listen: Listen) -> None:
    ticket = cast.ticket()
    page = listen(cast.marina, [topics.of_ticket(ticket.pk)])
    kind, state = page.next()
    assert kind == "hello"
    assert state["unread"] == 0
    before = state["marks"][topics.of_ticket(ticket.pk)]
    answer(cast, ticket)
    heard = {page.next(within=2)[1]["topic"], page.next(within=2)[1]["topic"]}
    assert heard == {topics.of_ticket(ticket.pk), topics.of_user(cast.marina.pk)}
    again = listen(cast.marina, [topics.of_ticket(ticket.pk)]).until("hello")
    assert again["unread"] == 1
    assert again["marks"][topics.of_ticket(ticket.pk)] > before


def test_a_message_carries_ids_and_nothing_else(cast: Cast, listen: Listen) -> None:
    ticket = cast.ticket()
    page = listen(cast.marina, [topics.of_ticket(ticket.pk)])
    page.until("hello")
    answer(cast, ticket, "Segredo do cliente")
    heard = {data.pop("topic"): data for _kind, data in page.all_within(QUIET)}
    event = {"ticket": ticket.pk, "event": Event.objects.get(kind="ticket.replied").pk}
    assert heard == {topics.of_ticket(ticket.pk): event, topics.of_user(cast.marina.pk): {**event, "news": 1}}


def test_an_internal_note_wakes_the_desk_and_not_the_customer(cast: Cast, listen: Listen) -> None:
    ticket = cast.ticket()
    customer = listen(cast.marina, [topics.of_ticket(ticket.pk)])
    desk = listen(cast.caio, [topics.of_desk_ticket(ticket.pk), topics.of_queue(ticket.queue_id)])
    customer.until("hello")
    desk.until("hello")
    add_note(ticket=ticket, by=cast.ana, body="Só entre nós", key=uuid4(), now=timezone.now())
    heard = {data["topic"] for kind, data in desk.all_within(QUIET) if kind == "changed"}
    assert heard == {topics.of_desk_ticket(ticket.pk), topics.of_queue(ticket.queue_id)}
    assert customer.all_within(QUIET) == []


def test_a_move_wakes_the_queue_that_was_left_and_the_one_that_got_it(cast: Cast, listen: Listen) -> None:
    ticket = cast.ticket()
    desk = listen(cast.ana, [topics.of_queue(cast.n1.pk), topics.of_queue(cast.fiscal.pk)])
    desk.until("hello")
    move(ticket=ticket, queue=cast.fiscal, by=cast.ana, now=timezone.now())
    heard = {data["topic"] for kind, data in desk.all_within(QUIET) if kind == "changed"}
    assert heard == {topics.of_queue(cast.n1.pk), topics.of_queue(cast.fiscal.pk)}


def test_what_was_rolled_back_wakes_nobody(cast: Cast, listen: Listen) -> None:
    ticket = cast.ticket()
    page = listen(cast.marina, [topics.of_ticket(ticket.pk)])
    page.until("hello")
    with transaction.atomic():
        answer(cast, ticket)
        transaction.set_rollback(True)
    assert page.all_within(QUIET) == []
    answer(cast, ticket)
    assert page.next(within=2)[0] == "changed"


def test_reading_on_one_device_is_heard_on_the_others(cast: Cast, listen: Listen) -> None:
    ticket = cast.ticket()
    answer(cast, ticket)
    page = listen(cast.marina)
    assert page.until("hello")["unread"] == 1
    mark_read(ticket=ticket, by=cast.marina)
    assert page.next(within=2) == ("read", {"topic": topics.of_user(cast.marina.pk), "ticket": ticket.pk})
    mark_read(ticket=ticket, by=cast.marina)
    assert page.all_within(QUIET) == []


def test_topics_of_others_are_left_out_just_like_what_does_not_exist(cast: Cast, listen: Listen) -> None:
    ticket = cast.ticket()
    asked = [
        topics.of_ticket(ticket.pk),
        topics.of_desk_ticket(ticket.pk),
        topics.of_queue(ticket.queue_id),
        topics.of_user(cast.marina.pk),
        topics.EVERYBODY,
        topics.of_ticket(987654),
        "ticket:x",
    ]
    stranger = listen(cast.rita, asked)
    assert stranger.until("hello")["marks"] == {}
    answer(cast, ticket)
    publish([topics.of_user(cast.marina.pk)], "read")
    assert stranger.all_within(QUIET) == []


def test_the_desk_topics_are_for_agents_of_the_queue(cast: Cast, listen: Listen) -> None:
    ticket = cast.ticket()
    asked = [topics.of_ticket(ticket.pk), topics.of_desk_ticket(ticket.pk), topics.of_queue(ticket.queue_id)]
    granted = {
        person: set(listen(person, asked).until("hello")["marks"])
        for person in (cast.marina, cast.paulo, cast.rafael, cast.ana, cast.caio, cast.bia, cast.alice)
    }
    customer, desk = {topics.of_ticket(ticket.pk)}, {topics.of_desk_ticket(ticket.pk)}
    assert granted == {
        cast.marina: customer,
        cast.paulo: customer,
        cast.rafael: set(),
        cast.ana: desk,
        cast.caio: desk,
        cast.bia: set(),
        cast.alice: set(),
    }


def test_a_guest_gets_no_stream(listen: Listen, cast: Cast) -> None:
    assert listen().answer.status == 401
    assert listen(session="made-up").answer.status == 401


def test_signing_out_closes_the_stream(cast: Cast, listen: Listen) -> None:
    client = Client()
    client.force_login(cast.marina)
    page = listen(session=client.cookies["balcao_session"].value)
    other = listen(cast.marina)
    page.until("hello")
    other.until("hello")
    client.post("/sair/")
    assert page.next(within=2)[0] == "out"
    assert page.has_ended()
    assert other.all_within(QUIET) == []


def switch_off(cast: Cast) -> None:
    admin = Client()
    admin.force_login(cast.alice)
    chosen = {"action": "deactivate", "_selected_action": cast.marina.pk}
    admin.post("/administracao/people/user/", chosen)


def give_password(cast: Cast) -> None:
    from balcao.people.actions.change_password import change_password

    change_password(user=cast.marina, password="outra-senha-bem-longa", now=timezone.now())


def give_temporary(cast: Cast) -> None:
    from balcao.people.actions.give_temporary_password import give_temporary_password

    give_temporary_password(user=cast.marina, by=cast.alice, now=timezone.now())


@pytest.mark.parametrize("end", [switch_off, give_password, give_temporary])
def test_whoever_may_no_longer_be_signed_in_hears_no_more(
    cast: Cast, listen: Listen, end: Callable[[Cast], None]
) -> None:
    page = listen(cast.marina)
    page.until("hello")
    end(cast)
    assert page.until("out", within=2) == {}
    assert page.has_ended()


def test_a_participant_taken_off_the_ticket_no_longer_hears_of_it(cast: Cast, listen: Listen) -> None:
    ticket = cast.ticket()
    otavio = User.objects.create_user("otavio", name="Otávio")
    otavio.memberships.create(organization=cast.acme)
    add_participant(ticket=ticket, person=otavio, by=cast.marina, now=timezone.now())
    page = listen(otavio, [topics.of_ticket(ticket.pk)])
    assert set(page.until("hello")["marks"]) == {topics.of_ticket(ticket.pk)}
    remove_participant(ticket=ticket, person=otavio, by=cast.marina, now=timezone.now())
    page.all_within(QUIET)
    answer(cast, ticket)
    assert page.all_within(QUIET) == []


def test_rights_taken_in_the_administration_close_the_topics_of_open_pages(
    cast: Cast, listen: Listen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("balcao.live.hub.SPREAD", 0.0)
    ticket = cast.ticket()
    desk = listen(cast.caio, [topics.of_desk_ticket(ticket.pk)])
    assert set(desk.until("hello")["marks"]) == {topics.of_desk_ticket(ticket.pk)}
    team = cast.caio.teams.get()
    admin = Client()
    admin.force_login(cast.alice)
    answered = admin.post(f"/administracao/people/team/{team.pk}/delete/", {"post": "yes"})
    assert answered.status_code == 302
    desk.all_within(QUIET)
    answer(cast, ticket)
    assert desk.all_within(QUIET) == []


def test_an_agent_who_loses_a_queue_hears_nothing_more_and_finds_nothing_there(
    cast: Cast, listen: Listen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("balcao.live.hub.SPREAD", 0.0)
    ticket, other = cast.ticket(), cast.ticket()
    path, caio = f"/atendimento/tickets/{ticket.number}/", Client()
    caio.force_login(cast.caio)
    assert caio.get(path).status_code == 200
    hears = [topics.of_desk_ticket(ticket.pk), topics.of_queue(ticket.queue_id)]
    desk = listen(cast.caio, hears)
    assert set(desk.until("hello")["marks"]) == {hears[0]}
    admin, team = Client(), cast.caio.teams.get()
    admin.force_login(cast.alice)
    rights = list(team.queue_rights.order_by("pk"))
    form = {"name": team.name, "members": [str(cast.caio.pk)]}
    form |= {"queue_rights-TOTAL_FORMS": str(len(rights)), "queue_rights-INITIAL_FORMS": str(len(rights))}
    for place, right in enumerate(rights):
        row = {"id": right.pk, "team": team.pk, "queue": right.queue_id, "right": right.right, "role": ""}
        if right.queue_id == ticket.queue_id:
            row["DELETE"] = "on"
        form |= {f"queue_rights-{place}-{name}": str(value) for name, value in row.items()}
    assert admin.post(f"/administracao/people/team/{team.pk}/change/", form).status_code == 302
    assert not team.queue_rights.filter(queue=ticket.queue_id).exists()
    assert caio.get(path).status_code == 404
    assert caio.get(f"/atendimento/lista/fila:{ticket.queue.slug}/").status_code == 404
    assert str(other.number) not in caio.get("/atendimento/lista/abertos/").content.decode()
    desk.all_within(QUIET)
    answer(cast, ticket)
    assert desk.all_within(QUIET) == []


def test_a_session_that_vanished_is_noticed_without_being_told(
    cast: Cast, listen: Listen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("balcao.front.live.streams.CHECK_EVERY", 0.3)
    session = session_of(cast.marina)
    page = listen(session=session)
    page.until("hello")
    Session.objects.filter(session_key=session).update(expire_date=timezone.now() - timedelta(seconds=1))
    assert page.until("out", within=2) == {}


def test_one_person_and_one_process_have_so_many_streams(
    cast: Cast, listen: Listen, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    monkeypatch.setattr("balcao.live.hub.MOST_OF_ONE", 2)
    settings.LIVE_STREAMS = 3
    first = [listen(cast.marina) for _number in range(2)]
    assert [one.answer.status for one in first] == [200, 200]
    refused = listen(cast.marina)
    assert (refused.answer.status, refused.answer.getheader("Retry-After")) == (503, "60")
    assert listen(cast.ana).answer.status == 200
    assert listen(cast.rita).answer.status == 503


def test_a_stream_cut_again_and_again_ends_with_the_state_as_it_is(cast: Cast, listen: Listen) -> None:
    ticket = cast.ticket()
    mine = topics.of_ticket(ticket.pk)
    session, seen = session_of(cast.marina), []
    for number in range(6):
        page = listen(session=session, topics=[mine])
        seen.append(page.until("hello")["marks"][mine])
        page.cut()
        answer(cast, ticket, f"Resposta {number}")
    last = listen(session=session, topics=[mine]).until("hello")
    assert sorted(set(seen)) == seen
    assert last["marks"][mine] > seen[-1]
    assert last["unread"] == 1
