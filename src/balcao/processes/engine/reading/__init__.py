"""From text to `Document`, noting every error on the way."""

from balcao.processes.engine.reading.document import parse

__all__ = ["parse"]
