"""Back to the ticket after something was done to it."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse

from balcao.front.access import ReaderRequest
from balcao.front.redirects import send_to


def ticket_address(request: ReaderRequest, number: int, anchor: str = "") -> str:
    """The ticket's page beside the list it was chosen from."""
    place = request.GET.get("lista", "")
    query = f"?{urlencode({'lista': place})}" if place else ""
    return f"{reverse('desk:ticket', args=[number])}{query}{anchor}"


def back_to_ticket(request: ReaderRequest, number: int, anchor: str = "") -> HttpResponse:
    return send_to(request, ticket_address(request, number, anchor))
