"""One cleaning per type: each gets something typed, never empty, and answers the stored form or raises Wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from balcao.lib.documents import (
    InvalidDocument,
    normalize_cep,
    normalize_cnpj,
    normalize_cpf,
    normalize_nfe_key,
    normalize_phone,
)
from balcao.lib.names import clean_line
from balcao.processes.engine.blank import empty_of
from balcao.processes.engine.document import Field, Value
from balcao.processes.engine.values.plain import (
    clean_date,
    clean_long,
    clean_money,
    clean_number,
    clean_short,
    clean_time,
)
from balcao.processes.engine.values.problems import Wrong

Typed = str | Sequence[str]
MAX_FILES = 20
STATES_OF_BRAZIL = frozenset(
    "AC AL AM AP BA CE DF ES GO MA MG MS MT PA PB PE PI PR RJ RN RO RR RS SC SE SP TO".split()  # noqa: SIM905
)

_EMAIL = re.compile(r"[^@\s\"(),:;<>\[\]\\]{1,64}@(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_][\w-]{0,61}[^\W_]")
_NAME = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f .'’()/-])*[^\W\d_).]")
MAX_NAME = 120
_CITY = re.compile(r"(?P<name>[^/]+?)(?: ?/ ?| - | – |, ?| ?\()(?P<uf>[A-Za-z]{2})\)?")
_YES = frozenset({"on", "true", "1", "sim", "yes", "sí", "si"})


def clean_value(declared: Field, typed: object, today: str) -> Value:
    """The stored form of what came in, whatever came in; empty input gives the type's empty value."""
    if declared.type in ("multiple", "file"):
        return _several(declared, typed)
    text = _one(typed)
    if declared.type == "boolean":
        return text.strip().lower() in _YES
    if not text.strip():
        return empty_of(declared.type)
    if declared.type == "date":
        return clean_date(declared, text, today)
    return _CLEAN[declared.type](declared, text)


def _one(typed: object) -> str:
    """Forms send one value as a list of one; of several the last counts, as browsers and Django do."""
    if isinstance(typed, bool):
        return "true" if typed else ""
    if isinstance(typed, list | tuple):
        typed = typed[-1] if typed else ""
    return typed if isinstance(typed, str) else "" if typed is None else str(typed)


def _many(typed: object) -> list[str]:
    items = typed if isinstance(typed, list | tuple) else [typed]
    texts = (clean_line(_one(item), 200) for item in items)
    return list(dict.fromkeys(text for text in texts if text))


def _several(declared: Field, typed: object) -> list[str]:
    chosen = _many(typed)
    if declared.type == "multiple":
        if any(declared.option(option) is None for option in chosen):
            raise Wrong("not_an_option")
        chosen = [option.id for option in declared.options if option.id in chosen]
    most = declared.max if declared.max is not None else MAX_FILES if declared.type == "file" else None
    noun = "files" if declared.type == "file" else "choices"
    if most is not None and len(chosen) > most:
        raise Wrong(f"too_many_{noun}", limit=int(most))
    if chosen and declared.min is not None and len(chosen) < declared.min:
        raise Wrong(f"too_few_{noun}", limit=int(declared.min))
    return chosen


def _choice(declared: Field, typed: str) -> str:
    if declared.option(typed.strip()) is None:
        raise Wrong("not_an_option")
    return typed.strip()


def _email(_declared: Field, typed: str) -> str:
    address = clean_line(typed, 1_000)
    if len(address) > 254 or not _EMAIL.fullmatch(address):
        raise Wrong("email")
    local, _, domain = address.rpartition("@")
    return f"{local}@{domain.lower()}"


def _uf(_declared: Field, typed: str) -> str:
    state = typed.strip().upper()
    if state not in STATES_OF_BRAZIL:
        raise Wrong("uf")
    return state


def _document(code: str, normalize: Callable[[str], str]) -> Callable[[Field, str], str]:
    def clean(_declared: Field, typed: str) -> str:
        try:
            return normalize(typed)
        except InvalidDocument as error:
            raise Wrong(code, reason=error.message) from error

    return clean


def _person(_declared: Field, typed: str) -> str:
    return _name("person", clean_line(typed, 1_000))


def _city(_declared: Field, typed: str) -> str:
    """`Manaus/AM`, also from «Manaus (AM)», «Manaus - am» or «Manaus, AM». The state is one of the 27; the name is
    held to its shape only: no package of ours carries the list of IBGE."""
    found = _CITY.fullmatch(clean_line(typed, 1_000))
    if found is None or found["uf"].upper() not in STATES_OF_BRAZIL:
        raise Wrong("city")
    return f"{_name('city', found['name'])}/{found['uf'].upper()}"


def _name(code: str, name: str) -> str:
    """Letters, and what stands between them."""
    if len(name) > MAX_NAME:
        raise Wrong("too_long", limit=MAX_NAME, count=len(name))
    if not _NAME.fullmatch(name):
        raise Wrong(code)
    return name


def _nothing(_declared: Field, _typed: str) -> str:
    return ""


_CLEAN: Mapping[str, Callable[[Field, str], str]] = {
    "text": clean_short,
    "longtext": clean_long,
    "number": clean_number,
    "money": clean_money,
    "time": lambda _declared, typed: clean_time(typed),
    "choice": _choice,
    "email": _email,
    "uf": _uf,
    "city": _city,
    "person": _person,
    "phone": _document("phone", normalize_phone),
    "cpf": _document("cpf", normalize_cpf),
    "cnpj": _document("cnpj", normalize_cnpj),
    "cep": _document("cep", normalize_cep),
    "nfe_key": _document("nfe_key", normalize_nfe_key),
    "notice": _nothing,
}
