"""Tickets without rows of their answers get them in the background, so that the desk's filters find them."""

from collections.abc import Callable
from importlib import import_module
from threading import Event, Thread
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import connection, connections, transaction
from django.test import Client

from balcao.jobs.models import Job
from balcao.people.models import User
from balcao.tickets import field_value_jobs, field_values
from balcao.tickets.actions.merge import merge
from balcao.tickets.field_value_jobs import fill_answers
from balcao.tickets.models import Ticket, TicketFieldValue
from tests.cast import Cast, make_cast
from tests.jobs.conftest import wait_until
from tests.tickets.helpers import at

pytestmark = pytest.mark.django_db

Rows = set[tuple[int, int, str, str]]
migration = import_module("balcao.tickets.migrations.0010_answers_of_older_tickets")


def rows() -> Rows:
    return set(TicketFieldValue.objects.values_list("id", "ticket_id", "field", "value"))


def have_rows() -> list[str]:
    return sorted(TicketFieldValue.objects.values_list("ticket__subject", flat=True))


def older(*tickets: Ticket) -> None:
    """As they were before there were rows."""
    TicketFieldValue.objects.filter(ticket__in=tickets).delete()


def found(client: Client, place: str) -> list[str]:
    groups = client.get(f"/atendimento/lista/{place}/?campo.motivo=erro").context["groups"]
    return sorted(row.ticket.subject for group in groups for row in group.rows)


def test_the_desk_finds_older_tickets_by_their_answers_after_the_upgrade(
    cast: Cast, client_for: Callable[[User], Client], run_jobs: Callable[[], int]
) -> None:
    older(cast.ticket(subject="antigo"), cast.ticket(subject="de outra empresa", by=cast.rita))
    cast.ticket(subject="novo")
    ana = client_for(cast.ana)
    assert found(ana, "abertos") == ["novo"]
    run_jobs()
    migration.start(apps, None)
    assert found(ana, "abertos") == ["novo"]
    assert run_jobs() == 1
    assert found(ana, "abertos") == ["antigo", "de outra empresa", "novo"]


def test_joined_and_poured_tickets_are_found_too(
    cast: Cast, client_for: Callable[[User], Client], run_jobs: Callable[[], int]
) -> None:
    target, source = cast.ticket(subject="fica"), cast.ticket(subject="foi unido", now=at(1))
    merge(source=source, target=target, by=cast.ana, key=uuid4(), now=at(2))
    poured = Ticket.objects.get(pk=target.pk)
    poured.pk, poured.number, poured.key, poured.subject = None, 990_001, uuid4(), "veio de fora"
    Ticket.objects.bulk_create([poured])
    older(target, source)
    run_jobs()
    fill_answers.enqueue()
    run_jobs()
    ana = client_for(cast.ana)
    assert found(ana, "fechados") == ["foi unido"]
    assert found(ana, "abertos") == ["fica", "veio de fora"]


def test_a_second_time_changes_nothing(cast: Cast, run_jobs: Callable[[], int]) -> None:
    older(cast.ticket())
    fill_answers.enqueue()
    run_jobs()
    first = rows()
    assert len(first) == 1
    fill_answers.enqueue()
    fill_answers.enqueue()
    run_jobs()
    assert rows() == first


def test_rows_that_no_longer_hold_are_corrected(cast: Cast, run_jobs: Callable[[], int]) -> None:
    ticket = cast.ticket()
    ticket.field_values.update(value="outro")
    fill_answers.enqueue()
    run_jobs()
    assert set(ticket.field_values.values_list("field", "value")) == {("motivo", "erro")}


def test_many_tickets_are_several_jobs_that_follow_each_other(
    cast: Cast, run_jobs: Callable[[], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(field_value_jobs, "AT_ONCE", 2)
    monkeypatch.setattr(field_value_jobs, "BATCHES", 1)
    tickets = [cast.ticket(subject=str(number)) for number in range(5)]
    run_jobs()
    older(*tickets)
    fill_answers.enqueue()
    # Two, two and one ticket; the fourth finds no more.
    assert run_jobs() == 4
    assert have_rows() == ["0", "1", "2", "3", "4"]
    followed = Job.objects.filter(task=migration.TASK).order_by("id").values_list("args", "priority")
    ids = [ticket.pk for ticket in tickets]
    assert list(followed) == [([], -10), ([ids[1]], -10), ([ids[3]], -10), ([ids[4]], -10)]


def test_what_a_killed_worker_left_is_done_by_the_next(
    cast: Cast, run_jobs: Callable[[], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(field_value_jobs, "AT_ONCE", 1)
    tickets = [cast.ticket(subject=str(number)) for number in range(3)]
    run_jobs()
    older(*tickets)
    keep = field_values.keep_field_values

    def dying(ticket: Ticket) -> None:
        if ticket.pk == tickets[1].pk:
            raise SystemExit
        keep(ticket)

    with monkeypatch.context() as patched:
        patched.setattr(field_values, "keep_field_values", dying)
        with pytest.raises(SystemExit):
            fill_answers.call(0)
    assert have_rows() == ["0"]
    fill_answers.enqueue(0)
    run_jobs()
    assert have_rows() == ["0", "1", "2"]


def test_a_damaged_ticket_does_not_hold_up_the_others(cast: Cast, run_jobs: Callable[[], int]) -> None:
    damaged, whole = cast.ticket(subject="danificado"), cast.ticket(subject="inteiro")
    older(damaged, whole)
    Ticket.objects.filter(pk=damaged.pk).update(run={})
    fill_answers.enqueue()
    run_jobs()
    assert have_rows() == ["inteiro"]


def test_a_new_site_starts_no_job(db: None) -> None:
    migration.start(apps, None)
    assert Job.objects.count() == 0


@pytest.mark.skipif(connection.vendor == "sqlite", reason="one writer at a time: nothing changes meanwhile")
@pytest.mark.django_db(transaction=True)
def test_a_ticket_that_is_being_changed_holds_up_no_other_and_keeps_its_new_answer() -> None:
    cast = make_cast()
    busy, other = cast.ticket(subject="em mudança"), cast.ticket(subject="livre")
    older(busy, other)
    locked, seen = Event(), Event()

    def change() -> None:
        try:
            with transaction.atomic():
                ticket = Ticket.objects.select_for_update(of=("self",)).get(pk=busy.pk)
                ticket.run["fields"]["motivo"] = "outro"
                ticket.save(update_fields=["run"])
                locked.set()
                assert seen.wait(30)
        finally:
            connections.close_all()

    def fill() -> None:
        try:
            fill_answers.call(0)
        finally:
            connections.close_all()

    changing, filling = Thread(target=change), Thread(target=fill)
    changing.start()
    try:
        assert locked.wait(30)
        filling.start()
        wait_until(lambda: have_rows() == ["livre"])
    finally:
        seen.set()
        changing.join()
    filling.join()
    assert set(busy.field_values.values_list("value", flat=True)) == {"outro"}
    assert set(other.field_values.values_list("value", flat=True)) == {"erro"}
