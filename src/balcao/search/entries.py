"""What stands in the index for a ticket: its words, and the terms that say who may find it by them."""

from dataclasses import dataclass

from balcao.search.words import words_of
from balcao.tickets.models import MessageKind, Ticket

PUBLIC, INTERNAL = "public", "internal"
MOST_LETTERS = 400_000
"""Of one ticket: beyond it the oldest and the newest messages are kept. PostgreSQL's vectors end at 1 MB."""


@dataclass(frozen=True, slots=True)
class Entry:
    """`key` is the row: a ticket has one for everybody, and a second one for agents when it has notes."""

    key: int
    ticket_id: int
    terms: tuple[str, ...]
    words: tuple[str, ...]


def keys_of(ticket_id: int) -> tuple[int, int]:
    """The rows of the ticket: the one for everybody, the one for agents."""
    return ticket_id * 2, ticket_id * 2 + 1


def entries_of(ticket: Ticket) -> list[Entry]:
    """Made anew from the ticket and its messages. Three queries.

    Terms: `org42`, `dep3`, `person7` for the customer's side and `queue5` for the desk, with `public` for who may
    not read notes and `internal` for who may.
    """
    texts, notes = _texts(ticket)
    everybody, agents = keys_of(ticket.pk)
    customers = (PUBLIC, f"org{ticket.organization_id}", *_people(ticket))
    if ticket.department_id is not None:
        customers += (f"dep{ticket.department_id}",)
    desk = (INTERNAL, f"queue{ticket.queue_id}")
    words = _words(texts)
    if not notes:
        return [Entry(everybody, ticket.pk, customers + desk, words)]
    return [Entry(everybody, ticket.pk, customers, words), Entry(agents, ticket.pk, desk, _words(texts + notes))]


def _texts(ticket: Ticket) -> tuple[list[str], list[str]]:
    texts, notes = [str(ticket.number), ticket.subject], list[str]()
    for kind, text in ticket.messages.order_by("id").values_list("kind", "body_text").iterator():
        (notes if kind == MessageKind.NOTE else texts).append(text)
    return texts, notes


def _people(ticket: Ticket) -> list[str]:
    return [f"person{user_id}" for user_id in ticket.people.order_by("user_id").values_list("user_id", flat=True)]


def _words(texts: list[str]) -> tuple[str, ...]:
    """Each word once: the index is asked whether a ticket has it, not where."""
    joined = "\n".join(texts)
    if len(joined) > MOST_LETTERS:
        half = MOST_LETTERS // 2
        joined = f"{joined[:half]}\n{joined[-half:]}"
    return tuple(dict.fromkeys(words_of(joined)))
