"""What the bell says of a notice, to its reader."""

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from balcao.lib.richtext import plain_html
from balcao.lib.texts import pick, snippet
from balcao.notifications.bell import Item
from balcao.notifications.models import ON_DESK, Kind
from balcao.people.models import User
from balcao.processes.definitions import definition_by_id
from balcao.tickets.faces import Side, face_of
from balcao.tickets.promise_words import promise_name
from balcao.tickets.promises import Which

TEXT = 140


def title_of(item: Item, reader: User) -> str:
    """«Ana respondeu», «Agora em Análise», «Resolvido»."""
    name, kind = _who(item, reader), Kind(item.notice.kind)
    if kind == Kind.CLOSED and item.notice.reason in ON_DESK:
        return _("%(name)s closed the ticket") % {"name": name}
    if kind in (Kind.DUE_SOON, Kind.OVERDUE):
        return _TITLES[kind]() % {"promise": _promise(item)}
    if kind == Kind.STAGE:
        return _("Now in %(stage)s") % {"stage": _stage(item)}
    if kind == Kind.CLOSED:
        return _("Cancelled") if item.story and item.story.is_cancelled() else pgettext("one ticket", "Closed")
    return _TITLES[kind]() % {"name": name}


def text_of(item: Item, reader: User) -> str:
    """One line of what was written, or nothing."""
    if item.message is None:
        return ""
    return snippet(plain_html(item.message.body_html), TEXT) or _("Sent files")


def _who(item: Item, reader: User) -> str:
    """Who did it, under the name that this reader knows them by."""
    side: Side = "agent" if item.notice.reason in ON_DESK else "customer"
    if item.notice.kind == Kind.ASSIGNED and item.ticket.owner is not None:
        return face_of(item.ticket.owner, is_desk=True, side=side, reader=reader).name
    if item.person is not None:
        return face_of(item.person, is_desk=False, side=side, reader=reader).name
    if item.message is not None:
        message = item.message
        return face_of(message.author, is_desk=message.is_from_desk, side=side, reader=reader).name
    actor = item.story.root.actor if item.story else None
    is_desk = actor is None or actor.is_agent
    return face_of(actor, is_desk=is_desk, side=side, reader=reader).name


def _promise(item: Item) -> str:
    which = item.story.root.data.get("which") if item.story else None
    return promise_name(str(which or Which.RESOLUTION))


def _stage(item: Item) -> str:
    stage = item.story.stage() if item.story else ""
    names = {one.id: one.name for one in definition_by_id(item.ticket.process_version_id).stages}
    return pick(names.get(stage, {}), get_language()) or stage


_TITLES = {
    Kind.APPROVAL: lambda: _("Your approval is asked for"),
    Kind.ASKED_ABOUT: lambda: _("%(name)s wrote by e-mail and is not on the ticket. Include them?"),
    Kind.ADDED: lambda: _("%(name)s added you"),
    Kind.NEEDS_YOU: lambda: _("%(name)s needs you"),
    Kind.RESOLVED: lambda: _("Resolved"),
    Kind.REPLIED: lambda: _("%(name)s replied"),
    Kind.REOPENED: lambda: _("%(name)s reopened the ticket"),
    Kind.GIVEN: lambda: _("%(name)s gave you this ticket"),
    Kind.MENTIONED: lambda: _("%(name)s calls you"),
    Kind.DUE_SOON: lambda: _("%(promise)s: the time is running out"),
    Kind.OVERDUE: lambda: _("%(promise)s: past the promised time"),
    Kind.WOKEN: lambda: _("Back from being put off"),
    Kind.ASSIGNED: lambda: _("%(name)s takes care of your ticket"),
}
