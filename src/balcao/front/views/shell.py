"""Small choices made from every page: the company one acts for, the language of a guest."""

from django.conf import settings
from django.http import HttpResponseBase
from django.views.decorators.http import require_POST

from balcao.front.access import ReaderRequest, person_required
from balcao.front.look import A_YEAR, remember_theme
from balcao.front.middleware import supported
from balcao.front.reader import CHOSEN_COMPANY
from balcao.front.redirects import HOME, SeeOther, came_from
from balcao.people.models import Theme


@require_POST
@person_required
def company(request: ReaderRequest) -> HttpResponseBase:
    """Act for another of one's own companies; others are ignored."""
    wished = request.POST.get("organization", "")
    for membership in request.reader.memberships:
        if str(membership.organization_id) == wished:
            request.session[CHOSEN_COMPANY] = membership.organization_id
    return SeeOther(HOME)


@require_POST
def language(request: ReaderRequest) -> HttpResponseBase:
    """The language of who has not signed in; the person's own is kept in the preferences."""
    code = supported(request.POST.get("language", "")[:10])
    response = SeeOther(came_from(request))
    if code:
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, code, max_age=A_YEAR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
        )
    return response


@require_POST
@person_required
def theme(request: ReaderRequest) -> HttpResponseBase:
    """Light, dark, high contrast or the system's, from wherever one is."""
    wished, user = request.POST.get("theme", ""), request.reader.user
    response = SeeOther(came_from(request))
    if wished in Theme.values:
        user.theme = wished
        user.save(update_fields=["theme"])
        remember_theme(response, wished)
    return response
