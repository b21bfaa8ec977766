"""Many people of one company from a pasted list: looked at first, invited then."""

from typing import cast

from django.contrib import messages
from django.contrib.admin import site
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from balcao.people.actions.invite_many import invite_many
from balcao.people.guest_list import Fate, Guest, read_guests
from balcao.people.models import User
from balcao.setup.people_forms import GuestListForm


def invite_list(request: HttpRequest) -> HttpResponse:
    """GET: the form. POST: the dry run, line by line; with `confirm`, the invitations."""
    form = GuestListForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, form, None, status=422 if request.method == "POST" else 200)
    organization, text = form.cleaned_data["organization"], form.cleaned_data["text"]
    if "confirm" not in request.POST:
        return _page(request, form, read_guests(text, organization))
    guests = invite_many(organization=organization, text=text, by=cast(User, request.user), now=timezone.now())
    count = sum(guest.fate is Fate.READY for guest in guests)
    said = ngettext("%(count)d person was invited.", "%(count)d people were invited.", count)
    messages.success(request, said % {"count": count})
    return redirect("admin:people_user_changelist")


def _page(request: HttpRequest, form: GuestListForm, guests: list[Guest] | None, status: int = 200) -> HttpResponse:
    counts = {fate.value: sum(guest.fate is fate for guest in guests or []) for fate in Fate}
    context = {"title": _("Invite many"), "opts": User._meta, "form": form, "guests": guests, "counts": counts}
    return render(request, "setup/people/invite.html", {**site.each_context(request), **context}, status=status)
