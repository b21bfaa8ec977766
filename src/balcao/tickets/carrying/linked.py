"""Tickets that a process opens or links."""

from collections.abc import Mapping
from uuid import uuid4

from balcao.catalog.access import NotOffered, opening_for
from balcao.catalog.models import Offer
from balcao.lib.refused import Refused
from balcao.processes import engine
from balcao.processes.definitions import definition_by_id
from balcao.tickets.carrying.dispatch import carry_out
from balcao.tickets.changes import Change
from balcao.tickets.facts import facts_of
from balcao.tickets.models import Channel, Ticket, TicketLink
from balcao.tickets.troubles import CannotBeDone

MOST_GENERATIONS = 3
"""A ticket may open a ticket that opens one that opens one. More is a circle."""


@carry_out.register
def _(effect: engine.NewTicket, change: Change) -> None:
    from balcao.tickets.actions.open_ticket import open_ticket  # it runs processes, as this does

    ticket = change.ticket
    if _generation(ticket) >= MOST_GENERATIONS:
        raise CannotBeDone("too_many_tickets")
    offer = Offer.objects.select_related("tool", "process__current", "promise").filter(process__slug=effect.process)
    found = offer.first()
    if found is None or found.process.current_id is None:
        raise CannotBeDone("not_offered", effect.process)
    try:
        opened = open_ticket(
            opening=opening_for(ticket.organization, found, now=change.now),
            organization=ticket.organization,
            requester=ticket.requester,
            by=ticket.requester,
            subject=effect.subject or ticket.subject,
            body=effect.text,
            values=_fitting(definition_by_id(found.process.current_id), effect.values, change),
            key=uuid4(),
            now=change.now,
            origin=ticket,
            channel=Channel.PROCESS,
        )
    except NotOffered as error:
        raise CannotBeDone("not_offered", effect.process) from error
    except (Refused, engine.EngineError) as error:
        raise CannotBeDone("start_refused", effect.process) from error
    change.record("ticket.linked", ticket=opened.pk, number=opened.number)


def _fitting(document: engine.Document, values: Mapping[str, engine.Value], change: Change) -> dict[str, engine.Value]:
    """The answers that the other process can hold, cleaned as if they had been typed."""
    fields = tuple(engine.FieldUse(name) for name in values if name in document.fields)
    asked = engine.Dialog("new-ticket", {}, None, ("agent",), fields, {})
    raw = {name: _typed(value) for name, value in values.items()}
    cleaned = engine.clean_values(document, asked, raw, facts_of(change.ticket), change.now)
    wrong = {problem.field for problem in cleaned.problems}
    return {name: value for name, value in cleaned.values.items() if name not in wrong}


def _typed(value: engine.Value) -> str | list[str]:
    return ("true" if value else "") if isinstance(value, bool) else value


def _generation(ticket: Ticket) -> int:
    """How many tickets stand before it, each opened by the process of the one before."""
    count, here = 0, ticket.pk
    while count < MOST_GENERATIONS:
        link = TicketLink.objects.filter(
            follow_up_id=here, follow_up__messages__channel=Channel.PROCESS, follow_up__messages__kind="opening"
        ).first()
        if link is None:
            break
        count, here = count + 1, link.origin_id
    return count


@carry_out.register
def _(effect: engine.LinkTicket, change: Change) -> None:
    number = effect.number.strip()
    mine = Ticket.objects.filter(organization_id=change.ticket.organization_id).exclude(pk=change.ticket.pk)
    # 18 digits: more is no number of ours, and no number the database can hold.
    is_number = number.isascii() and number.isdigit() and len(number) < 19
    other = mine.filter(number=int(number)).first() if is_number else None
    if other is None:
        raise CannotBeDone("no_ticket", number)
    if TicketLink.objects.get_or_create(origin=other, follow_up=change.ticket)[1]:
        change.record("ticket.linked", ticket=other.pk, number=other.number)
