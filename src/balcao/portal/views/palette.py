"""The palette of the portal: pages, processes and the reader's own tickets."""

from __future__ import annotations

from django.http import Http404, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from balcao.front import places
from balcao.front.access import ReaderRequest, person_required
from balcao.front.palette import Group, Item, answer, shared_groups
from balcao.front.reader import Reader
from balcao.lib.texts import pick
from balcao.people.models import Membership
from balcao.portal.asked import access_terms, text_asked
from balcao.portal.chooser import Chooser, chooser_of
from balcao.search.find import find
from balcao.search.words import number_in, words_of
from balcao.site.current import current_site
from balcao.site.words import Words, words
from balcao.tickets.access import portal_ticket
from balcao.tickets.listing import Wanted, page_of
from balcao.tickets.models import Ticket
from balcao.ui.faces import tool_icon

MOST_FOUND = 8
SHOWN_AT_FIRST = 5


@require_safe
@person_required
def palette(request: ReaderRequest) -> HttpResponseBase:
    """Without words, everything that is matched in the browser; with `q`, the tickets that these words find."""
    reader, membership = request.reader, request.reader.membership
    said = words(current_site().word)
    text = text_asked(request.GET)
    if text:
        return answer([Group(said.my_tickets, _tickets(reader, membership, text, said) if membership else [])])
    if membership is None:
        return answer(shared_groups(reader))
    chooser = chooser_of(membership, now=reader.now, language=reader.language)
    own = [Group(said.new_ticket, _processes(chooser, said)), Group(said.my_tickets, _open_tickets(chooser))]
    pages, *rest = shared_groups(reader)
    return answer([pages, *own, *rest], _asks(said), search=True)


def _processes(chooser: Chooser, said: Words) -> list[Item]:
    """«novo ticket em Faturamento» finds them by their hidden words."""
    hidden = f"{said.new_ticket} {pgettext('new ticket in a tool', 'in')}"
    return [
        Item(one.name, one.href, tool_icon(one.icon), one.tool, f"{hidden} {one.words} {one.use_when}", one.boost)
        for one in chooser.choices
    ]


def _open_tickets(chooser: Chooser) -> list[Item]:
    return [_ticket_item(one.number, one.subject, one.state, one.href) for one in chooser.tickets[:SHOWN_AT_FIRST]]


def _asks(said: Words) -> list[Item]:
    found = _("Search “{text}” in %(tickets)s") % {"tickets": said.my_tickets}
    opened = _("Open a ticket about this")
    return [Item(found, f"{places.TICKETS}?q={{text}}", "search"), Item(opened, f"{places.NEW}?q={{text}}", "plus")]


def _tickets(reader: Reader, membership: Membership, text: str, said: Words) -> list[Item]:
    """The ticket of this number, when the reader may see it; else own tickets with these words, the newest first."""
    text = _without_verbs(text, said)
    number = number_in(text)
    if number is not None and (ticket := _visible(reader, number)) is not None:
        return [_item(ticket, reader)]
    ids = find(text, access=access_terms(membership, "own"), limit=MOST_FOUND)
    rows = page_of(membership, Wanted(ids=ids), size=MOST_FOUND).rows if ids else []
    return [_item(row.ticket, reader) for row in rows]


def _without_verbs(text: str, said: Words) -> str:
    """«abrir ticket 10482» asks for 10482; words that say only what to do stay when there is nothing else."""
    verbs = {*words_of(_("open ticket")), *words_of(said.ticket), *words_of(_("go to"))}
    typed = words_of(text)
    while len(typed) > 1 and typed[0] in verbs:
        typed = typed[1:]
    return " ".join(typed)


def _visible(reader: Reader, number: int) -> Ticket | None:
    try:
        return portal_ticket(reader.user, number).ticket
    except Http404:
        return None


def _item(ticket: Ticket, reader: Reader) -> Item:
    label = pick(ticket.state.customer_label, reader.language)
    return _ticket_item(ticket.number, ticket.subject, label, reverse("ticket", args=[ticket.number]))


def _ticket_item(number: int, subject: str, state: str, href: str) -> Item:
    return Item(subject, href, "tickets", f"{number} · {state}")
