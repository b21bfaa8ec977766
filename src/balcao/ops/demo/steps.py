"""The verbs of a story: what each kind of step does."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from balcao.catalog.access import find_opening
from balcao.catalog.models import Offer
from balcao.lib.refused import Refused
from balcao.ops.demo.teller import StoryWrong, Teller
from balcao.people.models import Membership
from balcao.processes.definitions import definition_by_id
from balcao.tickets.actions.add_note import add_note
from balcao.tickets.actions.assign import assign
from balcao.tickets.actions.close import Reason, close
from balcao.tickets.actions.mark_read import mark_read
from balcao.tickets.actions.move import move
from balcao.tickets.actions.open_ticket import open_ticket
from balcao.tickets.actions.participants import add_participant
from balcao.tickets.actions.reopen import reopen
from balcao.tickets.actions.reply import reply
from balcao.tickets.actions.set_priority import set_priority
from balcao.tickets.actions.set_state import set_state
from balcao.tickets.actions.submit_dialog import submit_dialog
from balcao.tickets.facts import facts_of, facts_of_new
from balcao.tickets.models import Channel, Priority, Queue, State, Ticket, TicketLink

Step = dict[str, Any]
ByKey = dict[str, Teller]


def open_it(teller: Teller, by_key: ByKey, now: datetime) -> None:
    """Open the story's ticket."""
    story, person = teller.story, teller.people[teller.story["by"]]
    requester = teller.people[story.get("for", story["by"])]
    membership = Membership.objects.select_related("organization", "department").get(user=requester)
    offer = Offer.objects.get(process__slug=story["process"])
    # A contract that has ended by now was running when the ticket was opened.
    opening = find_opening(membership.organization, offer.tool.slug, story["process"], now=now)
    answers = teller.answers(story, person, now)
    document = definition_by_id(opening.offer.process.current_id or 0)
    facts = facts_of_new(
        requester=requester, membership=membership, tool=offer.tool, contract=opening.contract, now=now
    )
    teller.ticket = open_ticket(
        opening=opening,
        organization=membership.organization,
        requester=requester,
        by=person,
        subject=story["subject"],
        body=story["body"],
        values=teller.cleaned(document, document.start_dialog, story, answers, facts, now),
        key=teller.key(0),
        now=now,
        files=teller.files(story.get("files", []), person, now),
        answers=answers,
        participants=[teller.people[name] for name in story.get("with", [])],
        origin=by_key[story["origin"]].ticket if "origin" in story else None,
        channel=Channel(story.get("channel", "portal")),
    )


def tell(teller: Teller, step: Step, place: int, by_key: ByKey, now: datetime) -> None:
    """One step of a running story. Raises StoryWrong for a kind that is not known."""
    kind = next((name for name in VERBS if name in step), None)
    if kind is None:
        raise StoryWrong(f"{teller.story['subject']}: {step}")
    try:
        VERBS[kind](teller, step, place, by_key, now)
    except (Refused, KeyError) as error:
        where = f"{teller.story['subject']}: {step} in “{teller.ticket.activity}”"
        raise StoryWrong(f"{where}: {error}") from error
    teller.ticket = Ticket.objects.get(pk=teller.ticket.pk)


def _reply(teller: Teller, step: Step, place: int, by_key: ByKey, now: datetime) -> None:
    person = teller.person(step)
    channel = Channel(step.get("channel", "desk" if person.is_agent else "portal"))
    reply(
        ticket=teller.ticket,
        by=person,
        as_desk=person.is_agent,
        body=step["reply"],
        key=teller.key(place),
        now=now,
        files=teller.files(step.get("files", []), person, now),
        state=State.objects.get(slug=step["state"]) if "state" in step else None,
        channel=channel,
    )


def _dialog(teller: Teller, step: Step, place: int, by_key: ByKey, now: datetime) -> None:
    person, ticket = teller.person(step), teller.ticket
    document = definition_by_id(ticket.process_version_id)
    answers = teller.answers(step, person, now)
    dialog = document.dialogs[step["dialog"]]
    submit_dialog(
        ticket=ticket,
        dialog=dialog.id,
        by=person,
        as_desk=person.is_agent,
        values=teller.cleaned(document, dialog, step, answers, facts_of(ticket), now),
        body=step.get("body", ""),
        key=teller.key(place),
        now=now,
        files=teller.files(step.get("files", []), person, now),
        answers=answers,
    )


def _note(teller: Teller, step: Step, place: int, by_key: ByKey, now: datetime) -> None:
    add_note(ticket=teller.ticket, by=teller.person(step), body=step["note"], key=teller.key(place), now=now)


def _assign(teller: Teller, step: Step, place: int, by_key: ByKey, now: datetime) -> None:
    to = teller.people[step["assign"]]
    assign(ticket=teller.ticket, to=to, by=teller.people[str(step.get("by") or step["assign"])], now=now)


def _state(teller: Teller, step: Step, place: int, by_key: ByKey, now: datetime) -> None:
    state = State.objects.get(slug=step["state"])
    set_state(ticket=teller.ticket, state=state, by=teller.person(step), now=now)


def _priority(teller: Teller, step: Step, place: int, by_key: ByKey, now: datetime) -> None:
    set_priority(ticket=teller.ticket, priority=Priority(step["priority"]), by=teller.person(step), now=now)


def _move(teller: Teller, step: Step, place: int, by_key: ByKey, now: datetime) -> None:
    move(ticket=teller.ticket, queue=Queue.objects.get(slug=step["move"]), by=teller.person(step), now=now)


def _add(teller: Teller, step: Step, place: int, by_key: ByKey, now: datetime) -> None:
    add_participant(ticket=teller.ticket, person=teller.people[step["add"]], by=teller.person(step), now=now)


def _close(teller: Teller, step: Step, place: int, by_key: ByKey, now: datetime) -> None:
    person = teller.person(step)
    close(ticket=teller.ticket, by=person, as_desk=person.is_agent, now=now, reason=Reason(step["close"]))


def _reopen(teller: Teller, step: Step, place: int, by_key: ByKey, now: datetime) -> None:
    person = teller.person(step)
    reopen(ticket=teller.ticket, by=person, as_desk=person.is_agent, now=now)


def _merge(teller: Teller, step: Step, place: int, by_key: ByKey, now: datetime) -> None:
    """Joined to another ticket: linked to it, and ended as merged."""
    TicketLink.objects.create(origin=by_key[step["merge"]].ticket, follow_up=teller.ticket)
    set_state(ticket=teller.ticket, state=State.objects.get(kind="merged"), by=teller.person(step), now=now)


def _read(teller: Teller, step: Step, place: int, by_key: ByKey, now: datetime) -> None:
    mark_read(ticket=teller.ticket, by=teller.people[step["read"]])


VERBS: dict[str, Callable[[Teller, Step, int, ByKey, datetime], None]] = {
    "reply": _reply,
    "dialog": _dialog,
    "note": _note,
    "assign": _assign,
    "merge": _merge,
    "priority": _priority,
    "move": _move,
    "add": _add,
    "close": _close,
    "reopen": _reopen,
    "read": _read,
    "state": _state,
}
"""Kinds of steps; `state` last, because a reply may carry one."""
