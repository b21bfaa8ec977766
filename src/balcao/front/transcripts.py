"""A ticket's transcript as something to save: a PDF, or a ZIP of the PDF, `ticket.json` and the files."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import TypeVar

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse, StreamingHttpResponse

from balcao.files.archive import Entry, distinct_names, zip_entries
from balcao.tickets.transcript import Transcript, as_json

Answer = TypeVar("Answer", HttpResponse, StreamingHttpResponse)
FILES = "anexos"
"""The folder of the attachments inside the ZIP."""


def as_pdf(transcript: Transcript, *, now: datetime) -> HttpResponse:
    response = HttpResponse(_paper(transcript, now), content_type="application/pdf")
    return _saved(response, transcript, "pdf")


def as_zip(transcript: Transcript, *, now: datetime) -> StreamingHttpResponse:
    """Sent while it is made; the files pass through in pieces."""
    pdf = _paper(transcript, now)  # in the reader's language, which ends with the request
    entries = entries_of(transcript, pdf, now)
    return _saved(StreamingHttpResponse(zip_entries(entries), content_type="application/zip"), transcript, "zip")


def _paper(transcript: Transcript, now: datetime) -> bytes:
    from balcao.front.transcript_pdf import pdf_of  # brings the fonts: only who makes a PDF waits for them

    return pdf_of(transcript, now=now)


def entries_of(transcript: Transcript, pdf: bytes, now: datetime, folder: str = "") -> Iterator[Entry]:
    """The files of the ZIP, under `folder`."""
    files = transcript.files
    names = distinct_names(file.name for file in files)
    paths = {file.pk: f"{FILES}/{name}" for file, name in zip(files, names, strict=True)}
    values = json.dumps(as_json(transcript, paths), ensure_ascii=False, indent=2, cls=DjangoJSONEncoder)
    entries = [
        Entry(f"{folder}ticket-{transcript.ticket.number}.pdf", now, pdf),
        Entry(f"{folder}ticket.json", now, values.encode()),
    ]
    entries += [Entry(f"{folder}{paths[file.pk]}", file.created_at, file) for file in files]
    return iter(entries)


def _saved(response: Answer, transcript: Transcript, extension: str) -> Answer:
    kind = "-interno" if transcript.is_whole else ""
    name = f"ticket-{transcript.ticket.number}{kind}.{extension}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
