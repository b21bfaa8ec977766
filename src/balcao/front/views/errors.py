"""The pages for what went wrong. That of a failure touches neither the database nor the session."""

import logging
import secrets

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template import loader
from django.utils import translation
from django.utils.translation import gettext as _

from balcao.front.look import cookie_theme
from balcao.front.middleware import supported
from balcao.front.redirects import came_from

log = logging.getLogger("balcao.front")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    text = _("Go back, check what you sent and try again.")
    return render(request, "front/error.html", {"title": _("We could not read this request"), "text": text}, status=400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What one may not see looks like what does not exist."""
    return page_not_found(request, exception)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    text = _("It may have moved, or it is not open to you.")
    context = {"title": _("We did not find this page"), "text": text, "search": True}
    return render(request, "front/error.html", context, status=404)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was older than the sign-in, or came from another site: the page again, with a fresh one.

    A script of ours gets a token that is valid now; other sites cannot read it.
    """
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"token": get_token(request)}, status=403)
    context = {
        "title": _("This form has expired"),
        "text": _("For safety we did not send it. Open the page again and send it once more."),
        "again": came_from(request, request.path if request.method == "GET" else "/"),
    }
    return render(request, "front/error.html", context, status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Names a code that the log has too. Rendered without the request: its session may be what failed."""
    code = secrets.token_hex(4).upper()
    log.error("Code %s: %s %s failed", code, request.method, request.path)
    again = request.get_full_path() if request.method == "GET" else "/"
    language = translation.get_language() or supported(request.headers.get("Accept-Language", "")[:2]) or "pt-br"
    with translation.override(language):
        page = loader.render_to_string(
            "front/failure.html", {"code": code, "again": again, "theme": cookie_theme(request)}
        )
    return HttpResponse(page, status=500)
