"""Phone numbers: stored as E.164, typed as people of Brazil type them."""

from __future__ import annotations

import re

import phonenumbers
from django.utils.translation import gettext as _
from phonenumbers import NumberParseException, PhoneNumberFormat

from balcao.lib.documents.invalid import MAX_TYPED, InvalidDocument

HOME_REGION = "BR"


def normalize_phone(text: str) -> str:
    """E.164 (`+5592991234567`); numbers without `+` are taken as Brazilian. Raises InvalidDocument."""
    typed = text.strip()
    if len(typed) > MAX_TYPED:
        raise InvalidDocument(_wrong())
    # Vanity numbers (0800 BALCAO) and extensions would be read as other digits or lost without a word.
    if re.search(r"[^\W\d_]|[#;,]", typed):
        raise InvalidDocument(_("Enter only the number, without letters or an extension: (92) 99123-4567."))
    try:
        number = phonenumbers.parse(typed, HOME_REGION)
    except NumberParseException as error:
        raise InvalidDocument(_wrong()) from error
    if not phonenumbers.is_valid_number(number):
        if "+" not in typed and sum(char.isdigit() for char in typed) in {8, 9}:
            raise InvalidDocument(_("The area code is missing. Enter it before the number: (92) 99123-4567."))
        raise InvalidDocument(_wrong())
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def _wrong() -> str:
    return _("This phone number does not exist. Enter area code and number, such as (92) 99123-4567.")


def format_phone(stored: str) -> str:
    """`+55 (92) 99123-4567`, `0800 123 4567`; numbers of other countries in their international form."""
    try:
        number = phonenumbers.parse(stored, None)
    except NumberParseException:
        return stored
    if number.country_code != 55:
        return phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)
    national = phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL)
    # Numbers without an area code (0800, 4004) are dialled as they are, and only from Brazil.
    return f"+55 {national}" if national.startswith("(") else national
