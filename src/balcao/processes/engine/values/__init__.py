"""What people type into dialogs, made into values; and values made into what people read."""

from balcao.processes.engine.values.dialog import CleanedDialog, clean_values, initial_values, visible_fields
from balcao.processes.engine.values.problems import FIELD_PROBLEMS, FieldProblem
from balcao.processes.engine.values.shown import shown_value

__all__ = [
    "FIELD_PROBLEMS",
    "CleanedDialog",
    "FieldProblem",
    "clean_values",
    "initial_values",
    "shown_value",
    "visible_fields",
]
