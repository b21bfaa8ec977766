"""Effects as JSON and back: what could not be done at once is kept and tried again."""

from __future__ import annotations

from dataclasses import asdict, fields
from typing import cast, get_args

from balcao.processes.engine.effects import DocumentEffect, Span
from balcao.processes.engine.errors import EngineError

_KINDS: dict[str, type] = {kind.__name__: kind for kind in get_args(DocumentEffect)}


def effect_to_json(effect: DocumentEffect) -> dict[str, object]:
    """The effect with the name of its kind under `kind_of_effect`."""
    return {"kind_of_effect": type(effect).__name__, **asdict(effect)}


def effect_from_json(data: object) -> DocumentEffect:
    """The effect that `effect_to_json` wrote. Raises EngineError for anything else."""
    if not isinstance(data, dict):
        raise EngineError("This is not a stored effect of a process.")
    kind = _KINDS.get(str(data.get("kind_of_effect")))
    if kind is None:
        raise EngineError("This is not a stored effect of a process.")
    given = {one.name: _value(data[one.name]) for one in fields(kind) if one.name in data}
    try:
        return cast(DocumentEffect, kind(**given))
    except TypeError as error:
        raise EngineError("The stored effect of this process is damaged.") from error


def _value(value: object) -> object:
    if isinstance(value, dict) and set(value) == {"days", "minutes"}:
        return Span(value["days"], value["minutes"])
    return tuple(value) if isinstance(value, list) else value
