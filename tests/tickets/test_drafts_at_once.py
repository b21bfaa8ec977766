"""Drafts when several things happen at the same moment, or a worker dies: always exactly one message, or none."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connections, transaction
from django.utils import timezone

from balcao.history.models import Event
from balcao.jobs.models import Job
from balcao.jobs.worker import run_due
from balcao.lib.refused import Refused
from balcao.tickets.actions.release_draft import release_draft
from balcao.tickets.actions.reply import reply
from balcao.tickets.actions.save_draft import DraftChanged, Edit, save_draft
from balcao.tickets.actions.send_draft_later import send_draft_later, undo_sending
from balcao.tickets.draft_places import box_of
from balcao.tickets.models import Draft, DraftStatus, Message, MessageKind, Ticket
from tests.cast import NOW, Cast, make_cast
from tests.jobs.conftest import Start, start_worker, wait_until
from tests.tickets import dying
from tests.tickets.test_double_submit import at_once

pytestmark = pytest.mark.django_db(transaction=True)

__all__ = ["start_worker"]

LATER = NOW + timedelta(seconds=10)


@pytest.fixture
def people() -> Cast:
    return make_cast()


def sent(people: Cast, ticket: Ticket, words: str = "Segue o XML.") -> Draft:
    draft = save_draft(
        key=uuid4(),
        by=people.marina,
        place=box_of(people.marina, "reply", ticket.number),
        payload={"body": [words]},
        files={},
        edit=Edit(),
        now=NOW,
    )
    return send_draft_later(draft=draft, now=NOW)


def replies() -> int:
    return Message.objects.filter(kind=MessageKind.REPLY).count()


@pytest.mark.slow
def test_a_worker_killed_before_the_commit_leaves_one_message(
    people: Cast, start_worker: Start, tmp_path: Path
) -> None:
    draft = sent(people, people.ticket())
    Job.objects.all().delete()
    Draft.objects.update(send_at=timezone.now())
    dying.release_and_die_the_first_time.enqueue(str(draft.pk), str(tmp_path / "log"))
    assert start_worker("--lease", "1").wait(timeout=30) == -signal.SIGKILL
    assert (replies(), Draft.objects.get().status) == (0, DraftStatus.SENDING)
    start_worker("--lease", "1")
    wait_until(replies)
    wait_until(lambda: not Job.objects.filter(task__contains="dying").exclude(status="done").exists())
    assert replies() == 1
    assert Event.objects.filter(kind="ticket.replied").count() == 1
    assert not Draft.objects.exists()


def test_released_by_four_workers_it_is_one_message(people: Cast) -> None:
    draft = sent(people, people.ticket())
    at_once(lambda: release_draft(key=draft.pk, now=LATER))
    assert replies() == 1
    assert Event.objects.filter(kind="ticket.replied").count() == 1


def test_sent_four_times_at_once_it_is_one_job(people: Cast) -> None:
    draft = sent(people, people.ticket())
    undo_sending(draft=draft, now=NOW)
    Job.objects.all().delete()
    at_once(lambda: send_draft_later(draft=draft, now=NOW).pk)
    assert Job.objects.filter(task__endswith="draft_jobs.release").count() == 1


def test_undone_and_released_at_once_it_is_either_a_draft_or_a_message(people: Cast) -> None:
    ticket = people.ticket()
    for _time in range(5):
        draft = sent(people, ticket)
        before = replies()
        outcomes = both_at_once(partial(was_released, draft), partial(was_undone, draft))
        assert sorted(map(bool, outcomes)) == [False, True]
        assert replies() - before + Draft.objects.filter(pk=draft.pk, status=DraftStatus.WRITING).count() == 1
        Draft.objects.all().delete()


def test_sent_by_the_plain_form_while_it_is_released_it_is_one_message(people: Cast) -> None:
    ticket = people.ticket()
    for _time in range(5):
        draft, before = sent(people, ticket), replies()
        both_at_once(
            partial(release_draft, key=draft.pk, now=LATER),
            partial(
                reply, ticket=ticket, by=people.marina, as_desk=False, body="Segue o XML.", key=draft.pk, now=LATER
            ),
        )
        assert replies() - before == 1
        assert not Draft.objects.exists()


def test_two_devices_that_save_at_once_lose_no_acknowledged_word(people: Cast) -> None:
    place = box_of(people.marina, "reply", people.ticket().number)
    key = uuid4()

    def save(words: str) -> str:
        edit = Edit(0, f"page {words}", 1)
        try:
            draft = save_draft(
                key=key, by=people.marina, place=place, payload={"body": [words]}, files={}, edit=edit, now=NOW
            )
        except DraftChanged:
            return ""
        return draft.typed("body")

    acknowledged = [words for words in both_at_once(lambda: save("aqui"), lambda: save("no telefone")) if words]
    assert [draft.typed("body") for draft in Draft.objects.all()] == acknowledged


def test_a_database_that_is_locked_is_waited_for(people: Cast) -> None:
    ticket = people.ticket()
    draft = sent(people, ticket)
    Draft.objects.update(send_at=timezone.now())
    Job.objects.filter(task__endswith="draft_jobs.release").update(run_after=timezone.now())
    locked, free = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic():
            Ticket.objects.select_for_update().filter(pk=ticket.pk).update(subject="Nota 3512")
            Draft.objects.select_for_update().filter(pk=draft.pk).update(device="x")
            locked.set()
            free.wait(10)
        connections.close_all()

    holder = threading.Thread(target=hold)
    holder.start()
    assert locked.wait(10)
    threading.Timer(1.5, free.set).start()
    run_due()
    holder.join()
    assert replies() == 1
    assert not Draft.objects.exists()


def was_released(draft: Draft) -> bool:
    return release_draft(key=draft.pk, now=LATER) is not None


def was_undone(draft: Draft) -> bool:
    try:
        undo_sending(draft=draft, now=NOW)
    except Refused:
        return False
    return Draft.objects.filter(pk=draft.pk, status=DraftStatus.WRITING).exists()


def both_at_once(*acts: Callable[[], object]) -> list[object]:
    """What each answered, run in threads that start together."""
    answers: list[object] = [None] * len(acts)
    barrier = threading.Barrier(len(acts))

    def run(number: int) -> None:
        try:
            barrier.wait()
            answers[number] = acts[number]()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[number]) for number in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers
