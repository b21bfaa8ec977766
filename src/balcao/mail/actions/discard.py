"""An administrator decides that nothing shall become of a mail. It stays in the list, with its bytes."""

from datetime import datetime

from balcao.history.record import record
from balcao.mail.deciding import decidable, decided
from balcao.mail.models import Fate, IncomingMail
from balcao.people.models import User


def discard(mail: IncomingMail, by: User, now: datetime) -> IncomingMail:
    """Raises Refused for a mail that is on a ticket already."""
    row = decidable(mail)
    with decided(row, by, now):
        row.fate, row.reason, row.reason_data = Fate.IGNORED, "discarded", {}
        row.sorted_at = now
        record("mail.ignored", now=now, actor_id=by.pk, data={"mail": row.pk, "reason": "discarded"})
    return row
