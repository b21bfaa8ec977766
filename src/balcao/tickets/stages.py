"""Where a ticket stands among the stages of its process, without a query once the document is kept."""

from dataclasses import dataclass

from balcao.lib.texts import Texts
from balcao.processes.definitions import definition_by_id
from balcao.tickets.models import Ticket


@dataclass(frozen=True, slots=True)
class StagePosition:
    """`position` counts from 1; it is `total` + 1 for a ticket that has ended."""

    position: int
    total: int
    name: Texts
    activity_name: Texts


def position_of(ticket: Ticket) -> StagePosition:
    """The ticket's stage by the version of the process that it runs."""
    document = definition_by_id(ticket.process_version_id)
    ids = [stage.id for stage in document.stages]
    activity = document.activities[ticket.activity]
    index = ids.index(ticket.stage)
    return StagePosition(
        position=index + 1 if ticket.is_open else len(ids) + 1,
        total=len(ids),
        name=document.stages[index].name,
        activity_name=activity.customer_name,
    )
