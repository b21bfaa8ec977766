"""Where a ticket stands in its process: a few hundred bytes, stored with the ticket."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast

from balcao.processes.engine.document import Value
from balcao.processes.engine.errors import EngineError

MAX_ENTERED = 100


@dataclass(frozen=True, slots=True)
class Run:
    """`entered` is the path walked, oldest first: (activity, stage); of a long one the first and the last are kept.

    `asks_first`: the ticket came without the first dialog's answers, and waits for them.
    """

    activity: str
    stage: str
    fields: Mapping[str, Value] = field(default_factory=dict)
    entered: tuple[tuple[str, str], ...] = ()
    finished: bool = False
    asks_first: bool = False

    def to_json(self) -> dict[str, object]:
        return {
            "v": 1,
            "activity": self.activity,
            "stage": self.stage,
            "fields": dict(self.fields),
            "entered": [list(pair) for pair in self.entered],
            "finished": self.finished,
            **({"asks_first": True} if self.asks_first else {}),
        }

    @classmethod
    def from_json(cls, data: object) -> Run:
        """The run that `to_json` wrote. Raises EngineError for anything else."""
        if not isinstance(data, dict) or data.get("v") != 1:
            raise EngineError("This is not a stored run of a process.")
        activity, stage, fields = data.get("activity"), data.get("stage"), data.get("fields")
        entered = data.get("entered")
        if not (isinstance(activity, str) and isinstance(stage, str) and _are_values(fields) and _is_path(entered)):
            raise EngineError("The stored run of this process is damaged.")
        pairs = cast(list[list[str]], entered)
        path = tuple((pair[0], pair[1]) for pair in pairs)
        is_finished, asks_first = data.get("finished") is True, data.get("asks_first") is True
        return cls(activity, stage, cast(dict[str, Value], fields), path, is_finished, asks_first)


def bounded(path: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """A path of at most MAX_ENTERED steps that still begins where the ticket began."""
    return path if len(path) <= MAX_ENTERED else path[:1] + path[-(MAX_ENTERED - 1) :]


def _are_values(fields: object) -> bool:
    return isinstance(fields, dict) and all(
        isinstance(key, str)
        and (
            isinstance(value, str | bool) or (isinstance(value, list) and all(isinstance(item, str) for item in value))
        )
        for key, value in fields.items()
    )


def _is_path(entered: object) -> bool:
    return isinstance(entered, list) and all(
        isinstance(pair, list) and len(pair) == 2 and all(isinstance(part, str) for part in pair) for pair in entered
    )
