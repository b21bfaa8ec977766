"""Signing out elsewhere: one device, or all but this one."""

from django.http import HttpResponseBase
from django.views.decorators.http import require_POST

from balcao.front.access import ReaderRequest, person_required
from balcao.front.views.preferences import done
from balcao.people import sessions


@require_POST
@person_required
def end(request: ReaderRequest, pk: int) -> HttpResponseBase:
    sessions.end(user=request.reader.user, pk=pk)
    return done(request, "sessoes")


@require_POST
@person_required
def end_others(request: ReaderRequest) -> HttpResponseBase:
    sessions.end_others(user=request.reader.user, but=request.session.session_key or "")
    return done(request, "sessoes")
