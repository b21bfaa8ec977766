"""The secret of an invitation: 256 bits that the database alone does not give away."""

import base64
import hashlib

from django.utils.crypto import salted_hmac

from balcao.people.models import Invitation

SALT = "balcao.people.invitations"


def token_of(invitation: Invitation) -> str:
    """The token of the link, derived again each time; 43 characters fit for an address."""
    digest = salted_hmac(SALT, str(invitation.key), algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def find_invitation(token: str) -> Invitation | None:
    """Whatever its state; None for an unknown token."""
    return Invitation.objects.select_related("user").filter(token_hash=hash_of(token)).first()
