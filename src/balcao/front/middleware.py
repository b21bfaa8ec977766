"""Around every page: whose language and clock, the first password, and a verb's no."""

from collections.abc import Callable
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header

from balcao.front.offline import sign
from balcao.front.reader import Reader
from balcao.front.redirects import page_of, send_to
from balcao.front.refusals import refuse
from balcao.lib.refused import Refused
from balcao.people.models import User
from balcao.site.current import current_site

GetResponse = Callable[[HttpRequest], HttpResponse]

OPEN_BEFORE_FIRST_PASSWORD = frozenset({"first_password", "account_logout", "language", "healthz"})
"""URL names that a person with a temporary password may use."""


class ReaderMiddleware:
    """Gives `request.reader` and activates the reader's language and time zone."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user if isinstance(request.user, User) else None
        language = (supported(user.language) if user else None) or guest_language(request)
        request.reader = Reader(request, language)  # type: ignore[attr-defined]
        zone = user.time_zone if user else site_value("time_zone", settings.TIME_ZONE)
        with translation.override(language), timezone.override(known_zone(zone)):
            response = self.get_response(request)
        if user is None:
            patch_vary_headers(response, ["Accept-Language"])
        response.headers.setdefault("Content-Language", language)
        sign(response, request, request.reader)  # type: ignore[attr-defined]
        return response


def guest_language(request: HttpRequest) -> str:
    """Of somebody who has not signed in: the cookie, else what the browser asks for, else the site's."""
    wished = [request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")]
    wished += [code for code, _weight in parse_accept_lang_header(request.META.get("HTTP_ACCEPT_LANGUAGE", ""))]
    found = (supported(code) for code in wished if code and code != "*")
    return next((code for code in found if code), None) or site_value("language", settings.LANGUAGE_CODE)


def supported(code: str) -> str | None:
    """Our code for a language tag (pt → pt-br, es-mx → es), or None."""
    try:
        return translation.get_supported_language_variant(code.lower())
    except LookupError:
        return None


def site_value(name: str, fallback: str) -> str:
    try:
        return str(getattr(current_site(), name)) or fallback
    except DatabaseError:
        return fallback  # the error pages and /healthz still want a language


def known_zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return ZoneInfo(settings.TIME_ZONE)


class FirstPasswordMiddleware:
    """Who signed in with a temporary password chooses an own one before anything else."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: object) -> HttpResponse | None:
        match = request.resolver_match
        if match is None or match.view_name in OPEN_BEFORE_FIRST_PASSWORD:
            return None
        if isinstance(request.user, User) and request.user.must_change_password:
            return send_to(request, f"{reverse('first_password')}?{urlencode({'next': page_of(request)}, safe='/')}")
        return None


class RefusalMiddleware:
    """A verb's `Refused` that no view put beside its form still answers with the reason."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return refuse(request, error) if isinstance(error, Refused) else None
