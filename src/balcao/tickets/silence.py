"""A ticket that was marked as solved closes by itself when nobody objects; the day before, people are told."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Max

from balcao.catalog.promises import default_calendar, longest_day, working_calendar
from balcao.history.models import Event
from balcao.lib.working_time import NeverOpens, WorkingCalendar, add
from balcao.site.current import current_site
from balcao.tickets.models import StateKind, Ticket

ANNOUNCED = "ticket.closing_soon"


def closes_at(ticket: Ticket) -> datetime | None:
    """When silence closes this ticket; None when it is not waiting for that."""
    if not ticket.is_open or ticket.state.kind != StateKind.RESOLVED or ticket.resolved_at is None:
        return None
    return _after(ticket.resolved_at, current_site().close_after_days, _calendar())


def silent_tickets(now: datetime) -> list[Ticket]:
    """Solved tickets whose days of silence have passed."""
    days, calendar = current_site().close_after_days, _calendar()
    solved = Ticket.objects.filter(
        is_open=True, state__kind=StateKind.RESOLVED, resolved_at__lte=now - timedelta(days=days)
    )
    return [
        ticket
        for ticket in solved
        if ticket.resolved_at is not None
        and (closes := _after(ticket.resolved_at, days, calendar)) is not None
        and closes <= now
    ]


def about_to_close(now: datetime) -> list[Ticket]:
    """Solved tickets that silence closes within one business day, and whose people were not told so yet.

    None while the site closes within a day: then the mail that says «solved» is the warning.
    """
    days = current_site().close_after_days
    if days <= 1:
        return []
    solved = Ticket.objects.filter(
        is_open=True, state__kind=StateKind.RESOLVED, resolved_at__lte=now - timedelta(days=days - 1)
    )
    calendar = _calendar()
    near = [
        ticket
        for ticket in solved.select_related("state")
        if ticket.resolved_at is not None
        and (warned := _after(ticket.resolved_at, days - 1, calendar)) is not None
        and (closes := _after(ticket.resolved_at, days, calendar)) is not None
        and warned <= now < closes
    ]
    told = _told(near)
    return [ticket for ticket in near if not was_announced(ticket, told.get(ticket.pk))]


def was_announced(ticket: Ticket, told_at: datetime | None) -> bool:
    """Whether people were told since the ticket was last marked as solved."""
    return told_at is not None and ticket.resolved_at is not None and told_at >= ticket.resolved_at


def _told(tickets: Iterable[Ticket]) -> dict[int | None, datetime]:
    events = Event.objects.filter(ticket_id__in=[ticket.pk for ticket in tickets], kind=ANNOUNCED).order_by()
    return dict(events.values_list("ticket_id").annotate(last=Max("at")))


def _calendar() -> WorkingCalendar | None:
    row = default_calendar()
    return working_calendar(row) if row is not None else None


def _after(start: datetime, days: int, calendar: WorkingCalendar | None) -> datetime | None:
    """Business days later by the default calendar; calendar days without one."""
    if calendar is None:
        return start + timedelta(days=days)
    try:
        return add(calendar, start, days * longest_day(calendar.hours))
    except NeverOpens:
        return None
