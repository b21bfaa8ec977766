"""«O cliente verá: …»: what an answer makes of the ticket in the customer's eyes, before it is sent."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from balcao.lib.texts import pick
from balcao.processes import engine
from balcao.processes.definitions import definition_by_id
from balcao.tickets.facts import facts_of
from balcao.tickets.models import State, StateKind, Ticket, Turn
from balcao.ui.times import due


@dataclass(frozen=True, slots=True)
class Outlook:
    """The state chosen with the answer (its slug; "" for none), and what the customer would read then."""

    state: str
    text: str


def outlooks(ticket: Ticket, states: list[State], *, zone: str, now: datetime) -> list[Outlook]:
    """For an answer as it is, then for each state that may be chosen with it. One query."""
    stage, moved = _after_answer(ticket, now)
    by_slug = {state.slug: state for state in states}
    first = by_slug.get(moved) or (_first_open(states) if ticket.state.kind == StateKind.NEW else ticket.state)
    made = [Outlook("", _words(ticket, first, stage, zone, now))]
    made += [Outlook(state.slug, _words(ticket, state, stage, zone, now)) for state in states]
    return made


def _first_open(states: list[State]) -> State:
    return next(state for state in states if state.kind == StateKind.OPEN and state.is_default)


def _after_answer(ticket: Ticket, now: datetime) -> tuple[str, str]:
    """The stage, and the state that the process would set; of a process that cannot go on, as it is."""
    document = definition_by_id(ticket.process_version_id)
    try:
        run = engine.Run.from_json(ticket.run)
        outcome = engine.advance(document, run, engine.Replied(by="agent"), facts_of(ticket), now)
    except engine.EngineError:
        return ticket.stage, ""
    states = [effect.state for effect in outcome.effects if isinstance(effect, engine.SetState)]
    return outcome.run.stage, states[-1] if states else ""


def _words(ticket: Ticket, state: State, stage: str, zone: str, now: datetime) -> str:
    """«Em atendimento · etapa 2 de 4: Análise · prazo amanhã, 10:00»."""
    parts = [pick(state.customer_label, get_language())]
    stages = definition_by_id(ticket.process_version_id).stages
    ids = [one.id for one in stages]
    if stage in ids and not state.is_final:
        place = ids.index(stage)
        values = {"number": place + 1, "total": len(ids), "name": pick(stages[place].name, get_language())}
        parts.append(_("stage %(number)d of %(total)d: %(name)s") % values)
    if state.turn == Turn.CUSTOMER:
        parts.append(_("the promise is paused"))
    elif not state.is_final and ticket.resolution_due_at is not None:
        parts.append(_("solution %(when)s") % {"when": due(ticket.resolution_due_at, now, zone)})
    return " · ".join(parts)
