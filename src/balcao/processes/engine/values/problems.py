"""What may be wrong with what somebody typed, as codes with English sentences that a surface translates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as value
from typing import Final

from balcao.lib.texts import Texts
from balcao.processes.engine.words import Translate, _, filled

FIELD_PROBLEMS: Final[Mapping[str, str]] = {
    "required": _("Fill in this field."),
    "choose": _("Choose one of the options."),
    "confirm": _("Tick this box to go on."),
    "attach": _("Attach at least one file."),
    "too_long": _("Write at most %(limit)s characters; there are %(count)s."),
    "too_short": _("Write at least %(limit)s characters; there are %(count)s."),
    "not_a_number": _("Enter a number, such as 10 or 10,5."),
    "too_many_decimals": _("Use at most %(limit)s decimal places."),
    "no_decimals": _("Enter a whole number."),
    "too_small": _("Enter %(limit)s or more."),
    "too_large": _("Enter %(limit)s or less."),
    "not_a_date": _("Enter a date such as 31/12/2026."),
    "too_early": _("Choose a date from %(limit)s on."),
    "too_late": _("Choose a date up to %(limit)s."),
    "not_a_time": _("Enter a time such as 14:30."),
    "not_an_option": _("This option is no longer offered. Choose another."),
    "too_few_choices": _("Choose at least %(limit)s."),
    "too_many_choices": _("Choose at most %(limit)s."),
    "too_few_files": _("Attach at least %(limit)s files."),
    "too_many_files": _("Attach at most %(limit)s files."),
    "email": _("Enter an e-mail address such as nome@empresa.com.br."),
    "uf": _("Enter a state's abbreviation, such as AM or SP."),
    "city": _("Enter the city and choose its state, such as Manaus/AM."),
    "person": _("Enter the name of a person."),
    "pattern": _("This does not have the expected form. Check it."),
    # The document's own sentence: `texts`.
    "own": "%(message)s",
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
    texts: Texts | None = None
    """What the document itself says against the answer (`valid_when`); then the code is "own"."""

    @property
    def message(self) -> str:
        """In English."""
        return FIELD_PROBLEMS[self.code] % self.params

    def told(self, translate: Translate) -> str:
        """In the reader's language: `translate` is `gettext`. Sentences of the document: see `texts`."""
        return filled(FIELD_PROBLEMS[self.code], self.params, translate)


class Wrong(Exception):
    """A value cannot be taken; becomes a `FieldProblem` of the field at hand."""

    def __init__(self, code: str, **params: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.params = params
