"""Each type of field of a process as a form field: which control, which keyboard, which mask."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _

from balcao.lib.holidays_br import STATES
from balcao.lib.texts import pick
from balcao.processes.engine import PSEUDO_FIELDS, Field, FieldUse
from balcao.ui.widgets import PlaceInput

SEGMENTS = 4
LONG_ROWS = 4
BODY_ROWS = 7


class AnswerField(forms.Field):
    """What was typed as it was typed: the engine judges it. `required` only says what the label says."""

    def clean(self, value: Any) -> Any:
        return value


class FilesInput(forms.FileInput):
    """One file or several; what it brings is taken by `front.uploads`."""

    def __init__(self, attrs: dict[str, Any] | None = None, *, several: bool = True) -> None:
        self.allow_multiple_selected = several
        super().__init__(attrs)


@dataclass(frozen=True, slots=True)
class Look:
    """How the field component shows it (`ui.fields`). `is_short`: two of them fit on a line."""

    composer: bool = False
    code: bool = False
    mask: str = ""
    is_short: bool = False
    limit: int = 1


LOOKS: Mapping[str, Look] = {
    "body": Look(composer=True),
    "attachments": Look(limit=settings.UPLOAD_MAX_FILES),
    "number": Look(is_short=True),
    "money": Look(is_short=True),
    "date": Look(is_short=True),
    "time": Look(is_short=True),
    "uf": Look(is_short=True),
    "phone": Look(mask="phone", is_short=True),
    "cpf": Look(code=True, mask="cpf", is_short=True),
    "cnpj": Look(code=True, mask="cnpj", is_short=True),
    "cep": Look(code=True, mask="cep", is_short=True),
    "nfe_key": Look(code=True),
}
PLAIN = Look()


def look_of(name: str, declared: Field | None) -> Look:
    """The look of a pseudo field or of a process's field."""
    if declared is None:
        return LOOKS.get(name, PLAIN)
    if declared.type == "file":
        return Look(limit=file_limit(declared))
    if declared.type == "choice":
        return Look(is_short=len(declared.options) > SEGMENTS)
    return LOOKS.get(declared.type, PLAIN)


def file_limit(declared: Field) -> int:
    return int(declared.max) if declared.max is not None else settings.UPLOAD_MAX_FILES


def make_field(use: FieldUse, declared: Field | None, language: str, today: str) -> AnswerField:
    """The form field; `declared` is None for subject, body and attachments, which every dialog words alike."""
    if declared is None:
        label, help_text, widget = _pseudo(use)
    else:
        label = pick(declared.label, language)
        help_text = pick(declared.help or {}, language)
        widget = WIDGETS[declared.type](declared, use, language, today)
    return AnswerField(label=label, help_text=help_text, widget=widget, required=use.required)


def _pseudo(use: FieldUse) -> tuple[str, str, forms.Widget]:
    assert use.field in PSEUDO_FIELDS
    if use.field == "subject":
        return _("Subject"), "", forms.TextInput({"autocomplete": "off", "maxlength": 140})
    if use.field == "body":
        return _("Description"), "", forms.Textarea({"rows": BODY_ROWS})
    return _("Attachments"), "", FilesInput()


Maker = Callable[[Field, FieldUse, str, str], forms.Widget]


def _typed(**attrs: Any) -> Maker:
    """A line to type on. `type=number` is never used: it loses commas, leading zeros and letters."""
    return lambda _declared, _use, _language, _today: forms.TextInput(dict(attrs))


def _text(declared: Field, _use: FieldUse, _language: str, _today: str) -> forms.Widget:
    return forms.TextInput({"autocomplete": "off", "maxlength": int(declared.max or 500)})


def _number(declared: Field, _use: FieldUse, _language: str, _today: str) -> forms.Widget:
    has_decimals = declared.decimals != 0 or declared.min is None or declared.min < 0
    return forms.TextInput({"inputmode": "decimal" if has_decimals else "numeric", "autocomplete": "off"})


def _date(declared: Field, _use: FieldUse, _language: str, today: str) -> forms.Widget:
    limits = {"min": declared.earliest, "max": declared.latest}
    attrs = {name: today if limit == "today" else limit for name, limit in limits.items() if limit}
    return forms.DateInput({"type": "date", **attrs})


def _choice(declared: Field, _use: FieldUse, language: str, _today: str) -> forms.Widget:
    options = _options(declared, language)
    if len(options) <= SEGMENTS:
        return forms.RadioSelect(choices=options)
    return forms.Select(choices=[("", _("Choose")), *options])


def _multiple(declared: Field, _use: FieldUse, language: str, _today: str) -> forms.Widget:
    return forms.CheckboxSelectMultiple(choices=_options(declared, language))


def _options(declared: Field, language: str) -> list[tuple[str, str]]:
    return [(option.id, pick(option.label, language)) for option in declared.options]


def _uf(_declared: Field, _use: FieldUse, _language: str, _today: str) -> forms.Widget:
    names = [(code, code) for code in sorted(STATES)]
    return forms.Select({"autocomplete": "address-level1"}, choices=[("", _("Choose")), *names])


WIDGETS: Mapping[str, Maker] = {
    "text": _text,
    "longtext": lambda *_given: forms.Textarea({"rows": LONG_ROWS}),
    "number": _number,
    "money": _typed(inputmode="decimal", autocomplete="off", placeholder="0,00"),
    "date": _date,
    "time": lambda *_given: forms.TimeInput({"type": "time"}),
    "choice": _choice,
    "multiple": _multiple,
    "boolean": lambda *_given: forms.CheckboxInput(),
    "file": lambda declared, *_given: FilesInput(several=file_limit(declared) > 1),
    "email": _typed(inputmode="email", autocomplete="email", autocapitalize="none", spellcheck="false"),
    "phone": _typed(inputmode="tel", autocomplete="tel"),
    "cpf": _typed(inputmode="numeric", autocomplete="off"),
    # Letters stand in a CNPJ since 2026: no numeric keyboard.
    "cnpj": _typed(inputmode="text", autocapitalize="characters", autocomplete="off", spellcheck="false"),
    "cep": _typed(inputmode="numeric", autocomplete="postal-code"),
    "uf": _uf,
    "city": lambda *_given: PlaceInput(sorted(STATES)),
    "person": _typed(autocomplete="name", autocapitalize="words"),
    # So may they in the CNPJ inside the key.
    "nfe_key": _typed(inputmode="text", autocapitalize="characters", autocomplete="off", spellcheck="false"),
}
