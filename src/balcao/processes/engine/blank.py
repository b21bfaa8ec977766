"""What a field holds when nobody filled it: its type's empty value, so that conditions never meet a missing one."""

from __future__ import annotations

from balcao.processes.engine.document import FieldType, Value


def empty_of(field_type: FieldType) -> Value:
    """ "" for everything written, False for yes/no, [] for several choices and files."""
    if field_type == "boolean":
        return False
    return [] if field_type in ("multiple", "file") else ""


def is_empty(value: Value) -> bool:
    """Whether nothing was filled. «No» to a yes/no question counts as nothing: an unticked box says no more."""
    return value in ("", False) or value == []
