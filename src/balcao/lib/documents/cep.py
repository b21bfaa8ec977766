"""CEP: the postal code, 8 digits."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from balcao.lib.documents.invalid import InvalidDocument, without_mask


def normalize_cep(text: str) -> str:
    """8 digits. Raises InvalidDocument."""
    cep = without_mask(text)
    if not re.fullmatch(r"[0-9]*", cep):
        raise InvalidDocument(_("A CEP has only digits. Remove the letters and symbols."))
    if len(cep) != 8:
        raise InvalidDocument(_("Enter the CEP with 8 digits; you typed %(count)d.") % {"count": len(cep)})
    # The first ranges, of the city of São Paulo, begin at 01000-000.
    if cep < "01000000":
        raise InvalidDocument(_("This CEP does not exist. Check the numbers."))
    return cep


def format_cep(stored: str) -> str:
    """69005-010"""
    return f"{stored[:5]}-{stored[5:]}" if re.fullmatch(r"[0-9]{8}", stored) else stored
