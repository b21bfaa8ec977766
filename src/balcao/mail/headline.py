"""What a list shows of a mail, read from its first headers alone: cheap, and never failing, whatever comes in."""

import logging
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes

from balcao.lib.names import clean_line
from balcao.mail.parsing.headers import addresses, message_ids, raw_header, raw_headers, text_header, when

log = logging.getLogger("balcao.mail")

READ = 64 * 1024
"""Bytes; headers beyond are read when the mail is sorted."""

SHOWN_RECIPIENTS = 10


@dataclass(frozen=True, slots=True)
class Headline:
    """Empty where nothing could be read. `from_address` in lower case, as it is searched by."""

    from_address: str = ""
    from_name: str = ""
    to_line: str = ""
    subject: str = ""
    message_id: str = ""
    sent_at: datetime | None = None
    recipients: tuple[str, ...] = ()


def headline_of(content: bytes) -> Headline:
    try:
        return _read(content)
    except Exception:  # the bytes are kept in any case; what could not be read here stands in the raw mail
        log.exception("The headers of a mail cannot be read; it is kept all the same")
        return Headline()


def _read(content: bytes) -> Headline:
    source = content[:READ]
    source = source.split(b"\n", 1)[-1] if source.startswith(b"From ") else source
    head = source.replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    message = message_from_bytes(head + b"\n\n")
    author = next(iter(addresses(raw_headers(message, "From"))), None)
    to = addresses([*raw_headers(message, "To"), *raw_headers(message, "Cc")])
    delivered = addresses([*raw_headers(message, "Delivered-To"), *raw_headers(message, "X-Original-To")])
    return Headline(
        from_address=clean_line(author.address.lower(), 320) if author else "",
        from_name=clean_line(author.name, 200) if author else "",
        to_line=clean_line(", ".join(str(one) for one in to[:SHOWN_RECIPIENTS]), 500),
        subject=clean_line(text_header(message, "Subject"), 300),
        message_id=clean_line(next(iter(message_ids(raw_header(message, "Message-ID"))), ""), 255),
        sent_at=when(raw_header(message, "Date")),
        recipients=tuple(one.address for one in [*delivered, *to] if one.address),
    )
