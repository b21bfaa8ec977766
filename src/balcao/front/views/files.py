"""Attachments and previews. Read through the ticket's access only; shown as what they are, run as nothing."""

from __future__ import annotations

from typing import TypeVar
from uuid import UUID

from django.core.files.storage import default_storage
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotModified,
    StreamingHttpResponse,
)
from django.utils.http import content_disposition_header, parse_etags, quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from balcao.files.archive import zip_of
from balcao.files.models import StoredFile
from balcao.files.reading import OutOfRange, asked_range, charset_of, read_pieces
from balcao.files.storage_down import StorageDown, told_as_down
from balcao.front.access import ReaderRequest, person_required
from balcao.front.uploads import own_uploads
from balcao.people.models import User
from balcao.tickets.access import attachment_of, attachments_of

PLAIN = "text/plain"
SANDBOX = "sandbox; default-src 'none'"

Response = TypeVar("Response", bound=HttpResponseBase)


@require_safe
@person_required
def file(request: ReaderRequest, file_id: UUID) -> HttpResponse | StreamingHttpResponse:
    """The file: shown when it is of the few types that may be, else (or with `?baixar=1`) saved.

    With `?ver=1` tables, XML and texts are shown as plain text, whatever they hold.
    """
    stored = _readable(request.reader.user, file_id)
    if "ver" in request.GET and stored.is_text:
        return _send(request, stored.key, stored, PLAIN, as_attachment=False)
    as_attachment = "baixar" in request.GET or not stored.is_shown_inline
    return _send(request, stored.key, stored, stored.content_type, as_attachment=as_attachment)


@require_safe
@person_required
def preview(request: ReaderRequest, file_id: UUID) -> HttpResponse | StreamingHttpResponse:
    """The small picture of an image or a PDF's first page; 404 while there is none."""
    stored = _readable(request.reader.user, file_id)
    if not stored.preview_key:
        raise Http404
    return _send(request, stored.preview_key, stored, "image/webp", as_attachment=False)


@require_safe
@person_required
def all_files(request: ReaderRequest, number: int) -> StreamingHttpResponse:
    """Every attachment of the ticket that this reader may see, as one ZIP."""
    files = [attachment.file for attachment in attachments_of(request.reader.user, number)]
    if not files:
        raise Http404
    response = StreamingHttpResponse(zip_of(files), content_type="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="ticket-{number}.zip"'
    return _private(response)


def _readable(user: User, file_id: UUID) -> StoredFile:
    """An attachment of a ticket that the reader may see, or an own upload that is not sent yet. Raises Http404."""
    own = own_uploads(user).filter(pk=file_id).first()
    return own if own is not None else attachment_of(user, file_id).file


def _send(
    request: HttpRequest, key: str, stored: StoredFile, content_type: str, *, as_attachment: bool
) -> HttpResponse | StreamingHttpResponse:
    etag = quote_etag(key.rpartition("/")[2])
    if etag in parse_etags(request.META.get("HTTP_IF_NONE_MATCH", "")):
        unchanged = _private(HttpResponseNotModified())
        unchanged.headers["ETag"] = etag
        return unchanged
    try:
        with told_as_down():
            size = stored.size if key == stored.key else default_storage.size(key)
        kind = (
            f"{PLAIN}; charset={charset_of(key, size)}" if content_type == PLAIN and not as_attachment else content_type
        )
        response = _part(key, size, kind, _range_of(request, etag))
    except FileNotFoundError as error:
        raise Http404 from error
    except StorageDown:
        words = _("The file cannot be read right now. Try again.")
        return _private(HttpResponse(words, status=503, content_type="text/plain; charset=utf-8"))
    response.headers["ETag"] = etag
    response.headers["Accept-Ranges"] = "bytes"
    disposition = content_disposition_header(as_attachment, stored.name)
    response.headers["Content-Disposition"] = disposition or "inline"
    return _private(response)


def _range_of(request: HttpRequest, etag: str) -> str:
    """What a player or a PDF viewer asks for; nothing when it holds an older file's beginning."""
    held = request.headers.get("If-Range", etag)
    return request.headers.get("Range", "") if held == etag else ""


def _part(key: str, size: int, content_type: str, asked: str) -> HttpResponse | StreamingHttpResponse:
    """The whole file (200), the asked part (206), or no such part (416)."""
    try:
        part = asked_range(asked, size)
    except OutOfRange:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    first, last = part or (0, size - 1)
    response = StreamingHttpResponse(read_pieces(key, first, last), content_type=content_type)
    response.headers["Content-Length"] = str(last - first + 1)
    if part:
        response.status_code = 206
        response.headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    return response


def _private(response: Response) -> Response:
    """Asked again each time (a right may be gone), run as nothing, never taken for another type."""
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = SANDBOX
    return response
