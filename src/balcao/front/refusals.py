"""A verb said no: the reason on the page that asked, or on a page of its own."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from balcao.front.redirects import came_from
from balcao.lib.refused import Refused


def refuse(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """409 with the reason; to htmx a message on top of the page it stands on (422, the status that it swaps)."""
    if getattr(request, "htmx", False):
        response = render(request, "front/refusal_message.html", {"reason": refusal.message}, status=422)
        response.headers["HX-Retarget"] = "#messages"
        response.headers["HX-Reswap"] = "innerHTML show:window:top"
        return response
    context = {"reason": refusal.message, "back": came_from(request)}
    return render(request, "front/refused.html", context, status=409)
