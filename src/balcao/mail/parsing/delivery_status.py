"""Delivery status notifications (RFC 3464): whom a mail of ours did not reach, and why."""

from __future__ import annotations

import re
from collections.abc import Sequence

from balcao.mail.parsing.charsets import decode
from balcao.mail.parsing.headers import addresses, message_ids, one_line
from balcao.mail.parsing.parsed import Failure
from balcao.mail.parsing.parts import Leaf

MOST = 100
_MESSAGE_ID = re.compile(r"^message-id:\s*(.{1,300})", re.IGNORECASE | re.MULTILINE)
_STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")


def failures_of(leaves: Sequence[Leaf]) -> list[Failure]:
    """Recipients that the notification says were not reached, or not yet (§2.3.3: action failed or delayed)."""
    for leaf in leaves:
        if leaf.content_type == "message/delivery-status":
            text = decode(leaf.content())[0].replace("\r\n", "\n")
            groups = _groups(text)
            return [failure for group in groups if (failure := _failure(group)) is not None][:MOST]
    return []


def returned_id(leaves: Sequence[Leaf]) -> str:
    """The Message-ID of the mail that came back, from the copy or the headers that went along."""
    for leaf in leaves:
        if leaf.content_type in {"message/rfc822", "text/rfc822-headers", "message/rfc822-headers"}:
            head = decode(leaf.content()[:20_000])[0].replace("\r\n", "\n").partition("\n\n")[0]
            found = re.search(
                r"^message-id:\s*(.{1,300})", re.sub(r"\n[ \t]+", " ", head), re.IGNORECASE | re.MULTILINE
            )
            if found:
                return next(iter(message_ids(found.group(1))), "")
    return ""


def _groups(text: str) -> list[dict[str, str]]:
    groups = []
    for block in re.split(r"\n\s*\n", re.sub(r"\n[ \t]+", " ", text))[:MOST]:
        pairs = (line.partition(":") for line in block.split("\n") if ":" in line)
        groups.append({key.strip().lower(): one_line(value) for key, _colon, value in pairs})
    return groups


def _failure(group: dict[str, str]) -> Failure | None:
    recipient = (group.get("final-recipient") or group.get("original-recipient") or "").partition(";")[2]
    found = addresses([recipient])
    action = group.get("action", "").lower()
    if not found or not found[0].address or action not in {"failed", "delayed"}:
        return None
    status = _STATUS.search(group.get("status", ""))
    code = status.group(0) if status else ""
    return Failure(
        address=found[0].address,
        status=code,
        diagnostic=group.get("diagnostic-code", "").partition(";")[2].strip()[:300],
        is_final=action == "failed" and not code.startswith("4"),
    )
