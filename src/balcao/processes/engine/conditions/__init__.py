"""Conditions: a small, checked part of CEL (the Common Expression Language, github.com/google/cel-spec).

Evaluated by the `cel` module; read by a parser of our own first, because that module tells neither types nor the tree.
What our parser does not read is refused, so nothing reaches the evaluator that was not understood and checked.
"""

from balcao.processes.engine.conditions.evaluate import Scope, compiled, holds
from balcao.processes.engine.conditions.infer import check_condition
from balcao.processes.engine.conditions.rules import show_rule
from balcao.processes.engine.conditions.static import never_true, verdict
from balcao.processes.engine.conditions.types import Environment

__all__ = ["Environment", "Scope", "check_condition", "compiled", "holds", "never_true", "show_rule", "verdict"]
