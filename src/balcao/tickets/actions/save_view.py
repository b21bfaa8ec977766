"""An agent keeps a list of the desk under a name."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from balcao.lib.refused import Refused
from balcao.people.models import User
from balcao.tickets.models import SavedView

LONGEST_NAME = 60
LONGEST_QUERY = 2000
MOST_OF_ONE = 30


def save_view(*, by: User, name: str, place: str, query: str, is_shared: bool, now: datetime) -> SavedView:
    """Under the same name it takes the place of the agent's own one before. Raises Refused."""
    name = " ".join(name.replace("\0", "").split())
    if not name or len(name) > LONGEST_NAME:
        raise Refused(_("Give the view a name of at most %(count)d letters.") % {"count": LONGEST_NAME})
    if len(query) > LONGEST_QUERY:
        raise Refused(_("These are too many filters to keep."))
    with transaction.atomic():
        mine = SavedView.objects.filter(owner=by)
        if mine.exclude(name=name).count() >= MOST_OF_ONE:
            raise Refused(_("You keep %(count)d views already. Remove one first.") % {"count": MOST_OF_ONE})
        values = {"place": place, "query": query, "is_shared": is_shared, "created_at": now}
        view, _is_new = mine.update_or_create(owner=by, name=name, defaults=values)
    return view


def forget_view(*, view: SavedView) -> None:
    """Nobody finds it any more; the tickets in it stay what they are."""
    view.delete()
