"""The least that a page of this server can cost: every middleware, session and person, one query, a template."""

from django.http import HttpRequest, HttpResponse
from django.template.loader import get_template
from django.views.decorators.http import require_safe

from balcao.people.models import User
from balcao.tickets.models import TicketPerson

ROWS = 25


@require_safe
def floor(request: HttpRequest) -> HttpResponse:
    """The reader's last tickets, by an index, without the shell of our pages."""
    assert isinstance(request.user, User)
    rows = (
        TicketPerson.objects.filter(user_id=request.user.pk, organization__slug="acme")
        .order_by("-last_public_at", "-ticket_id")
        .select_related("ticket")
        .only("last_public_at", "ticket__number", "ticket__subject")[:ROWS]
    )
    return HttpResponse(get_template("benchmarks/floor.html").render({"rows": rows}))
