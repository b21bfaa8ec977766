"""Signing in somebody who proved who they are by a link instead of the password."""

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponseBase

from balcao.front.accounts import suspended
from balcao.front.look import remember_theme
from balcao.front.redirects import HOME, SeeOther
from balcao.front.seen import note_sign_in
from balcao.people.models import User

BACKEND = "balcao.people.sign_in.PeopleBackend"


def sign_in(request: HttpRequest, user: User, to: str = HOME) -> HttpResponseBase:
    """A new session for the person, unless the company's access is suspended."""
    refusal = suspended(request, user)
    if refusal is not None:
        return refusal
    login(request, user, backend=BACKEND)
    note_sign_in(request, user)
    response = SeeOther(to)
    remember_theme(response, user.theme)
    return response
