"""Names of tools, queues, states and roles that must exist on the desk."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from balcao.processes.engine.checking.finding import problem_at
from balcao.processes.engine.checking.names import Names
from balcao.processes.engine.document import Document
from balcao.processes.engine.effects import (
    AddWatcher,
    DocumentEffect,
    NewTicket,
    SetFrom,
    SetOwner,
    SetQueue,
    SetResponsible,
    SetState,
    Wait,
    Webhook,
)
from balcao.processes.engine.place import guess
from balcao.processes.engine.problems import Problem
from balcao.processes.engine.reading.links import effects_of


def outside_problems(document: Document, names: Names) -> Iterator[Problem]:
    """Every name that points out of the document to nothing."""
    for path, kind, name in _named(document):
        known = _known(names)[kind]
        if known is not None and name not in known:
            yield problem_at(document, path, f"unknown_{kind}", name=name, guess=guess(name, known))
    if not names.timers:
        for activity in document.activities.values():
            for transition in activity.transitions:
                if transition.on == "timer":
                    yield problem_at(document, f"{transition.path}.on", "timers")
    yield from _asked_of_desk(document, names)


def _asked_of_desk(document: Document, names: Names) -> Iterator[Problem]:
    """What this desk cannot do, and states that customers would read without a name."""
    for activity in document.activities.values():
        if activity.state and activity.state in names.unlabelled:
            yield problem_at(document, f"activities.{activity.id}.state", "state_unlabelled", state=activity.state)
    for path, effect in effects_of(document):
        if isinstance(effect, Webhook) and not names.webhooks:
            yield problem_at(document, f"{path}.webhook", "webhooks")
        elif isinstance(effect, SetState) and effect.state in names.unlabelled:
            yield problem_at(document, f"{path}.set_state", "state_unlabelled", state=effect.state)
        if not names.timers and (isinstance(effect, Wait) or (isinstance(effect, SetState) and effect.pending)):
            yield problem_at(document, path, "timers")


def _known(names: Names) -> dict[str, Collection[str] | None]:
    return {
        "tool": names.tools,
        "queue": names.queues,
        "state": names.states,
        "role": names.roles,
        "user": names.users,
        "process": names.processes,
    }


def _named(document: Document) -> Iterator[tuple[str, str, str]]:
    """(path, kind, name) of each."""
    yield "tool", "tool", document.tool
    for activity in document.activities.values():
        path = f"activities.{activity.id}"
        if activity.state:
            yield f"{path}.state", "state", activity.state
        if activity.queue:
            yield f"{path}.queue", "queue", activity.queue
        for transition in activity.transitions:
            if transition.state:
                yield f"{transition.path}.state", "state", transition.state
    for path, effect in effects_of(document):
        if isinstance(effect, SetFrom) and effect.attribute != "priority":
            for option in document.fields[effect.field].options:
                yield f"{path}.set_from.{effect.attribute}", effect.attribute, option.id
        else:
            yield from _named_by(path, effect)


def _named_by(path: str, effect: DocumentEffect) -> Iterator[tuple[str, str, str]]:
    match effect:
        case SetState(state=state, then=then):
            yield f"{path}.set_state", "state", state
            if then:
                yield f"{path}.set_state.then", "state", then
        case NewTicket(process=process):
            yield f"{path}.new_ticket.process", "process", process
        case SetQueue(queue=queue):
            yield f"{path}.set_queue", "queue", queue
        case SetOwner(user=user, role=role):
            yield from _person(f"{path}.set_owner", user, role)
        case SetResponsible(user=user, role=role):
            yield from _person(f"{path}.set_responsible", user, role)
        case AddWatcher(user=user, role=role):
            yield from _person(f"{path}.add_watcher", user, role)


def _person(path: str, user: str | None, role: str | None) -> Iterator[tuple[str, str, str]]:
    if role:
        yield f"{path}.role", "role", role
    if user:
        yield f"{path}.user", "user", user.lower()
