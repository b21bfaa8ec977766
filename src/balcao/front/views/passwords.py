"""Forgotten passwords, the link that makes a new one, and the first own password."""

from allauth.core import ratelimit
from django import forms
from django.contrib.auth.tokens import default_token_generator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlsafe_base64_decode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from balcao.front.access import ReaderRequest, person_required
from balcao.front.password_forms import NewPasswordForm
from balcao.front.redirects import HOME, SeeOther, local_path
from balcao.front.reset_jobs import look_up
from balcao.front.seen import stay_signed_in
from balcao.front.signing_in import sign_in
from balcao.people.actions.change_password import change_password
from balcao.people.models import User


class ForgottenForm(forms.Form):
    login = forms.CharField(
        label=_("E-mail or user name"),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )


@never_cache
def forgotten(request: ReaderRequest) -> HttpResponseBase:
    """Asks for the e-mail or user name; the answer is the same whether or not somebody has it."""
    form = ForgottenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        login = form.cleaned_data["login"].strip()
        limited = ratelimit.consume_or_429(request, action="reset_password", key=login.lower())
        if limited:
            answer: HttpResponse = limited
            return answer
        look_up.enqueue(login)
        return SeeOther(reverse("account_reset_password_done"))
    return render(request, "front/account/password_reset.html", {"form": form}, status=422 if form.is_bound else 200)


@require_safe
def sent(request: ReaderRequest) -> HttpResponse:
    return render(request, "front/account/password_reset_done.html")


@sensitive_post_parameters()
@never_cache
def from_key(request: ReaderRequest, uid: str, token: str) -> HttpResponseBase:
    """The link of the mail: choose a new password, be signed in, all other sessions have ended."""
    limited = ratelimit.consume_or_429(request, action="reset_password_from_key")
    if limited:
        answer: HttpResponse = limited
        return answer
    user = person_of(uid)
    if user is None or not default_token_generator.check_token(user, token):
        return render(request, "front/account/password_reset_ended.html", status=410)
    form = NewPasswordForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        change_password(user=user, password=form.cleaned_data["password"], now=request.reader.now)
        return sign_in(request, user)
    context = {"form": form, "login": user.username}
    return render(request, "front/account/password_new.html", context, status=422 if form.is_bound else 200)


def person_of(uid: str) -> User | None:
    """The active person behind the first part of a reset link, which is no secret."""
    try:
        key = int(urlsafe_base64_decode(uid).decode())
    except (ValueError, UnicodeDecodeError):
        return None
    return User.objects.filter(pk=key, is_active=True).first() if 0 < key < 2**63 else None


@sensitive_post_parameters()
@never_cache
@person_required
def first(request: ReaderRequest) -> HttpResponseBase:
    """In the place of a temporary password, before anything else."""
    user = request.reader.user
    to = local_path(request, request.POST.get("next") or request.GET.get("next"), HOME)
    if not user.must_change_password:
        return SeeOther(to)
    form = NewPasswordForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        change_password(user=user, password=form.cleaned_data["password"], now=request.reader.now)
        stay_signed_in(request, user)
        return SeeOther(to)
    context = {"form": form, "next": to, "login": user.username, "is_first": True}
    return render(request, "front/account/password_new.html", context, status=422 if form.is_bound else 200)
