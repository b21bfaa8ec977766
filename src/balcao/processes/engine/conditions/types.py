"""The types of conditions and the names that conditions may use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from balcao.processes.engine.document import Field
from balcao.processes.engine.words import IN_WORDS, OTHER_LIST


@dataclass(frozen=True, slots=True)
class Type:
    """`options` are the only values that a text (or a list's items) can have, when they are known."""

    name: str
    options: frozenset[str] | None = None
    source: str = ""

    @property
    def is_number(self) -> bool:
        return self.name in ("int", "double")

    @property
    def item(self) -> Type:
        """The type of a list's items."""
        return Type(self.name.removeprefix("list(").removesuffix(")"), self.options, self.source)


BOOL, INT, DOUBLE, STRING = Type("bool"), Type("int"), Type("double"), Type("string")
TIMESTAMP, DURATION, STRINGS = Type("timestamp"), Type("duration"), Type("list(string)")


def in_words(found: Type) -> str:
    """A type as its author knows it."""
    return IN_WORDS.get(found.name, OTHER_LIST)


STATE_KINDS = frozenset(
    {
        "new",
        "open",
        "waiting_customer",
        "waiting_third_party",
        "resolved",
        "closed",
        "cancelled",
        "merged",
    }
)

ROOTS: Mapping[str, Mapping[str, Type]] = {
    "ticket": {
        "number": STRING,
        "subject": STRING,
        "state": STRING,
        "state_kind": Type("string", STATE_KINDS, "ticket.state_kind"),
        "queue": STRING,
        "owner": STRING,
        "priority": INT,
        "channel": STRING,
        "opened_at": TIMESTAMP,
    },
    "requester": {
        "login": STRING,
        "name": STRING,
        "email": STRING,
        "language": STRING,
        "department": STRING,
        "is_manager": BOOL,
    },
    "organization": {"slug": STRING, "name": STRING, "cnpj": STRING},
    "contract": {"tool": STRING, "tool_name": STRING, "until": STRING},
}
BARE: Mapping[str, Type] = {"now": TIMESTAMP, "today": STRING}

_OF_FIELD: Mapping[str, Type] = {
    "number": DOUBLE,
    "money": DOUBLE,
    "boolean": BOOL,
    "multiple": STRINGS,
    "file": STRINGS,
}


def type_of_field(declared: Field) -> Type:
    """How a field of the process appears in conditions: everything without a type of its own is a text."""
    base = _OF_FIELD.get(declared.type, STRING)
    if declared.type in ("choice", "multiple"):
        return Type(base.name, frozenset(option.id for option in declared.options), declared.id)
    return base


@dataclass(frozen=True, slots=True)
class Environment:
    """The names that a condition of one document may use. `options` narrows names such as `ticket.state`."""

    fields: Mapping[str, Field] = field(default_factory=dict)
    options: Mapping[str, frozenset[str]] = field(default_factory=dict)
    locals: Mapping[str, Type] = field(default_factory=dict)

    def bare(self, name: str) -> Type | None:
        return self.locals.get(name) or BARE.get(name)

    def roots(self) -> tuple[str, ...]:
        return (*ROOTS, "fields", "filled", *BARE)

    def members(self, root: str) -> tuple[str, ...] | None:
        """The names after the dot; None for a name that has none."""
        if root in ("fields", "filled"):
            return tuple(name for name, declared in self.fields.items() if declared.type != "notice")
        return tuple(ROOTS[root]) if root in ROOTS else None

    def member(self, root: str, name: str) -> Type:
        """The type of a known `root.name`."""
        if root == "fields":
            return type_of_field(self.fields[name])
        if root == "filled":
            return BOOL
        known = ROOTS[root][name]
        path = f"{root}.{name}"
        return Type(known.name, self.options[path], path) if path in self.options else known

    def with_local(self, name: str, of: Type) -> Environment:
        return Environment(self.fields, self.options, {**self.locals, name: of})
