"""Facts that a field may begin with or be given: what is known of the requester, the company and the contract."""

from __future__ import annotations

from collections.abc import Mapping

from balcao.processes.engine.document import Field, Value
from balcao.processes.engine.facts import Facts
from balcao.processes.engine.values.kinds import clean_value
from balcao.processes.engine.values.problems import Wrong

FACTS_TO_COPY = (
    "ticket.number",
    "ticket.subject",
    "requester.login",
    "requester.name",
    "requester.email",
    "requester.department",
    "organization.slug",
    "organization.name",
    "organization.cnpj",
    "contract.tool",
    "contract.tool_name",
    "contract.until",
)
FACT_TYPES = frozenset({"text", "longtext", "email", "person", "cnpj", "date", "choice"})
"""Types of fields that can hold one of them."""


def value_of(declared: Field, source: str, facts: Facts, fields: Mapping[str, Value], today: str) -> Value | None:
    """The fact or field named `source` as this field would keep it; None when there is none or it does not fit."""
    if source in FACTS_TO_COPY:
        root, _, member = source.partition(".")
        value: Value = str(getattr(getattr(facts, root), member))
    else:
        value = fields.get(source, "")
    if value in ("", False) or value == []:
        return None
    try:
        return clean_value(declared, value, today)
    except Wrong:
        return None
