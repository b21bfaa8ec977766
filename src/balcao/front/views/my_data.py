"""«Baixar meus dados»: asking for the copy, and fetching it."""

from uuid import UUID

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponseBase
from django.views.decorators.http import require_POST, require_safe

from balcao.front import my_data
from balcao.front.access import ReaderRequest, person_required
from balcao.front.views.preferences import done


@require_POST
@person_required
def ask(request: ReaderRequest) -> HttpResponseBase:
    my_data.ask(person=request.reader.user, now=request.reader.now)
    return done(request, "privacidade")


@require_safe
@person_required
def copy(request: ReaderRequest, key: UUID) -> HttpResponseBase:
    """For the person alone; for others, and after its week, it does not exist."""
    found = my_data.copy_for(request.reader.user, key, now=request.reader.now)
    if found is None or not default_storage.exists(found.file_key):
        raise Http404
    response = FileResponse(default_storage.open(found.file_key), content_type="application/zip")
    response.headers["Content-Disposition"] = 'attachment; filename="meus-dados.zip"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
