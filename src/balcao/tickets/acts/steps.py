"""What an act can do to a ticket: each kind of step is read strictly, said in words and carried out by its verb.

A step is a JSON object `{"do": <kind>, …}`: `assign` (to: agent id, "me" or null; seen: the agent's id or null that its
page showed, if that matters), `queue`, `state` (slugs), `priority` (1 to 5), `tag`, `untag` (names), `snooze` (until: a
moment as ISO), `unsnooze`, `close` (reason), `note`, `reply` (texts by language).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID, uuid5

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from balcao.lib.refused import Refused
from balcao.lib.texts import pick
from balcao.people.models import User
from balcao.tickets.actions.add_note import add_note
from balcao.tickets.actions.assign import ANYBODY, assign
from balcao.tickets.actions.close import Reason, close
from balcao.tickets.actions.move import move
from balcao.tickets.actions.reply import reply
from balcao.tickets.actions.set_priority import set_priority
from balcao.tickets.actions.set_state import set_state
from balcao.tickets.actions.snooze import snooze, unsnooze
from balcao.tickets.actions.tag import change_tags
from balcao.tickets.canned import filled
from balcao.tickets.models import Channel, Priority, Queue, Right, State, StateKind, Ticket

T = TypeVar("T")
Step = Mapping[str, Any]
MOST_STEPS = 12


@dataclass(frozen=True, slots=True)
class Doing:
    """One ticket of an act, by an agent. `key` makes what is written once."""

    ticket: Ticket
    by: User
    now: datetime
    key: UUID


@dataclass(frozen=True, slots=True)
class Kind:
    """`check` raises Refused for a step that cannot be meant; `say` tells in words what it would do."""

    check: Callable[[Step], None]
    say: Callable[[Step, User], str]
    do: Callable[[Step, Doing], object]
    right: Callable[[Step], Right] = lambda step: Right.WRITE
    writes: bool = False


def check_steps(steps: object) -> list[dict[str, Any]]:
    """The steps, if each is one of ours and can be meant. Raises Refused, saying which is not."""
    if not isinstance(steps, list) or not 1 <= len(steps) <= MOST_STEPS:
        raise Refused(_("Give between 1 and %(count)d steps.") % {"count": MOST_STEPS})
    for step in steps:
        if not isinstance(step, dict) or step.get("do") not in KINDS:
            raise Refused(_("There is a step that the desk does not know."))
        KINDS[step["do"]].check(step)
    return steps


def seen_by(steps: list[dict[str, Any]], owner: int | None) -> list[dict[str, Any]]:
    """The steps for whoever saw the ticket with this agent: the first that gives it away is refused when it has another
    by now."""
    first = next((place for place, step in enumerate(steps) if step["do"] == "assign"), None)
    return [{**step, "seen": owner} if place == first else step for place, step in enumerate(steps)]


def say_steps(steps: list[dict[str, Any]], by: User) -> list[str]:
    """What the steps would do, a sentence each, for the preview of a macro."""
    return [KINDS[step["do"]].say(step, by) for step in steps]


def do_step(step: Step, doing: Doing, index: int) -> None:
    kind = KINDS[step["do"]]
    kind.do(step, Doing(doing.ticket, doing.by, doing.now, uuid5(doing.key, str(index))))


def right_needed(steps: list[dict[str, Any]]) -> Right:
    return max((KINDS[step["do"]].right(step) for step in steps), default=Right.WRITE)


def writes_messages(steps: list[dict[str, Any]]) -> bool:
    return any(KINDS[step["do"]].writes for step in steps)


def void(_found: object) -> None:
    """What was found is not needed, only that it could be."""


def _queue(step: Step) -> Queue:
    return _one(Queue.objects.filter(slug=str(step.get("queue"))).first(), _("This queue does not exist any more."))


def _state(step: Step) -> State:
    states = State.objects.exclude(kind=StateKind.MERGED)
    return _one(states.filter(slug=str(step.get("state"))).first(), _("This state does not exist any more."))


def _agent(step: Step, by: User) -> User | None:
    to = step.get("to")
    if to is None or to == "me":
        return by if to == "me" else None
    found = User.objects.filter(pk=to, is_agent=True, is_active=True).first() if isinstance(to, int) else None
    return _one(found, _("This agent does not work here any more."))


def _priority(step: Step) -> Priority:
    try:
        return Priority(int(step.get("priority", 0)))
    except (TypeError, ValueError) as error:
        raise Refused(_("Choose a priority.")) from error


def _until(step: Step) -> datetime:
    try:
        until = datetime.fromisoformat(str(step.get("until")))
    except ValueError as error:
        raise Refused(_("Choose a moment from now on, within a year.")) from error
    if until.tzinfo is None:
        raise Refused(_("Choose a moment from now on, within a year."))
    return until


def _reason(step: Step) -> Reason:
    try:
        return Reason(str(step.get("reason", Reason.SOLVED)))
    except ValueError as error:
        raise Refused(_("Choose a reason.")) from error


def _names(step: Step) -> list[str]:
    names = step.get("names")
    if not isinstance(names, list) or not names or not all(isinstance(name, str) and name.strip() for name in names):
        raise Refused(_("Write at least one tag."))
    return names


def _texts(step: Step) -> dict[str, str]:
    texts = step.get("texts")
    if not isinstance(texts, dict) or not any(isinstance(text, str) and text.strip() for text in texts.values()):
        raise Refused(_("Write the text."))
    return texts


def _one(found: T | None, otherwise: str) -> T:
    if found is None:
        raise Refused(otherwise)
    return found


def _say_assign(step: Step, by: User) -> str:
    agent = _agent(step, by)
    if agent is None:
        return _("Leave the ticket without an agent")
    return _("Give the ticket to %(name)s") % {"name": agent.name}


def _say_snooze(step: Step, by: User) -> str:
    return _("Put it off until %(moment)s") % {"moment": date_format(localtime(_until(step)), "SHORT_DATETIME_FORMAT")}


def _write(step: Step, doing: Doing, *, is_note: bool) -> None:
    text = filled(pick(_texts(step), doing.ticket.requester.language), doing.ticket, doing.by)
    if is_note:
        add_note(ticket=doing.ticket, by=doing.by, body=text, key=doing.key, now=doing.now)
    else:
        reply(
            ticket=doing.ticket,
            by=doing.by,
            as_desk=True,
            body=text,
            key=doing.key,
            now=doing.now,
            channel=Channel.DESK,
        )


def _quoted(step: Step, by: User) -> str:
    return pick(_texts(step), by.language)


KINDS: dict[str, Kind] = {
    "assign": Kind(
        check=lambda step: None if step.get("to") == "me" else void(_agent(step, User())),
        say=_say_assign,
        do=lambda step, doing: assign(
            ticket=doing.ticket,
            to=_agent(step, doing.by),
            by=doing.by,
            now=doing.now,
            seen=step.get("seen", ANYBODY),
        ),
        right=lambda step: Right.WRITE if step.get("to") == "me" else Right.ASSIGN,
    ),
    "queue": Kind(
        check=lambda step: void(_queue(step)),
        say=lambda step, by: _("Move it to the queue %(queue)s") % {"queue": _queue(step).name},
        do=lambda step, doing: move(ticket=doing.ticket, queue=_queue(step), by=doing.by, now=doing.now),
        right=lambda step: Right.ASSIGN,
    ),
    "state": Kind(
        check=lambda step: void(_state(step)),
        say=lambda step, by: _("Set the state to %(state)s") % {"state": _state(step).name},
        do=lambda step, doing: set_state(ticket=doing.ticket, state=_state(step), by=doing.by, now=doing.now),
    ),
    "priority": Kind(
        check=lambda step: void(_priority(step)),
        say=lambda step, by: _("Set the priority to %(priority)s") % {"priority": _priority(step).label},
        do=lambda step, doing: set_priority(ticket=doing.ticket, priority=_priority(step), by=doing.by, now=doing.now),
    ),
    "tag": Kind(
        check=lambda step: void(_names(step)),
        say=lambda step, by: _("Add the tags %(tags)s") % {"tags": ", ".join(_names(step))},
        do=lambda step, doing: change_tags(ticket=doing.ticket, add=_names(step), by=doing.by, now=doing.now),
    ),
    "untag": Kind(
        check=lambda step: void(_names(step)),
        say=lambda step, by: _("Take off the tags %(tags)s") % {"tags": ", ".join(_names(step))},
        do=lambda step, doing: change_tags(ticket=doing.ticket, remove=_names(step), by=doing.by, now=doing.now),
    ),
    "snooze": Kind(
        check=lambda step: void(_until(step)),
        say=_say_snooze,
        do=lambda step, doing: snooze(ticket=doing.ticket, until=_until(step), by=doing.by, now=doing.now),
    ),
    "unsnooze": Kind(
        check=void,
        say=lambda step, by: _("Bring it back to the lists"),
        do=lambda step, doing: unsnooze(ticket=doing.ticket, by=doing.by, now=doing.now),
    ),
    "close": Kind(
        check=lambda step: void(_reason(step)),
        say=lambda step, by: _("Close the ticket: %(reason)s") % {"reason": _reason(step).label},
        do=lambda step, doing: close(
            ticket=doing.ticket, by=doing.by, as_desk=True, now=doing.now, reason=_reason(step)
        ),
    ),
    "note": Kind(
        check=lambda step: void(_texts(step)),
        say=lambda step, by: _("Write an internal note: “%(text)s”") % {"text": _quoted(step, by)},
        do=lambda step, doing: _write(step, doing, is_note=True),
        writes=True,
    ),
    "reply": Kind(
        check=lambda step: void(_texts(step)),
        say=lambda step, by: _("Answer the customer: “%(text)s”") % {"text": _quoted(step, by)},
        do=lambda step, doing: _write(step, doing, is_note=False),
        writes=True,
    ),
}
