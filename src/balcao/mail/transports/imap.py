"""One folder on an IMAP server (RFC 9051, and 3501 before it): what is in it, the bytes of a mail, what happens to it.

UIDs only, never sequence numbers; reading marks nothing (BODY.PEEK); only mails that are named are ever expunged.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import date

from imap_tools.utils import encode_folder

from balcao.mail.models import AfterKeeping, Mailbox, Trouble
from balcao.mail.transports.imap_client import PATIENCE, Box, cut, hang_up, signed_in, told
from balcao.mail.transports.imap_idle import IDLE_FOR, Idle
from balcao.mail.transports.trouble import InTrouble

AT_ONCE = 500
"""UIDs in one command."""

_UID = re.compile(rb"\bUID (\d+)", re.IGNORECASE)
_SIZE = re.compile(rb"\bRFC822\.SIZE (\d+)", re.IGNORECASE)
_NO_LITERAL = re.compile(rb"BODY\[\](?:<0>)? (?:\"\"|NIL)", re.IGNORECASE)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Folder:
    """Open for reading and writing, or only for reading. Everything raises InTrouble."""

    def __init__(self, mailbox: Mailbox, *, only_reads: bool = False, patience: float = PATIENCE) -> None:
        self.name = mailbox.path or "INBOX"
        self.box: Box = signed_in(mailbox, patience=patience)
        self.client = self.box.client
        try:
            with told(Trouble.FOLDER):
                self.box.folder.set(self.name, readonly=only_reads)
                self.uidvalidity = self._number("UIDVALIDITY")
                # Some servers say all that they can only after the sign-in.
                self.abilities = {str(one).upper() for one in self._capabilities()}
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        hang_up(self.box)

    def interrupt(self) -> None:
        """From another thread."""
        cut(self.box)

    @property
    def calls_us(self) -> bool:
        return "IDLE" in self.abilities

    def uids_after(self, uid: int) -> list[int]:
        """Those above `uid`, lowest first."""
        # `n:*` always names the last mail, also when its UID is below n (RFC 3501, 6.4.8).
        return [one for one in self._search(f"UID {uid + 1}:*") if one > uid]

    def uids_since(self, day: date) -> list[int]:
        """Those that reached the server on that day or later."""
        return self._search(f"SINCE {day.day:02}-{_MONTHS[day.month - 1]}-{day.year}")

    def has(self, uid: int) -> bool:
        return uid in self._search(f"UID {uid}")

    def sizes(self, uids: Sequence[int]) -> dict[int, int]:
        """Bytes by UID; mails that went meanwhile are left out."""
        found = {}
        for some in _chunks(uids):
            for line in _lines(self._fetch(some, "(UID RFC822.SIZE)")):
                uid, size = _UID.search(line), _SIZE.search(line)
                if uid and size:
                    found[int(uid[1])] = int(size[1])
        return found

    def contents(self, uids: Sequence[int]) -> dict[int, bytes]:
        """Whole mails, byte for byte, by UID."""
        return _literals(self._fetch(uids, "(UID BODY.PEEK[])"), uids)

    def beginning(self, uid: int, size: int) -> bytes | None:
        """The first bytes of a mail."""
        return _literals(self._fetch([uid], f"(UID BODY.PEEK[]<0.{size}>)"), [uid]).get(uid)

    def mark_seen(self, uids: Sequence[int]) -> None:
        self._each("STORE", uids, "+FLAGS.SILENT", r"(\Seen)")

    def move(self, uids: Sequence[int], to: str) -> None:
        """Mails that went already are stepped over. Without MOVE (RFC 6851) they are copied, then deleted."""
        target = encode_folder(to).decode()
        if "MOVE" in self.abilities:
            self._each("MOVE", uids, target)
            return
        self._each("COPY", uids, target)
        self.delete(uids)

    def delete(self, uids: Sequence[int]) -> None:
        """Without UIDPLUS (RFC 4315) they are only marked: an EXPUNGE would take what others have marked with it."""
        self._each("STORE", uids, "+FLAGS.SILENT", r"(\Deleted)")
        if "UIDPLUS" in self.abilities:
            self._each("EXPUNGE", uids)

    def dispose(self, uids: Sequence[int], mailbox: Mailbox) -> None:
        """What the mailbox says shall happen to mails that are kept."""
        if not uids:
            return
        if mailbox.after_keeping == AfterKeeping.SEEN:
            self.mark_seen(uids)
        elif mailbox.after_keeping == AfterKeeping.DELETE:
            self.delete(uids)
        elif mailbox.after_keeping == AfterKeeping.MOVE and mailbox.move_to:
            self.move(uids, mailbox.move_to)

    def refresh(self) -> None:
        """See what came since; what was said of it so far is forgotten, as it is looked at now."""
        with told(Trouble.UNREACHABLE):
            self.client.response("EXISTS")
            self.client.noop()

    def has_news(self) -> bool:
        """Whether the server spoke of new mail during the commands since `refresh`: it will not say so again."""
        _kind, data = self.client.response("EXISTS")
        return bool(data and data[0])

    def wait(self, go_on: Callable[[], bool], *, seconds: float = IDLE_FOR) -> None:
        """Until the server says that something changed (IDLE, RFC 2177), the time is over, or `go_on` says no."""
        with told(Trouble.UNREACHABLE):
            idle = Idle(self.client)
            idle.listen(go_on, seconds)
            idle.end()

    def _capabilities(self) -> Sequence[str]:
        self.client._get_capabilities()
        return tuple(self.client.capabilities)

    def _number(self, name: str) -> int:
        _kind, data = self.client.response(name)
        if not data or not data[0]:
            raise InTrouble(Trouble.FOLDER, f"the server gives the folder no {name}")
        return int(data[0])

    def _search(self, criteria: str) -> list[int]:
        with told(Trouble.FOLDER):
            status, data = self.client.uid("SEARCH", criteria)
        if status != "OK":
            raise InTrouble(Trouble.FOLDER, f"SEARCH: {status} {data!r}"[:300])
        # The answer may come in several lines.
        return sorted({int(one) for line in data if line for one in line.split()})

    def _fetch(self, uids: Sequence[int], what: str) -> list[object]:
        with told(Trouble.OTHER):
            status, data = self.client.uid("FETCH", _set(uids), what)
        if status != "OK":
            raise InTrouble(Trouble.OTHER, f"FETCH: {status} {data!r}"[:300])
        return list(data)

    def _each(self, command: str, uids: Sequence[int], *rest: str) -> None:
        for some in _chunks(uids):
            with told(Trouble.OTHER):
                status, data = self.client.uid(command, _set(some), *rest)
            if status != "OK":
                kind = Trouble.FOLDER if command in ("MOVE", "COPY") else Trouble.OTHER
                raise InTrouble(kind, f"{command}: {status} {data!r}"[:300])


def try_out(mailbox: Mailbox, *, patience: float = 5.0) -> None:
    """Sign in and open the folder, and nothing more. Raises InTrouble."""
    folder = Folder(mailbox, only_reads=True, patience=patience)
    with suppress(OSError):
        folder.close()


def _chunks(uids: Sequence[int]) -> Iterable[Sequence[int]]:
    return (uids[start : start + AT_ONCE] for start in range(0, len(uids), AT_ONCE))


def _set(uids: Sequence[int]) -> str:
    """`1:3,7`: runs are said as ranges, so that a long list stays a short line."""
    runs: list[list[int]] = []
    for uid in sorted(uids):
        if runs and runs[-1][1] == uid - 1:
            runs[-1][1] = uid
        else:
            runs.append([uid, uid])
    return ",".join(f"{first}:{last}" if first != last else str(first) for first, last in runs)


def _lines(data: Iterable[object]) -> Iterable[bytes]:
    return (one[0] if isinstance(one, tuple) else one for one in data if isinstance(one, tuple | bytes))


def _literals(data: Sequence[object], wanted: Sequence[int]) -> dict[int, bytes]:
    """imaplib gives `(b'1 (UID 5 BODY[] {300}', content), b')'`; the UID may stand before or after the content."""
    found: dict[int, bytes] = {}
    for index, one in enumerate(data):
        after = data[index + 1] if index + 1 < len(data) else b""
        if isinstance(one, tuple):
            uid = _UID.search(one[0]) or (_UID.search(after) if isinstance(after, bytes) else None)
            content = bytes(one[1])
        elif isinstance(one, bytes) and _NO_LITERAL.search(one):
            uid, content = _UID.search(one), b""
        else:
            continue
        if uid and int(uid[1]) in set(wanted):
            found[int(uid[1])] = content
    return found
