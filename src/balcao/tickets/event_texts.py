"""What an event says in the conversation, after the name of who did it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from balcao.history.models import Event
from balcao.lib.texts import pick
from balcao.people.models import User
from balcao.processes.engine import Document
from balcao.tickets.faces import Side, desk_name
from balcao.tickets.models import Priority, State
from balcao.tickets.promise_words import promise_name


@dataclass(frozen=True, slots=True)
class Words:
    """Everything that the events of one ticket name."""

    side: Side
    people: Mapping[int, User]
    states: Mapping[str, State]
    document: Document

    def state(self, slug: str) -> str:
        state = self.states.get(slug)
        if state is None:
            return slug
        return pick(state.customer_label, get_language()) if self.side == "customer" else state.name

    def stage(self, stage_id: str) -> str:
        names = {stage.id: stage.name for stage in self.document.stages}
        return pick(names[stage_id], get_language()) if stage_id in names else stage_id

    def activity(self, activity_id: str) -> str:
        activity = self.document.activities.get(activity_id)
        return pick(activity.name, get_language()) if activity else activity_id

    def dialog_title(self, dialog_id: str) -> str:
        dialog = self.document.dialogs.get(dialog_id)
        return pick(dialog.title, get_language()) if dialog else ""

    def person(self, user_id: object) -> str:
        person = self.people.get(user_id) if isinstance(user_id, int) else None
        if person is None:
            return _("somebody")
        return desk_name(person) if person.is_agent and self.side == "customer" else person.name


def text_of(event: Event, words: Words) -> str | None:
    """The sentence after the actor's name; None for an event that says nothing to this side."""
    write = _TEXTS.get(event.kind)
    return write(event, words) if write else None


def _assigned(event: Event, words: Words) -> str:
    owner = event.data.get("owner")
    if owner is None:
        return _("left the ticket without an agent")
    if owner == event.actor_id:
        return _("now takes care of the ticket")
    return _("gave the ticket to %(name)s") % {"name": words.person(owner)}


def _added(event: Event, words: Words) -> str:
    return _("added %(name)s") % {"name": words.person(event.data.get("user"))}


def _removed(event: Event, words: Words) -> str:
    if event.data.get("user") == event.actor_id:
        return _("left the ticket")
    return _("removed %(name)s") % {"name": words.person(event.data.get("user"))}


def _filled_in(event: Event, words: Words) -> str:
    return _("completed “%(dialog)s”") % {"dialog": words.dialog_title(str(event.data.get("dialog", "")))}


def _priority(event: Event, words: Words) -> str:
    return _("changed the priority to %(priority)s") % {"priority": Priority(int(str(event.data["after"]))).label}


def _state(event: Event, words: Words) -> str:
    return _("changed the state to %(state)s") % {"state": words.state(str(event.data["after"]))}


def _stage(event: Event, words: Words) -> str:
    return _("changed the stage to %(stage)s") % {"stage": words.stage(str(event.data["after"]))}


def _activity(event: Event, words: Words) -> str | None:
    if words.side == "customer":
        return None
    return _("started the activity %(activity)s") % {"activity": words.activity(str(event.data["activity"]))}


def _closed(event: Event, words: Words) -> str:
    return _("cancelled the ticket") if event.data.get("state_kind") == "cancelled" else _("closed the ticket")


def _desk_only(write: Callable[[Event, Words], str]) -> Callable[[Event, Words], str | None]:
    return lambda event, words: None if words.side == "customer" else write(event, words)


def _responsible(event: Event, words: Words) -> str:
    if event.data.get("user") is None:
        return _("left the ticket without a responsible person")
    return _("made %(name)s responsible for the ticket") % {"name": words.person(event.data["user"])}


def _effect_done(event: Event, words: Words) -> str:
    texts = {"SendMail": _("sent an e-mail"), "Webhook": _("called another system")}
    return texts.get(str(event.data.get("effect")), _("carried out a step of the process"))


def _promise(event: Event) -> str:
    return promise_name(str(event.data.get("which")))


def _decided(event: Event, words: Words) -> str:
    return _("approved what was asked") if event.data.get("decision") == "approved" else _("refused what was asked")


_TEXTS: dict[str, Callable[[Event, Words], str | None]] = {
    "ticket.state_changed": _state,
    "ticket.stage_changed": _stage,
    "ticket.activity_changed": _activity,
    "ticket.resolved": lambda event, words: _("marked the ticket as solved"),
    "ticket.closed": _closed,
    "ticket.reopened": lambda event, words: _("reopened the ticket"),
    "ticket.assigned": _assigned,
    "ticket.participant_added": _added,
    "ticket.participant_removed": _removed,
    "ticket.renamed": lambda event, words: _("changed the subject"),
    "ticket.moved": lambda event, words: _("moved the ticket to another queue"),
    "ticket.priority_changed": _priority,
    "ticket.dialog_submitted": _filled_in,
    "ticket.responsible_changed": _desk_only(_responsible),
    "ticket.kind_changed": _desk_only(lambda event, words: _("changed the kind of the ticket")),
    "ticket.watcher_added": _desk_only(
        lambda event, words: _("added %(name)s as a follower") % {"name": words.person(event.data.get("user"))}
    ),
    "ticket.linked": _desk_only(
        lambda event, words: _("linked it with ticket %(number)s") % {"number": event.data.get("number")}
    ),
    "ticket.watcher_removed": _desk_only(
        lambda event, words: _("took %(name)s off the followers") % {"name": words.person(event.data.get("user"))}
    ),
    "ticket.unlinked": _desk_only(
        lambda event, words: _("removed the link with ticket %(number)s") % {"number": event.data.get("number")}
    ),
    "ticket.merged_in": lambda event, words: (
        _("joined ticket %(number)s to this one") % {"number": event.data.get("number")}
    ),
    "ticket.merge_undone": lambda event, words: (
        _("parted ticket %(number)s from this one again") % {"number": event.data.get("number")}
    ),
    "ticket.split": lambda event, words: (
        _("made ticket %(number)s of a message") % {"number": event.data.get("number")}
    ),
    "promise.warned": _desk_only(
        lambda event, words: _("warned that the time is running out: %(promise)s") % {"promise": _promise(event)}
    ),
    "promise.breached": _desk_only(
        lambda event, words: _("noted that the promised time has passed: %(promise)s") % {"promise": _promise(event)}
    ),
    "promise.reckoned": _desk_only(lambda event, words: _("reckoned the promised times again")),
    "ticket.mail_bounced": _desk_only(
        lambda event, words: (
            _("could not deliver an e-mail to %(name)s") % {"name": words.person(event.data.get("user"))}
        )
    ),
    "ticket.automatic_mail": _desk_only(
        lambda event, words: _("got an automatic e-mail from %(name)s") % {"name": words.person(event.data.get("user"))}
    ),
    "ticket.person_asked_about": lambda event, words: (
        _("got an e-mail from %(name)s, who is not on it") % {"name": words.person(event.data.get("user"))}
    ),
    "ticket.person_included": lambda event, words: (
        _("included %(name)s, who wrote by e-mail") % {"name": words.person(event.data.get("user"))}
    ),
    "ticket.person_refused": lambda event, words: (
        _("refused the e-mail of %(name)s") % {"name": words.person(event.data.get("user"))}
    ),
    "ticket.undone": lambda event, words: _("took that back"),
    "ticket.snoozed": _desk_only(lambda event, words: _("put the ticket off")),
    "ticket.woken": _desk_only(lambda event, words: _("brought the ticket back to the lists")),
    "ticket.tagged": _desk_only(lambda event, words: _("added a tag")),
    "ticket.untagged": _desk_only(lambda event, words: _("took off a tag")),
    "ticket.time_logged": _desk_only(
        lambda event, words: (
            ngettext("noted %(minutes)d minute of work", "noted %(minutes)d minutes of work", event.data["minutes"])
            % {"minutes": event.data["minutes"]}
        )
    ),
    "ticket.checklist_ticked": _desk_only(
        lambda event, words: _("ticked off an item") if event.data.get("done") else _("opened an item again")
    ),
    "ticket.seen_as_customer": _desk_only(lambda event, words: _("looked at the ticket as the customer sees it")),
    "ticket.version_moved": _desk_only(
        lambda event, words: (
            _("moved the ticket from version %(before)s of the process to version %(after)s")
            % {"before": event.data.get("before"), "after": event.data.get("after")}
        )
    ),
    "approval.asked": lambda event, words: _("asked for approval"),
    "approval.decided": _decided,
    "effect.done": _desk_only(_effect_done),
    "process.timer_fired": _desk_only(lambda event, words: _("went on, because the time it waited for has passed")),
    "process.stopped": _desk_only(lambda event, words: _("could not go on: the process has a mistake")),
    "process.effect_failed": lambda event, words: _("could not carry out a step of the process"),
}
