"""Conditions of their transitions as conditions of ours, which mean the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from balcao.processes.importing.cel_text import call, joined, quoted, quoted_list
from balcao.processes.importing.cursor import Cursor
from balcao.processes.importing.desk import Names
from balcao.processes.importing.fields import Fields
from balcao.processes.importing.patterns import ours
from balcao.processes.importing.report import Report
from balcao.processes.importing.source import Node
from balcao.processes.importing.values import TAG, Looked, by_its_name, looked_at

LINKS = ("and", "or", "xor")
MAX_CONDITION = 2_000
NEVER = "false"

_SMALL = {
    "Equal": "equal",
    "NotEqual": "not_equal",
    "Contains": "contains",
    "NotContains": "not_contains",
    "GreaterThan": "greater_than",
    "GreaterThanOrEqual": "greater_or_equal",
    "LessThan": "less_than",
    "LessThanOrEqual": "less_or_equal",
}
_STOPPED = "there it was an error, which also kept the transitions after it from being tried; here they are tried"


@dataclass(slots=True)
class Conditions:
    """Reads the conditions of one file."""

    fields: Fields
    names: Names
    report: Report

    def of(self, transition: Cursor) -> list[str]:
        """One condition, or several of which one is enough when they are too long for one; NEVER for a broken one."""
        config = transition.config()
        conditions = config.peek("Condition")
        linking = config.text("ConditionLinking") or conditions.text("Type") or "and"
        conditions.peek("ConditionLinking").take()
        groups = {name: place for name, place in conditions.entries() if name not in ("Type", "ConditionLinking")}
        if not groups:
            self._broken(conditions, "It has no condition")
            return [NEVER]
        if linking not in LINKS:
            self._broken(config.peek("ConditionLinking"), f"“{linking}” is no way to link conditions")
            return [NEVER]
        parts = [self._group(groups[name], linking) for name in sorted(groups)]
        return self._fitting(parts, linking, transition)

    def _fitting(self, parts: list[str], linking: str, transition: Cursor) -> list[str]:
        whole = joined(parts, linking)
        if len(whole) <= MAX_CONDITION:
            return [whole]
        if linking == "or" and all(len(part) <= MAX_CONDITION for part in parts):
            self.report.add(
                "changed", transition.path, "Its conditions are too long for one transition; each has its own."
            )
            return [part for part in parts if part != NEVER]
        self.report.add(
            "kept",
            f"{transition.path}.Config.Condition",
            f"It would have {len(whole):,} characters, more than the {MAX_CONDITION:,} of ours: it is never true.",
        )
        return [NEVER]

    def _group(self, group: Cursor, linking: str) -> str:
        how = group.text("Type") or "and"
        fields = group.peek("Fields")
        if how not in LINKS:
            self._broken(group.peek("Type"), f"“{how}” is no way to link fields")
            return NEVER
        if not fields.names():
            self._broken(fields or group, "The condition has no fields")
            return NEVER
        if linking == "xor" and how == "or":
            self.report.add("told", group.path, "An “or” linked with “xor” never counts there; neither does it here.")
            # Read all the same, so that what it names is known.
            for name in sorted(fields.names()):
                self._field(name, fields.peek(name))
            return NEVER
        return joined([self._field(name, fields.peek(name)) for name in sorted(fields.names())], how)

    def _field(self, name: str, place: Cursor) -> str:
        kind, match = _kind_and_match(place)
        looked = looked_at(name, self.fields)
        if kind == "Module":
            self.report.add(
                "kept", place.path, f"“{name}” is decided by a module of their installation: it is never true here."
            )
            return NEVER
        if looked is None:
            self.report.add(
                "kept", place.path, f"“{name}” is nothing that a ticket here has: the comparison is never true."
            )
            return NEVER
        place.take()
        return self._compared(kind, match, looked, place)

    def _compared(self, kind: str, match: Node, looked: Looked, place: Cursor) -> str:
        if kind == "String":
            return self._string(match, looked, place)
        if kind == "Array":
            wanted = [item for item in match if isinstance(item, str)] if isinstance(match, list) else []
            return call("array", by_its_name(looked, self.names), quoted_list(wanted)) if wanted else NEVER
        if kind == "Regexp":
            return self._pattern("regexp", match, looked, place)
        if kind in ("Contains", "NotContains") and not (isinstance(match, str) and TAG.search(match)):
            return self._pattern(_SMALL[kind], match, looked, place)
        if kind in _SMALL:
            return self._small(_SMALL[kind], match, looked, place)
        if kind == "Hash":
            self.report.add("told", place.path, "Nothing of a ticket is a “Hash”: it is never true, as there.")
        else:
            self._broken(place, f"“{kind}” is no comparison")
        return NEVER

    def _string(self, match: Node, looked: Looked, place: Cursor) -> str:
        if not isinstance(match, str) or not match:
            self._broken(place, "“Match” is empty or no text")
            return NEVER
        return call("string", looked.expression, quoted(self._slug(match, looked, place)))

    def _slug(self, match: str, looked: Looked, place: Cursor) -> str:
        """A name there as the slug that the ticket has here."""
        if looked.sort is None:
            return match
        if looked.by_number:
            return self.names.resolve_id(looked.sort, match, place.path)
        return self.names.resolve(looked.sort, match, place.path)

    def _pattern(self, function: str, match: Node, looked: Looked, place: Cursor) -> str:
        if not isinstance(match, str) or not match or (match == "0" and function == "regexp"):
            self._broken(place, "“Match” is empty or no text")
            return NEVER
        pattern = ours(match if function == "regexp" else match.lower())
        if pattern is None:
            self.report.add(
                "kept", place.path, f"The pattern “{match[:80]}” says what patterns here cannot: it is never true."
            )
            self._keep(place)
            return NEVER
        return call(function, by_its_name(looked, self.names), quoted(pattern))

    def _small(self, function: str, match: Node, looked: Looked, place: Cursor) -> str:
        if isinstance(match, list):
            wanted = quoted_list([item for item in match if isinstance(item, str)])
            return call(function, by_its_name(looked, self.names), wanted)
        if not isinstance(match, str):
            self._broken(place, "“Match” is missing")
            return NEVER
        if TAG.search(match):
            return call(function, by_its_name(looked, self.names), self._filled_in(match, place))
        if looked.sort and function in ("equal", "not_equal") and match and "," not in match:
            return call(function, looked.expression, quoted(self._slug(match, looked, place)))
        return call(function, by_its_name(looked, self.names), quoted(match))

    def _filled_in(self, match: str, place: Cursor) -> str:
        """A text with tags: what has no value is told as “-”, as their templates do."""
        parts, end = [], 0
        for tag in TAG.finditer(match):
            if tag.start() > end:
                parts.append(quoted(match[end : tag.start()]))
            end = tag.end()
            name = tag.group(1).removesuffix("_Value") if "DynamicField_" in tag.group(1) else tag.group(1)
            looked = looked_at(name, self.fields)
            if looked is None or looked.expression == "ticket.priority":
                self.report.add("kept", place.path, f"“{tag.group()}” has no equivalent: “-” stands for it.")
                parts.append('"-"')
            else:
                value = by_its_name(looked, self.names)
                parts.append(f'({value} == "" ? "-" : {value})')
        if end < len(match):
            parts.append(quoted(match[end:]))
        return " + ".join(parts)

    def _broken(self, place: Cursor, why: str) -> None:
        self.report.add("kept", place.path, f"{why}: it is never true; {_STOPPED}.")
        self._keep(place)

    def _keep(self, place: Cursor) -> None:
        """Take back that a place was read: it stays in the document as it was."""
        place.reading.read.discard(place.path)


def _kind_and_match(place: Cursor) -> tuple[str, Node]:
    """A comparison may be written out, or as a text (`String`) or a list (`Array`) only."""
    node = place.node
    if isinstance(node, str):
        return "String", node
    if isinstance(node, list):
        return "Array", node
    if isinstance(node, Mapping):
        kind, match = node.get("Type"), node.get("Match")
        return (kind if isinstance(kind, str) and kind else "String"), match
    return "String", None
