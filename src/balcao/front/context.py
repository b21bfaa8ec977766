"""What the shell of every page needs. Costly parts are functions: templates call them only where they show them."""

from collections.abc import Callable
from functools import cache
from typing import Any

from django.db.models import F
from django.http import HttpRequest

from balcao.catalog.promises import default_calendar
from balcao.front import places
from balcao.front.account import account_of
from balcao.front.contacts import contacts
from balcao.front.look import look_of
from balcao.front.reader import Reader
from balcao.lib.hours import hours_in_words, parse_hours
from balcao.lib.prepared import Prepared
from balcao.mail.alerts import Alert, alert_of
from balcao.notifications.bell import count_of as bell_count
from balcao.site.current import current_site
from balcao.site.models import Site
from balcao.site.words import words
from balcao.tickets.models import TicketPerson
from balcao.ui.times import zone_name

MOST_COUNTED = 99

_NEWS = Prepared(
    lambda user, company: TicketPerson.objects.filter(
        user_id=user, organization_id=company, news_event_id__gt=F("read_event_id")
    ).values_list("pk")[:MOST_COUNTED]
)


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor. `unread` counts tickets with news of the company at hand (99 stands for more)."""
    reader: Reader | None = getattr(request, "reader", None)
    if reader is None:
        return {}
    site = current_site()
    return {
        "site": site,
        "reader": reader,
        "now": reader.now,
        "places": places,
        "manifest": places.MANIFEST,
        "words": words(site.word),
        "unread": unread_of(reader),
        "account": lambda: account_of(reader, desk=site.name),
        "contacts": contacts(site),
        "mail_alert": mail_alert_of(reader),
        "desk_hours": lambda: kept_hours(site, reader.language),
        **look_of(request, reader),
    }


def mail_alert_of(reader: Reader) -> Callable[[], Alert | None]:
    """For administrators only; asked at most once per page."""

    @cache
    def alert() -> Alert | None:
        return alert_of(now=reader.now) if reader.is_known and reader.user.is_staff else None

    return alert


def unread_of(reader: Reader) -> Callable[[], int]:
    """The one number beside Meus Tickets, in the bell and in the tab; asked at most once per page.

    For people of the desk: tickets in their care with something new.
    """

    @cache
    def count() -> int:
        membership = reader.membership
        if membership is None:
            return bell_count(reader.user, None) if reader.is_known and reader.user.is_agent else 0
        return _NEWS.count(membership.user_id, membership.organization_id)

    return count


class _Kept:
    """The words by language, and the site row with which they were read."""

    site: Site | None = None
    hours: dict[str, str] = {}


def kept_hours(site: Site, language: str) -> str:
    """The words of every page's foot, kept for as long as the site row is (site/current.py)."""
    if _Kept.site is not site:
        _Kept.site, _Kept.hours = site, {}
    hours = _Kept.hours
    if language not in hours:
        hours[language] = desk_hours(language)
    return hours[language]


def desk_hours(language: str) -> str:
    """«seg–sex, 8h–18h (Brasília)» of the desk's calendar; empty while it has none."""
    calendar = default_calendar()
    if calendar is None:
        return ""
    return f"{hours_in_words(parse_hours(calendar.hours), language)} ({zone_name(calendar.time_zone)})"
