"""Lists narrowed by what stands in the address: attributes, and answers of a process."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from balcao.people.models import User
from balcao.tickets import desk_counts, desk_listing
from balcao.tickets.desk_filters import filters_of
from balcao.tickets.models import StateKind, Ticket, TicketFieldValue
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana(cast: Cast, client_for: Callable[[User], Client]) -> Client:
    return client_for(cast.ana)


def listed(client: Client, query: str, place: str = "abertos") -> list[str]:
    groups = client.get(f"/atendimento/lista/{place}/?{query}").context["groups"]
    return sorted(row.ticket.subject for group in groups for row in group.rows)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["da Borealis", "da Marina", "da Nota", "do Rafael"]),
        ("prioridade=5", ["da Marina"]),
        ("prioridade=5&prioridade=1", ["da Marina", "do Rafael"]),
        ("prioridade=9", []),
        ("estado=em-atendimento", ["do Rafael"]),
        ("vez=cliente", ["da Nota"]),
        ("vez=equipe&prioridade=1", ["do Rafael"]),
        ("fila=fiscal", ["da Borealis"]),
        ("atendente=eu", ["do Rafael"]),
        ("atendente=ninguem&fila=n1", ["da Marina", "da Nota"]),
        ("atendente=nao-e-numero", []),
        ("empresa=borealis", ["da Borealis"]),
        ("prazo=vencido", ["da Nota"]),
        ("prazo=em-breve", ["do Rafael"]),
        ("tipo=Incidente", ["da Marina"]),
        ("campo.motivo=erro&empresa=borealis", ["da Borealis"]),
        ("campo.motivo=outro", ["do Rafael"]),
        ("campo.motivo=OUTRO&campo.motivo=nada", ["do Rafael"]),
        ("campo.nenhum=erro", []),
        ("desconhecido=1&page=2", ["da Borealis", "da Marina", "da Nota", "do Rafael"]),
    ],
)
def test_a_list_holds_exactly_the_tickets_that_fit(cast: Cast, ana: Client, query: str, found: list[str]) -> None:
    now = timezone.now()
    kept = {
        "da Marina": {"priority": 5, "kind": "Incidente", "due_at": None},
        "da Nota": {"state": cast.state(StateKind.WAITING_CUSTOMER), "due_at": now - timedelta(hours=1)},
        "da Borealis": {"queue": cast.fiscal, "due_at": now + timedelta(days=3)},
        "do Rafael": {
            "priority": 1,
            "state": cast.state(StateKind.OPEN),
            "owner": cast.ana,
            "due_at": now + timedelta(hours=2),
        },
    }
    people = {"da Borealis": cast.rita, "do Rafael": cast.rafael}
    for subject, values in kept.items():
        ticket = cast.ticket(subject=subject, by=people.get(subject))
        Ticket.objects.filter(pk=ticket.pk).update(**values)
    TicketFieldValue.objects.filter(ticket__subject="do Rafael", field="motivo").update(value="outro")
    assert listed(ana, query) == found


def test_answers_of_a_process_are_kept_as_they_change(cast: Cast) -> None:
    ticket = cast.ticket()
    assert set(ticket.field_values.values_list("field", "value")) == {("motivo", "erro")}


def test_a_ticket_opened_from_a_narrowed_list_keeps_it_beside(cast: Cast, ana: Client) -> None:
    ticket, other = cast.ticket(), cast.ticket(subject="Sem prioridade")
    Ticket.objects.filter(pk=ticket.pk).update(priority=5)
    rows = ana.get("/atendimento/lista/abertos/?prioridade=5").context["groups"][0].rows
    page = ana.get(rows[0].href)
    assert [row.ticket.number for group in page.context["groups"] for row in group.rows] == [ticket.number]
    assert other.subject not in [row.ticket.subject for group in page.context["groups"] for row in group.rows]


def test_numbers_of_the_rail_stop_at_a_hundred_and_cost_one_query(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk_counts, "MOST_COUNTED", 3)
    for _number in range(4):
        cast.ticket()
    desk_counts.forget_counts()
    with CaptureQueriesContext(connection) as queries:
        counts = desk_counts.count_tickets(cast.ana, timezone.now())
    assert len(queries) == 3  # rights, queues, all numbers
    assert (counts.views[desk_listing.View.OPEN], counts.queues[cast.n1.pk]) == (3, 3)


def test_numbers_are_kept_for_some_seconds(cast: Cast) -> None:
    desk_counts.count_tickets(cast.ana, timezone.now())
    with CaptureQueriesContext(connection) as queries:
        desk_counts.count_tickets(cast.ana, timezone.now())
    assert len(queries) == 0


@pytest.mark.parametrize(
    ("view", "indexes"),
    [
        (desk_listing.View.OPEN, {"ticket_open_due"}),
        (desk_listing.View.MINE, {"ticket_owner_open"}),
        (desk_listing.View.UNASSIGNED, {"ticket_owner_open", "ticket_open_due"}),
        (desk_listing.View.LATE, {"ticket_open_due"}),
        (desk_listing.View.OURS, {"ticket_open_due"}),
    ],
)
def test_a_view_over_all_queues_walks_an_index(cast: Cast, view: desk_listing.View, indexes: set[str]) -> None:
    """In the order of the promises: nothing is sorted, however many are open."""
    place = desk_listing.Place(view.value, view=view)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off; SET LOCAL enable_bitmapscan = off"
            )
    found = desk_listing.tickets_in(cast.ana, place, timezone.now()).filter(due_at__isnull=False)
    plan = found.order_by(*desk_listing.BY_PROMISE.ordering)[:51].explain()
    assert any(index in plan for index in indexes)
    assert "TEMP B-TREE" not in plan
    assert "Sort" not in plan


def test_closed_tickets_are_walked_from_the_last_one_on(cast: Cast) -> None:
    """Nearly all tickets are closed: none but those of the page may be looked at."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off; SET LOCAL enable_bitmapscan = off"
            )
    place = desk_listing.Place("fechados", view=desk_listing.View.CLOSED)
    found = desk_listing.tickets_in(cast.ana, place, timezone.now()).filter(closed_at__isnull=False)
    plan = found.order_by(*desk_listing.LAST_CLOSED.ordering)[:51].explain()
    assert "ticket_closed" in plan
    assert "TEMP B-TREE" not in plan
    assert "Sort" not in plan


def test_what_waits_for_the_customer_is_walked_with_and_without_a_promise(cast: Cast) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off; SET LOCAL enable_bitmapscan = off"
            )
    place = desk_listing.Place("aguardando-cliente", view=desk_listing.View.WAITING)
    found = desk_listing.tickets_in(cast.ana, place, timezone.now())
    (walk,) = desk_listing.walks_of(place, found)
    timed = walk.filter(due_at__isnull=False).order_by(*desk_listing.BY_PROMISE.ordering)[:51].explain()
    untimed = walk.filter(due_at__isnull=True).order_by(*desk_listing.NEWEST.ordering)[:51].explain()
    assert "ticket_open_state" in timed
    assert "ticket_open_untimed" in untimed
    for plan in (timed, untimed):
        assert "TEMP B-TREE" not in plan
        assert "Sort" not in plan


def test_pages_of_several_states_that_wait_for_the_customer_are_one_list(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk_listing, "PAGE", 2)
    waiting = cast.state(StateKind.WAITING_CUSTOMER)
    asked = cast.state(StateKind.WAITING_CUSTOMER)
    asked.pk, asked.slug, asked.is_default = None, "pediu-se", False
    asked.save()
    now = timezone.now()
    rows = [(waiting, 3), (asked, 1), (waiting, 2), (asked, None), (waiting, None), (asked, None), (None, 1)]
    for number, (state, hours) in enumerate(rows):
        ticket = cast.ticket(subject=str(number))
        due = None if hours is None else now + timedelta(hours=hours)
        opened = now + timedelta(minutes=number)
        Ticket.objects.filter(pk=ticket.pk).update(state=state or ticket.state, due_at=due, opened_at=opened)
    place = desk_listing.Place("aguardando-cliente", view=desk_listing.View.WAITING)
    pages: list[list[str]] = []
    after = ""
    while not pages or after:
        page = desk_listing.list_tickets(cast.ana, place, now=now, after=after)
        pages.append([ticket.subject for ticket in page.tickets])
        after = page.after
    assert pages == [["1", "2"], ["0", "5"], ["4", "3"]]


def test_what_was_put_off_is_found_by_its_own_index(cast: Cast) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")
    place = desk_listing.Place("adiados", view=desk_listing.View.SNOOZED)
    found = desk_listing.tickets_in(cast.ana, place, timezone.now())
    assert "ticket_snoozed" in found.order_by(*desk_listing.NEXT_AWAKE.ordering)[:51].explain()


def test_an_address_kept_from_elsewhere_still_opens(cast: Cast, ana: Client) -> None:
    query = "&".join(f"campo.x{index}={'y' * 300}" for index in range(30)) + "&atendente=%00&aberto-ha=99999999"
    assert ana.get(f"/atendimento/lista/abertos/?{query}").status_code == 200


def test_the_same_filters_have_one_address() -> None:
    from django.http import QueryDict

    one = filters_of(QueryDict("campo.b=2&prioridade=5&estado=novo&campo.a=1&lixo=1"))
    other = filters_of(QueryDict("estado=novo&campo.a=1&prioridade=5&campo.b=2"))
    assert one.query() == other.query() == "estado=novo&prioridade=5&campo.a=1&campo.b=2"
