"""One look at an IMAP folder: fetch, keep, and only then tell the server. It may be killed between any two lines.

What is new is what stands in no `MailPlace` of the folder as it is now (UIDVALIDITY); `\\Seen` says nothing. A mail
that cannot be fetched or kept waits (`Strikes`) while the others come in, and stays on the server until it is kept.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.utils import timezone

from balcao.mail.intake import keep
from balcao.mail.models import Mailbox, MailPlace, Trouble
from balcao.mail.transports.imap import Folder
from balcao.mail.transports.strikes import Strikes
from balcao.mail.transports.stub import READ, stub_of
from balcao.mail.transports.trouble import InTrouble

log = logging.getLogger("balcao.mail")

BATCH_MAILS, BATCH_BYTES = 50, 8 * 1024 * 1024
"""What is fetched by one command."""

IN_A_ROW = 3
"""So many mails that cannot be kept one after the other: it is not the mails, it is us."""


@dataclass
class Look:
    """What one look brings. `unkept`: UIDs that are still only on the server, with why."""

    folder: Folder
    mailbox: Mailbox
    strikes: Strikes
    kept: int = 0
    unkept: dict[int, str] = field(default_factory=dict)
    in_a_row: int = 0
    leaves: bool = False
    """The server is told of nothing, another look does."""
    not_told: InTrouble | None = None
    """Why the server would not mark, move or delete what is kept."""


def always() -> bool:
    return True


def look(folder: Folder, mailbox: Mailbox, strikes: Strikes, *, go_on: Callable[[], bool] = always) -> Look:
    """Take in what is new, until `go_on` says no. Raises InTrouble for what concerns more than single mails."""
    found = Look(folder, mailbox, strikes)
    folder.refresh()
    follow_uidvalidity(folder, mailbox)
    _finish_earlier(found)
    listed = folder.uids_after(mailbox.last_uid)
    take_in(found, without_place(mailbox, listed), go_on=go_on)
    if go_on():
        # Below it nothing is looked at again, so it never passes a mail that is not kept.
        _seen_to(mailbox, min(found.unkept, default=max(listed, default=mailbox.last_uid) + 1) - 1)
    if found.not_told is not None:
        raise found.not_told
    return found


def take_in(found: Look, new: Sequence[int], *, go_on: Callable[[], bool] = always) -> None:
    """Keep these UIDs; whatever cannot be kept is named in `found.unkept`."""
    now = timezone.now()
    found.strikes.only(set(new))
    due = [uid for uid in new if not found.strikes.waits(uid, now=now)]
    found.unkept.update(dict.fromkeys(set(new) - set(due), "it failed before, and waits to be tried again"))
    for batch, sizes in _batches(found, due):
        if not go_on():
            return
        _take_in(found, batch, sizes)


def follow_uidvalidity(folder: Folder, mailbox: Mailbox) -> None:
    """New numbers for all mails: everything is listed again, and bytes that are here are only given a new place."""
    if mailbox.uidvalidity == folder.uidvalidity:
        return
    if mailbox.uidvalidity is not None:
        log.warning("Mailbox %s: UIDVALIDITY changed, everything in it is listed again", mailbox.name)
    mailbox.uidvalidity, mailbox.last_uid = folder.uidvalidity, 0
    Mailbox.objects.filter(pk=mailbox.pk).update(uidvalidity=folder.uidvalidity, last_uid=0)
    lost = MailPlace.objects.filter(mailbox=mailbox, is_done=False).exclude(uidvalidity=folder.uidvalidity)
    lost.update(is_done=True)


def without_place(mailbox: Mailbox, uids: Sequence[int]) -> list[int]:
    """Those of the folder as it is now that are not kept."""
    if not uids:
        return []
    assert mailbox.uidvalidity is not None
    places = MailPlace.objects.filter(mailbox=mailbox, uidvalidity=mailbox.uidvalidity, uid__gte=min(uids))
    known = set(places.values_list("uid", flat=True))
    return [uid for uid in uids if uid not in known]


def _seen_to(mailbox: Mailbox, uid: int) -> None:
    if uid > mailbox.last_uid:
        mailbox.last_uid = uid
        Mailbox.objects.filter(pk=mailbox.pk).update(last_uid=uid)


def _finish_earlier(found: Look) -> None:
    """Mails that were kept, and of which the server was not told: this process, or one before it, was stopped."""
    places = MailPlace.objects.filter(mailbox=found.mailbox, uidvalidity=found.folder.uidvalidity, is_done=False)
    _finish(found, list(places.values_list("uid", flat=True)))


def _finish(found: Look, uids: Sequence[int]) -> None:
    """A server that refuses (no such folder, no rights) holds no other mail back: it is told at the end."""
    if not uids or found.leaves:
        return
    try:
        found.folder.dispose(uids, found.mailbox)
    except InTrouble as trouble:
        if trouble.trouble is Trouble.UNREACHABLE:
            raise
        found.not_told = trouble
    else:
        _done(found, uids)


def _done(found: Look, uids: Sequence[int]) -> None:
    rows = MailPlace.objects.filter(mailbox=found.mailbox, uidvalidity=found.folder.uidvalidity, uid__in=uids)
    rows.update(is_done=True)


def _batches(found: Look, uids: Sequence[int]) -> Iterator[tuple[list[int], dict[int, int]]]:
    """Mails to fetch together, with their sizes in bytes."""
    for start in range(0, len(uids), BATCH_MAILS):
        some = uids[start : start + BATCH_MAILS]
        sizes = found.folder.sizes(some)
        batch: list[int] = []
        for uid in some:
            if batch and not _go_together([sizes.get(one, 0) for one in [*batch, uid]], found.strikes):
                yield batch, sizes
                batch = []
            batch.append(uid)
        if batch:
            yield batch, sizes


def _go_together(sizes: Sequence[int], strikes: Strikes) -> bool:
    return not strikes.is_careful and sum(sizes) <= BATCH_BYTES and max(sizes) <= settings.MAIL_MAX_BYTES


def _take_in(found: Look, batch: list[int], sizes: dict[int, int]) -> None:
    try:
        contents = _contents(found, batch, sizes)
    except InTrouble:
        found.strikes.line_broke(batch, now=timezone.now())
        raise
    kept = [uid for uid in batch if _keep(found, uid, contents.get(uid))]
    large = [uid for uid in kept if sizes.get(uid, 0) > settings.MAIL_MAX_BYTES]
    found.strikes.succeeded(kept)
    _finish(found, [uid for uid in kept if uid not in large])
    # Their attachments are only there: nothing is moved, deleted or marked.
    _done(found, large)


def _contents(found: Look, batch: list[int], sizes: dict[int, int]) -> dict[int, bytes]:
    uid = batch[0]
    if len(batch) > 1 or sizes.get(uid, 0) <= settings.MAIL_MAX_BYTES:
        return found.folder.contents(batch)
    beginning = found.folder.beginning(uid, READ)
    where = f"{found.mailbox.address}, {found.folder.name}, UID {uid}"
    return {uid: stub_of(beginning, size=sizes[uid], where=where)} if beginning is not None else {}


def _keep(found: Look, uid: int, content: bytes | None) -> bool:
    """Whether it is kept now. A mail that went meanwhile is neither kept nor missed. Raises InTrouble for many."""
    if content is None:
        if found.folder.has(uid):
            _missed(found, uid, "the server lists it and does not give it")
        return False
    place = (found.folder.uidvalidity, uid)
    try:
        keep(content=content, channel="imap", mailbox=found.mailbox, now=timezone.now(), place=place)
    except Exception as error:
        log.exception("Mailbox %s: mail %s cannot be kept", found.mailbox.name, uid)
        _missed(found, uid, f"{type(error).__name__}: {error}")
        return False
    found.kept += 1
    found.in_a_row = 0
    return True


def _missed(found: Look, uid: int, why: str) -> None:
    found.strikes.failed(uid, now=timezone.now())
    found.unkept[uid] = why
    found.in_a_row += 1
    if found.in_a_row >= IN_A_ROW:
        raise InTrouble(Trouble.KEEPING, why)
