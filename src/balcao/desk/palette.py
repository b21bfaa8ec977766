"""What the palette (Ctrl+K) offers an agent: lists, ready answers, macros; tickets and people as one types."""

from __future__ import annotations

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from balcao.desk.customers import find_companies, named
from balcao.desk.on_behalf import find_people
from balcao.desk.rail import saved_links
from balcao.front.palette import Group, Item
from balcao.front.places import DESK
from balcao.front.reader import Reader
from balcao.lib.names import clean_line
from balcao.people.models import User
from balcao.search.find import find
from balcao.search.words import number_in, words_of
from balcao.tickets.access import DeskView, desk_ticket, desk_tickets, queue_rights
from balcao.tickets.canned import canned_answers, macros_for, text_for
from balcao.tickets.desk_listing import VIEW_NAMES, Place, View, queues_of
from balcao.tickets.models import Ticket

MOST_FOUND = 8
MOST_LOOKED_AT = 50
MOST_ANSWERS = 200
SHOWN_LETTERS = 90
OPEN = f"{DESK}lista/{View.OPEN}/"


def standing_groups(reader: Reader, number: int | None) -> list[Group]:
    """What is matched in the browser: `number` is the ticket that is open."""
    view = _open_ticket(reader, number)
    lists = Group(_("Lists"), _lists(reader))
    if view is None or not view.may_write:
        return [lists]
    return [
        Group(_("Ready answers"), _answers(reader, view.ticket)),
        Group(_("Macros"), _macros(reader, view.ticket)),
        lists,
    ]


def found_groups(reader: Reader, text: str) -> list[Group]:
    """What the server finds for these words: tickets of the agent's queues, people and companies."""
    words = clean_line(text, 80)
    return [
        Group(_("Tickets"), _tickets(reader, words)),
        Group(_("Customers"), _customers(words)),
        Group(_("Agents"), _agents(words)),
        Group(_("Companies"), _companies(words)),
    ]


def _open_ticket(reader: Reader, number: int | None) -> DeskView | None:
    try:
        return desk_ticket(reader.user, number) if number is not None else None
    except Http404:
        return None


def _lists(reader: Reader) -> list[Item]:
    views = [Item(str(VIEW_NAMES[view]), f"{DESK}lista/{view}/", "list") for view in View]
    place = Place(View.OPEN.value, view=View.OPEN)
    saved = [
        Item(link["label"], link["href"], link["icon"], _("Saved views")) for link in saved_links(reader, place, "")
    ]
    queues = [
        Item(queue.name, reverse("desk:place", args=[f"fila:{queue.slug}"]), "turn-desk", _("Queue"))
        for queue in queues_of(reader.user)
    ]
    return [*views, *saved, *queues]


def _answers(reader: Reader, ticket: Ticket) -> list[Item]:
    items = []
    for answer in canned_answers(reader.user, limit=MOST_ANSWERS):
        text = text_for(answer, ticket, reader.user)
        about = " ".join(text.split())[:SHOWN_LETTERS]
        items.append(
            Item(answer.title, icon="book", about=about, words=answer.shortcut, put=text, key=f"/{answer.shortcut}")
        )
    return items


def _macros(reader: Reader, ticket: Ticket) -> list[Item]:
    return [
        Item(macro.name, reverse("desk:macro", args=[ticket.number, macro.pk]), "flow")
        for macro in macros_for(reader.user)
    ]


def _tickets(reader: Reader, words: str) -> list[Item]:
    """By number, else by the words of subjects, answers and notes, subjects first, the newest first."""
    number = number_in(_last_word(words))
    found = desk_tickets(reader.user).select_related("state", "organization")
    if number is not None and (ticket := found.filter(number=number).first()) is not None:
        return [_ticket(ticket)]
    queues = [f"queue{queue_id}" for queue_id in queue_rights(reader.user)]
    ids = find(words, access=["internal"], any_of=queues, limit=MOST_LOOKED_AT)
    rows = list(found.filter(pk__in=ids).order_by("-id")) if ids else []
    return [_ticket(ticket) for ticket in sorted(rows, key=lambda one: not _named(one, words))[:MOST_FOUND]]


def _named(ticket: Ticket, words: str) -> bool:
    """Whether its subject holds every word: it goes before tickets in whose text they stand."""
    subject = words_of(ticket.subject)
    return all(any(one.startswith(word) for one in subject) for word in words_of(words))


def _ticket(ticket: Ticket) -> Item:
    about = f"{ticket.number} · {ticket.organization.name} · {ticket.state.name}"
    return Item(ticket.subject, f"{reverse('desk:ticket', args=[ticket.number])}?lista={View.OPEN}", "tickets", about)


def _last_word(words: str) -> str:
    """«abrir ticket 10482» asks for 10482."""
    typed = words_of(words)
    return typed[-1] if typed else ""


def _customers(words: str) -> list[Item]:
    return [
        Item(one.user.name, f"{OPEN}?solicitante={one.user_id}", "user", one.organization.name)
        for one in find_people(words)[:MOST_FOUND]
    ]


def _agents(words: str) -> list[Item]:
    found = User.objects.filter(named(words), is_agent=True, is_active=True).order_by("name")[:MOST_FOUND]
    return [Item(agent.name, f"{OPEN}?atendente={agent.pk}", "users", _("Tickets of this agent")) for agent in found]


def _companies(words: str) -> list[Item]:
    return [
        Item(one.name, f"{OPEN}?empresa={one.slug}", "building", _("Tickets of this company"))
        for one in find_companies(words)[:MOST_FOUND]
    ]
