"""Files that come in pieces and survive a lost connection (docs/decisions/0006-uploads.md). JSON, for our script.

Each piece is a request of its own, taken in by the guard before a thread that answers pages sees it.
"""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseBase, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from balcao.files.actions.append_chunk import WrongOffset, append_chunk
from balcao.files.actions.cancel_upload import cancel_upload
from balcao.files.actions.finish_upload import finish_upload
from balcao.files.actions.start_upload import TooMuch, start_upload
from balcao.files.models import Upload
from balcao.files.storage_down import StorageDown
from balcao.front.access import ReaderRequest, person_required
from balcao.front.uploads import is_uuid, own_uploads
from balcao.lib.refused import Refused

_NUMBER = re.compile(r"[0-9]{1,15}")
_DIGEST = re.compile(r"([0-9a-f]{64})?")


@require_POST
@person_required
def start(request: ReaderRequest) -> HttpResponse:
    """`id`, `name`, `size` and, where the browser could measure it, `sha256`. The same id twice is one upload."""
    given, size, digest = (request.POST.get(name, "") for name in ("id", "size", "sha256"))
    if not is_uuid(given) or not _NUMBER.fullmatch(size) or not _DIGEST.fullmatch(digest):
        return _problem(HTTPStatus.BAD_REQUEST, _("This file could not be sent. Choose it again."))
    try:
        upload = start_upload(
            upload_id=UUID(given),
            name=request.POST.get("name", ""),
            size=int(size),
            sha256=digest,
            by=request.reader.user,
            now=request.reader.now,
        )
    except Upload.DoesNotExist as error:
        raise Http404 from error
    except TooMuch as refusal:
        return _problem(HTTPStatus.TOO_MANY_REQUESTS, refusal.message)
    except Refused as refusal:
        return _problem(HTTPStatus.UNPROCESSABLE_ENTITY, refusal.message)
    return _private(JsonResponse(_state(request, upload), status=HTTPStatus.CREATED))


@require_http_methods(["GET", "HEAD", "PATCH", "DELETE"])
@person_required
def upload(request: ReaderRequest, upload_id: UUID) -> HttpResponseBase:
    """GET: how much is here. PATCH: the bytes from `Upload-Offset` on. DELETE: nothing of it stays. Others': 404."""
    found = Upload.objects.select_related("file", "owner").filter(pk=upload_id, owner=request.reader.user).first()
    if found is None:
        raise Http404
    if request.method == "DELETE":
        cancel_upload(upload=found)
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    if request.method == "PATCH":
        return _append(request, found)
    return _private(JsonResponse(_state(request, found)))


def _append(request: ReaderRequest, found: Upload) -> HttpResponse:
    """Adds a piece. With the last one, or with an empty one after it, the file is stored."""
    offset = request.headers.get("Upload-Offset", "")
    content = request.read(settings.UPLOAD_CHUNK_BYTES + 1)
    if len(content) > settings.UPLOAD_CHUNK_BYTES:
        return _problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, _("This file could not be sent. Choose it again."))
    if not _NUMBER.fullmatch(offset):
        return _problem(HTTPStatus.BAD_REQUEST, _("This file could not be sent. Choose it again."))
    try:
        now = append_chunk(upload_id=found.pk, offset=int(offset), content=content, now=request.reader.now)
        if now.has_arrived:
            finish_upload(upload=now, now=request.reader.now)
            now.refresh_from_db()
    except Upload.DoesNotExist as error:
        raise Http404 from error
    except WrongOffset:
        found.refresh_from_db()
        return _private(JsonResponse(_state(request, found), status=HTTPStatus.CONFLICT))
    except Refused as refusal:
        return _problem(HTTPStatus.UNPROCESSABLE_ENTITY, refusal.message)
    except StorageDown:
        return _problem(HTTPStatus.SERVICE_UNAVAILABLE, _("Files cannot be stored right now. Trying again by itself."))
    return _private(JsonResponse(_state(request, now)))


def _state(request: ReaderRequest, upload: Upload) -> dict[str, Any]:
    """`offset`: bytes that are safely here. `file`: set once stored; `used` says that it was sent already."""
    stored = upload.file
    file = None
    if stored is not None:
        is_free = own_uploads(request.reader.user).filter(pk=stored.pk).exists()
        file = {
            "id": str(stored.pk),
            "name": stored.name,
            "size": stored.size,
            "content_type": stored.content_type,
            "used": not is_free,
        }
    return {"id": str(upload.pk), "offset": upload.received, "size": upload.size, "sha256": upload.sha256, "file": file}


def _problem(status: HTTPStatus, words: str) -> HttpResponse:
    return _private(JsonResponse({"error": words}, status=status))


def _private(response: JsonResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "no-store"
    return response
