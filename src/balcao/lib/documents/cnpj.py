"""CNPJ: the number of a company; letters may stand in it since July 2026 (IN RFB 2.229/2024).

12 positions of 0-9 and A-Z and two check digits. Sources disagree on whether I, O, Q and F will be issued, and a
validator that refuses them would refuse true numbers: all letters are accepted. Old numbers stay valid.
"""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from balcao.lib.documents.invalid import InvalidDocument, check_digit, without_mask

_STORED = re.compile(r"[0-9A-Z]{12}[0-9]{2}")
_FIRST_WEIGHTS = (5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2)
_SECOND_WEIGHTS = (6, *_FIRST_WEIGHTS)


def normalize_cnpj(text: str) -> str:
    """14 characters, upper case, without mask. Raises InvalidDocument."""
    cnpj = without_mask(text)
    if not re.fullmatch(r"[0-9A-Z]*", cnpj):
        raise InvalidDocument(_("A CNPJ has only letters and digits. Remove the other symbols."))
    if len(cnpj) != 14:
        raise InvalidDocument(_("Enter the CNPJ with 14 characters; you typed %(count)d.") % {"count": len(cnpj)})
    if not _STORED.fullmatch(cnpj):
        raise InvalidDocument(_("The last two characters of a CNPJ are digits. Check the end of the number."))
    if len(set(cnpj)) == 1 or cnpj[12:] != _check_digits(cnpj[:12]):
        raise InvalidDocument(_("The CNPJ does not match its check digits. Check the letters and numbers."))
    return cnpj


def _check_digits(body: str) -> str:
    first = check_digit(body, _FIRST_WEIGHTS)
    return first + check_digit(body + first, _SECOND_WEIGHTS)


def format_cnpj(stored: str) -> str:
    """12.ABC.345/01DE-35"""
    if not _STORED.fullmatch(stored):
        return stored
    return f"{stored[:2]}.{stored[2:5]}.{stored[5:8]}/{stored[8:12]}-{stored[12:]}"
