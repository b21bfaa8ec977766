"""The other way to hand out access: a user name and a password that must be changed at the first sign-in."""

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from balcao.history.record import record
from balcao.lib.refused import Refused
from balcao.live.publish import recheck
from balcao.people.models import User

VALID = timedelta(days=7)
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without those that look like others (i, l, o, 0, 1): it may be told over the telephone."""


@transaction.atomic
def give_temporary_password(*, user: User, by: User | None, now: datetime, valid: timedelta = VALID) -> str:
    """The password, to be shown once and never again (about 59 bits). Sessions of the person end, open invitations too.

    Raises Refused for who may not sign in.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    if not user.is_active:
        raise Refused(_("This person may not sign in. Allow it first."))
    password = "-".join("".join(secrets.choice(LETTERS) for _letter in range(4)) for _group in range(3))
    user.set_password(password)
    user.must_change_password = True
    user.temporary_until = now + valid
    user.save(update_fields=["password", "must_change_password", "temporary_until"])
    user.invitations.filter(used_at=None, revoked_at=None).update(revoked_at=now)
    record("person.temporary_password_given", now=now, actor_id=by.pk if by else None, data={"user": user.pk})
    recheck(user.pk)
    return password
