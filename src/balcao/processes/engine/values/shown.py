"""A stored value as people read it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from balcao.lib.documents import format_cep, format_cnpj, format_cpf, format_money, format_nfe_key, format_phone
from balcao.lib.texts import pick
from balcao.processes.engine.blank import is_empty
from balcao.processes.engine.document import Field, Value
from balcao.processes.engine.values.plain import brazilian_date

_YES_NO: Mapping[str, tuple[str, str]] = {"pt-br": ("Sim", "Não"), "en": ("Yes", "No"), "es": ("Sí", "No")}
_FORMATS: Mapping[str, Callable[[str], str]] = {
    "phone": format_phone,
    "cpf": format_cpf,
    "cnpj": format_cnpj,
    "cep": format_cep,
    "nfe_key": format_nfe_key,
}


def shown_value(declared: Field, value: Value, language: str) -> str:
    """A value for a reader: labels of choices, masks, dates and decimals of the language; "" for nothing.

    Files are shown by their stored ids; who has their names replaces them.
    """
    if isinstance(value, bool):
        yes, no = _YES_NO.get(language, _YES_NO["pt-br"])
        return yes if value else no
    if isinstance(value, list):
        return ", ".join(_option(declared, item, language) for item in value)
    if is_empty(value):
        return ""
    return _text(declared, value, language)


def _option(declared: Field, option_id: str, language: str) -> str:
    option = declared.option(option_id)
    return pick(option.label, language) if option else option_id


def _text(declared: Field, value: str, language: str) -> str:
    english = language.startswith("en")
    if declared.type == "choice":
        return _option(declared, value, language)
    if declared.type == "money":
        return format_money(value, language)
    if declared.type == "number":
        return value if english else value.replace(".", ",")
    if declared.type == "date":
        return value if english else brazilian_date(value)
    return _FORMATS.get(declared.type, str)(value)
