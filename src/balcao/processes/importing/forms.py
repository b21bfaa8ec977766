"""Their activity dialogs as dialogs of ours."""

from __future__ import annotations

from dataclasses import dataclass, field

from balcao.lib.names import clean_line, clean_text
from balcao.processes.importing.articles import is_visible
from balcao.processes.importing.cursor import Cursor
from balcao.processes.importing.desk import Names, Sort
from balcao.processes.importing.field_actions import Effect
from balcao.processes.importing.fields import ATTRIBUTES, CHOSEN, PRIORITIES, Fields
from balcao.processes.importing.report import Report

_KNOWN_OTHERWISE = frozenset({"CustomerID", "CustomerUserID", "CustomerUser", "CustomerNo"})
_DISPLAYED = ("1", "2")


@dataclass(slots=True)
class Forms:
    """Reads the activity dialogs of one file. `wanted`: attributes that the process looks at."""

    fields: Fields
    names: Names
    report: Report
    wanted: set[str] = field(default_factory=set)

    def of(self, dialog: Cursor, *, starts: bool) -> dict[str, object]:
        """One dialog, without its name."""
        config = dialog.config()
        form: dict[str, object] = {"title": clean_line(dialog.text("Name"), 120) or "Formulário"}
        form |= _texts(config, str(form["title"]))
        form["for"] = self._actors(config)
        self._limits(config)
        uses, effects = self._uses(config, form, starts=starts)
        if uses:
            form["fields"] = uses
        if effects:
            form["do"] = effects
        return form

    def _actors(self, config: Cursor) -> list[str]:
        named = config.texts("Interface")
        actors = [
            ours for ours, theirs in (("customer", "CustomerInterface"), ("agent", "AgentInterface")) if theirs in named
        ]
        if not actors:
            self.report.add("assumed", f"{config.path}.Interface", "No interface is named: agents only.")
        return actors or ["agent"]

    def _limits(self, config: Cursor) -> None:
        permission = config.peek("Permission")
        if permission.node == "rw":
            self.report.add(
                "changed", permission.take().path, "“rw”: who may answer in the ticket's queue sends it, as everywhere."
            )
        elif permission.node:
            self.report.add(
                "kept", permission.path, f"The permission “{permission.node}”: here who may answer sends it."
            )
        lock = config.peek("RequiredLock")
        if lock.node not in (None, "", "0"):
            self.report.add(
                "kept", lock.path, "RequiredLock: tickets here are not locked, anyone who may answer sends it."
            )
        else:
            lock.take()

    def _uses(self, config: Cursor, form: dict[str, object], *, starts: bool) -> tuple[list[Effect], list[Effect]]:
        places = config.peek("Fields")
        details = config.peek("FieldDetails")
        if details and details.node == places.node:
            details.take()
        uses: list[Effect] = []
        effects: list[Effect] = []
        if not starts and config.peek("RequiredLock").node not in (None, "", "0") and "Lock" in self.wanted:
            effects.append({"set_field": {"field": self.fields.attribute("Lock").id, "value": "lock"}})
        order = [name for name in config.texts("FieldOrder") if places.has(name)]
        for name in dict.fromkeys([*order, *places.names()]):
            place = places.peek(name)
            if place.text("Display") in _DISPLAYED or (place.peek("Display").node or "1") in _DISPLAYED:
                uses += self._shown(name, place, form, effects, starts=starts)
            else:
                effects += self._hidden(name, place)
        return uses, effects

    def _hidden(  # noqa: PLR0911 - one answer per kind of field
        self, name: str, place: Cursor
    ) -> list[Effect]:
        """A field that is not shown takes its default when the form is sent."""
        value = place.text("DefaultValue")
        if not value:
            return []
        path = f"{place.path}.DefaultValue"
        if name.startswith("DynamicField_"):
            return [{"set_field": {"field": self.fields.dynamic(name[13:]).id, "value": _escaped(value)}}]
        if name in ("State", "Queue"):
            sort: Sort = "state" if name == "State" else "queue"
            return [{f"set_{sort}": self.names.resolve(sort, value, path)}]
        if name == "Priority" and value[:1] in "12345":
            return [{"set_priority": int(value[0])}]
        if name == "Type":
            return [{"set_kind": clean_line(value, 60)}, *self._attribute(name, value)]
        if name == "Title":
            return [{"set_title": _escaped(clean_line(value, 200))}]
        if name in ATTRIBUTES and name in self.wanted:
            return self._attribute(name, value)
        place.reading.read.discard(path)
        self.report.add("kept", path, f"{name} is set to “{value[:80]}” there; a ticket here has no such thing.")
        return []

    def _attribute(self, name: str, value: str) -> list[Effect]:
        if name not in self.wanted:
            return []
        return [{"set_field": {"field": self.fields.attribute(name).id, "value": _escaped(value)[:500]}}]

    def _shown(  # noqa: PLR0911 - one answer per kind of field
        self, name: str, place: Cursor, form: dict[str, object], effects: list[Effect], *, starts: bool
    ) -> list[Effect]:
        required = place.text("Display") == "2"
        if name == "Article":
            return self._article(place, form, required, starts=starts)
        if name == "Title":
            return [_use("subject", required, place.text("DefaultValue"))]
        if name in _KNOWN_OTHERWISE:
            self.report.add(
                "changed", place.take().path, "Who the customer is, is known here before the form: not asked."
            )
            return []
        if name.startswith("DynamicField_") and len(name) > 13:
            self._describe(self.fields.dynamic(name[13:]).there, place)
            return [_use(self.fields.dynamic(name[13:]).id, required, place.text("DefaultValue"))]
        if name in CHOSEN:
            return [self._chosen(name, place, required, effects)]
        if name in ATTRIBUTES:
            self._describe(self.fields.attribute(name).there, place)
            self.report.add(
                "changed", place.path, f"{name} is a field of the process here: what is filled in changes nothing else."
            )
            return [_use(self.fields.attribute(name).id, required, place.text("DefaultValue"))]
        self.report.add("kept", place.path, f"The field {name} is not asked: a ticket here has no such thing.")
        return []

    def _article(self, place: Cursor, form: dict[str, object], required: bool, *, starts: bool) -> list[Effect]:
        config = place.peek("Config")
        customers_only = form["for"] == ["customer"]
        if starts:
            is_visible(config)
            return [
                _use("subject", required, ""),
                _use("body", required, place.text("DefaultValue")),
                _use("attachments", False, ""),
            ]
        if not customers_only and not is_visible(config):
            form["internal"] = True
        return [_use("body", required, place.text("DefaultValue")), _use("attachments", False, "")]

    def _chosen(self, name: str, place: Cursor, required: bool, effects: list[Effect]) -> Effect:
        """State, queue or priority as a choice, which sending the form gives to the ticket."""
        draft = self.fields.attribute(name)
        draft.type = "choice"
        self._describe(draft.there, place)
        default = place.text("DefaultValue")
        attribute = name.lower()
        if name == "Priority":
            draft.options = list(PRIORITIES)
            found = default[:1] if default[:1] in "12345" else ""
        else:
            sort: Sort = "state" if name == "State" else "queue"
            found = self.names.resolve(sort, default, f"{place.path}.DefaultValue") if default else ""
            draft.options = _choices(self.names, sort)
            if not draft.options:
                draft.type, draft.options = "text", []
                self.report.add("kept", place.path, f"No {sort} is known to choose from: {name} is a plain text here.")
                return _use(draft.id, required, default)
            self.report.add(
                "assumed", place.path, f"Every {sort} of this desk can be chosen; take away what should not."
            )
        effects.append({"set_from": {attribute: draft.id}})
        return _use(draft.id, required, found)

    def _describe(self, there: str, place: Cursor) -> None:
        """The first wording that a dialog gives is the field's."""
        draft = self.fields.drafts[there]
        short, long = place.peek("DescriptionShort"), place.peek("DescriptionLong")
        for text, key, limit in ((short, "label", 300), (long, "help", 1_000)):
            if not isinstance(text.node, str) or not text.node.strip():
                continue
            wording = clean_line(text.node, limit)
            known = getattr(draft, key)
            given = there in ATTRIBUTES or there in CHOSEN
            if not known or known == wording or (given and key == "label"):
                setattr(draft, key, wording)
                text.take()
            else:
                self.report.add("kept", text.path, f"The field has another wording already: “{known[:80]}”.")


def _choices(names: Names, sort: Sort) -> list[tuple[str, str]]:
    """What can be chosen: everything of the desk, and what the file names."""
    found = {slug: row.name for slug, row in names.desk.of(sort).items()}
    for there, slug in names.used[sort].items():
        found.setdefault(slug, there)
    return [(slug, clean_line(name, 200) or slug) for slug, name in found.items()]


def _use(name: str, required: bool, default: str) -> Effect:
    use: Effect = {"use": name}
    if required:
        use["required"] = True
    if default.strip() and name != "attachments":
        use["default"] = clean_text(default)[:500].strip()
    return use


def _escaped(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")


def _texts(config: Cursor, title: str) -> dict[str, object]:
    """Descriptions, advice and button."""
    found: dict[str, object] = {}
    for key, theirs, limit in (
        ("short", "DescriptionShort", 160),
        ("description", "DescriptionLong", 2_000),
        ("advice", "SubmitAdviceText", 500),
        ("submit", "SubmitButtonText", 60),
    ):
        written = config.text(theirs)
        text = clean_text(written) if key == "description" else clean_line(written, limit)
        if text.strip() and not (key == "short" and text == title):
            found[key] = text[:limit].strip()
    return found
