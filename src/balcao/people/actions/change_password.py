"""A person, or a link that proved to be the person's, sets a new password."""

from datetime import datetime

from django.db import transaction

from balcao.history.record import record
from balcao.live.publish import recheck
from balcao.people.models import User
from balcao.people.sessions import end_others


@transaction.atomic
def change_password(*, user: User, password: str, now: datetime) -> None:
    """Keep the (validated) password. Every session of the person ends (their keys derive from it); the caller keeps
    its own with `update_session_auth_hash`. A notice by e-mail follows from the event.
    """
    user.set_password(password)
    user.must_change_password = False
    user.temporary_until = None
    user.save(update_fields=["password", "must_change_password", "temporary_until"])
    user.invitations.filter(used_at=None, revoked_at=None).update(revoked_at=now)
    end_others(user=user, but="")
    record("person.password_changed", now=now, actor_id=user.pk, data={"user": user.pk})
    recheck(user.pk)
