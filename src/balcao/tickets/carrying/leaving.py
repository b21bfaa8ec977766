"""What leaves the house: asked for here, with the ticket; done by a listener after the transaction."""

from balcao.processes import engine
from balcao.tickets.carrying.dispatch import carry_out, keep
from balcao.tickets.changes import Change
from balcao.tickets.models import EffectRun, EffectStatus


@carry_out.register(engine.SendMail)
@carry_out.register(engine.Webhook)
def _(effect: engine.SendMail | engine.Webhook, change: Change) -> None:
    request(keep(effect, change, EffectStatus.WAITING), change)


def request(run: EffectRun, change: Change) -> None:
    """Tell the listener (`config/listeners.py`) that there is something to do."""
    change.record("effect.requested", run=run.pk, effect=run.kind)
