"""Effects of a process carried out on its ticket, one function each; what cannot be done is kept on the ticket."""

from balcao.tickets.carrying import leaving, linked, moves, people, ticket, waiting, words  # noqa: F401
from balcao.tickets.carrying.dispatch import attempt, carry_out

__all__ = ["attempt", "carry_out"]
