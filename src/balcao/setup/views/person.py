"""One thing done to one person, from the buttons of the person's page."""

from collections.abc import Callable
from typing import cast

from django.contrib import messages
from django.contrib.admin import site
from django.contrib.admin.models import CHANGE, LogEntry
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from balcao.lib.refused import Refused
from balcao.people.actions.give_temporary_password import give_temporary_password
from balcao.people.actions.invite import invite
from balcao.people.models import User
from balcao.setup.sessions import end_sessions


@require_POST
def act_on_person(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """`invitations`, `password` or `sessions`. Raises Http404 for anything else."""
    person, do = get_object_or_404(User, pk=pk), ACTS.get(act)
    if do is None:
        raise Http404
    try:
        answer = do(request, person)
    except Refused as refused:
        messages.error(request, refused.message)
        answer = None
    return answer or redirect("admin:people_user_change", person.pk)


def _invitation(request: HttpRequest, person: User) -> None:
    invite(user=person, by=_by(request), now=timezone.now())
    _log(request, person, _("Invitation sent"))
    messages.success(request, _("The invitation is on its way to %(email)s.") % {"email": person.email})


def _password(request: HttpRequest, person: User) -> HttpResponse:
    password = give_temporary_password(user=person, by=_by(request), now=timezone.now())
    _log(request, person, _("Temporary password given"))
    context = {"person": person, "password": password, "opts": User._meta, "title": person.name}
    return render(request, "setup/people/password.html", {**site.each_context(request), **context})


def _sessions(request: HttpRequest, person: User) -> None:
    count = end_sessions(person, timezone.now())
    _log(request, person, _("Sessions ended"))
    text = ngettext("%(count)d session was ended.", "%(count)d sessions were ended.", count)
    messages.success(request, text % {"count": count})


def _by(request: HttpRequest) -> User:
    return cast(User, request.user)


def _log(request: HttpRequest, person: User, what: str) -> None:
    LogEntry.objects.log_actions(_by(request).pk, [person], CHANGE, what)


ACTS: dict[str, Callable[[HttpRequest, User], HttpResponse | None]] = {
    "invitations": _invitation,
    "password": _password,
    "sessions": _sessions,
}
