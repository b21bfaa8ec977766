"""Secrets of mailboxes at rest: sealed with a key that is derived from SECRET_KEY, and never shown (security.md row L).

Fernet (AES-128-CBC with an HMAC, from `cryptography`); the keys come from SECRET_KEY and SECRET_KEY_FALLBACKS by
HKDF-SHA256 (RFC 5869) with a purpose of their own, so that no other use of the secret opens what is sealed here.
"""

from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

PURPOSE = b"balcao.mail.secrets"


class Unreadable(ValueError):
    """It was sealed with a secret key that is known no more, or was changed since; the message names no content."""


class Secret:
    """A text that tells itself to nobody who does not ask for it by `reveal`."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        return self._text

    def __bool__(self) -> bool:
        return bool(self._text)

    def __repr__(self) -> str:
        return "Secret(…)"

    __str__ = __repr__


def seal(text: str) -> str:
    """For the database, with the newest key; nothing stays nothing."""
    return _box().encrypt(text.encode()).decode() if text else ""


def unseal(sealed: str) -> Secret:
    """What was sealed, with this or an earlier secret key. Raises Unreadable."""
    if not sealed:
        return Secret("")
    try:
        return Secret(_box().decrypt(sealed.encode()).decode())
    except (InvalidToken, ValueError):
        # Not «from»: the cause could carry what was tried.
        raise Unreadable("sealed with another secret key") from None


def reseal(sealed: str) -> str:
    """The same with the newest key, so that an old one can be given up. Raises Unreadable."""
    return seal(unseal(sealed).reveal())


def _box() -> MultiFernet:
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_key(str(secret))) for secret in secrets])


def _key(secret: str) -> bytes:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE).derive(secret.encode())
    return urlsafe_b64encode(derived)
