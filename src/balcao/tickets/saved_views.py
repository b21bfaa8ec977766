"""The desk's lists that somebody keeps under a name."""

from django.db.models import Q
from django.http import Http404

from balcao.lib.prepared import Prepared
from balcao.people.models import User
from balcao.tickets.models import SavedView

MOST_SHOWN = 40

_VIEWS = Prepared(lambda user: SavedView.objects.filter(Q(owner_id=user) | Q(is_shared=True))[:MOST_SHOWN])


def views_of(user: User) -> list[SavedView]:
    """The agent's own and the shared ones. What they hold is narrowed to each agent's queues anyway."""
    return _VIEWS.rows(user.pk)


def own_view(user: User, pk: int) -> SavedView:
    """A list that this agent keeps. Raises Http404."""
    view = SavedView.objects.filter(owner=user, pk=pk).first()
    if view is None:
        raise Http404
    return view
