"""The history of a ticket to take along: just what each side may see, every byte of its files, bounded work."""

import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pypdfium2
import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from balcao.files.actions.store import store_file
from balcao.files.models import StoredFile
from balcao.front.transcript_pdf import MOST_DRAWN, pdf_of
from balcao.lib.richtext import render_markdown
from balcao.people.models import User
from balcao.tickets.actions.add_note import add_note
from balcao.tickets.models import Message, Ticket
from balcao.tickets.transcript import Said, transcript_of
from tests.cast import NOW, Cast
from tests.tickets.helpers import at, say

Clients = Callable[[User], Client]


def stored(by: User, name: str, content: bytes) -> StoredFile:
    return store_file(upload=SimpleUploadedFile(name, content), by=by, now=NOW)


@pytest.fixture
def ticket(cast: Cast) -> Ticket:
    """Marina's, with an answer of Ana's and its file, and a note of Ana's with its file."""
    ticket = cast.ticket()
    guide = stored(cast.ana, "guia.txt", b"guia")
    say(ticket, cast.ana, "**Corrija** o CFOP\n\n1. Abra\n2. Salve → fim 👍", now=at(5), files=[guide])
    add_note(
        ticket=ticket,
        by=cast.ana,
        body="Cliente está irritado",
        key=uuid4(),
        now=at(6),
        files=[stored(cast.ana, "guia.txt", b"segredo da equipe")],
    )
    say(ticket, cast.marina, "Obrigada.", now=at(7))
    return ticket


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else bytes(response.content)


def unpacked(response: Any) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(body(response))) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_customer_takes_along_just_what_they_may_see(cast: Cast, client_for: Clients, ticket: Ticket) -> None:
    response = client_for(cast.marina).get(f"/tickets/{ticket.number}/historico.zip")
    assert response.headers["Content-Disposition"] == f'attachment; filename="ticket-{ticket.number}.zip"'
    files = unpacked(response)
    assert set(files) == {f"ticket-{ticket.number}.pdf", "ticket.json", "anexos/guia.txt"}
    assert files["anexos/guia.txt"] == b"guia"
    values = json.loads(files["ticket.json"])
    said = [(one["author"], one["role"], one["text"]) for one in values["history"] if one["type"] == "message"]
    assert said == [
        ("Marina Duarte", "Solicitante", "A nota 3512 voltou com a rejeição 204."),
        ("Ana", "Atendente", "**Corrija** o CFOP\n\n1. Abra\n2. Salve → fim 👍"),
        ("Marina Duarte", "Solicitante", "Obrigada."),
    ]
    assert [one["label"] for one in values["answers"]] == ["Motivo da rejeição"]
    assert [(one["path"], one["bytes"]) for one in values["files"]] == [("anexos/guia.txt", 4)]
    assert values["contains_internal_notes"] is False
    whole = b"".join(files.values()).decode("latin-1") + text_of(files[f"ticket-{ticket.number}.pdf"])
    for hidden in ("irritado", "segredo da equipe", "Ribeiro"):
        assert hidden not in whole


@pytest.mark.parametrize(("query", "is_whole"), [("", False), ("?completo=1", True), ("?completo=0", False)])
def test_the_desk_chooses_whether_internal_notes_go_along(
    cast: Cast, client_for: Clients, ticket: Ticket, query: str, is_whole: bool
) -> None:
    ana = client_for(cast.ana)
    files = unpacked(ana.get(f"/atendimento/tickets/{ticket.number}/historico.zip{query}"))
    notes = [one["text"] for one in json.loads(files["ticket.json"])["history"] if one.get("kind") == "note"]
    assert notes == (["Cliente está irritado"] if is_whole else [])
    assert set(files) - {"ticket.json", f"ticket-{ticket.number}.pdf"} == (
        {"anexos/guia.txt", "anexos/guia (2).txt"} if is_whole else {"anexos/guia.txt"}
    )
    pdf = text_of(body(ana.get(f"/atendimento/tickets/{ticket.number}/historico.pdf{query}")))
    assert ("irritado" in pdf, "Interno:" in pdf) == (is_whole, is_whole)


def test_the_paper_says_what_the_page_says(cast: Cast, client_for: Clients, ticket: Ticket) -> None:
    cast.marina.time_zone = "America/Manaus"
    cast.marina.save()
    response = client_for(cast.marina).get(f"/tickets/{ticket.number}/historico.pdf")
    assert response.headers["Content-Type"] == "application/pdf"
    document = pypdfium2.PdfDocument(response.content)
    assert document.get_metadata_value("Title") == f"Protocolo {ticket.number}: Nota 3512 rejeitada"
    document.close()
    assert b"/Lang (pt-br)" in response.content
    text = text_of(response.content)
    for part in (
        "Service Desk",
        "Nota 3512 rejeitada",
        f"Protocolo {ticket.number}",
        "Acme Tecnologia",
        "seg, 23/11/2026, 09:12",
        "Manaus (UTC−4)",
        "Corrija o CFOP",
        "1. Abra",
        "2. Salve -> fim",
        "Página 1 de",
        StoredFile.objects.get(sha256=ticket.messages.all()[1].attachments.get().file.sha256).sha256,
    ):
        assert part in text, part


def test_a_script_of_no_font_is_said_to_be_missing(cast: Cast, ticket: Ticket) -> None:
    with translation.override("pt-br"):
        assert "fonte deste documento" in text_of(pdf_of(transcript_of(ticket, side="customer", now=NOW), now=NOW))
        plain = cast.ticket(subject="Outra")
        assert "fonte deste documento" not in text_of(pdf_of(transcript_of(plain, side="customer", now=NOW), now=NOW))


def test_five_hundred_messages_cost_the_queries_of_five(cast: Cast, client_for: Clients, ticket: Ticket) -> None:
    marina, address = client_for(cast.marina), f"/tickets/{ticket.number}/historico.zip"

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as context:
            body(marina.get(address))
        return len(context)

    queries()
    few = queries()
    for number in range(20):
        say(ticket, cast.ana, f"Mensagem {number}", now=NOW + timedelta(hours=1, minutes=number))
    assert queries() == few


def test_what_is_drawn_is_bounded_whatever_was_written(cast: Cast, ticket: Ticket) -> None:
    transcript = transcript_of(ticket, side="customer", now=NOW)
    sample = next(entry for entry in transcript.entries if isinstance(entry, Said))
    text = "Uma linha de um registro muito longo.\n" * 1000
    message = Message(body_text=text, body_html=render_markdown(text))
    long = Said(
        author=sample.author,
        role=sample.role,
        kind=sample.kind,
        channel=sample.channel,
        at=sample.at,
        text=message.body_text,
        html=message.body_html,
        language="pt-br",
        files=(),
    )
    fits = MOST_DRAWN // len(long.html)
    with translation.override("pt-br"):
        drawn = text_of(pdf_of(replace(transcript, entries=(long,) * (fits + 3)), now=timezone.now()))
    assert drawn.count("longa demais para o PDF") == 3


def test_a_lost_file_keeps_nothing_else_back(cast: Cast, client_for: Clients, ticket: Ticket) -> None:
    default_storage.delete(ticket.messages.all()[1].attachments.get().file.key)
    files = unpacked(client_for(cast.marina).get(f"/tickets/{ticket.number}/historico.zip"))
    assert set(files) == {f"ticket-{ticket.number}.pdf", "ticket.json"}
