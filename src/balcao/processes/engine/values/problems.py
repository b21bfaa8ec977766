"""What may be wrong with what somebody typed, as codes with English sentences that a surface translates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as value
from typing import Final

FIELD_PROBLEMS: Final[Mapping[str, str]] = {
    "required": "Fill in this field.",
    "choose": "Choose one of the options.",
    "confirm": "Tick this box to go on.",
    "attach": "Attach at least one file.",
    "too_long": "Write at most %(limit)s characters; there are %(count)s.",
    "too_short": "Write at least %(limit)s characters; there are %(count)s.",
    "not_a_number": "Enter a number, such as 10 or 10,5.",
    "too_many_decimals": "Use at most %(limit)s decimal places.",
    "no_decimals": "Enter a whole number.",
    "too_small": "Enter %(limit)s or more.",
    "too_large": "Enter %(limit)s or less.",
    "not_a_date": "Enter a date such as 31/12/2026.",
    "too_early": "Choose a date from %(limit)s on.",
    "too_late": "Choose a date up to %(limit)s.",
    "not_a_time": "Enter a time such as 14:30.",
    "not_an_option": "This option is no longer offered. Choose another.",
    "too_few_choices": "Choose at least %(limit)s.",
    "too_many_choices": "Choose at most %(limit)s.",
    "too_few_files": "Attach at least %(limit)s files.",
    "too_many_files": "Attach at most %(limit)s files.",
    "email": "Enter an e-mail address such as nome@empresa.com.br.",
    "uf": "Enter a state's abbreviation, such as AM or SP.",
    "pattern": "This does not have the expected form. Check it.",
    # Their reasons come from `lib.documents`, already in the reader's language.
    "money": "%(reason)s",
    "phone": "%(reason)s",
    "cpf": "%(reason)s",
    "cnpj": "%(reason)s",
    "cep": "%(reason)s",
    "nfe_key": "%(reason)s",
}


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """One thing wrong with one field; `FIELD_PROBLEMS[code] % params` says it in English."""

    field: str
    code: str
    params: Mapping[str, str | int] = value(default_factory=dict)

    @property
    def message(self) -> str:
        return FIELD_PROBLEMS[self.code] % self.params


class Wrong(Exception):
    """A value cannot be taken; becomes a `FieldProblem` of the field at hand."""

    def __init__(self, code: str, **params: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.params = params
