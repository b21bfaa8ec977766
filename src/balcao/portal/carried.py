"""What somebody wrote in the form of one process and takes along to that of another («Trocar processo»).

Kept in the session, because a description does not fit into an address; written by POST only.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field

from django.contrib.sessions.backends.base import SessionBase

SESSION_KEY = "carried_ticket"
PARAMETER = "continuar"
"""In the address of chooser and form: fill in what was carried."""


@dataclass(frozen=True, slots=True)
class Carried:
    subject: str = ""
    body: str = ""
    files: list[str] = field(default_factory=list)


def carry(session: SessionBase, carried: Carried) -> None:
    session[SESSION_KEY] = asdict(carried)


def carried(session: SessionBase) -> Carried:
    return Carried(**session.get(SESSION_KEY, {}))


def put_down(session: SessionBase) -> None:
    """The ticket was sent."""
    session.pop(SESSION_KEY, None)
