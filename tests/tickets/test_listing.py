"""Meus Tickets: which tickets, in which order, read how."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from balcao.people.models import Membership, User
from balcao.tickets.actions.close import close
from balcao.tickets.actions.participants import add_participant
from balcao.tickets.listing import (
    COUNTED,
    Scope,
    Sort,
    Tab,
    Wanted,
    count_of,
    every_row,
    page_of,
    query_of,
    scopes_of,
)
from balcao.tickets.models import StateKind, Ticket, TicketPerson
from tests.cast import NOW, Cast
from tests.tickets.helpers import at, say

SORTS: tuple[Sort, ...] = ("news", "oldest", "due", "number", "longest")


def member(user: User) -> Membership:
    return user.memberships.select_related("organization", "department").get()


def found(user: User, **wanted: Any) -> list[int]:
    return [row.ticket.pk for row in page_of(member(user), Wanted(**wanted)).rows]


def test_sight_decides_which_lists_there_are(cast: Cast) -> None:
    assert scopes_of(member(cast.marina)) == ("own",)
    assert scopes_of(member(cast.rafael)) == ("own", "department")
    assert scopes_of(member(cast.paulo)) == ("own", "company")


def test_own_department_and_company(cast: Cast) -> None:
    marinas, rafaels, ritas = cast.ticket(), cast.ticket(by=cast.rafael), cast.ticket(by=cast.rita)
    assert found(cast.marina) == [marinas.pk]
    assert found(cast.rafael) == found(cast.rafael, scope="department") == [rafaels.pk]
    assert found(cast.paulo) == []
    assert found(cast.paulo, scope="company") == [rafaels.pk, marinas.pk]
    assert found(cast.rita, scope="company") == [ritas.pk]


@pytest.mark.parametrize("scope", ["company", "department", "everything"])
def test_a_scope_beyond_the_sight_is_the_own_list(cast: Cast, scope: Any) -> None:
    cast.ticket(by=cast.rafael)
    assert found(cast.marina, scope=scope) == []


def test_a_list_is_of_one_company(cast: Cast) -> None:
    mine = cast.ticket()
    elsewhere = Membership.objects.create(user=cast.marina, organization=cast.borealis)
    assert page_of(elsewhere, Wanted()).rows == []
    assert [row.ticket for row in page_of(cast.marina.memberships.get(organization=cast.acme), Wanted()).rows] == [mine]


def test_participants_find_it_in_their_own_list(cast: Cast) -> None:
    ticket = cast.ticket()
    add_participant(ticket=ticket, person=cast.paulo, by=cast.marina, now=at(1))
    assert found(cast.paulo) == [ticket.pk]


def test_tabs(cast: Cast) -> None:
    opened, closed = cast.ticket(), cast.ticket()
    close(ticket=closed, by=cast.marina, as_desk=False, now=at(1))
    for user, scope in ((cast.marina, "own"), (cast.paulo, "company")):
        assert set(found(user, scope=scope)) == {opened.pk, closed.pk}
        assert found(user, scope=scope, tab="open") == [opened.pk]
        assert found(user, scope=scope, tab="closed") == [closed.pk]


def test_waiting_and_news(cast: Cast) -> None:
    quiet, answered, waiting = (cast.ticket() for _again in range(3))
    say(answered, cast.ana, now=at(1))
    say(waiting, cast.ana, now=at(2), state=cast.state(StateKind.WAITING_CUSTOMER))
    assert found(cast.marina, kind=StateKind.WAITING_CUSTOMER) == [waiting.pk]
    assert found(cast.marina, has_news=True) == [waiting.pk, answered.pk]
    assert found(cast.paulo, scope="company", has_news=True) == []
    rows = page_of(member(cast.marina), Wanted()).rows
    assert {row.ticket.pk: row.has_news for row in rows} == {quiet.pk: False, answered.pk: True, waiting.pk: True}
    rows = page_of(member(cast.paulo), Wanted(scope="company")).rows
    assert not any(row.has_news for row in rows)


def test_filters(cast: Cast) -> None:
    ticket = cast.ticket(now=NOW - timedelta(days=40))
    everything: list[dict[str, Any]] = [
        {"tool": "emissor-fiscal"},
        {"process": "nota-rejeitada"},
        {"state": "novo"},
        {"opened_since": NOW - timedelta(days=41)},
        {"ids": [ticket.pk]},
    ]
    nothing: list[dict[str, Any]] = [
        {"tool": "portal-rh"},
        {"process": "folha"},
        {"state": "fechado"},
        {"opened_since": NOW - timedelta(days=39)},
        {"ids": []},
        {"tool": "emissor-fiscal", "state": "fechado"},
    ]
    for user, scope in ((cast.marina, "own"), (cast.paulo, "company")):
        assert all(found(user, scope=scope, **filters) == [ticket.pk] for filters in everything)
        assert not any(found(user, scope=scope, **filters) for filters in nothing)
    assert found(cast.paulo, scope="company", requester=cast.marina.pk) == [ticket.pk]
    assert found(cast.paulo, scope="company", requester=cast.rafael.pk) == []


@pytest.mark.parametrize("scope", ["own", "company"])
@pytest.mark.parametrize("sort", SORTS)
def test_every_page_after_another_gives_each_ticket_once_in_order(cast: Cast, scope: Scope, sort: Sort) -> None:
    """Equal keys included: four tickets share each instant."""
    cast.marina.memberships.update(sight="company")
    for number in range(12):
        ticket = cast.ticket(now=NOW + timedelta(minutes=number // 4))
        if number % 3 == 0:
            say(ticket, cast.ana, now=at(90), state=cast.state(StateKind.WAITING_CUSTOMER))
    whole = [row.ticket.pk for row in page_of(member(cast.marina), Wanted(scope=scope, sort=sort), size=50).rows]
    assert len(set(whole)) == 12
    paged: list[int] = []
    after = ""
    while True:
        page = page_of(member(cast.marina), Wanted(scope=scope, sort=sort, after=after), size=5)
        paged += [row.ticket.pk for row in page.rows]
        after = page.after
        if not after:
            break
    assert paged == whole


def test_orders(cast: Cast) -> None:
    first, second, third = (cast.ticket(now=at(minute)) for minute in (0, 1, 2))
    say(first, cast.ana, now=at(50))
    say(second, cast.ana, now=at(40), state=cast.state(StateKind.WAITING_CUSTOMER))
    assert found(cast.marina) == [first.pk, second.pk, third.pk]
    assert found(cast.marina, sort="oldest") == [first.pk, second.pk, third.pk]
    assert found(cast.marina, sort="number") == [third.pk, second.pk, first.pk]
    assert found(cast.marina, sort="longest") == [third.pk, second.pk, first.pk]
    # What waits for the customer runs against no promise: it stands last.
    assert found(cast.marina, sort="due") == [first.pk, third.pk, second.pk]


@pytest.mark.parametrize(
    "after", ["x", "1", "1-", "-1-2", "99999999999999999-1", "1-99999999999999999999", "١-٢", "1-2; --"]
)
def test_a_strange_cursor_is_the_first_page_or_an_empty_one(cast: Cast, after: str) -> None:
    ticket = cast.ticket()
    for sort in SORTS:
        assert found(cast.marina, after=after, sort=sort) in ([ticket.pk], [])


def test_counting_stops(cast: Cast) -> None:
    ticket = cast.ticket()
    Ticket.objects.bulk_create(_copies(ticket, COUNTED + 5))
    assert count_of(member(cast.paulo), Wanted(scope="company")) == COUNTED
    assert count_of(member(cast.marina), Wanted()) == 1
    with CaptureQueriesContext(
        connection,
    ) as seen:
        count_of(member(cast.paulo), Wanted(scope="company"))
    assert f"LIMIT {COUNTED}" in seen[-1]["sql"]


def test_an_export_reads_all_of_them_in_batches(cast: Cast) -> None:
    ticket = cast.ticket()
    Ticket.objects.bulk_create(_copies(ticket, 700))
    numbers = [row.ticket.pk for row in every_row(member(cast.paulo), Wanted(scope="company"))]
    assert len(numbers) == len(set(numbers)) == 701


PLANS: list[tuple[str, Scope, Tab, str]] = [
    ("marina", "own", "all", "ticket_person_all"),
    ("marina", "own", "open", "ticket_person_open"),
    ("marina", "own", "closed", "ticket_person_open"),
    ("rafael", "department", "all", "ticket_department"),
    ("paulo", "company", "all", "ticket_company_all"),
    ("paulo", "company", "open", "ticket_company"),
    ("paulo", "company", "closed", "ticket_company"),
]


@pytest.mark.parametrize("after", ["", "1763900000000000-12"])
@pytest.mark.parametrize(("name", "scope", "tab", "index"), PLANS)
def test_each_list_walks_its_index(cast: Cast, name: str, scope: Scope, tab: Tab, index: str, after: str) -> None:
    """Without sorting: the first page of a million reads 26 rows."""
    ticket = cast.ticket()
    Ticket.objects.bulk_create(_copies(ticket, 300))
    people = [
        TicketPerson(
            user=user, ticket=one, organization=cast.acme, role="participant", last_public_at=one.last_public_at
        )
        for one in Ticket.objects.exclude(pk=ticket.pk)
        for user in (cast.marina, cast.rafael, cast.paulo)
    ]
    TicketPerson.objects.bulk_create(people)
    user: User = getattr(cast, name)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
            # 300 rows are few enough to be sorted at once; what matters is that they need not be.
            cursor.execute(
                "SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off; SET LOCAL enable_bitmapscan = off"
            )
    plan = query_of(member(user), Wanted(scope=scope, tab=tab, after=after)).explain()
    # PostgreSQL may take the index without the state while most tickets are open: it is walked just the same.
    walks = {"own": "ticket_person_", "department": "ticket_department", "company": "ticket_company"}
    assert (f" {index} " if connection.vendor == "sqlite" else f" {walks[scope]}") in plan, plan
    assert "TEMP B-TREE" not in plan, plan
    assert "Sort" not in plan.split("Index")[0].replace("Incremental Sort", ""), plan


def _copies(ticket: Ticket, count: int) -> list[Ticket]:
    from uuid import uuid4

    fields = {field.attname: getattr(ticket, field.attname) for field in Ticket._meta.concrete_fields}
    del fields["id"]
    return [
        Ticket(
            **{
                **fields,
                "number": 500_000 + number,
                "key": uuid4(),
                "last_public_at": at(-number),
                "last_public_message_id": None,
            }
        )
        for number in range(count)
    ]
