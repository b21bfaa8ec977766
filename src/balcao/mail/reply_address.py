"""The address to which a person answers one ticket: nobody else can make it up (security.md row B).

`r<key>-<ticket's number>-<person>-<mac>@domain`; the mac is base32 of an HMAC over key, ticket and person, 128 bits.
Base32, because programs on the way may change the case of an address. The key is named, so that secrets can change.
"""

import hmac
import re
from base64 import b32encode
from collections.abc import Iterator
from hashlib import sha256

from django.conf import settings

_LOCAL_PART = re.compile(r"r([a-z2-7]{4})-([1-9][0-9]{0,18})-([1-9][0-9]{0,18})-([a-z2-7]{26})", re.ASCII)


def reply_address(*, number: int, person_id: int) -> str:
    """For one ticket and one person; empty while no address takes mail in (settings.MAIL_REPLY_DOMAIN)."""
    if not settings.MAIL_REPLY_DOMAIN:
        return ""
    return f"{_local_part(settings.SECRET_KEY, number, person_id)}@{settings.MAIL_REPLY_DOMAIN}"


def read_reply_address(address: str) -> tuple[int, int] | None:
    """(ticket's number, person's id) of an address that we made; None for any other."""
    local = address.rpartition("@")[0].lower()
    parts = _LOCAL_PART.fullmatch(local)
    if parts is None:
        return None
    number, person_id = int(parts[2]), int(parts[3])
    ours = any(hmac.compare_digest(local, _local_part(secret, number, person_id)) for secret in _secrets())
    return (number, person_id) if ours else None


def is_shaped_like_one(address: str) -> bool:
    """Whether it looks like ours, whoever made it: what it is worth is asked when its mail is sorted."""
    return _LOCAL_PART.fullmatch(address.rpartition("@")[0].lower()) is not None


def _secrets() -> Iterator[str]:
    yield settings.SECRET_KEY
    yield from (str(secret) for secret in settings.SECRET_KEY_FALLBACKS)


def _local_part(secret: str, number: int, person_id: int) -> str:
    key = hmac.digest(secret.encode(), b"balcao.mail.reply_address", sha256)
    name = _base32(sha256(key).digest())[:4]
    mac = hmac.digest(key, f"{name} {number} {person_id}".encode(), sha256)[:16]
    return f"r{name}-{number}-{person_id}-{_base32(mac)}"


def _base32(value: bytes) -> str:
    return b32encode(value).decode().rstrip("=").lower()
