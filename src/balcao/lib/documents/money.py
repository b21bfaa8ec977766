"""Amounts in reais as people type them."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from balcao.lib.documents.invalid import InvalidDocument, without_blanks

_SIGNED = re.compile(r"([-\u2212]?)(?:R\$)?([-\u2212]?)([0-9.,]+)")
_AMOUNT = re.compile(
    r"""(?P<plain>[0-9]+)                      (?:[.,](?P<plain_cents>[0-9]{1,2}))?
      | (?P<dots>[1-9][0-9]{0,2}(\.[0-9]{3})+) (?:,(?P<dots_cents>[0-9]{1,2}))?
      | (?P<commas>[1-9][0-9]{0,2}(,[0-9]{3})+)\.(?P<commas_cents>[0-9]{1,2})""",
    re.VERBOSE,
)
LARGEST = Decimal("9999999999999.99")


def parse_money(text: str) -> Decimal:
    """An amount with two decimals from «1.234,56», «R$ 1.234,56», «1234.56», «1.234» (a thousand) or «-10».

    Between whole and cents stands a comma or a dot; dots (or, with cents after a dot, commas) may group the thousands.
    Raises InvalidDocument for anything else, «1,234» included: nobody can know what it means.
    """
    signed = _SIGNED.fullmatch(without_blanks(text))
    found = _AMOUNT.fullmatch(signed[3]) if signed else None
    if not signed or not found or (signed[1] and signed[2]):
        raise InvalidDocument(_("Enter the amount with a comma before the cents, such as 1.234,56."))
    whole = found["plain"] or found["dots"] or found["commas"]
    cents = found["plain_cents"] or found["dots_cents"] or found["commas_cents"] or ""
    amount = Decimal(f"{re.sub('[.,]', '', whole)}.{cents:0<2}")
    if amount > LARGEST:
        raise InvalidDocument(_("This amount is too large. Check the numbers."))
    return -amount if amount and (signed[1] or signed[2]) else amount


def normalize_money(text: str) -> str:
    """The stored form: `1234.56`. Raises InvalidDocument."""
    return str(parse_money(text))


def format_money(stored: str | Decimal, language: str = "pt-br") -> str:
    """«R$ 1.234,56» with a no-break space; in English «R$ 1,234.56»."""
    try:
        amount = Decimal(stored)
    except InvalidOperation:
        return str(stored)
    if not amount.is_finite() or abs(amount) > LARGEST:
        return str(stored)
    digits = f"{abs(amount):,.2f}"
    if not language.lower().startswith("en"):
        digits = digits.translate({ord(","): ".", ord("."): ","})
    return f"{'-' if amount < 0 else ''}R$\u00a0{digits}"
