"""A ticket's answers as rows of their own, so that lists can be narrowed by them."""

from balcao.processes import engine
from balcao.processes.definitions import definition_by_id
from balcao.tickets.models import Ticket, TicketFieldValue

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
