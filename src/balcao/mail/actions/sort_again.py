"""An administrator has a mail sorted anew, after what hindered it was changed (a contract, a person, a mailbox)."""

from datetime import datetime

from balcao.history.record import record
from balcao.mail.deciding import decidable, decided
from balcao.mail.models import IncomingMail
from balcao.people.models import User


def sort_again(mail: IncomingMail, by: User, now: datetime) -> IncomingMail:
    """By the rules as they are now; the row as it is then. Raises Refused for a mail that is on a ticket already."""
    from balcao.mail.incoming_jobs import sort_now

    row = decidable(mail)
    with decided(row, by, now):
        record("mail.sorted_again", now=now, actor_id=by.pk, data={"mail": row.pk})
    return sort_now(row, now=now)
