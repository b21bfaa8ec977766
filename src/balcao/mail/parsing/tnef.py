"""winmail.dat: what Outlook packs attachments into (MS-OXTNEF)."""

import logging
from typing import Any

LARGEST = 60 * 1024 * 1024
MOST = 100


def unpacked(data: bytes) -> list[tuple[str, bytes]]:
    """Name and bytes of each file in it; empty when it cannot be read, or holds none."""
    if not data.startswith(b"\x78\x9f\x3e\x22") or len(data) > LARGEST:
        return []
    from tnefparse.tnef import TNEF

    logging.getLogger("tnef-decode").setLevel(logging.CRITICAL)
    try:
        found = _reader(TNEF)(data, do_checksum=False).attachments[:MOST]
        return [(_name(one, position), bytes(one.data)) for position, one in enumerate(found, 1) if one.data]
    except Exception:
        return []


def _reader(untyped: Any) -> Any:
    """The package has no types."""
    return untyped


def _name(attachment: object, position: int) -> str:
    for attribute in ("long_filename", "name"):
        value = getattr(attachment, attribute, None)
        value = value() if callable(value) else value
        if isinstance(value, bytes):
            value = value.decode("utf-8", "replace")
        if isinstance(value, str) and value.strip("\0 "):
            return value.strip("\0 ")
    return f"part-{position}.bin"
