"""The fields of the new document: dynamic fields, and attributes of tickets there that tickets here do not have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from balcao.processes.importing.names import field_id, unique, words_of

ATTRIBUTES: Mapping[str, tuple[str, str]] = {
    "Lock": ("ticket_lock", "Bloqueio"),
    "Type": ("ticket_type", "Tipo"),
    "Service": ("ticket_service", "Serviço"),
    "SLA": ("ticket_sla", "SLA"),
    "Responsible": ("ticket_responsible", "Responsável"),
}
"""Attributes there → (field here, label). They become fields when the process looks at them or asks for them."""
CHOSEN: Mapping[str, tuple[str, str]] = {
    "State": ("ticket_state", "Estado"),
    "Queue": ("ticket_queue", "Fila"),
    "Priority": ("ticket_priority", "Prioridade"),
}
"""Attributes that a form there lets people choose; here a field does, and sending the form carries it over."""
PRIORITIES = (
    ("1", "1 · Muito baixa"),
    ("2", "2 · Baixa"),
    ("3", "3 · Normal"),
    ("4", "4 · Alta"),
    ("5", "5 · Muito alta"),
)


@dataclass(slots=True)
class FieldDraft:
    """`there` is the name there. `label` "" until somebody gives one."""

    id: str
    there: str
    type: str = "text"
    label: str = ""
    help: str = ""
    options: list[tuple[str, str]] = field(default_factory=list)


@dataclass(slots=True)
class Fields:
    """Every field of the document, in the order in which it was first met."""

    drafts: dict[str, FieldDraft] = field(default_factory=dict)

    def dynamic(self, name: str) -> FieldDraft:
        """The field for a dynamic field, by its name without `DynamicField_`."""
        there = f"DynamicField_{name}"
        if there not in self.drafts:
            taken = {draft.id for draft in self.drafts.values()}
            taken |= {known for known, _label in (*ATTRIBUTES.values(), *CHOSEN.values())}
            self.drafts[there] = FieldDraft(unique(field_id(name), taken, "_"), there)
        return self.drafts[there]

    def attribute(self, name: str) -> FieldDraft:
        """The field for one of ATTRIBUTES or CHOSEN."""
        if name not in self.drafts:
            found, label = ATTRIBUTES.get(name) or CHOSEN[name]
            self.drafts[name] = FieldDraft(found, name, label=label)
        return self.drafts[name]

    def written(self) -> dict[str, object]:
        """As the document writes them."""
        found: dict[str, object] = {}
        for draft in self.drafts.values():
            entry: dict[str, object] = {"type": draft.type, "label": draft.label or words_of(draft.there[13:])}
            if draft.help:
                entry["help"] = draft.help
            if draft.options:
                entry["options"] = [{"id": name, "label": label} for name, label in draft.options]
            found[draft.id] = entry
        return found
