"""Photos of people, for those who meet them here."""

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponseBase
from django.views.decorators.http import require_safe

from balcao.front.access import ReaderRequest, person_required
from balcao.people.access import may_see_person
from balcao.people.models import User

A_YEAR = 60 * 60 * 24 * 365


@require_safe
@person_required
def photo(request: ReaderRequest, user_id: int, name: str) -> HttpResponseBase:
    """The person's present photo; its address changes with it, so that browsers may keep it for good."""
    person = User.objects.filter(pk=user_id).exclude(photo_key="").first()
    if person is None or person.photo_url.rpartition("/")[2] != name or not may_see_person(request.reader.user, person):
        raise Http404
    try:
        picture = default_storage.open(person.photo_key)
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(picture, content_type="image/webp")
    response.headers["Cache-Control"] = f"private, max-age={A_YEAR}, immutable"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
