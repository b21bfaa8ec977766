"""Back to the ticket after something was done to it."""

from django.http import HttpResponse
from django.urls import reverse

from balcao.desk.pages import show_ticket
from balcao.desk.parts import TICKET, wants
from balcao.front.access import ReaderRequest
from balcao.front.redirects import send_to


def ticket_address(request: ReaderRequest, number: int, anchor: str = "") -> str:
    """The ticket's page beside the list it was chosen from."""
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return f"{reverse('desk:ticket', args=[number])}{query}{anchor}"


def back_to_ticket(request: ReaderRequest, number: int, anchor: str = "") -> HttpResponse:
    """Its page, or the ticket alone when a page asks from which the list does not go away."""
    if wants(request, TICKET):
        return show_ticket(request, number)
    return send_to(request, ticket_address(request, number, anchor))
