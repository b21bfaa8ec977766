"""What to know before a document is published: names outside it, and things that are allowed but look like slips."""

from balcao.processes.engine.checking.check import check, check_text
from balcao.processes.engine.checking.names import Names

__all__ = ["Names", "check", "check_text"]
