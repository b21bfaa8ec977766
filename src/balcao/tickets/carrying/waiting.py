"""What waits for somebody's decision."""

from balcao.processes import engine
from balcao.tickets.carrying.dispatch import carry_out
from balcao.tickets.carrying.people import managers_of
from balcao.tickets.changes import Change, put_participant
from balcao.tickets.models import Approval
from balcao.tickets.troubles import CannotBeDone


@carry_out.register
def _(effect: engine.AskApproval, change: Change) -> None:
    managers = managers_of(change.ticket)
    if not managers:
        raise CannotBeDone("no_manager")
    approval = Approval.objects.create(
        ticket=change.ticket,
        activity=change.ticket.activity,
        question=dict(effect.question),
        asked_at=change.now,
    )
    approval.asked_of.set(managers)
    for manager in managers:
        put_participant(change, manager)
    change.record("approval.asked", is_public=True, approval=approval.pk, users=[manager.pk for manager in managers])
    change.tell()
