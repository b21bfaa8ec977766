"""Message-IDs: `<…@domain of the sender>`. One that is made from a key cannot be guessed by who knows the key."""

import hmac
import secrets
from base64 import b32encode
from email.utils import parseaddr
from hashlib import sha256

from django.conf import settings


def message_id(key: str = "", *, prefix: str = "") -> str:
    """Random, or always the same for a key; `prefix` stands before it for people who read headers."""
    left = _of_key(key) if key else secrets.token_hex(16)
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<{prefix}.{left}@{domain}>" if prefix else f"<{left}@{domain}>"


def _of_key(key: str) -> str:
    """128 bits in base32: short enough for most headers to stay on one line."""
    mac = hmac.digest(settings.SECRET_KEY.encode(), f"balcao.mail.message_id {key}".encode(), sha256)[:16]
    return b32encode(mac).decode().rstrip("=").lower()
