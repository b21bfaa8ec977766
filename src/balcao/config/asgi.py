"""The ASGI entry, for any ASGI server; `balcao serve` runs the same."""

from balcao.config.server import build

application = build()
