"""What was promised on a ticket, in words: for the chip's tooltip, the bell and the history."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Final

from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from balcao.catalog.models import CoveredOffer, Offer
from balcao.lib.holidays_br import Holidays
from balcao.lib.hours import hours_in_words
from balcao.lib.prepared import Prepared
from balcao.lib.working_time import WorkingCalendar
from balcao.tickets.models import Ticket
from balcao.tickets.promises import Which, terms_for, which_runs
from balcao.ui.times import zone_name

NAMES: Final[Mapping[str, str]] = {
    Which.FIRST: gettext_noop("First answer"),
    Which.NEXT: gettext_noop("Next answer"),
    Which.RESOLUTION: gettext_noop("Solution"),
}
_GIVEN = Prepared(
    lambda offer, contract: Offer.objects.filter(pk=offer).values_list(
        "promise_id",
        Subquery(CoveredOffer.objects.filter(contract_id=contract, offer_id=OuterRef("pk")).values("promise_id")[:1]),
    )
)
"""The promise of the process itself, and the one that the contract has for it."""

MOST_DAYS = 3
"""Holidays that a sentence names: more is a calendar."""


def promise_name(which: str) -> str:
    """«Primeira resposta», «Próxima resposta» or «Solução»."""
    return _(NAMES.get(which, NAMES[Which.RESOLUTION]))


def promise_words(ticket: Ticket) -> str:
    """«Solução, prazo do contrato de ACME: 16 h úteis, seg–sex, 8h–18h (Brasília). 20/11 não contou: Consciência
    Negra.» of the promise that runs out next; "" without one. Four queries at most."""
    which, terms = which_runs(ticket), terms_for(ticket)
    if which is None or terms is None:
        return ""
    targets, calendar = terms.of(ticket.priority), terms.calendar
    minutes, since, until = {
        Which.FIRST: (targets.first_response, ticket.opened_at, ticket.first_response_due_at),
        Which.NEXT: (targets.next_response, ticket.answer_owed_since, ticket.next_response_due_at),
        Which.RESOLUTION: (targets.resolution, ticket.opened_at, ticket.resolution_due_at),
    }[which]
    if minutes is None or since is None or until is None:
        return ""
    hours = hours_in_words(calendar.hours, get_language() or "pt-br")
    said = [
        _("%(promise)s, promised by %(source)s: %(time)s of working time, %(hours)s (%(zone)s).")
        % {
            "promise": promise_name(which),
            "source": _source(ticket),
            "time": _time(minutes),
            "hours": hours,
            "zone": zone_name(calendar.zone),
        }
    ]
    first, last = (timezone.localtime(at, calendar.tz).date() for at in (since, until))
    said += [
        _("%(day)s did not count: %(name)s.") % {"day": f"{day.day:02}/{day.month:02}", "name": name}
        for day, name in _lost_days(calendar, first, last)
    ]
    if ticket.paused_at is not None:
        said.append(_("The clock stands until the customer answers."))
    return " ".join(said)


def _source(ticket: Ticket) -> str:
    """Whose promise it is, in the order in which they count."""
    contract = ticket.contract
    if contract is not None and contract.promise_id == ticket.promise_id:
        return _("the contract of %(company)s") % {"company": ticket.organization.name}
    offered, covered = _GIVEN.first(ticket.offer_id, contract.pk if contract else None) or (None, None)
    if covered is not None and covered == ticket.promise_id:
        return _("the contract of %(company)s") % {"company": ticket.organization.name}
    return _("the process") if offered == ticket.promise_id else _("the desk")


def _lost_days(calendar: WorkingCalendar, first: date, last: date) -> Iterator[tuple[date, str]]:
    """Holidays between the two on which the desk would have worked."""
    holidays, found, day = calendar.holidays, 0, first
    while day <= last and found < MOST_DAYS and isinstance(holidays, Holidays):
        name = holidays.name(day) if calendar.hours.get(day.weekday()) else None
        if name is not None:
            found += 1
            yield day, name
        day += timedelta(days=1)


def _time(minutes: int) -> str:
    """Business time: 960 → 16 h, 90 → 1h30, 45 → 45 min."""
    hours, rest = divmod(minutes, 60)
    return f"{rest} min" if not hours else f"{hours}h{rest:02d}" if rest else f"{hours} h"
