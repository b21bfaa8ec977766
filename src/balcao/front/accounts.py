"""How allauth behaves here: nobody signs up, one wording for every wrong sign-in, suspended companies stay out."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from balcao.front.redirects import HOME
from balcao.front.reset_jobs import remind_invited
from balcao.people.access import suspended_company_of
from balcao.people.models import User


class AccountAdapter(DefaultAccountAdapter):
    """Referenced by settings.ACCOUNT_ADAPTER."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "too_many_login_attempts": _("Too many attempts. Try again in 5 min."),
        "email_password_mismatch": _("E-mail or password do not match. Check them and try again."),
        "username_password_mismatch": _("E-mail or password do not match. Check them and try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """No message of allauth's own: the page that follows says what happened."""

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Whoever it was; a job sees whether an unused invitation is to be sent again."""
        remind_invited.enqueue(str(credentials.get("username") or credentials.get("email") or "")[:254])

    def pre_login(self, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any) -> HttpResponse | None:
        """After a right password only: the company's access may be suspended."""
        refusal = suspended(request, user) if isinstance(user, User) else None
        if refusal is not None:
            return refusal
        answer: HttpResponse | None = super().pre_login(request, user, **kwargs)
        return answer

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return HOME

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        return HOME


def suspended(request: HttpRequest, user: User) -> HttpResponse | None:
    """The page that says so, when the company's access is suspended and the person has no other way in."""
    company = suspended_company_of(user)
    if company is None:
        return None
    managers = User.objects.filter(memberships__organization=company, memberships__is_manager=True)
    context = {"managers": [manager.name for manager in managers]}
    return render(request, "front/account/suspended.html", context, status=403)
