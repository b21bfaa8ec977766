"""A program that fetches mail and is killed in the middle: `python -m tests.mail.transports.dying`.

It reads lines «step mailbox's-id», fetches in a child of its own that ends by SIGKILL when it reaches the step, and
answers how the child ended: its exit code, or minus the signal.
"""

from __future__ import annotations

import os
import signal
import sys
import zlib
from collections.abc import Callable
from typing import Any

NoReturn = Any


def die(*_given: object, **_named: object) -> NoReturn:
    os.kill(os.getpid(), signal.SIGKILL)


def before(owner: object, name: str, when: Callable[..., bool] = lambda *_given, **_named: True) -> None:
    """Die instead of calling it, the first time that `when` says so."""
    original = getattr(owner, name)

    def call(*given: Any, **named: Any) -> Any:
        return die() if when(*given, **named) else original(*given, **named)

    setattr(owner, name, call)


def after(owner: object, name: str, *, times: int = 1) -> None:
    """Die when it has returned so many times."""
    original, count = getattr(owner, name), [0]

    def call(*given: Any, **named: Any) -> Any:
        result = original(*given, **named)
        count[0] += 1
        return die() if count[0] >= times else result

    setattr(owner, name, call)


def prepare(step: str) -> None:
    from balcao.mail.transports import fetching, visits
    from balcao.mail.transports.imap import Folder

    steps: dict[str, Callable[[], None]] = {
        "new numbers are noted": lambda: after(fetching, "follow_uidvalidity"),
        "sizes are known": lambda: after(Folder, "sizes"),
        "mails are fetched": lambda: after(Folder, "contents"),
        "row is written, bytes are not": lambda: before(zlib, "compress"),
        "third mail is committed": lambda: after(fetching, "keep", times=3),
        "all are committed, none is told": lambda: before(Folder, "dispose"),
        "server is told, we have not noted it": lambda: after(Folder, "dispose"),
        "marked as deleted, before the expunge": lambda: before(
            Folder, "_each", lambda _folder, command, *_rest: command == "EXPUNGE"
        ),
        "copied, before the deletion": lambda: after(Folder, "_each"),
        "all is done, before the last number is noted": lambda: before(fetching, "_seen_to"),
        "all is done, before the health is noted": lambda: before(visits, "_note"),
    }
    if step == "copied, before the deletion":
        setattr(Folder, "_capabilities", lambda _folder: ("UIDPLUS",))  # noqa: B010
    steps[step]()


def fetch(step: str, mailbox_id: int) -> None:
    from balcao.mail.models import Mailbox
    from balcao.mail.transports.visits import visit_once

    prepare(step)
    visit_once(Mailbox.objects.get(pk=mailbox_id))


def main() -> None:
    import django

    django.setup()
    print("ready", flush=True)  # noqa: T201
    for line in sys.stdin:
        mailbox_id, _space, step = line.strip().partition(" ")
        child = os.fork()
        if child == 0:
            try:
                fetch(step, int(mailbox_id))
            finally:
                os._exit(0)
        _pid, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
