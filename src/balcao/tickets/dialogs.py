"""Which dialogs a ticket offers now."""

from balcao.processes import engine
from balcao.processes.definitions import definition_by_id
from balcao.tickets.models import Ticket


def dialogs_for(ticket: Ticket, side: engine.Actor) -> tuple[engine.Dialog, ...]:
    """The dialogs that the ticket's activity opens to the customer or the agent; none once it is closed."""
    if not ticket.is_open:
        return ()
    return engine.dialogs_for(definition_by_id(ticket.process_version_id), engine.Run.from_json(ticket.run), side)
