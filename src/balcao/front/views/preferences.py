"""Preferências Pessoais: one page, sections that save themselves."""

from typing import Any

from allauth.core import ratelimit
from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.forms.models import model_to_dict
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from balcao.front.access import ReaderRequest, person_required
from balcao.front.look import remember_theme
from balcao.front.my_data import latest_of
from balcao.front.password_forms import ChangePasswordForm
from balcao.front.preference_forms import AppearanceForm, NoticesForm, PhotoForm, ProfileForm, QuietForm
from balcao.front.redirects import SeeOther
from balcao.front.seen import stay_signed_in
from balcao.front.zones import city
from balcao.lib.refused import Refused
from balcao.mail.models import Notice
from balcao.mail.notices import choose, notices_for, stop, wanted_by
from balcao.mail.quiet import quiet_time_of, set_quiet_time
from balcao.people.actions.change_password import change_password
from balcao.people.actions.set_photo import remove_photo, set_photo
from balcao.people.sessions import sessions_of

SECTIONS = {"perfil", "foto", "senha", "sessoes", "avisos", "silencio", "aparencia", "privacidade"}


@require_safe
@person_required
def preferences(request: ReaderRequest) -> HttpResponse:
    saved = request.GET.get("salvo", "")
    return page(request, {"saved": saved if saved in SECTIONS else ""})


@require_POST
@person_required
def profile(request: ReaderRequest) -> HttpResponseBase:
    user = request.reader.user
    before = (user.language, user.time_zone)
    form = ProfileForm(request.POST, instance=user, now=request.reader.now)
    if not form.is_valid():
        user.refresh_from_db()
        return page(request, {"profile": form}, status=422, part="front/preferences/profile.html")
    form.save()
    if request.htmx and before == (user.language, user.time_zone):
        return saved_note(request)
    return done(request, "perfil")


@require_POST
@person_required
def photo(request: ReaderRequest) -> HttpResponseBase:
    """A new photo, or none (`remove`)."""
    if "remove" in request.POST:
        remove_photo(user=request.reader.user)
        return done(request, "foto")
    form = PhotoForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            set_photo(user=request.reader.user, upload=form.cleaned_data["photo"])
        except Refused as refusal:
            form.add_error("photo", ValidationError(refusal.message))
        else:
            return done(request, "foto")
    return page(request, {"photo_form": form}, status=422)


@sensitive_post_parameters()
@require_POST
@person_required
def password(request: ReaderRequest) -> HttpResponseBase:
    """The current password and a new one; every other session of the person ends."""
    user = request.reader.user
    limited = ratelimit.consume_or_429(request, action="change_password", user=user)
    if limited:
        answer: HttpResponse = limited
        return answer
    form = ChangePasswordForm(request.POST, user=user)
    if not form.is_valid():
        return page(request, {"password": form}, status=422)
    change_password(user=user, password=form.cleaned_data["password"], now=request.reader.now)
    stay_signed_in(request, user)
    return done(request, "senha")


@require_POST
@person_required
def notices(request: ReaderRequest) -> HttpResponseBase:
    """Which notices come by e-mail: all of them at once, or one less (`stop`)."""
    user = request.reader.user
    form = NoticesForm(request.POST, offered=notices_for(user))
    if not form.is_valid():
        return page(request, {"notices_form": form}, status=422)
    stopped = form.cleaned_data["stop"]
    if stopped:
        stop(person=user, notice=Notice(stopped))
    else:
        choose(person=user, wanted=[Notice(value) for value in form.cleaned_data["notices"]])
    return done(request, "avisos")


@require_POST
@person_required
def quiet(request: ReaderRequest) -> HttpResponseBase:
    """«Não perturbe»: when mails about tickets wait."""
    form = QuietForm(request.POST)
    if not form.is_valid():
        return page(request, {"quiet": form}, status=422)
    set_quiet_time(person=request.reader.user, **form.cleaned_data)
    return done(request, "silencio")


@require_POST
@person_required
def appearance(request: ReaderRequest) -> HttpResponseBase:
    form = AppearanceForm(request.POST, instance=request.reader.user)
    if not form.is_valid():
        request.reader.user.refresh_from_db()
        return page(request, {"appearance": form}, status=422)
    user = form.save()
    response = done(request, "aparencia")
    remember_theme(response, user.theme)
    return response


def page(request: ReaderRequest, given: dict[str, Any], status: int = 200, part: str = "") -> HttpResponse:
    """The whole page, with the form that was sent; to htmx only its section (`part`)."""
    user = request.reader.user
    forms: dict[str, BaseForm] = {
        "profile": ProfileForm(instance=user, now=request.reader.now),
        "photo_form": PhotoForm(),
        "password": ChangePasswordForm(user=user),
        "quiet": QuietForm(initial=model_to_dict(quiet_time_of(user))),
        "appearance": AppearanceForm(instance=user),
    }
    context = {"section": "preferences", **forms, **_notices(request), **_sessions(request), **given}
    template = part if part and request.htmx else "front/preferences.html"
    response = render(request, template, context, status=status)
    if part and request.htmx:
        response.headers["HX-Retarget"] = "closest section"
        response.headers["HX-Reswap"] = "outerHTML"
    return response


def _notices(request: ReaderRequest) -> dict[str, Any]:
    """The notices with what the person wants; `stopping`: the one that a mail's link leads to (`?parar=`)."""
    wanted = wanted_by(request.reader.user)
    asked = request.GET.get("parar", "")
    return {
        "notices": [
            # What one does oneself rings no bell.
            {"value": one.value, "label": one.label, "is_wanted": one in wanted, "rings": one != Notice.OPENED}
            for one in notices_for(request.reader.user)
        ],
        "stopping": next((one for one in Notice if one == asked and one in wanted), None),
    }


def _sessions(request: ReaderRequest) -> dict[str, Any]:
    return {
        "sessions": sessions_of(request.reader.user, now=request.reader.now),
        "this_session": request.session.session_key,
        "copy": latest_of(request.reader.user, now=request.reader.now),
        "quiet_zone": city(request.reader.user.time_zone),
    }


def saved_note(request: ReaderRequest) -> HttpResponse:
    return render(request, "front/preferences/saved.html")


def done(request: ReaderRequest, section: str) -> HttpResponse:
    url = f"{reverse('preferences')}?salvo={section}#{section}"
    return HttpResponseClientRedirect(url) if request.htmx else SeeOther(url)
