"""Looks after every mailbox that mail is fetched from: a thread for each, in the one process that holds it.

A mailbox that fails is tried again later and later, and keeps no other one waiting.
"""

from __future__ import annotations

import logging
import random
import threading
import time
from dataclasses import dataclass, field

from django.db import DatabaseError, connections
from django.utils import timezone

from balcao.mail.holds import Hold, take_hold
from balcao.mail.models import Mailbox, MailboxKind, Trouble
from balcao.mail.transports.folder import LOOK_EVERY
from balcao.mail.transports.imap import Folder
from balcao.mail.transports.imap_idle import IDLE_FOR
from balcao.mail.transports.strikes import Strikes
from balcao.mail.transports.trouble import InTrouble
from balcao.mail.transports.visits import look_into_folder, look_into_imap, noted

log = logging.getLogger("balcao.mail")

SEEK_EVERY = 5.0
"""Seconds between two looks at which mailboxes there are, and whether a mailbox is free or was changed."""

LENGTHEN_EVERY = 15.0
"""Seconds: a hold is lengthened three times before it would end."""

POLL_EVERY = 60.0
"""Seconds, where the server cannot call us (IDLE)."""

SHORTEST_WAIT, LONGEST_WAIT = 5.0, 300.0
"""Seconds before a mailbox that fails is tried again: they double, give or take a quarter."""

REFUSED_WAIT = 60.0
"""A server that refuses a password locks the account if it is asked too often."""

KINDS = (MailboxKind.IMAP, MailboxKind.FOLDER)

SETTINGS = (
    *("kind", "is_active", "host", "port", "security", "sign_in_with", "username", "secret", "path", "after_keeping"),
    *("move_to", "oauth_token_url", "oauth_client_id", "oauth_scope", "address"),
)
"""When one of these changes, the mailbox is entered anew. Not the refresh token: some change at each use."""


class Postroom:
    """`start` it, then `stop` it."""

    def __init__(self) -> None:
        self.ending = threading.Event()
        self.fetchers: dict[int, Fetcher] = {}
        self.seeker = threading.Thread(target=self._seek, name="mail-seeker", daemon=True)

    def start(self) -> None:
        self.seeker.start()

    def stop(self, *, within: float) -> bool:
        """End what is going on; lines that wait for a server are cut. False when somebody is still busy."""
        self.ending.set()
        for fetcher in list(self.fetchers.values()):
            fetcher.interrupt()
        end = time.monotonic() + within
        threads = [self.seeker, *(fetcher.thread for fetcher in list(self.fetchers.values()))]
        for thread in threads:
            thread.join(timeout=max(0.0, end - time.monotonic()))
        return not any(thread.is_alive() for thread in threads)

    def _seek(self) -> None:
        while not self.ending.is_set():
            try:
                wanted = set(Mailbox.objects.filter(is_active=True, kind__in=KINDS).values_list("pk", flat=True))
                self._start(wanted)
            except DatabaseError as error:
                log.warning("The database did not answer (%s): trying again", error)
            finally:
                connections.close_all()
            self.ending.wait(SEEK_EVERY)

    def _start(self, wanted: set[int]) -> None:
        alive = {pk: fetcher for pk, fetcher in self.fetchers.items() if fetcher.thread.is_alive()}
        for pk in wanted - set(alive):
            alive[pk] = Fetcher(pk, self.ending)
            alive[pk].thread.start()
        self.fetchers = alive


@dataclass
class Fetcher:
    """The thread of one mailbox: it ends when the mailbox is gone or switched off, or the process ends."""

    mailbox_id: int
    ending: threading.Event
    strikes: Strikes = field(default_factory=Strikes)
    folder: Folder | None = None
    failures: int = 0
    hold: Hold | None = None
    looked_at: float = 0.0
    lengthened_at: float = 0.0
    entered_with: tuple[object, ...] = ()
    is_over: bool = False

    def __post_init__(self) -> None:
        self.thread = threading.Thread(target=self._run, name=f"mail-{self.mailbox_id}", daemon=True)

    def interrupt(self) -> None:
        """Cut the line, so that whoever waits for the server hears of it."""
        folder = self.folder
        if folder is not None:
            folder.interrupt()

    def _run(self) -> None:
        while not self.ending.is_set():
            try:
                if not self._visit():
                    break
            except DatabaseError as error:
                log.warning("The database did not answer (%s): trying again", error)
                self._pause(SEEK_EVERY)
            except Exception:
                log.exception("Mailbox %s: its thread goes on", self.mailbox_id)
                self._pause(SEEK_EVERY)
            finally:
                connections.close_all()

    def _visit(self) -> bool:
        """Stay with the mailbox as long as all is well; False when there is nothing to do here any more."""
        mailbox = Mailbox.objects.filter(pk=self.mailbox_id, is_active=True, kind__in=KINDS).first()
        if mailbox is None:
            return False
        self.hold = take_hold(mailbox.pk, now=timezone.now())
        if self.hold is None:
            self._pause(SEEK_EVERY)
            return True
        self.entered_with, self.is_over = settings_of(mailbox), False
        try:
            with noted(mailbox):
                self._stay_until_the_end(mailbox)
        except InTrouble as trouble:
            self._wait_after(trouble)
        finally:
            self._leave()
        return True

    def _leave(self) -> None:
        if self.folder is not None:
            self.folder.close()
            self.folder = None
        if self.hold is not None:
            hold, self.hold = self.hold, None
            hold.let_go()

    def _stay_until_the_end(self, mailbox: Mailbox) -> None:
        try:
            self._stay(mailbox)
        except InTrouble:
            if not self.ending.is_set():  # otherwise it was us who cut the line
                raise

    def _stay(self, mailbox: Mailbox) -> None:
        if mailbox.kind == MailboxKind.FOLDER:
            while self._may_go_on():
                look_into_folder(mailbox, self.strikes, go_on=self._may_go_on)
                self._went_well()
                self._pause(LOOK_EVERY)
            return
        self.folder = Folder(mailbox)
        while self._may_go_on():
            look_into_imap(self.folder, mailbox, self.strikes, go_on=self._may_go_on)
            self._went_well()
            if self.folder.has_news():
                continue
            if self.folder.calls_us:
                self.folder.wait(self._may_go_on, seconds=POLL_EVERY if self.strikes.is_careful else IDLE_FOR)
            else:
                self._pause(POLL_EVERY)

    def _went_well(self) -> None:
        self.failures = 0

    def _may_go_on(self) -> bool:
        """Not when the process ends, another has the mailbox, or its settings changed; no stays no for this visit."""
        self.is_over = self.is_over or self.ending.is_set() or not self._is_still_ours()
        return not self.is_over

    def _is_still_ours(self) -> bool:
        """Asked often, looks rarely."""
        clock = time.monotonic()
        if clock - self.lengthened_at > LENGTHEN_EVERY:
            self.lengthened_at = clock
            if self.hold is None or not self.hold.lengthen(now=timezone.now()):
                return False
        if clock - self.looked_at < SEEK_EVERY:
            return True
        self.looked_at = clock
        return self._is_unchanged()

    def _is_unchanged(self) -> bool:
        mailbox = Mailbox.objects.filter(pk=self.mailbox_id).first()
        return mailbox is not None and settings_of(mailbox) == self.entered_with

    def _pause(self, seconds: float) -> None:
        """Shorter when there is no reason to go on as before."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0 and not self.ending.wait(min(left, SEEK_EVERY)):
            if self.hold is not None and not self._may_go_on():
                return

    def _wait_after(self, trouble: InTrouble) -> None:
        least = REFUSED_WAIT if trouble.trouble in (Trouble.REFUSED, Trouble.EXPIRED) else SHORTEST_WAIT
        seconds = min(least * 2 ** min(self.failures, 10), LONGEST_WAIT) * random.uniform(0.75, 1.25)
        self.failures += 1
        log.warning("Mailbox %s: %s, again in %.0f s: %s", self.mailbox_id, trouble.trouble, seconds, trouble)
        self._pause(seconds)


def settings_of(mailbox: Mailbox) -> tuple[object, ...]:
    return tuple(getattr(mailbox, name) for name in SETTINGS)
