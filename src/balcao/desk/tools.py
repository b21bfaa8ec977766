"""The team's tools on a ticket, as values: put off, tags, tasks, time, links, followers."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any
from uuid import uuid4

from django.db.models import Q, Sum
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from balcao.front.reader import Reader
from balcao.tickets.access import DeskView, desk_tickets
from balcao.tickets.actions.tag import tags_of
from balcao.tickets.canned import macros_for
from balcao.tickets.models import Tag, Ticket, TicketLink

KNOWN_TAGS = 200
"""Suggested while one types."""


def tools_of(reader: Reader, view: DeskView) -> dict[str, Any]:
    """Everything of the tools' panels. Its queries do not depend on rows."""
    ticket = view.ticket
    tasks = list(ticket.checklist.select_related("done_by"))
    watchers = [watcher.user for watcher in ticket.watchers.select_related("user").order_by("id")]
    return {
        "snooze_choices": snooze_choices(reader.now),
        "tags": tags_of(ticket),
        "known_tags": Tag.objects.values_list("name", flat=True)[:KNOWN_TAGS],
        "tasks": tasks,
        "tasks_done": sum(task.done_at is not None for task in tasks),
        "time_entries": list(ticket.time_entries.select_related("agent").order_by("-id")[:5]),
        "time_total": written(ticket.time_entries.aggregate(all=Sum("minutes"))["all"] or 0),
        "time_key": uuid4(),
        "links": links_of(reader, ticket),
        "watchers": watchers,
        "is_following": reader.user in watchers,
        "macros": macros_for(reader.user) if view.may_write else [],
        "merged_into": ticket.merged_into,
    }


def snooze_choices(now: datetime) -> list[dict[str, str]]:
    """Moments that most people mean, as «amanhã, 9h»: value for the form and words."""
    here = localtime(now)
    later = here.replace(minute=0, second=0, microsecond=0) + timedelta(hours=3)
    tomorrow = _morning(here, 1)
    monday = _morning(here, 7 - here.weekday())
    choices = [(tomorrow, _("Tomorrow, 9:00")), (monday, date_format(monday, "l, H:i").capitalize())]
    if later.date() == here.date() and later.hour <= 18:
        choices.insert(0, (later, _("Today, %(time)s") % {"time": date_format(later, "H:i")}))
    return [{"value": moment.strftime("%Y-%m-%d %H:%M"), "label": label} for moment, label in choices]


def _morning(here: datetime, days: int) -> datetime:
    return datetime.combine(here.date() + timedelta(days=days), time(9), here.tzinfo)


def written(minutes: int) -> str:
    """«1h30», «45 min»."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return _("%(minutes)d min") % {"minutes": rest}
    return f"{hours}h{rest:02d}" if rest else f"{hours}h"


def links_of(reader: Reader, ticket: Ticket) -> list[dict[str, Any]]:
    """Linked tickets that the agent may see, oldest first."""
    pairs = TicketLink.objects.filter(Q(origin=ticket) | Q(follow_up=ticket)).values_list("origin_id", "follow_up_id")
    ids = {pk for pair in pairs for pk in pair} - {ticket.pk}
    found = desk_tickets(reader.user).filter(pk__in=ids).select_related("state").order_by("id")
    return [
        {
            "number": other.number,
            "subject": other.subject,
            "href": reverse("desk:ticket", args=[other.number]),
            "state": other.state,
        }
        for other in found
    ]
