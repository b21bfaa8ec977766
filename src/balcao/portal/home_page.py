"""What stands on the home page: what needs the reader now, what is open, and figures that lead to lists."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from balcao.catalog.promises import default_calendar, working_calendar
from balcao.lib.working_time import NeverOpens, is_open, next_opening
from balcao.people.models import Membership, User
from balcao.portal.filters import counted
from balcao.portal.rows import Shown, shown
from balcao.tickets.faces import face_of
from balcao.tickets.listing import COUNTED, Row, Scope, Wanted, counts_of, page_of, scopes_of
from balcao.tickets.models import StateKind
from balcao.ui.times import here

CALLS, ENTRIES = 5, 5
RECENTLY_CLOSED = timedelta(days=30)
WAITING = Wanted(kind=StateKind.WAITING_CUSTOMER, sort="longest")
OPEN = Wanted(tab="open")
RESOLVED = Wanted(kind=StateKind.RESOLVED)
CLOSED = Wanted(tab="closed")


def greeting(now: datetime) -> str:
    """By the reader's clock."""
    hour = timezone.localtime(now).hour
    if 5 <= hour < 12:
        return _("Good morning")
    return _("Good afternoon") if 12 <= hour < 18 else _("Good evening")


def home_of(membership: Membership, *, reader: User, now: datetime) -> dict[str, Any]:
    """The context of the page; the number of queries depends on the sight of the membership only."""
    lately = Wanted(tab="closed", closed_since=now - RECENTLY_CLOSED)
    *numbers, recent = counts_of(membership, [OPEN, WAITING, RESOLVED, CLOSED, lately])
    counts = dict(zip(("open", "waiting", "resolved", "closed"), numbers, strict=True))
    calls = page_of(membership, WAITING, size=CALLS).rows if counts["waiting"] else []
    entries = page_of(membership, OPEN, size=ENTRIES).rows if counts["open"] else []
    return {
        "greeting": greeting(now),
        "is_new": not (counts["open"] or counts["closed"]),
        "waiting_words": waiting_words(counts["waiting"]),
        "summary": _summary(counts, recent),
        "calls": [_call(row, reader, now) for row in calls],
        "more_calls": counted(counts["waiting"]) if counts["waiting"] > CALLS else "",
        "entries": [shown(row, reader=reader) for row in entries],
        "open_count": counted(counts["open"]),
        "figures": _figures(membership, counts),
        "oldest": _oldest(membership, reader),
        "company": membership.organization.name,
        "closed_until": closed_until(now),
    }


def waiting_words(count: int) -> str:
    """«1 ticket aguarda você», or nothing."""
    if not count:
        return ""
    words = ngettext("%(count)s ticket waits for you", "%(count)s tickets wait for you", count)
    return words % {"count": counted(count)}


def _summary(counts: dict[str, int], recent: int) -> list[str]:
    """«4 em atendimento», «12 fechados nos últimos 30 dias»."""
    worked_on = counts["open"] - counts["waiting"] - counts["resolved"]
    if counts["open"] >= COUNTED:
        worked_on = COUNTED
    parts = []
    if worked_on > 0:
        words = ngettext("%(count)s being worked on", "%(count)s being worked on", worked_on)
        parts.append(words % {"count": counted(worked_on)})
    if recent:
        words = ngettext("%(count)s closed in the last 30 days", "%(count)s closed in the last 30 days", recent)
        parts.append(words % {"count": counted(recent)})
    return parts


def _call(row: Row, reader: User, now: datetime) -> dict[str, Any]:
    ticket, line = row.ticket, shown(row, reader=reader)
    author = ticket.last_public_by
    face = face_of(author, is_desk=author is None or author.is_agent, side="customer", reader=reader)
    is_of_today = here(line.at).date() == here(now).date()
    return {
        "line": line,
        "since": None if is_of_today else line.at,
        "author": _("You") if face.is_you else face.name,
        "last": ticket.snippet,
        "reply_href": f"{line.href}#responder",
    }


def _figures(membership: Membership, counts: dict[str, int]) -> list[dict[str, Any]]:
    lists = [
        (pgettext("tickets", "Open"), OPEN, "open", "tab=open", ""),
        (_("Waiting for you"), WAITING, "waiting", f"kind={StateKind.WAITING_CUSTOMER.value}", "you"),
        (pgettext("tickets", "Resolved"), RESOLVED, "resolved", f"kind={StateKind.RESOLVED.value}", ""),
        (pgettext("tickets", "Closed"), CLOSED, "closed", "tab=closed", ""),
    ]
    sees_company = "company" in scopes_of(membership)
    base = reverse("tickets")
    totals = counts_of(membership, [replace(one[1], scope="company") for one in lists]) if sees_company else []
    figures = []
    for place, (label, _wanted, name, query, kind) in enumerate(lists):
        note = ""
        if sees_company:
            total = totals[place]
            note = _("%(count)s at %(company)s") % {"count": counted(total), "company": membership.organization.name}
        figures.append(
            {
                "count": counted(counts[name]),
                "label": label,
                "href": f"{base}?{query}",
                "note": note,
                "kind": kind if counts[name] else "",
            }
        )
    return figures


def _oldest(membership: Membership, reader: User) -> Shown | None:
    """The company's oldest open ticket, for who sees the company."""
    scope: Scope = "company"
    if scope not in scopes_of(membership):
        return None
    rows = page_of(membership, Wanted(scope=scope, tab="open", sort="oldest"), size=1).rows
    return replace(shown(rows[0], reader=reader), at=rows[0].ticket.opened_at) if rows else None


def closed_until(now: datetime) -> datetime | None:
    """When the desk opens again, while it is closed."""
    office = default_calendar()
    if office is None:
        return None
    calendar = working_calendar(office)
    if is_open(calendar, now):
        return None
    try:
        return next_opening(calendar, now)
    except NeverOpens:
        return None
