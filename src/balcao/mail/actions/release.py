"""An administrator trusts a mail that was held."""

from datetime import datetime

from django.utils.translation import gettext as _

from balcao.lib.refused import Refused
from balcao.mail.deciding import decidable
from balcao.mail.models import Fate, IncomingMail
from balcao.people.models import User


def release(mail: IncomingMail, by: User, now: datetime) -> IncomingMail:
    """As if nothing spoke against its sender: an answer, or a ticket; of a stranger too.

    Raises Refused, with the reason, when not even then anything could be made of it.
    """
    from balcao.mail.incoming_jobs import sort_now

    row = decidable(mail)
    if row.fate != Fate.HELD:
        raise Refused(_("Only a mail that is held can be released."))
    return sort_now(row, now=now, is_released=True, decided_by=by)
