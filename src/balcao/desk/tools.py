"""The team's tools on a ticket, as values: put off, tags, tasks, time, links, followers."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any
from uuid import uuid4

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from balcao.front.reader import Reader
from balcao.lib.names import first_name
from balcao.tickets.access import DeskView
from balcao.tickets.known_tags import known_tags
from balcao.tickets.panel import Panel

MOST_ENTRIES = 5


def tools_of(reader: Reader, view: DeskView, panel: Panel) -> dict[str, Any]:
    """Everything of the tools' panels, without a query."""
    ticket = view.ticket
    return {
        "snooze_choices": snooze_choices(reader.now),
        "tags": panel.tags,
        "known_tags": known_tags() if view.may_write else [],
        "tasks": panel.tasks,
        "tasks_done": sum(task.at is not None for task in panel.tasks),
        "time_entries": [{"row": row, "who": first_name(row.name)} for row in panel.entries[:MOST_ENTRIES]],
        "time_total": written(panel.minutes),
        "time_key": uuid4(),
        "links": [
            {"number": row.number, "subject": row.text, "href": reverse("desk:ticket", args=[row.number])}
            for row in panel.links
        ],
        "watchers": [row.name for row in panel.watchers],
        "is_following": reader.user.pk in {row.pk for row in panel.watchers},
        "macros": [{"pk": row.pk, "name": row.text} for row in panel.macros] if view.may_write else [],
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
