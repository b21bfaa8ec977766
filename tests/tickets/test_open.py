from uuid import UUID, uuid4

import pytest

from balcao.catalog.access import opening_for
from balcao.history.models import Event
from balcao.lib.refused import Refused
from balcao.people.models import Organization, User
from balcao.tickets.actions.open_ticket import open_ticket
from balcao.tickets.models import Message, MessageKind, StateKind, Ticket, TicketLink, TicketPerson
from tests.cast import NOW, Cast
from tests.tickets.helpers import with_news


def opened(
    cast: Cast,
    *,
    requester: User,
    by: User | None = None,
    key: UUID | None = None,
    participants: tuple[User, ...] = (),
    organization: Organization | None = None,
    origin: Ticket | None = None,
    subject: str = "Nota 3512 rejeitada",
) -> Ticket:
    return open_ticket(
        opening=opening_for(organization or cast.acme, cast.rejected, now=NOW),
        organization=organization or cast.acme,
        requester=requester,
        by=by or requester,
        subject=subject,
        body="Voltou com a rejeição 204.",
        values={"motivo": "erro"},
        key=key or uuid4(),
        now=NOW,
        participants=participants,
        origin=origin,
    )


def test_a_ticket_begins_where_its_process_begins(cast: Cast) -> None:
    ticket = opened(cast, requester=cast.marina)
    ticket.refresh_from_db()
    assert (ticket.activity, ticket.stage, ticket.queue.slug, ticket.state.kind) == (
        "triagem",
        "recebido",
        "n1",
        StateKind.NEW,
    )
    assert ticket.department == cast.marina.memberships.get().department
    assert ticket.is_open


def test_its_first_message_is_what_the_customer_wrote(cast: Cast) -> None:
    ticket = opened(cast, requester=cast.marina)
    message = Message.objects.get(ticket=ticket)
    assert (message.kind, message.author, message.body_text) == (
        MessageKind.OPENING,
        cast.marina,
        "Voltou com a rejeição 204.",
    )


def test_the_same_key_opens_once_also_after_the_answer_was_lost(cast: Cast) -> None:
    key = uuid4()
    first, second = (opened(cast, requester=cast.marina, key=key) for _again in range(2))
    assert first == second
    assert Ticket.objects.count() == 1
    assert Event.objects.filter(kind="ticket.opened").count() == 1


def test_all_that_a_verb_sets_off_has_one_root(cast: Cast) -> None:
    ticket = opened(cast, requester=cast.marina, participants=(cast.rafael,))
    root = Event.objects.get(kind="ticket.opened")
    others = Event.objects.filter(ticket_id=ticket.pk).exclude(pk=root.pk)
    assert set(others.values_list("root_id", flat=True)) == {root.pk}
    assert root.root_id is None


def test_participants_have_news_and_who_opened_it_has_none(cast: Cast) -> None:
    ticket = opened(cast, requester=cast.marina, participants=(cast.rafael, cast.marina))
    assert with_news(ticket) == {"rafael"}


def test_whom_an_agent_opens_a_ticket_for_has_news(cast: Cast) -> None:
    ticket = opened(cast, requester=cast.marina, by=cast.ana)
    assert with_news(ticket) == {"marina"}
    assert ticket.opened_by == cast.ana


def test_strangers_are_neither_requesters_nor_participants(cast: Cast) -> None:
    with pytest.raises(Refused):
        opened(cast, requester=cast.rita)
    with pytest.raises(Refused):
        opened(cast, requester=cast.marina, participants=(cast.rita,))
    with pytest.raises(Refused):
        opened(cast, requester=cast.marina, participants=(cast.ana,))
    assert not Ticket.objects.exists()
    assert not TicketPerson.objects.exists()


def test_it_is_linked_to_the_ticket_it_came_from(cast: Cast) -> None:
    before = opened(cast, requester=cast.marina)
    after = opened(cast, requester=cast.marina, origin=before)
    assert list(TicketLink.objects.values_list("origin_id", "follow_up_id")) == [(before.pk, after.pk)]


def test_the_subject_is_one_line_that_cannot_end_a_header(cast: Cast) -> None:
    ticket = opened(cast, requester=cast.marina, subject="Nota\r\nBcc: x@y.example\u202e  rejeitada")
    assert ticket.subject == "Nota Bcc: x@y.example rejeitada"


def test_numbers_grow_and_are_never_given_twice(cast: Cast) -> None:
    numbers = [opened(cast, requester=cast.marina).number for _again in range(3)]
    assert numbers == sorted(set(numbers))
