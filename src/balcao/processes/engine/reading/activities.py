"""The activities that a process declares, with their transitions."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from balcao.processes.engine.document import (
    DECISIONS,
    TRIGGERS,
    Activity,
    Actor,
    Decision,
    Field,
    Promise,
    Transition,
    Trigger,
)
from balcao.processes.engine.place import Place, checked_id
from balcao.processes.engine.reading.dialogs import ACTORS, read_condition
from balcao.processes.engine.reading.effects import read_effects
from balcao.processes.engine.reading.parts import read_span

MAX_ACTIVITIES = 500
MAX_TRANSITIONS = 100
KEYS = ("name", "customer_name", "stage", "state", "queue", "promise", "dialogs", "transitions", "end")
TRANSITION_KEYS = ("on", "dialog", "by", "state", "after", "timer", "decision", "when", "do", "to")
# What narrows each trigger; `when`, `do` and `to` go with all of them.
_KEYS_OF: Mapping[Trigger, Collection[str]] = {
    "dialog": ("dialog", "by"),
    "reply": ("by",),
    "state": ("state", "by"),
    "reopen": ("by",),
    "timer": ("after", "timer"),
    "approval": ("decision",),
    "enter": (),
    "any": ("by",),
}


def read_activities(place: Place, fields: Mapping[str, Field], *, needs_state: bool) -> dict[str, Activity]:
    """The activities in the order of the document; `needs_state`: each must name one."""
    found = {}
    for name, activity_place in place.named(MAX_ACTIVITIES):
        checked_id(activity_place, name)
        found[name] = _activity(name, activity_place, fields, needs_state)
    return found


def _activity(name: str, place: Place, fields: Mapping[str, Field], needs_state: bool) -> Activity:
    if not place:
        place.note("not_mapping")
    place.only(KEYS)
    transitions = place.get("transitions")
    return Activity(
        id=name,
        name=place.need("name").texts(120),
        customer_name=place.need("customer_name").texts(120),
        stage=place.need("stage").id(),
        state=(place.need("state") if needs_state else place.get("state")).id() or None,
        queue=place.get("queue").id() or None,
        promise=_promise(place.get("promise")),
        dialogs=tuple(dict.fromkeys(item.id() for item in place.get("dialogs").items(50))),
        transitions=tuple(_transition(item, fields) for item in transitions.items(MAX_TRANSITIONS)),
        end=place.get("end").boolean(),
    )


def _promise(place: Place) -> Promise:
    if not place:
        return Promise()
    place.only(("response", "resolution"))
    return Promise(read_span(place.get("response")), read_span(place.get("resolution")))


def _transition(place: Place, fields: Mapping[str, Field]) -> Transition:
    place.only(TRANSITION_KEYS)
    on = _trigger(place.get("on"))
    for key in ("dialog", "by", "state", "after", "timer", "decision"):
        if place.get(key) and key not in _KEYS_OF[on]:
            place.get(key).note("key_not_for_trigger", key=key, on=on)
    if on == "timer" and bool(place.get("after")) == bool(place.get("timer")):
        place.note("timer_shape")
    to, do = place.get("to").id() or None, read_effects(place.get("do"), fields)
    if not place.get("to") and not place.get("do"):
        place.note("transition_empty")
    return Transition(
        on=on,
        to=to,
        when=read_condition(place.get("when")),
        do=do,
        dialog=place.get("dialog").id() or None,
        by=_actor(place.get("by")),
        state=place.get("state").id() or None,
        after=read_span(place.get("after")),
        timer=place.get("timer").id() or None,
        decision=_decision(place.get("decision")),
        path=place.path,
    )


def _trigger(place: Place) -> Trigger:
    name = place.one_of(TRIGGERS)
    return next((trigger for trigger in TRIGGERS if trigger == name), "dialog")


def _decision(place: Place) -> Decision | None:
    name = place.one_of(DECISIONS)
    return next((decision for decision in DECISIONS if decision == name), None)


def _actor(place: Place) -> Actor | None:
    name = place.one_of(ACTORS)
    return next((actor for actor in ACTORS if actor == name), None)
