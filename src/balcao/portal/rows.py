"""A ticket in a list, as the components of lists show it: plain values, no query."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from balcao.front.places import TICKETS
from balcao.lib.texts import pick
from balcao.people.models import User
from balcao.processes.definitions import definition_by_id
from balcao.tickets.faces import face_of
from balcao.tickets.listing import Row
from balcao.tickets.models import StateKind, Ticket
from balcao.tickets.stages import position_of


@dataclass(frozen=True, slots=True)
class Shown:
    """`total` is 0 for a ticket that has ended: it stands in no stage."""

    number: int
    href: str
    subject: str
    kind: str
    state_label: str
    process: str
    tool: str
    activity: str
    position: int
    total: int
    stage: str
    at: datetime
    who: str
    new: bool
    off: bool
    snippet: str


def shown(row: Row, *, reader: User, snippet: str = "", with_requester: bool = False) -> Shown:
    """`with_requester`: name whose ticket it is, in lists of several people's."""
    ticket, language = row.ticket, get_language()
    place = position_of(ticket)
    return Shown(
        number=ticket.number,
        href=f"{TICKETS}{ticket.number}/",
        subject=ticket.subject,
        kind=ticket.state.kind,
        state_label=pick(ticket.state.customer_label, language),
        process=process_name(ticket),
        tool=pick(ticket.tool.name, language),
        activity=pick(place.activity_name, language) if ticket.is_open else _ended(ticket),
        position=place.position,
        total=place.total if ticket.is_open else 0,
        stage=pick(place.name, language),
        at=ticket.last_public_at,
        who=_who(ticket, row.has_news, reader),
        new=row.has_news,
        off=not ticket.is_open,
        snippet=snippet or (ticket.requester.name if with_requester else ""),
    )


def process_name(ticket: Ticket) -> str:
    """The name that the ticket's own version of the process has."""
    return pick(definition_by_id(ticket.process_version_id).name, get_language())


def _ended(ticket: Ticket) -> str:
    return _("Cancelled") if ticket.state.kind == StateKind.CANCELLED else _("Finished")


def _who(ticket: Ticket, is_new: bool, reader: User) -> str:
    """Who wrote last: «Ana respondeu», «Ana», «você»."""
    author = ticket.last_public_by
    if author is not None and author.pk == reader.pk:
        return _("you")
    face = face_of(author, is_desk=author is None or author.is_agent, side="customer", reader=reader)
    return _("%(name)s replied") % {"name": face.name} if is_new else face.name
