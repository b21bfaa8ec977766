"""The engine at work: something happened, so where is the ticket now, and what must be done about it.

Total and pure: no clock, no database. Each step takes the first transition that fits, in the order of the document;
then automatic ones (`on: enter`), a bounded number of times.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from balcao.processes.engine.conditions import Scope, holds
from balcao.processes.engine.document import (
    PSEUDO_FIELDS,
    Activity,
    Actor,
    Dialog,
    Document,
    Transition,
    Value,
    named_timer,
)
from balcao.processes.engine.effects import (
    AskApproval,
    ChangeActivity,
    ChangeStage,
    DocumentEffect,
    Effect,
    FinishProcess,
    SetFrom,
    SetPromise,
    SetQueue,
    SetState,
    Wait,
    WakeAfter,
)
from balcao.processes.engine.errors import DialogNotOffered, EngineError, EngineStopped
from balcao.processes.engine.facts import Facts
from balcao.processes.engine.happenings import (
    ApprovalDecided,
    DialogSubmitted,
    Happening,
    Reopened,
    Replied,
    StateChanged,
    TicketChanged,
    TimerFired,
)
from balcao.processes.engine.overlay import after, from_field
from balcao.processes.engine.render import rendered
from balcao.processes.engine.run import Run, bounded

MAX_AUTOMATIC = 25
PEOPLE_DO = (DialogSubmitted, Replied, StateChanged, Reopened, TicketChanged)
"""What `on: any` waits for."""


@dataclass(frozen=True, slots=True)
class Advance:
    """The new run, the effects in the order to carry them out, and the activities entered on the way."""

    run: Run
    effects: tuple[Effect, ...]
    visits: tuple[str, ...]


def start(
    document: Document, values: Mapping[str, Value], facts: Facts, now: datetime, *, by: Actor = "customer"
) -> Advance:
    """A new ticket: enter the start activity with what its first dialog brought, then what follows from sending it.

    Raises EngineError as `advance` does.
    """
    first = document.activities[document.start.activity]
    step = _Step(document, Run("", "", _kept(document, values)), facts, now)
    step.enter(first)
    step.follow()
    step.send(document.start_dialog)
    if step.run.activity == first.id:
        step.take(DialogSubmitted(document.start.dialog, values, by))
    return step.result()


def start_asking(document: Document, values: Mapping[str, Value], facts: Facts, now: datetime) -> Advance:
    """A new ticket whose first dialog is still to be completed (it came by mail): enter the start activity and wait.

    Nothing else happens to the process until then; `advance` with that dialog goes on as `start` would have.
    """
    step = _Step(document, Run("", "", _kept(document, values), asks_first=True), facts, now)
    step.enter(document.activities[document.start.activity])
    return step.result()


def advance(document: Document, run: Run, happening: Happening, facts: Facts, now: datetime) -> Advance:
    """What follows from a happening; a run without effects when nothing does.

    Raises DialogNotOffered for a dialog that the activity does not offer to that person, EngineStopped after
    MAX_AUTOMATIC automatic transitions, EngineError for a run or a condition that cannot go on. Then nothing of the
    step may be kept.
    """
    if run.activity not in document.activities:
        raise EngineError(f"This process has no activity “{run.activity}”.")
    if isinstance(happening, DialogSubmitted):
        if happening.dialog not in {dialog.id for dialog in dialogs_for(document, run, happening.by)}:
            raise DialogNotOffered(f"The activity “{run.activity}” does not offer “{happening.dialog}”.")
        run = replace(run, fields={**run.fields, **_kept(document, happening.values)})
    elif isinstance(happening, StateChanged):
        ticket = replace(facts.ticket, state=happening.state, state_kind=happening.kind)
        facts = replace(facts, ticket=ticket)
    if run.asks_first:
        return _begin_late(document, run, happening, facts, now)
    step = _Step(document, run, facts, now)
    if isinstance(happening, DialogSubmitted):
        step.send(document.dialogs[happening.dialog])
    step.take(happening)
    return step.result()


def _begin_late(document: Document, run: Run, happening: Happening, facts: Facts, now: datetime) -> Advance:
    """The first dialog at last: what follows from it, in the first activity's own state again."""
    if not isinstance(happening, DialogSubmitted):
        return Advance(run, (), ())
    first = document.activities[run.activity]
    step = _Step(document, replace(run, asks_first=False), facts, now)
    step.resume(first)
    step.follow()
    step.send(document.start_dialog)
    if step.run.activity == first.id:
        step.take(happening)
    return step.result()


def dialogs_for(document: Document, run: Run, by: Actor) -> tuple[Dialog, ...]:
    """The dialogs that the current activity offers to a customer or an agent.

    The one that opened the ticket was already sent: the start activity does not offer it again (except in a document
    that goes one step at a time, where the form may have to be sent until its answers lead on).
    """
    activity = document.activities.get(run.activity)
    if activity is None:
        return ()
    if run.asks_first:
        asked = _without_letter(document.start_dialog)
        return (asked,) if by in asked.actors else ()
    sent = document.start.dialog if activity.id == document.start.activity and not document.one_step else None
    dialogs = (document.dialogs[name] for name in activity.dialogs if name != sent)
    return tuple(dialog for dialog in dialogs if by in dialog.actors)


def _without_letter(dialog: Dialog) -> Dialog:
    """The mail was subject and body already; what is asked is the rest."""
    return replace(dialog, fields=tuple(use for use in dialog.fields if use.field not in {"subject", "body"}))


def _kept(document: Document, values: Mapping[str, Value]) -> dict[str, Value]:
    """What belongs to the process: subject, body and attachments are the message's, other names nobody's."""
    return {name: value for name, value in values.items() if name in document.fields and name not in PSEUDO_FIELDS}


class _Step:
    """One step under way: the run so far and the effects so far."""

    def __init__(self, document: Document, run: Run, facts: Facts, now: datetime) -> None:
        self.run = run
        self._document = document
        self._facts = facts
        self._now = now
        self._effects: list[Effect] = []
        self._visits: list[str] = []

    def result(self) -> Advance:
        return Advance(self.run, tuple(self._effects), tuple(self._visits))

    def take(self, happening: Happening) -> None:
        """Take the first transition that fits the happening, if any, and whatever follows by itself."""
        activity = self._document.activities[self.run.activity]
        if self._first(activity, happening):
            self.follow()

    def follow(self) -> None:
        """Take automatic transitions until none fits; none in a document of single steps. Raises EngineStopped."""
        if self._document.one_step:
            return
        entered = self.run.entered
        for _ in range(MAX_AUTOMATIC):
            activity = self._document.activities[self.run.activity]
            if not self._first(activity, None):
                return
            if self.run.entered == entered:
                # It only did something and stayed: entering happened once, and so does this.
                return
            entered = self.run.entered
        message = f"More than {MAX_AUTOMATIC} automatic transitions in a row, the last into “{self.run.activity}”."
        raise EngineStopped(message, path=f"activities.{self.run.activity}.transitions")

    def _first(self, activity: Activity, happening: Happening | None) -> bool:
        scope = Scope(self._document.fields, self.run.fields, self._facts, self._now)
        for transition in activity.transitions:
            if _fits(activity, transition, happening) and holds(transition.when, scope):
                self._go(transition)
                return True
        return False

    def send(self, dialog: Dialog) -> None:
        """Do what sending a dialog does by itself."""
        self._begin(self._do(dialog.do))

    def _go(self, transition: Transition) -> None:
        later = self._do(transition.do)
        if transition.to is not None:
            self.enter(self._document.activities[transition.to])
        self._begin(later)

    def _do(self, effects: tuple[DocumentEffect, ...]) -> list[Wait | AskApproval]:
        """The effects in order, but for those that belong to the activity that comes next."""
        later: list[Wait | AskApproval] = []
        for declared in effects:
            chosen = from_field(declared, self.run.fields) if isinstance(declared, SetFrom) else declared
            if chosen is None:
                continue
            effect, fields = rendered(chosen, self._document, self.run.fields, self._facts, self._now)
            self.run = replace(self.run, fields=fields)
            if isinstance(effect, Wait | AskApproval):
                later.append(effect)
            else:
                self._effects.append(effect)
                self._facts = after(effect, self._facts) if self._document.one_step else self._facts
        return later

    def _begin(self, later: list[Wait | AskApproval]) -> None:
        # Leaving an activity ends what it waits for: these two belong to where the ticket is now.
        for waiting in later:
            if isinstance(waiting, Wait):
                self._effects.append(WakeAfter(named_timer(self.run.activity, waiting.timer), waiting.span))
            else:
                self._effects.append(waiting)

    def resume(self, activity: Activity) -> None:
        """The state and queue of an activity that was entered before and only now begins."""
        if activity.state:
            self._effects.append(SetState(activity.state))

    def enter(self, activity: Activity) -> None:
        """Be in an activity, with everything that it stands for."""
        stage_differs = activity.stage != self.run.stage
        path = bounded((*self.run.entered, (activity.id, activity.stage)))
        self.run = replace(self.run, activity=activity.id, stage=activity.stage, entered=path, finished=activity.end)
        self._visits.append(activity.id)
        self._effects.append(ChangeActivity(activity.id))
        if stage_differs:
            self._effects.append(ChangeStage(activity.stage))
        if activity.state:
            self._effects.append(SetState(activity.state))
        if activity.queue:
            self._effects.append(SetQueue(activity.queue))
        self._effects.append(SetPromise(activity.promise.response, activity.promise.resolution))
        for transition in activity.transitions:
            if transition.on == "timer" and transition.after:
                self._effects.append(WakeAfter(activity.timer_name(transition), transition.after))
        if activity.end:
            self._effects.append(FinishProcess())


def _fits(  # noqa: PLR0911 - one answer per kind of happening
    activity: Activity, transition: Transition, happening: Happening | None
) -> bool:
    """Whether a transition waits for this kind of happening; None is the entering itself."""
    if transition.on == "any":
        return isinstance(happening, PEOPLE_DO) and transition.by in (None, happening.by)
    match happening:
        case None:
            return transition.on == "enter"
        case DialogSubmitted(dialog=dialog, by=by):
            return transition.on == "dialog" and transition.dialog in (None, dialog) and transition.by in (None, by)
        case Replied(by=by):
            return transition.on == "reply" and transition.by in (None, by)
        case Reopened(by=by):
            return transition.on == "reopen" and transition.by in (None, by)
        case StateChanged(state=state, by=by):
            return transition.on == "state" and transition.state in (None, state) and transition.by in (None, by)
        case TimerFired(name=name):
            return transition.on == "timer" and activity.timer_name(transition) == name
        case ApprovalDecided(decision=decision):
            return transition.on == "approval" and transition.decision in (None, decision)
        case TicketChanged():
            return False
