"""What a condition there looks at, as an expression of ours, and what it compares it with."""

from __future__ import annotations

import re
from dataclasses import dataclass

from balcao.processes.importing.cel_text import call, quoted_list
from balcao.processes.importing.desk import Names, Sort
from balcao.processes.importing.fields import ATTRIBUTES, Fields

_PLAIN = {
    "Title": "ticket.subject",
    "TicketNumber": "ticket.number",
    "Owner": "ticket.owner",
    "CustomerID": "organization.slug",
    "CustomerUserID": "requester.login",
    "PriorityID": "ticket.priority",
    "Priority": "znuny.priority(ticket.priority)",
}
_NAMED: dict[str, Sort] = {"State": "state", "Queue": "queue", "StateID": "state", "QueueID": "queue"}
_TYPES_OF_STATES = [
    "waiting_customer=pending reminder",
    "waiting_third_party=pending reminder",
    "resolved=closed",
    "cancelled=closed",
]
TAG = re.compile(r"<(?:OTRS|OTOBO|ZNUNY)_(?:TICKET|Ticket)_([A-Za-z0-9_]+)>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Looked:
    """`expression` of what is looked at. `sort`: its values are slugs here; `by_number`: and numbers there."""

    expression: str
    sort: Sort | None = None
    by_number: bool = False


def looked_at(name: str, fields: Fields) -> Looked | None:
    """What a name there stands for; None for what is not known here."""
    if name.startswith("DynamicField_") and len(name) > len("DynamicField_"):
        return Looked(f"fields.{fields.dynamic(name.removeprefix('DynamicField_')).id}")
    if name in ATTRIBUTES:
        return Looked(f"fields.{fields.attribute(name).id}")
    if name in _NAMED:
        sort = _NAMED[name]
        return Looked(f"ticket.{sort}", sort, name.endswith("ID"))
    if name == "StateType":
        return Looked(call("named", "ticket.state_kind", quoted_list(_TYPES_OF_STATES)))
    return Looked(_PLAIN[name]) if name in _PLAIN else None


def by_its_name(looked: Looked, names: Names) -> str:
    """The expression of a state or queue as the name it had there, for patterns and the like."""
    pairs = names.pairs(looked.sort) if looked.sort else []
    return call("named", looked.expression, quoted_list(pairs)) if pairs else looked.expression
