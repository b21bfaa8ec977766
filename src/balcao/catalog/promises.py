"""Which promise counts for a ticket, and its calendar as a value."""

from dataclasses import dataclass
from datetime import time

from balcao.catalog.access import Opening
from balcao.catalog.models import Calendar, CoveredOffer, Holiday, Promise, PromiseTarget
from balcao.lib.holidays_br import Holidays
from balcao.lib.hours import Hours, parse_hours
from balcao.lib.prepared import Prepared
from balcao.lib.working_time import WorkingCalendar

_DEFAULT = Prepared(lambda: Calendar.objects.filter(is_default=True))
_HOLIDAYS = Prepared(lambda calendar: Holiday.objects.filter(calendar_id=calendar))
_OWN = Prepared(
    lambda contract, offer: CoveredOffer.objects.filter(
        contract_id=contract, offer_id=offer, promise__isnull=False
    ).select_related("promise__calendar")
)
_USUAL = Prepared(lambda: Promise.objects.select_related("calendar").filter(is_default=True))
_TARGETS = Prepared(
    lambda promise: PromiseTarget.objects.filter(promise_id=promise).select_related("promise__calendar")
)
_PROMISE = Prepared(lambda promise: Promise.objects.filter(pk=promise).select_related("calendar"))


@dataclass(frozen=True, slots=True)
class Targets:
    """Business minutes; None: nothing promised. `promise_id` says where they come from."""

    first_response: int | None
    next_response: int | None
    resolution: int | None
    promise_id: int | None


@dataclass(frozen=True, slots=True)
class Terms:
    """A promise with all that is reckoned by: its calendar as a value, its targets by priority (None: all others)."""

    promise: Promise
    calendar: WorkingCalendar
    targets: dict[int | None, PromiseTarget]

    def of(self, priority: int) -> Targets:
        """The target of the priority, or the promise's general one."""
        target = self.targets.get(priority) or self.targets.get(None)
        if target is None:
            return Targets(None, None, None, self.promise.pk)
        return Targets(target.first_response, target.next_response, target.resolution, self.promise.pk)


def terms_of(promise_id: int) -> Terms | None:
    """As it stands now. Two queries, one more for a promise without targets; None when there is none."""
    targets = _TARGETS.rows(promise_id)
    promise = targets[0].promise if targets else _PROMISE.first(promise_id)
    if promise is None:
        return None
    return Terms(promise, working_calendar(promise.calendar), {target.priority: target for target in targets})


def promise_of(opening: Opening) -> Promise | None:
    """Contract × process › contract › process › site."""
    if opening.contract is not None:
        own = _OWN.first(opening.contract.pk, opening.offer.pk)
        if own is not None:
            return own.promise
        if opening.contract.promise is not None:
            return opening.contract.promise
    return opening.offer.promise or _USUAL.first()


def default_calendar() -> Calendar | None:
    return _DEFAULT.first()


def working_calendar(calendar: Calendar) -> WorkingCalendar:
    """The row as a value for `lib.working_time`; the desk's own dates win over the library's."""
    own = _HOLIDAYS.rows(calendar.pk)
    optional = {
        "carnival": calendar.keeps_carnival,
        "ash_wednesday": calendar.keeps_ash_wednesday,
        "corpus_christi": calendar.keeps_corpus_christi,
    }
    holidays = Holidays(
        state=calendar.state or None,
        optional=[name for name, kept in optional.items() if kept],
        added={holiday.on: holiday.name for holiday in own if not holiday.is_working},
        working=[holiday.on for holiday in own if holiday.is_working],
        country=calendar.has_national_holidays,
    )
    return WorkingCalendar(calendar.time_zone, parse_hours(calendar.hours), holidays)


def longest_day(hours: Hours) -> int:
    """Working minutes of the longest day of the week: what «one business day» comes to."""
    return max((sum(_minutes(start, end) for start, end in intervals) for intervals in hours.values()), default=0)


def _minutes(start: time, end: time) -> int:
    ends = 24 * 60 if end == time(0) else end.hour * 60 + end.minute
    return ends - (start.hour * 60 + start.minute)
