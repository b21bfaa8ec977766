"""What is known of a mail's origin: SPF, DKIM and DMARC, by our own server's word or by our own check.

Authentication-Results (RFC 8601) is believed only with the name of a server of ours (settings.MAIL_AUTHSERV_IDS):
anybody may write that header, and our server takes away those that bear its name. A DKIM signature (RFC 6376) is
checked here when no server of ours did; without an answer of the DNS it stays unknown.
"""

import logging
import re
import threading
import time
from collections.abc import Callable
from email import message_from_bytes
from typing import Any

from django.conf import settings

from balcao.mail.parsing.headers import raw_header, raw_headers
from balcao.mail.parsing.parsed import ParsedMail

log = logging.getLogger("balcao.mail")

METHODS = ("spf", "dkim", "dmarc")
UNKNOWN = "unknown"

DNS_SECONDS = 2
DNS_PAUSE = 60
"""After a DNS that did not answer, nobody asks it for so many seconds: a thousand mails would wait one by one."""
MOST_SIGNED_BYTES = 10 * 1024 * 1024

LookUp = Callable[[bytes], bytes | None]

_HEAD = 200_000
_RESULT = re.compile(r"\b(spf|dkim|dmarc)\s*=\s*([a-z]{1,12})\b", re.IGNORECASE)
_SIGNED_BY = re.compile(r"\bheader\.(?:d|i)\s*=\s*@?([\w.-]{1,253})", re.IGNORECASE)
_MAIL_FROM = re.compile(r"\bsmtp\.mailfrom\s*=\s*(?:[^\s;@]{0,320}@)?([\w.-]{1,253})", re.IGNORECASE)
_COMMENT = re.compile(r"\([^()]*\)")

_lock = threading.Lock()
_dns = {"asked again at": 0.0}


def authentication_of(raw: bytes, mail: ParsedMail, *, look_up: LookUp | None = None) -> dict[str, object]:
    """`spf`, `dkim`, `dmarc` as one word each (RFC 8601 §2.7, or «unknown»), `by` whose word it is, `signed_by` and
    `sent_by`: the domains that answer for it, and `is_aligned`: whether one of those is the sender's own.

    `look_up` answers the TXT record of a name; it raises for no answer.
    """
    known: dict[str, object] = dict.fromkeys(METHODS, UNKNOWN)
    known.update(by="", signed_by="", sent_by="")
    _read_results(raw, known)
    if known["dkim"] == UNKNOWN and b"dkim-signature:" in raw[:_HEAD].lower():
        _check_signature(raw, known, look_up)
    domain = mail.sender.address.rpartition("@")[2]
    passed = [known["signed_by"]] if known["dkim"] == "pass" else []
    passed += [known["sent_by"]] if known["spf"] == "pass" else []
    known["is_aligned"] = any(_is_aligned(domain, str(other)) for other in passed)
    return known


def is_authentic(known: dict[str, object]) -> bool | None:
    """True when something speaks for the sender's own domain, False when all that was checked does not; else None."""
    if known.get("dmarc") == "pass" or known.get("is_aligned"):
        return True
    checked = [known.get(method) for method in METHODS if known.get(method, UNKNOWN) != UNKNOWN]
    return False if checked else None


def _read_results(raw: bytes, known: dict[str, object]) -> None:
    ours = {name.lower() for name in settings.MAIL_AUTHSERV_IDS}
    if not ours:
        return
    head = raw[:_HEAD].replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    for value in raw_headers(message_from_bytes(head + b"\n\n"), "Authentication-Results")[:20]:
        server, _semicolon, rest = _COMMENT.sub(" ", value).partition(";")
        if server.strip().lower().partition(" ")[0] not in ours:
            continue
        known["by"] = known["by"] or server.strip().partition(" ")[0]
        for part in rest.split(";"):
            _read_result(part, known)


def _read_result(part: str, known: dict[str, object]) -> None:
    """Of several signatures one that passed counts; of several headers the first, which our last server wrote."""
    found = _RESULT.match(part.strip())
    if found is None:
        return
    method, result = found.group(1).lower(), found.group(2).lower()
    if known[method] != UNKNOWN and not (method == "dkim" and result == "pass" and known[method] != "pass"):
        return
    known[method] = result
    if method == "dkim" and (signed := _SIGNED_BY.search(part)):
        known["signed_by"] = signed.group(1).lower()
    if method == "spf" and (sent := _MAIL_FROM.search(part)):
        known["sent_by"] = sent.group(1).lower()


def _check_signature(raw: bytes, known: dict[str, object], look_up: LookUp | None) -> None:
    if len(raw) > MOST_SIGNED_BYTES or (look_up is None and not settings.MAIL_CHECKS_DKIM):
        return
    with _lock:
        if look_up is None and time.monotonic() < _dns["asked again at"]:
            return
    asked = _Asking(look_up)
    signature = raw_header(message_from_bytes(raw[:_HEAD]), "DKIM-Signature")
    try:
        is_good = _verify(raw, asked)
    except Exception as error:  # signatures of strangers break it in many ways; none of them is a signature that holds
        log.info("A DKIM signature cannot be checked: %s", type(error).__name__)
        is_good = False
    if asked.got_no_answer:
        with _lock:
            _dns["asked again at"] = time.monotonic() + DNS_PAUSE
        return
    domain = re.search(r"(?:^|;)\s*d\s*=\s*([\w.-]{1,253})", signature)
    known.update(dkim="pass" if is_good else "fail", by=known["by"] or "balcao")
    known["signed_by"] = domain.group(1).lower() if domain else ""


def _verify(raw: bytes, asked: "_Asking") -> bool:
    import dkim

    checker: Any = dkim.DKIM
    return bool(checker(raw).verify(dnsfunc=asked))


class _Asking:
    """The DNS as dkimpy asks it, remembering whether it answered at all."""

    def __init__(self, look_up: LookUp | None) -> None:
        self.got_no_answer = False
        self._look_up = look_up or _ask_dns

    def __call__(self, name: bytes, timeout: int = DNS_SECONDS) -> bytes | None:
        try:
            return self._look_up(name)
        except Exception:
            self.got_no_answer = True
            raise


def _ask_dns(name: bytes) -> bytes | None:
    from dkim import dnsplug

    library: Any = dnsplug
    answer = library.get_txt(name, timeout=DNS_SECONDS)
    return answer if isinstance(answer, bytes) else None


def _is_aligned(domain: str, other: str) -> bool:
    """Relaxed alignment (RFC 7489 §3.1): the same, or one above the other; never a mere top-level domain."""
    if not domain or other.count(".") < 1 or domain.count(".") < 1:
        return False
    return domain == other or domain.endswith(f".{other}") or other.endswith(f".{domain}")
