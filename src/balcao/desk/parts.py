"""Parts of the desk that a page already open asks for: the list stays, the ticket beside it changes."""

from balcao.front.access import ReaderRequest

TICKET = "ticket"
LIST = "lista"
ACT = "undo"


def wants(request: ReaderRequest, part: str) -> bool:
    """The page asks for this part only (`ui/js/desk.js`); without a script nobody does, and a whole page answers."""
    return bool(request.htmx) and request.htmx.target == part
