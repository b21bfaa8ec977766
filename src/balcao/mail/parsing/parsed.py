"""What was understood of a mail: plain values, no database."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Address:
    """One mailbox of a header. `address` is lower-case in its domain only; empty when there was none to read."""

    name: str
    address: str

    def __str__(self) -> str:
        return f"{self.name} <{self.address}>" if self.name and self.address else self.address or self.name


@dataclass(frozen=True, slots=True)
class ParsedAttachment:
    """`content` is byte for byte what was sent, its transfer encoding undone. `size` in bytes."""

    filename: str
    content_type: str
    content: bytes
    sha256: str
    is_inline: bool
    content_id: str

    @property
    def size(self) -> int:
        return len(self.content)


@dataclass(frozen=True, slots=True)
class Automatic:
    """Why nobody wrote this mail by hand (RFC 3834); `kind`: reply, list, bounce, bulk, own, or empty."""

    kind: str = ""
    reason: str = ""

    def __bool__(self) -> bool:
        return bool(self.kind)


@dataclass(frozen=True, slots=True)
class Failure:
    """One recipient of a delivery status notification (RFC 3464 §2.3). `is_final`: 5.x.x, or action «failed»."""

    address: str
    status: str
    diagnostic: str
    is_final: bool


@dataclass(slots=True)
class ParsedMail:
    """Every mail gives one, whatever is in it; `warnings` say what was damaged or left out."""

    from_: list[Address] = field(default_factory=list)
    to: list[Address] = field(default_factory=list)
    cc: list[Address] = field(default_factory=list)
    reply_to: list[Address] = field(default_factory=list)
    envelope_to: list[str] = field(default_factory=list)
    subject: str = ""
    date: datetime | None = None
    message_id: str = ""
    in_reply_to: list[str] = field(default_factory=list)
    references: list[str] = field(default_factory=list)
    text: str = ""
    reply_text: str = ""
    html: str = ""
    automatic: Automatic = field(default_factory=Automatic)
    failures: list[Failure] = field(default_factory=list)
    returned_message_id: str = ""
    attachments: list[ParsedAttachment] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    is_whole: bool = True
    """False when a limit left something out, which then is in the raw mail only."""

    @property
    def sender(self) -> Address:
        """The one author. Several authors, or none, are nobody (security.md row B)."""
        return self.from_[0] if len(self.from_) == 1 else Address("", "")

    def to_json(self) -> dict[str, Any]:
        """For `balcao mail parse --json`: headers as people read them, attachments without their bytes."""
        return {
            "from": _shown(self.from_),
            "to": _shown(self.to),
            "cc": _shown(self.cc),
            "reply_to": _shown(self.reply_to),
            "sender_address": self.sender.address,
            "subject": self.subject,
            "date": self.date.isoformat() if self.date else None,
            "message_id": self.message_id,
            "in_reply_to": " ".join(self.in_reply_to),
            "references": self.references,
            "text": self.text,
            "reply_text": self.reply_text,
            "html": self.html,
            "automatic": bool(self.automatic),
            "automatic_reason": self.automatic.reason,
            "attachments": [
                {
                    "filename": one.filename,
                    "content_type": one.content_type,
                    "size": one.size,
                    "sha256": one.sha256,
                    "inline": one.is_inline,
                    "content_id": one.content_id,
                }
                for one in self.attachments
            ],
            "warnings": self.warnings,
        }


def _shown(addresses: list[Address]) -> str:
    return ", ".join(str(address) for address in addresses)
