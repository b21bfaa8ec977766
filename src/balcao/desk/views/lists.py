"""Lists that an agent keeps, and the ticket to take up next."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponseBase, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from balcao.front.access import ReaderRequest, agent_required
from balcao.front.redirects import send_to
from balcao.tickets.actions.save_view import forget_view, save_view
from balcao.tickets.desk_filters import filters_of
from balcao.tickets.desk_listing import View, next_best, place_of
from balcao.tickets.saved_views import own_view


@require_GET
@agent_required
def next_ticket(request: ReaderRequest) -> HttpResponseBase:
    """The best one to take up now, beside the list it stands in; where nothing waits, the list that says so."""
    reader = request.reader
    ticket = next_best(reader.user, reader.now)
    view = View.MINE if ticket is None or ticket.owner_id == reader.user.pk else View.UNASSIGNED
    if ticket is None:
        messages.success(request, _("Nothing waits for you now."))
        return send_to(request, reverse("desk:place", args=[view.value]))
    return send_to(request, f"{reverse('desk:ticket', args=[ticket.number])}?{urlencode({'lista': view.value})}")


@require_POST
@agent_required
def saving(request: ReaderRequest) -> HttpResponseBase:
    """Keep the list at hand: its place and its filters, never words searched for."""
    post, reader = request.POST, request.reader
    place = place_of(reader.user, post.get("place", ""))
    view = save_view(
        by=reader.user,
        name=post.get("name", ""),
        place=place.slug,
        query=filters_of(QueryDict(post.get("query", ""))).query(),
        is_shared=post.get("shared") == "1",
        now=reader.now,
    )
    messages.success(request, _("View “%(name)s” saved.") % {"name": view.name})
    return send_to(request, f"{reverse('desk:place', args=[view.place])}?{view.query}")


@require_POST
@agent_required
def removal(request: ReaderRequest, pk: int) -> HttpResponseBase:
    """Forget an own list."""
    view = own_view(request.reader.user, pk)
    forget_view(view=view)
    messages.success(request, _("View “%(name)s” removed.") % {"name": view.name})
    return send_to(request, "desk:inbox")
