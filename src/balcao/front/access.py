"""Who may open a page at all. What they see there is decided by the domain's own `access`."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from balcao.front.places import ADMINISTRATION, DESK
from balcao.front.reader import ReaderRequest
from balcao.front.redirects import page_of, send_to

__all__ = ["ReaderRequest", "agent_required", "customer_required", "person_required"]

P = ParamSpec("P")
View = Callable[Concatenate[ReaderRequest, P], HttpResponseBase]


def person_required(view: View[P]) -> View[P]:
    """Anybody who has signed in; others go to the login page and come back."""

    @wraps(view)
    def guarded(request: ReaderRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.reader.is_known:
            return to_login(request)
        return view(request, *args, **kwargs)

    return guarded


def customer_required(view: View[P]) -> View[P]:
    """A member of a company that is served. People of the desk without a company go to their own place."""

    @wraps(view)
    def guarded(request: ReaderRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        reader = request.reader
        if not reader.is_known:
            return to_login(request)
        if reader.membership is not None:
            return view(request, *args, **kwargs)
        if reader.user.is_agent:
            return send_to(request, DESK)
        if reader.user.is_staff:
            return send_to(request, ADMINISTRATION)
        return render(request, "front/no_company.html", status=403)

    return guarded


def agent_required(view: View[P]) -> View[P]:
    """An agent; for other people the desk does not exist (Http404)."""

    @wraps(view)
    def guarded(request: ReaderRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.reader.is_known:
            return to_login(request)
        if not request.reader.user.is_agent:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def to_login(request: HttpRequest) -> HttpResponseBase:
    """The login page, with the way back to the page that one was on."""
    return send_to(request, f"{reverse('account_login')}?{urlencode({'next': page_of(request)}, safe='/')}")
