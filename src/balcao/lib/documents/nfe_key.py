"""The access key of an NF-e (and of NFC-e, CT-e, MDF-e, which share its form): 44 positions.

UF (2), year and month (4), CNPJ of the issuer (14), model (2), series (3), number (9), kind of issue (1), code (8),
check digit (1). The issuer's CNPJ may carry letters, so its first 12 positions are 0-9 and A-Z; they count
ASCII − 48, as in its own check digits. The CNPJ's check digits are not verified: a farmer's key holds a CPF.
"""

from __future__ import annotations

import re
from itertools import cycle, islice

from django.utils.translation import gettext as _

from balcao.lib.documents.invalid import InvalidDocument, check_digit, without_mask

_STORED = re.compile(r"[0-9]{6}[0-9A-Z]{12}[0-9]{26}")
_WEIGHTS = tuple(reversed(tuple(islice(cycle(range(2, 10)), 43))))
# IBGE's codes of the 27 units of the federation.
_STATES = frozenset(
    "11 12 13 14 15 16 17 21 22 23 24 25 26 27 28 29 31 32 33 35 41 42 43 50 51 52 53".split()  # noqa: SIM905
)


def normalize_nfe_key(text: str) -> str:
    """44 characters, upper case, without blanks; the «NFe» before a key copied from XML is dropped.

    Raises InvalidDocument.
    """
    key = without_mask(text)
    key = re.sub(r"^(NFE|CTE|MDFE)(?=[0-9])", "", key)
    if not re.fullmatch(r"[0-9A-Z]*", key):
        raise InvalidDocument(_("An invoice key has only letters and digits. Remove the other symbols."))
    if len(key) != 44:
        raise InvalidDocument(_("Enter the invoice key with 44 characters; you typed %(count)d.") % {"count": len(key)})
    if not _is_sound(key):
        raise InvalidDocument(_("The invoice key does not match its check digit. Copy it from the invoice again."))
    return key


def _is_sound(key: str) -> bool:
    return (
        _STORED.fullmatch(key) is not None
        and key[:2] in _STATES
        and "01" <= key[4:6] <= "12"
        and key[43] == check_digit(key[:43], _WEIGHTS)
    )


def format_nfe_key(stored: str) -> str:
    """In groups of four, as it is printed on the invoice."""
    if not _STORED.fullmatch(stored):
        return stored
    return " ".join(stored[index : index + 4] for index in range(0, 44, 4))
