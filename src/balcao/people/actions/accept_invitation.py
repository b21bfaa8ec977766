"""The invited person chooses a password and confirms who they are."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from balcao.history.record import record
from balcao.lib.refused import Refused
from balcao.people.invitations import hash_of
from balcao.people.models import Invitation, User


@transaction.atomic
def accept_invitation(*, token: str, password: str, name: str, language: str, time_zone: str, now: datetime) -> User:
    """The person, ready to be signed in. The token works once. Raises Refused when it does not (any more)."""
    invitation = Invitation.objects.select_for_update().filter(token_hash=hash_of(token)).first()
    if invitation is None or not invitation.is_open(now) or not invitation.user.is_active:
        raise Refused(_("This invitation is not valid any more. Ask for a new one."))
    invitation.used_at = now
    invitation.save(update_fields=["used_at"])
    user = User.objects.select_for_update().get(pk=invitation.user_id)
    user.set_password(password)
    user.name, user.language, user.time_zone = name, language, time_zone
    user.must_change_password = False
    user.temporary_until = None
    user.save()
    record("person.accepted_invitation", now=now, actor_id=user.pk, data={"invitation": invitation.pk})
    return user
