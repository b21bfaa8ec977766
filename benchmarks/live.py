"""`bin/bench live`: so many open streams, answers written by another process, how long until each stream heard.

Every stream follows the ticket that is answered: the hardest case, all are woken at once.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.server import ROOT, Running, environment, serving

OPENING_AT_ONCE = 50
PATIENCE = 60.0


@dataclass(slots=True)
class Heard:
    """Event → when it was committed and when each stream heard of it, in the clock that all processes share."""

    committed: dict[int, float] = field(default_factory=dict)
    arrived: dict[int, list[float]] = field(default_factory=dict)

    def latencies(self) -> list[float]:
        return sorted(
            (at - committed) * 1000 for event, committed in self.committed.items() for at in self.arrived[event]
        )


def main(database_of: Callable[[str, Path], AbstractContextManager[str]], databases: tuple[str, ...]) -> int:
    """`database_of(name, folder)` gives the address of an empty database, or nothing when there is none."""
    parser = argparse.ArgumentParser(prog="bin/bench live", description=__doc__)
    parser.add_argument("--streams", type=int, default=1000, help="open streams, each of another person (1000)")
    parser.add_argument("--answers", type=int, default=20, help="answers written, one every half second (20)")
    parser.add_argument("--database", choices=[*databases, "both"], default="both", help="which database (both)")
    options = parser.parse_args(sys.argv[2:])
    allow_sockets(options.streams * 2 + 200)
    names = databases if options.database == "both" else (options.database,)
    went_well = [_run(name, database_of, options) for name in names]
    return 0 if all(went_well) else 1


def allow_sockets(count: int) -> None:
    """Also for the server, which inherits the limit."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard if hard != resource.RLIM_INFINITY else count, hard))


def _run(
    name: str, database_of: Callable[[str, Path], AbstractContextManager[str]], options: argparse.Namespace
) -> bool:
    with tempfile.TemporaryDirectory(prefix="balcao-bench-") as folder, database_of(name, Path(folder)) as url:
        if not url:
            return True
        environ = environment(Path(folder), url)
        _call(["-m", "balcao.ops.cli", "prepare", "--quiet"], environ)
        _call(["-m", "benchmarks.data.make", "--tickets", "200", "--seed", "1"], environ)
        facts = json.loads(_call(["-m", "benchmarks.live", "people", str(options.streams)], environ))
        with serving(environ, None) as server:
            return asyncio.run(_measure(name, server, facts, environ, options.answers))


async def _measure(name: str, server: Running, facts: dict[str, Any], environ: dict[str, str], answers: int) -> bool:
    heard = Heard()
    warm = await _open(server.port, facts["sessions"][0], facts["ticket"], Heard())
    before, began = server.memory(), time.perf_counter()
    tasks = [warm]
    sessions = facts["sessions"][1:]
    for start in range(0, len(sessions), OPENING_AT_ONCE):
        some = sessions[start : start + OPENING_AT_ONCE]
        tasks += await asyncio.gather(*(_open(server.port, one, facts["ticket"], heard) for one in some))
    opened, each = time.perf_counter() - began, (server.memory() - before) * 1024 / len(sessions)
    cpu = server.cpu()
    await asyncio.to_thread(_answer, environ, facts["ticket"], answers, heard)
    end = time.monotonic() + PATIENCE
    while any(len(heard.arrived.get(event, ())) < len(sessions) for event in heard.committed):
        if time.monotonic() > end:
            print(f"{name}: some streams never heard", file=sys.stderr)
            return False
        await asyncio.sleep(0.1)
    cpu = server.cpu() - cpu
    for task in tasks:
        task.cancel()
    found = heard.latencies()
    p50, p99 = found[len(found) // 2], found[len(found) * 99 // 100]
    lines = [
        f"{len(sessions)} streams opened in {opened:.1f} s, {each:.1f} KB each; the process: {server.memory():.0f} MB",
        f"commit to client p50 {p50:.0f} ms, p99 {p99:.0f} ms, slowest {found[-1]:.0f} ms ({len(found)} messages)",
        f"{cpu * 1000 / answers:.0f} ms of processor for an answer that wakes them all",
    ]
    print("\n".join(f"{name}: {line}" for line in lines), flush=True)
    return True


async def _open(port: int, session: str, ticket: int, heard: Heard) -> asyncio.Task[None]:
    """Open one stream, wait for its first word, and go on listening."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(
        f"GET /live/stream/?topics=ticket:{ticket} HTTP/1.1\r\nHost: localhost\r\n"
        f"Cookie: balcao_session={session}\r\n\r\n".encode()
    )
    while b'"hello"' not in (line := await asyncio.wait_for(reader.readline(), PATIENCE)):
        if not line:
            raise RuntimeError("a stream was refused")

    async def listen() -> None:
        try:
            while line := await reader.readline():
                found = re.search(rb'"topic":"ticket:\d+".*"event":(\d+)', line)
                if found:
                    heard.arrived.setdefault(int(found[1]), []).append(time.monotonic())
        finally:
            writer.close()

    return asyncio.create_task(listen())


def _answer(environ: dict[str, str], ticket: int, answers: int, heard: Heard) -> None:
    printed = _call(["-m", "benchmarks.live", "answer", str(ticket), str(answers)], environ)
    heard.committed = {int(event): at for event, at in json.loads(printed).items()}


def _call(arguments: list[str], environ: dict[str, str]) -> str:
    done = subprocess.run([sys.executable, *arguments], cwd=ROOT, env=environ, check=True, stdout=subprocess.PIPE)
    return done.stdout.decode()


def make_people(count: int) -> dict[str, object]:
    """So many people who see all tickets of one company, signed in; and a ticket of that company."""
    from datetime import timedelta

    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.contrib.sessions.models import Session
    from django.utils import timezone

    from balcao.people.models import Membership, Sight, User
    from balcao.tickets.models import Ticket

    ticket = Ticket.objects.filter(is_open=True).order_by("id")[:1].get()
    made = [User(username=f"listener{number}", name=f"Ouvinte {number}", password="!") for number in range(count)]
    people = User.objects.bulk_create(made)
    Membership.objects.bulk_create(
        Membership(user=one, organization_id=ticket.organization_id, sight=Sight.COMPANY) for one in people
    )
    sessions = []
    for one in people:
        store = SessionStore()
        words = {
            SESSION_KEY: str(one.pk),
            BACKEND_SESSION_KEY: "balcao.people.sign_in.PeopleBackend",
            HASH_SESSION_KEY: one.get_session_auth_hash(),
        }
        key = store._get_new_session_key()  # type: ignore[attr-defined]
        expires = timezone.now() + timedelta(days=1)
        sessions.append(Session(session_key=key, session_data=store.encode(words), expire_date=expires))
    Session.objects.bulk_create(sessions)
    return {"ticket": ticket.pk, "sessions": [one.session_key for one in sessions]}


def write_answers(ticket_id: int, count: int) -> dict[int, float]:
    """Answer the ticket so often, every half second; event → when its transaction was committed."""
    from uuid import uuid4

    from django.utils import timezone

    from balcao.history.models import Event
    from balcao.people.models import User
    from balcao.tickets.actions.reply import reply
    from balcao.tickets.models import Ticket

    ticket, agent = Ticket.objects.get(pk=ticket_id), User.objects.filter(is_agent=True)[:1].get()
    committed = {}
    for number in range(count):
        reply(ticket=ticket, by=agent, as_desk=True, body=f"Resposta {number}", key=uuid4(), now=timezone.now())
        at = time.monotonic()
        last = Event.objects.filter(ticket_id=ticket_id, kind="ticket.replied").order_by("-id")[:1].get()
        committed[last.pk] = at
        time.sleep(0.5)
    return committed


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.settings")
    django.setup()
    if sys.argv[1] == "people":
        print(json.dumps(make_people(int(sys.argv[2]))))
    else:
        print(json.dumps(write_answers(int(sys.argv[2]), int(sys.argv[3]))))
