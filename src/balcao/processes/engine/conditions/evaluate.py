"""Conditions at work: compiled once, given only the values that they name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import UTC, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from balcao.processes.engine.blank import empty_of, is_empty
from balcao.processes.engine.conditions.functions import OWN_FUNCTIONS
from balcao.processes.engine.conditions.native import cel
from balcao.processes.engine.conditions.parse import parse_condition
from balcao.processes.engine.conditions.tree import Call, Tree, names_used, walk
from balcao.processes.engine.document import Condition, Field, Value
from balcao.processes.engine.errors import ConditionInvalid, EngineError
from balcao.processes.engine.facts import Facts


@dataclass(frozen=True, slots=True)
class Compiled:
    tree: Tree
    program: cel.Program
    names: frozenset[tuple[str, str]]


@lru_cache(maxsize=4_096)
def compiled(source: str) -> Compiled:
    """A condition ready to run. Raises ConditionInvalid when it cannot be read."""
    tree = parse_condition(source)
    try:
        program = cel.compile(_for_cel(source, tree))
    except ValueError as error:
        # Our grammar is a part of CEL's; should the two ever disagree, the message is CEL's own.
        raise ConditionInvalid("condition_refused", 1, reason=str(error).splitlines()[0][:200]) from None
    return Compiled(tree, program, names_used(tree))


def _for_cel(source: str, tree: Tree) -> str:
    """The source with `znuny.equal(` as `znuny_equal(`: the evaluator has no functions with a dot."""
    found = list(source)
    for part in walk(tree):
        if isinstance(part, Call) and "." in part.name:
            found[part.at - 1 + part.name.index(".")] = "_"
    return "".join(found)


class Scope:
    """What conditions see at one moment. Fields that were not filled appear as the empty value of their type."""

    def __init__(self, declared: Mapping[str, Field], values: Mapping[str, Value], facts: Facts, now: datetime) -> None:
        self._declared = declared
        self._values = values
        self._facts = facts
        self._now = now

    def variables(self, names: frozenset[tuple[str, str]]) -> dict[str, object]:
        """The values of exactly these names."""
        found: dict[str, object] = {}
        for root, member in names:
            if member:
                inner = found.setdefault(root, {})
                assert isinstance(inner, dict)
                inner[member] = self._member(root, member)
            elif root == "now":
                found[root] = self._now.astimezone(UTC)
            elif root == "today":
                found[root] = today_in(self._facts.zone, self._now)
        return found

    def _member(self, root: str, name: str) -> object:
        if root == "filled":
            return not is_empty(self._values.get(name, ""))
        if root == "fields":
            return self._field(name)
        facts = getattr(self._facts, root, None)
        if not is_dataclass(facts) or name not in {fact.name for fact in fields(facts)}:
            raise EngineError(f"The condition names {root}.{name}, which is not known.")
        value = getattr(facts, name)
        return self._now.astimezone(UTC) if value is None else value

    def _field(self, name: str) -> object:
        declared = self._declared.get(name)
        if declared is None:
            raise EngineError(f"The condition names fields.{name}, which is not known.")
        value = self._values.get(name)
        empty = empty_of(declared.type)
        # A stored value of another type (an older version of the document) counts as not filled.
        value = value if isinstance(value, type(empty)) else empty
        if declared.type in ("number", "money"):
            return float(str(value) or 0)
        return value


@lru_cache(maxsize=64)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def today_in(zone: str, now: datetime) -> str:
    """The date of an instant in a zone, ISO."""
    return now.astimezone(_zone(zone)).date().isoformat()


def holds(condition: Condition | None, scope: Scope) -> bool:
    """Whether a condition is true now; none at all always is. Raises EngineError with the place of the condition."""
    if condition is None:
        return True
    try:
        program = compiled(condition.source)
        context = cel.Context(scope.variables(program.names), OWN_FUNCTIONS)
        answer = program.program.execute(context)
    except ConditionInvalid as error:
        raise EngineError(str(error), path=condition.path, position=error.position) from error
    except EngineError as error:
        raise EngineError(error.message, path=condition.path) from error
    except Exception as error:
        raise EngineError(f"The condition failed: {str(error)[:300]}", path=condition.path) from error
    if not isinstance(answer, bool):
        raise EngineError("The condition is neither true nor false.", path=condition.path, position=1)
    return answer
