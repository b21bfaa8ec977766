"""The desk gives somebody access: a link by e-mail, with which the person chooses the password."""

import uuid
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from balcao.history.record import record
from balcao.lib.refused import Refused
from balcao.people.invitations import hash_of, token_of
from balcao.people.models import Invitation, User

VALID = timedelta(days=7)


@transaction.atomic
def invite(*, user: User, by: User | None, now: datetime) -> tuple[Invitation, str]:
    """A new invitation and its token; earlier ones of the person stop working. The mail follows from the event.

    Raises Refused for who may not sign in, has no e-mail, or has a password already.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    _check(user)
    user.invitations.filter(used_at=None, revoked_at=None).update(revoked_at=now)
    invitation = Invitation(user=user, invited_by=by, key=uuid.uuid4(), created_at=now, expires_at=now + VALID)
    token = token_of(invitation)
    invitation.token_hash = hash_of(token)
    invitation.save()
    record("person.invited", now=now, actor_id=by.pk if by else None, data={"invitation": invitation.pk})
    return invitation, token


def _check(user: User) -> None:
    if not user.is_active:
        raise Refused(_("This person may not sign in. Allow it first."))
    if not user.email:
        raise Refused(_("This person has no e-mail. Add one, or give a temporary password."))
    if user.has_usable_password() and not user.must_change_password:
        raise Refused(_("This person has a password already. “I forgot my password” gives a new one."))
