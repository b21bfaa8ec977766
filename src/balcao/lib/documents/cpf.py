"""CPF: the number of a person, 11 digits of which the last two check the others."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from balcao.lib.documents.invalid import InvalidDocument, check_digit, without_mask

_STORED = re.compile(r"[0-9]{11}")


def normalize_cpf(text: str) -> str:
    """11 digits without mask. Raises InvalidDocument."""
    cpf = without_mask(text)
    if not re.fullmatch(r"[0-9]*", cpf):
        raise InvalidDocument(_("A CPF has only digits. Remove the letters and symbols."))
    if len(cpf) != 11:
        raise InvalidDocument(_("Enter the CPF with 11 digits; you typed %(count)d.") % {"count": len(cpf)})
    # 111.111.111-11 and the like satisfy the arithmetic but are never issued.
    if len(set(cpf)) == 1 or cpf[9:] != _check_digits(cpf[:9]):
        raise InvalidDocument(_("The CPF does not match its check digits. Check the numbers."))
    return cpf


def _check_digits(body: str) -> str:
    first = check_digit(body, tuple(range(10, 1, -1)))
    return first + check_digit(body + first, tuple(range(11, 1, -1)))


def format_cpf(stored: str) -> str:
    """529.982.247-25"""
    if not _STORED.fullmatch(stored):
        return stored
    return f"{stored[:3]}.{stored[3:6]}.{stored[6:9]}-{stored[9:]}"


def mask_cpf(stored: str) -> str:
    """`***.982.247-**`: personal data as lists show it. What is no CPF is hidden altogether."""
    return f"***.{stored[3:6]}.{stored[6:9]}-**" if _STORED.fullmatch(stored) else "***"
