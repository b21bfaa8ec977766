"""What can be done at once to the tickets chosen in a list, as values for its bar."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from balcao.desk.tools import snooze_choices
from balcao.front.reader import Reader
from balcao.tickets.access import answering_in
from balcao.tickets.desk_listing import all_queues, all_states
from balcao.tickets.models import Priority, Right, StateKind


def picking(reader: Reader, rights: dict[int, int]) -> dict[str, Any] | None:
    """The choices for the list's queues (id → the agent's right); None for who may only read them.

    What one may do in some of the queues is offered; a ticket of another is refused in words.
    """
    if max(rights.values(), default=0) < Right.WRITE:
        return None
    given = [queue for queue, right in rights.items() if right >= Right.ASSIGN]
    return {
        "key": uuid4(),
        "agents": answering_in(*given) if given else (),
        "queues": all_queues() if given else (),
        "states": [state for state in all_states() if state.kind != StateKind.MERGED],
        "priorities": list(reversed(Priority.choices)),
        "snooze_choices": snooze_choices(reader.now),
    }
