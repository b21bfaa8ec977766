"""What a person may expect before a ticket exists."""

from balcao.catalog.promises import default_calendar, promise_of
from balcao.lib.hours import hours_in_words, parse_hours
from balcao.portal.offered import Offered


def hours_of(offered: Offered, language: str) -> str:
    """«seg–sex, 8h–18h» of the calendar that would count; empty while the desk has none."""
    promise = promise_of(offered.opening) if offered.opening else None
    calendar = promise.calendar if promise else default_calendar()
    return hours_in_words(parse_hours(calendar.hours), language) if calendar else ""
