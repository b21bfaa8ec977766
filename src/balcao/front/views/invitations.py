"""First access by the link of an invitation."""

from contextlib import suppress
from datetime import datetime

from allauth.core import ratelimit
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from balcao.front.access import ReaderRequest
from balcao.front.first_access_forms import FirstAccessForm
from balcao.front.signing_in import sign_in
from balcao.lib.refused import Refused
from balcao.people.access import memberships_of
from balcao.people.actions.accept_invitation import accept_invitation
from balcao.people.actions.invite import invite
from balcao.people.invitations import find_invitation
from balcao.people.models import Invitation, User


@sensitive_post_parameters()
@never_cache
def invitation(request: ReaderRequest, token: str) -> HttpResponseBase:
    """«Olá, Marina.» A password, the name, language and time zone; then the person is signed in."""
    found = find_invitation(token)
    now = request.reader.now
    if found is None or not found.is_open(now) or not found.user.is_active:
        return ended(request, token, found, now)
    with translation.override(found.user.language):
        form = FirstAccessForm(request.POST or None, user=found.user, now=now)
        if request.method == "POST" and form.is_valid():
            return accept(request, token, form)
        return offer(request, token, found.user, form)


def accept(request: ReaderRequest, token: str, form: FirstAccessForm) -> HttpResponseBase:
    given = form.cleaned_data
    try:
        user = accept_invitation(
            token=token,
            password=given["password"],
            name=given["name"],
            language=given["language"],
            time_zone=given["time_zone"],
            now=request.reader.now,
        )
    except Refused:
        return ended(request, token, find_invitation(token), request.reader.now)
    return sign_in(request, user)


def offer(request: ReaderRequest, token: str, user: User, form: FirstAccessForm) -> HttpResponse:
    memberships = memberships_of(user)
    context = {
        "form": form,
        "token": token,
        "person_name": user.first_name,
        "login": user.username,
        "company": memberships[0].organization.name if memberships else "",
    }
    return render(request, "front/invitation.html", context, status=422 if form.is_bound else 200)


def ended(request: ReaderRequest, token: str, found: Invitation | None, now: datetime) -> HttpResponse:
    """Used, replaced or expired: what to do next. An unknown token learns nothing."""
    context = {"token": token, "invitation": found, "may_renew": may_renew(found), "now": now}
    return render(request, "front/invitation_ended.html", context, status=404 if found is None else 410)


def may_renew(found: Invitation | None) -> bool:
    """Somebody who still has no password of their own, and an address to which a new link can go."""
    if found is None or found.used_at is not None:
        return False
    user = found.user
    return user.is_active and bool(user.email) and not user.has_usable_password()


@require_POST
def renew(request: ReaderRequest, token: str) -> HttpResponseBase:
    """A new invitation to the registered address, whoever holds the old link; the answer says nothing else."""
    limited = ratelimit.consume_or_429(request, action="reset_password", key=token)
    if limited:
        answer: HttpResponse = limited
        return answer
    found = find_invitation(token)
    if found is not None and may_renew(found):
        with suppress(Refused):
            invite(user=found.user, by=None, now=request.reader.now)
    return render(request, "front/invitation_renewed.html")
