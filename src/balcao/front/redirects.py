"""Where to go next: local addresses only, and in the way htmx understands."""

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.http import HttpResponseClientRedirect

HOME = "/"


class SeeOther(HttpResponseRedirect):
    """303: after a POST the next page is read with GET."""

    status_code = 303


def send_to(request: HttpRequest, to: str) -> HttpResponse:
    """A redirect to a URL name or a path; a whole new page also for a request of htmx."""
    url = resolve_url(to)
    if getattr(request, "htmx", False):
        return HttpResponseClientRedirect(url)
    return SeeOther(url)


def local_path(request: HttpRequest, wished: str | None, fallback: str = HOME) -> str:
    """`wished` when it is an address of this site, as a path; else `fallback` (open redirects, security.md row M)."""
    if not wished or not url_has_allowed_host_and_scheme(
        wished, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        return fallback
    parts = urlsplit(wished)
    path = parts._replace(scheme="", netloc="", fragment="").geturl()
    return path if path.startswith("/") and not path.startswith(("//", "/\\")) else fallback


def came_from(request: HttpRequest, fallback: str = HOME) -> str:
    """The page that sent this form, when the browser says so and it is ours."""
    return local_path(request, request.META.get("HTTP_REFERER"), fallback)


def page_of(request: HttpRequest) -> str:
    """The page to come back to after signing in: this one, or the one whose form was sent."""
    if request.method in {"GET", "HEAD"} and not getattr(request, "htmx", False):
        return request.get_full_path()
    current = request.headers.get("HX-Current-URL") or request.META.get("HTTP_REFERER")
    return local_path(request, current)
