"""Two tickets become one, and one message becomes a ticket."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from balcao.files.actions.store import store_file
from balcao.lib.refused import Refused
from balcao.tickets.access import portal_ticket
from balcao.tickets.actions.merge import merge, preview_merge, undo_merge
from balcao.tickets.actions.split import split
from balcao.tickets.models import Message, StateKind, Ticket, TicketLink, TicketPerson
from balcao.tickets.timeline import MessageItem, timeline
from tests.cast import NOW, Cast
from tests.tickets.helpers import at, fresh, say


def said(ticket: Ticket, cast: Cast) -> list[str]:
    items = timeline(ticket, reader=cast.marina, side="customer")
    return [item.message.body_text for item in items if isinstance(item, MessageItem)]


def people(ticket: Ticket) -> set[str]:
    return set(TicketPerson.objects.filter(ticket=ticket).values_list("user__username", flat=True))


def test_messages_and_people_go_over_in_the_order_they_were_written(cast: Cast) -> None:
    target, source = cast.ticket(), cast.ticket(by=cast.paulo, subject="A mesma nota", now=at(1))
    say(target, cast.ana, "Primeira resposta.", now=at(2))
    say(source, cast.paulo, "Eu também preciso.", now=at(3))
    found = preview_merge(source=source, target=target)
    assert (found.messages, [person.username for person in found.people]) == (2, ["paulo"])
    merge(source=source, target=target, by=cast.ana, key=uuid4(), now=at(4))
    assert said(target, cast)[1:] == [
        "A nota 3512 voltou com a rejeição 204.",
        "Primeira resposta.",
        "Eu também preciso.",
    ]
    assert people(target) == {"marina", "paulo"}
    gone = fresh(source)
    assert (gone.state.kind, gone.is_open, gone.merged_into_id) == (StateKind.MERGED, False, target.pk)
    assert portal_ticket(cast.paulo, target.number).ticket == target


def test_joining_is_taken_back_exactly_within_ten_seconds(cast: Cast) -> None:
    target, source = cast.ticket(), cast.ticket(by=cast.paulo, subject="A mesma nota", now=at(1))
    before = [(said(ticket, cast), people(ticket), fresh(ticket).state.slug) for ticket in (target, source)]
    joined = merge(source=source, target=target, by=cast.ana, key=uuid4(), now=at(2))
    with pytest.raises(Refused):
        undo_merge(merge=joined, by=cast.bia, now=at(2))
    with pytest.raises(Refused):
        undo_merge(merge=joined, by=cast.ana, now=at(2) + timedelta(seconds=16))
    undo_merge(merge=joined, by=cast.ana, now=at(2) + timedelta(seconds=9))
    assert [(said(ticket, cast), people(ticket), fresh(ticket).state.slug) for ticket in (target, source)] == before
    assert fresh(source).merged_into_id is None
    with pytest.raises(Refused):
        undo_merge(merge=joined, by=cast.ana, now=at(2) + timedelta(seconds=9))


def test_what_cannot_be_joined(cast: Cast) -> None:
    ticket, foreign = cast.ticket(), cast.ticket(by=cast.rita)
    closed = cast.ticket(subject="Já fechado")
    Ticket.objects.filter(pk=closed.pk).update(is_open=False)
    for source, target in ((ticket, ticket), (ticket, foreign), (foreign, ticket), (ticket, closed)):
        with pytest.raises(Refused):
            merge(source=source, target=target, by=cast.ana, key=uuid4(), now=at(1))
        with pytest.raises(Refused):
            preview_merge(source=fresh(source), target=fresh(target))


def test_joining_twice_with_one_key_is_once(cast: Cast) -> None:
    target, source, key = cast.ticket(), cast.ticket(subject="A mesma nota"), uuid4()
    first = merge(source=source, target=target, by=cast.ana, key=key, now=at(1))
    assert merge(source=source, target=target, by=cast.ana, key=key, now=at(2)) == first
    assert Message.objects.filter(ticket=target).count() == 2


def test_a_message_becomes_a_ticket_with_copies_of_its_files(cast: Cast) -> None:
    ticket = cast.ticket()
    upload = SimpleUploadedFile("nota.xml", b"<nfe/>", "text/xml")
    kept = store_file(upload=upload, by=cast.paulo, now=NOW)
    message = say(ticket, cast.paulo, "Outra coisa: a folha veio errada.", now=at(1), files=[kept])
    key = uuid4()
    for _again in range(2):
        opened = split(message=message, offer=cast.payroll, subject="Folha errada", by=cast.ana, key=key, now=at(2))
    assert (opened.requester, opened.offer, opened.subject) == (cast.paulo, cast.payroll, "Folha errada")
    opening = opened.messages.get()
    assert opening.body_text == "Outra coisa: a folha veio errada."
    copied = opening.attachments.get().file
    assert copied.pk != kept.pk
    assert copied.key != kept.key
    assert (copied.name, copied.sha256) == (kept.name, kept.sha256)
    assert TicketLink.objects.filter(origin=ticket, follow_up=opened).count() == 1


def test_notes_and_processes_out_of_contract_are_not_split_off(cast: Cast) -> None:
    from balcao.tickets.actions.add_note import add_note

    ticket = cast.ticket(by=cast.rita)
    note = add_note(ticket=ticket, by=cast.ana, body="Só para nós.", key=uuid4(), now=at(1))
    message = say(ticket, cast.rita, now=at(2))
    for chosen, offer, subject in (
        (note, cast.rejected, "Um assunto"),
        (message, cast.payroll, "Um assunto"),
        (message, cast.rejected, "Um"),
    ):
        with pytest.raises(Refused):
            split(message=chosen, offer=offer, subject=subject, by=cast.ana, key=uuid4(), now=at(3))
    assert Ticket.objects.count() == 1
