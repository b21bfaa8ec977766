"""A ticket's answers as rows of their own, so that lists can be narrowed by them."""

import logging
from collections import defaultdict

from django.db import transaction
from django.db.models import QuerySet

from balcao.processes import engine
from balcao.processes.definitions import definition_by_id
from balcao.tickets.models import Ticket, TicketFieldValue

log = logging.getLogger("balcao.tickets")

MOST_LETTERS = 100
"""Longer answers are texts to read, not to choose by."""

LONG = frozenset({"longtext", "file", "notice", "person"})
"""Kinds of field that nobody narrows a list by."""


def keep_field_values(ticket: Ticket) -> None:
    """Bring the ticket's rows in line with what its process holds; nothing is written while that stays the same."""
    wanted = rows_of(ticket)
    kept = set(TicketFieldValue.objects.filter(ticket=ticket).values_list("field", "value"))
    if gone := kept - wanted:
        for field, value in gone:
            TicketFieldValue.objects.filter(ticket=ticket, field=field, value=value).delete()
    TicketFieldValue.objects.bulk_create(
        TicketFieldValue(ticket=ticket, field=field, value=value) for field, value in sorted(wanted - kept)
    )


def rows_of(ticket: Ticket) -> set[tuple[str, str]]:
    """(field, value) of each short answer; lower case, one for each choice of several."""
    fields = definition_by_id(ticket.process_version_id).fields
    values = engine.Run.from_json(ticket.run).fields
    rows: set[tuple[str, str]] = set()
    for name, value in values.items():
        if name in fields and fields[name].type not in LONG and not engine.is_empty(value):
            each = value if isinstance(value, list) else ["sim" if value is True else str(value)]
            rows |= {(name, text) for one in each if 0 < len(text := one.strip().lower()) <= MOST_LETTERS}
    return rows


def fill_field_values(*, after: int, most: int) -> int | None:
    """Bring the rows of at most so many tickets, by id from behind `after`, in line; the last id, None at the end.

    Only those whose rows differ are locked and written. A ticket whose run cannot be read is logged and left.
    """
    tickets = list(Ticket.objects.filter(pk__gt=after).order_by("id").only("process_version_id", "run")[:most])
    if not tickets:
        return None
    kept: dict[int, set[tuple[str, str]]] = defaultdict(set)
    stored = TicketFieldValue.objects.filter(ticket__in=[ticket.pk for ticket in tickets])
    for pk, field, value in stored.values_list("ticket_id", "field", "value"):
        kept[pk].add((field, value))
    _keep_all([ticket.pk for ticket in tickets if _wanted(ticket) not in (None, kept[ticket.pk])])
    return tickets[-1].pk


def _wanted(ticket: Ticket) -> set[tuple[str, str]] | None:
    """None for a run that nobody can read."""
    try:
        return rows_of(ticket)
    except engine.EngineError:
        log.warning("The run of ticket id %s cannot be read; lists are not narrowed to it by its answers.", ticket.pk)
        return None


def _keep_all(ids: list[int]) -> None:
    """In one transaction, which waits for nobody: who changes two tickets at once would have to wait for it, too."""
    with transaction.atomic():
        free = list(_locked(ids, skip_locked=True))
        for ticket in free:
            keep_field_values(ticket)
    for pk in sorted(set(ids) - {ticket.pk for ticket in free}):
        with transaction.atomic():
            for ticket in _locked([pk], skip_locked=False):
                keep_field_values(ticket)


def _locked(ids: list[int], *, skip_locked: bool) -> QuerySet[Ticket]:
    """As they stand now, so that an answer that is being given is not overwritten by an older one."""
    tickets = Ticket.objects.select_for_update(of=("self",), no_key=True, skip_locked=skip_locked)
    return tickets.filter(pk__in=ids).only("process_version_id", "run")
