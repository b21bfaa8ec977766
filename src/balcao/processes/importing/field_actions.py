"""Transition actions that set, clear and count dynamic fields."""

from __future__ import annotations

import re
from dataclasses import dataclass

from balcao.processes.importing.cursor import Cursor
from balcao.processes.importing.fields import Fields
from balcao.processes.importing.placeholders import Placeholders
from balcao.processes.importing.report import Report

Effect = dict[str, object]


@dataclass(slots=True)
class FieldActions:
    fields: Fields
    report: Report
    placeholders: Placeholders

    def set_all(self, parameters: Cursor, *, only_dynamic: bool = False) -> list[Effect]:
        """Each parameter is a field and its value; `only_dynamic`: those that say so by name."""
        effects: list[Effect] = []
        for key, place in sorted(parameters.entries()):
            if key == "UserID" or (only_dynamic and not key.startswith("DynamicField_")):
                continue
            name = key.removeprefix("DynamicField_")
            if isinstance(place.node, str):
                effects.append(self._set_field(name, place.take()))
            elif isinstance(place.node, list):
                items = [item.node for item in place.take().items() if isinstance(item.node, str)]
                self.report.add("changed", place.path, "A list there; one text with commas here.")
                effects.append(self._value(name, ", ".join(items), place.path))
        return effects

    def _set_field(self, name: str, place: Cursor) -> Effect:
        text = str(place.node)
        source = self.placeholders.field_named(text)
        if source is not None:
            return {"copy_field": {"from": self.fields.dynamic(source).id, "to": self.fields.dynamic(name).id}}
        return self._value(name, text, place.path)

    def _value(self, name: str, text: str, path: str) -> Effect:
        target = self.fields.dynamic(name)
        value = self.placeholders.text(text, path)
        if not value.strip():
            return {"clear_field": target.id}
        if len(value) > 500 or "\n" in value.strip():
            target.type = "longtext"
        return {"set_field": {"field": target.id, "value": value.strip()[:20_000]}}

    def clear(self, parameters: Cursor) -> list[Effect]:
        """Each parameter names a field to empty."""
        effects: list[Effect] = []
        for key, place in sorted(parameters.entries()):
            if key != "UserID":
                place.take()
                effects.append({"clear_field": self.fields.dynamic(key.removeprefix("DynamicField_")).id})
        return effects

    def increment(self, parameters: Cursor) -> list[Effect]:
        """Each parameter that is true names a field to count up by `Value`."""
        by = parameters.text("Value") or "1"
        effects: list[Effect] = []
        for key, place in sorted(parameters.entries()):
            if key in ("Value", "UserID") or place.node in ("", "0", None):
                continue
            place.take()
            target = self.fields.dynamic(key.removeprefix("DynamicField_"))
            target.type = "number"
            effects.append({"increment_field": {"field": target.id, "by": by if _is_number(by) else "1"}})
        return effects


def _is_number(text: str) -> bool:
    return re.fullmatch(r"-?[0-9]{1,9}", text) is not None
