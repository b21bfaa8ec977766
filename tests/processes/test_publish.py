"""A version never changes once it is published."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from balcao.lib.refused import Refused
from balcao.processes.actions.publish import publish
from balcao.processes.definitions import definition_by_id, definition_of
from balcao.processes.engine import DocumentInvalid, Names
from balcao.processes.models import Process, ProcessVersion
from balcao.tickets.models import Queue, State
from tests.cast import NOW, REJECTED, Cast

pytestmark = pytest.mark.django_db


def names() -> Names:
    return Names(
        queues=set(Queue.objects.values_list("slug", flat=True)),
        states=dict(State.objects.values_list("slug", "kind")),
        tools={"emissor-fiscal"},
        roles=set(),
    )


def test_the_database_itself_refuses_to_change_a_version(cast: Cast) -> None:
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        ProcessVersion.objects.update(document="outro texto")


def test_publishing_a_changed_draft_makes_the_next_version_and_tickets_keep_theirs(cast: Cast) -> None:
    ticket = cast.ticket()
    process = Process.objects.get(slug="nota-rejeitada")
    process.draft = REJECTED.replace("Nota fiscal rejeitada pela SEFAZ", "Nota rejeitada")
    process.save()
    version = publish(process=process, names=names(), by=cast.alice, now=NOW + timedelta(hours=1))
    assert (version.number, process.current_id) == (2, version.pk)
    assert version.name["pt-br"] == "Nota rejeitada"
    ticket.refresh_from_db()
    assert definition_by_id(ticket.process_version_id).name["pt-br"] == "Nota fiscal rejeitada pela SEFAZ"
    assert definition_of(version).name["pt-br"] == "Nota rejeitada"


def test_publishing_what_is_published_changes_nothing(cast: Cast) -> None:
    process = Process.objects.get(slug="nota-rejeitada")
    again = publish(process=process, names=names(), by=cast.alice, now=NOW)
    assert (again.number, ProcessVersion.objects.filter(process=process).count()) == (1, 1)


def test_the_draft_of_another_process_is_refused(cast: Cast) -> None:
    process = Process.objects.get(slug="nota-rejeitada")
    process.draft = REJECTED.replace("slug: nota-rejeitada", "slug: folha")
    process.save()
    with pytest.raises(Refused, match="folha"):
        publish(process=process, names=names(), by=None, now=NOW)


def test_a_draft_with_errors_is_not_published_and_says_all_of_them(cast: Cast) -> None:
    process = Process.objects.get(slug="nota-rejeitada")
    process.draft = REJECTED.replace("queue: n1", "queue: nenhuma").replace("state: novo", "state: inventado")
    process.save()
    with pytest.raises(DocumentInvalid) as refused:
        publish(process=process, names=names(), by=None, now=NOW)
    assert {problem.path for problem in refused.value.problems} == {
        "activities.triagem.queue",
        "activities.triagem.state",
    }
    assert ProcessVersion.objects.filter(process=process).count() == 1


def test_what_is_published_is_the_draft_as_it_is_kept_now(cast: Cast) -> None:
    seen_earlier = Process.objects.get(slug="nota-rejeitada")
    newer = REJECTED.replace("Nota fiscal rejeitada pela SEFAZ", "Nota rejeitada")
    Process.objects.filter(pk=seen_earlier.pk).update(draft=newer)
    assert publish(process=seen_earlier, names=names(), by=None, now=NOW).document == newer
