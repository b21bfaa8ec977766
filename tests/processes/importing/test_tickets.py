"""Tickets of a process that was brought over: they go as they did there."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from balcao.catalog.access import opening_for
from balcao.ops.commands.process_desk import create_missing, desk
from balcao.processes.importing import Options, convert
from balcao.tickets.actions.move import move
from balcao.tickets.actions.open_ticket import open_ticket
from balcao.tickets.actions.submit_dialog import submit_dialog
from balcao.tickets.answers import answers_of
from balcao.tickets.models import MessageKind, Queue, Ticket
from tests.cast import NOW, Cast, offer_process
from tests.processes.importing.files import condition, dialog, field, match, order, text_of

pytestmark = pytest.mark.django_db


def opened(cast: Cast, file: dict[str, Any], **values: str) -> Ticket:
    """A ticket of Marina's in the process of the file."""
    options = Options(tool=cast.fiscal_tool.slug)
    create_missing(convert(text_of(file), desk({}), options).names)
    imported = convert(text_of(file), desk({}), options)
    offer = offer_process(imported.text, imported.document.slug, cast.fiscal_tool)
    return open_ticket(
        opening=opening_for(cast.acme, offer, now=NOW),
        organization=cast.acme,
        requester=cast.marina,
        by=cast.marina,
        subject="Um livro",
        body="Preciso de um livro.",
        values=values,
        key=uuid4(),
        now=NOW,
    )


def test_a_ticket_goes_on_with_its_dialogs_and_ends(cast: Cast) -> None:
    ticket = opened(cast, order(), title1="CEL")
    assert (ticket.activity, ticket.queue.slug, ticket.state.slug) == ("aprovar", "compras", "novo")
    submit_dialog(
        ticket=ticket,
        dialog="decisao",
        by=cast.ana,
        as_desk=True,
        values={"status": "Aprovado"},
        body="",
        key=uuid4(),
        now=NOW,
    )
    ticket.refresh_from_db()
    assert (ticket.activity, ticket.state.slug) == ("fim", "closed-successful")


def test_what_rules_filled_in_is_not_shown_as_sent(cast: Cast) -> None:
    file = order()
    file["ActivityDialogs"]["AD2"] = dialog("Decisão", {})
    assert [answer.value for answer in answers_of(opened(cast, file, title1="CEL"), "pt-br")] == ["CEL"]


def test_an_internal_article_is_a_note_that_no_customer_reads(cast: Cast) -> None:
    file = order()
    note = {"ArticleType": "note-internal"}
    file["ActivityDialogs"]["AD2"] = dialog(
        "Decisão", {"Article": field("1", Config=note), "DynamicField_Status": field("0", "Aprovado")}
    )
    ticket = opened(cast, file)
    submit_dialog(
        ticket=ticket, dialog="decisao", by=cast.ana, as_desk=True, values={}, body="Caro demais.", key=uuid4(), now=NOW
    )
    ticket.refresh_from_db()
    last = ticket.messages.order_by("pk").last()
    assert last is not None
    assert (last.kind, last.body_text) == (MessageKind.NOTE, "Caro demais.")
    assert (ticket.activity, ticket.solution) == ("fim", None)


def test_moving_a_ticket_is_something_that_happens(cast: Cast) -> None:
    file = order()
    file["Transitions"]["T2"] = condition({"Queue": match("Fiscal")})
    ticket = opened(cast, file)
    assert ticket.activity == "aprovar"
    move(ticket=ticket, queue=Queue.objects.get(slug="fiscal"), by=cast.ana, now=NOW)
    ticket.refresh_from_db()
    assert ticket.activity == "fim"
