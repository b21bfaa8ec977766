"""Texts, numbers, dates and times: from what was typed to the stored form."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from balcao.lib.documents import InvalidDocument, parse_money
from balcao.lib.names import clean_line, clean_text
from balcao.processes.engine.conditions.calls import matches
from balcao.processes.engine.document import Field
from balcao.processes.engine.values.problems import Wrong

MAX_TEXT = 500
MAX_LONGTEXT = 20_000
MAX_DECIMALS = 6

_NUMBER = re.compile(
    r"""(?P<sign>[-\u2212]?)(?:
        (?P<plain>[0-9]{1,15})               (?:,(?P<comma>[0-9]{1,15}))?
      | (?P<dotted>[0-9]{1,15})              \.(?P<point>[0-9]{1,15})
      | (?P<dots>[1-9][0-9]{0,2}(\.[0-9]{3}){1,4}) (?:,(?P<after>[0-9]{1,15}))?
      | (?P<commas>[1-9][0-9]{0,2}(,[0-9]{3}){1,4})\.(?P<end>[0-9]{1,15}))""",
    re.VERBOSE,
)
_GROUPED = re.compile(r"[-\u2212]?[1-9][0-9]{0,2}(\.[0-9]{3})+")
_DATE = re.compile(
    r"(?:(?P<y>[0-9]{4})-(?P<m>[0-9]{2})-(?P<d>[0-9]{2})|(?P<d2>[0-9]{1,2})/(?P<m2>[0-9]{1,2})/(?P<y2>[0-9]{4}))"
)
_TIME = re.compile(r"([0-9]{1,2})(?::|h)([0-9]{2})(?::[0-9]{2}(?:\.[0-9]+)?)?")


def clean_short(declared: Field, typed: str) -> str:
    """One line of at most 500 characters, or the field's own limits."""
    return _within(declared, clean_line(typed, MAX_LONGTEXT), MAX_TEXT)


def clean_long(declared: Field, typed: str) -> str:
    """Lines kept, at most 20,000 characters."""
    return _within(declared, clean_text(typed), MAX_LONGTEXT)


def _within(declared: Field, text: str, most: int) -> str:
    limit = min(most, int(declared.max)) if declared.max is not None else most
    if len(text) > limit:
        raise Wrong("too_long", limit=limit, count=len(text))
    if text and declared.min is not None and len(text) < declared.min:
        raise Wrong("too_short", limit=int(declared.min), count=len(text))
    if text and declared.pattern is not None and not matches(text, declared.pattern):
        raise Wrong("pattern")
    return text


def clean_number(declared: Field, typed: str) -> str:
    """A canonical decimal (`-1234.5`) from «1.234,5», «1234.5» or «1,234.5». Three digits after a dot are thousands."""
    number = _number(typed.strip().replace("\u00a0", "").replace(" ", ""))
    places = -int(number.as_tuple().exponent)
    most = MAX_DECIMALS if declared.decimals is None else declared.decimals
    if places > most:
        raise Wrong("too_many_decimals", limit=most) if most else Wrong("no_decimals")
    return _in_range(declared, number)


def _number(typed: str) -> Decimal:
    found = _NUMBER.fullmatch(typed)
    if found is None:
        raise Wrong("not_a_number")
    if _GROUPED.fullmatch(typed):
        whole, places = re.sub(r"[^0-9]", "", typed), ""
    else:
        whole = found["plain"] or found["dotted"] or found["dots"] or found["commas"]
        places = found["comma"] or found["point"] or found["after"] or found["end"] or ""
    if len(places.rstrip("0")) > MAX_DECIMALS:
        raise Wrong("too_many_decimals", limit=MAX_DECIMALS)
    digits = re.sub(r"[.,]", "", whole)
    number = Decimal(f"{digits}.{places}".rstrip("0").rstrip(".") if places else digits)
    return -number if found["sign"] and number else number


def clean_money(declared: Field, typed: str) -> str:
    """Two decimals (`1234.50`); negative amounts only where `min` is below zero."""
    try:
        amount = parse_money(typed)
    except InvalidDocument as error:
        raise Wrong("money", reason=error.message) from error
    if amount < 0 and declared.min is None:
        raise Wrong("too_small", limit="0")
    return _in_range(declared, amount)


def _in_range(declared: Field, number: Decimal) -> str:
    if declared.min is not None and number < declared.min:
        raise Wrong("too_small", limit=local_number(declared.min))
    if declared.max is not None and number > declared.max:
        raise Wrong("too_large", limit=local_number(declared.max))
    return f"{number:f}"


def local_number(number: Decimal) -> str:
    """With a decimal comma, as it may be typed."""
    return f"{number:f}".replace(".", ",")


def clean_date(declared: Field, typed: str, today: str) -> str:
    """An ISO date from 2026-12-31 or 31/12/2026, inside the field's limits and this side of absurd."""
    found = _DATE.fullmatch(typed.strip())
    try:
        if found is None:
            raise ValueError(typed)
        day = date(*(int(found[name] or found[f"{name}2"]) for name in ("y", "m", "d")))
    except ValueError:
        raise Wrong("not_a_date") from None
    written = day.isoformat()
    if not "1900-01-01" <= written <= "2199-12-31":
        raise Wrong("not_a_date")
    earliest = today if declared.earliest == "today" else declared.earliest
    latest = today if declared.latest == "today" else declared.latest
    if earliest and written < earliest:
        raise Wrong("too_early", limit=brazilian_date(earliest))
    if latest and written > latest:
        raise Wrong("too_late", limit=brazilian_date(latest))
    return written


def brazilian_date(iso: str) -> str:
    """2026-12-31 → 31/12/2026."""
    return "/".join(reversed(iso.split("-")))


def clean_time(typed: str) -> str:
    """`08:30` from 8:30, 08:30:00 or 8h30."""
    found = _TIME.fullmatch(typed.strip().lower())
    if found is None or int(found[1]) > 23 or int(found[2]) > 59:
        raise Wrong("not_a_time")
    return f"{int(found[1]):02}:{found[2]}"
