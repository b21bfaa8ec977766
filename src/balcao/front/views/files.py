"""Attachments and previews. Read through the ticket's access only; shown as what they are, run as nothing."""

from __future__ import annotations

from typing import TypeVar
from uuid import UUID

from django.core.files.storage import default_storage
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotModified,
    StreamingHttpResponse,
)
from django.utils.http import content_disposition_header, parse_etags, quote_etag
from django.views.decorators.http import require_safe

from balcao.files.archive import zip_of
from balcao.files.models import StoredFile
from balcao.front.access import ReaderRequest, person_required
from balcao.front.uploads import own_uploads
from balcao.people.models import User
from balcao.tickets.access import attachment_of, attachments_of

SANDBOX = "sandbox; default-src 'none'"

Response = TypeVar("Response", bound=HttpResponseBase)


@require_safe
@person_required
def file(request: ReaderRequest, file_id: UUID) -> HttpResponse | FileResponse:
    """The file: shown when it is of the few types that may be, else (or with `?baixar=1`) saved."""
    stored = _readable(request.reader.user, file_id)
    as_attachment = "baixar" in request.GET or not stored.is_shown_inline
    return _send(request, stored.key, stored, stored.content_type, as_attachment=as_attachment)


@require_safe
@person_required
def preview(request: ReaderRequest, file_id: UUID) -> HttpResponse | FileResponse:
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
) -> HttpResponse | FileResponse:
    etag = quote_etag(key.rpartition("/")[2])
    if etag in parse_etags(request.META.get("HTTP_IF_NONE_MATCH", "")):
        unchanged = _private(HttpResponseNotModified())
        unchanged.headers["ETag"] = etag
        return unchanged
    try:
        content = default_storage.open(key)
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(content, content_type=content_type)
    response.headers["ETag"] = etag
    disposition = content_disposition_header(as_attachment, stored.name)
    response.headers["Content-Disposition"] = disposition or "inline"
    return _private(response)


def _private(response: Response) -> Response:
    """Asked again each time (a right may be gone), run as nothing, never taken for another type."""
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = SANDBOX
    return response
