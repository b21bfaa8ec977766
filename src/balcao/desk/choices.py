"""What an agent chose from a list of the page, by its slug. Looked for among the rows, so that any text is fine."""

from collections.abc import Sequence

from balcao.tickets.models import Queue, State, StateKind, Ticket


def states_for(ticket: Ticket, states: Sequence[State]) -> list[State]:
    """Those of all that may be set, with the one it is in; a ticket is never merged from here."""
    return [state for state in states if state.kind != StateKind.MERGED or state.pk == ticket.state_id]


def state_named(slug: str) -> State | None:
    states = State.objects.exclude(kind=StateKind.MERGED)
    return next((state for state in states if state.slug == slug), None)


def queue_named(slug: str) -> Queue | None:
    return next((queue for queue in Queue.objects.all() if queue.slug == slug), None)
