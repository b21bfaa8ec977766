"""A running ticket goes on in another version of its process."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from balcao.lib.refused import Refused
from balcao.people.models import User
from balcao.processes import engine
from balcao.processes.definitions import definition_of
from balcao.processes.models import ProcessVersion
from balcao.tickets import automation
from balcao.tickets.changes import Change, lock
from balcao.tickets.models import Ticket


def move_to_version(
    *, ticket: Ticket, to: ProcessVersion, mapping: Mapping[str, str], by: User, now: datetime
) -> Ticket:
    """Keep activity (by `mapping`, else by name), state and queue; stage, timers and internal promise are new.

    A ticket that was closed or moved meanwhile stays as it is. Raises Refused for a version of another process, or when
    the ticket's activity has no destination.
    """
    with transaction.atomic():
        change = Change(lock(ticket), by, now)
        current = change.ticket
        old = current.process_version
        if old.process_id != to.process_id:
            raise Refused(_("This is a version of another process."))
        if old.pk == to.pk or not current.is_open:
            return current
        try:
            outcome = engine.move(definition_of(old), definition_of(to), engine.Run.from_json(current.run), mapping)
        except engine.EngineError as error:
            raise Refused(_("The new version has no place for the activity of this ticket.")) from error
        change.record("ticket.version_moved", before=old.number, after=to.number)
        current.process_version = to
        automation.apply(change, outcome)
        change.save()
    return current
