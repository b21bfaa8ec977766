"""Queries whose SQL is made once give what Django's own would, for any arguments of their shape."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from balcao.lib.prepared import NotPrepared, Prepared, counts, read
from balcao.people.models import Membership, User
from balcao.tickets.models import Ticket
from tests.cast import Cast


def test_objects_come_with_what_belongs_to_them_in_one_query(cast: Cast) -> None:
    prepared = Prepared(
        lambda user: Membership.objects.filter(user_id=user).select_related("organization__account_manager", "user")
    )
    for person in (cast.marina, cast.paulo):
        with CaptureQueriesContext(connection) as asked:
            (found,) = prepared.rows(person.pk)
            assert found.user == person
            shown = found.organization.name, found.organization.account_manager
        assert len(asked) == 1
        django = Membership.objects.select_related("organization__account_manager").get(user=person)
        assert shown == (django.organization.name, django.organization.account_manager)
        assert {name: value for name, value in found.__dict__.items() if name != "_state"} == {
            name: value for name, value in django.__dict__.items() if name != "_state"
        }


def test_an_object_can_be_saved_and_reads_later_what_was_left_out(cast: Cast) -> None:
    prepared = Prepared(lambda user: User.objects.filter(pk=user).only("name"))
    found = prepared.rows(cast.marina.pk)[0]
    with CaptureQueriesContext(connection) as asked:
        assert found.username == cast.marina.username
    assert len(asked) == 1
    found.name = "Marina Prado"
    found.save()
    assert User.objects.get(pk=cast.marina.pk).name == "Marina Prado"


def test_lists_of_any_length_are_asked_for_in_full(cast: Cast) -> None:
    people = [cast.marina.pk, cast.paulo.pk, cast.ana.pk, cast.alice.pk, cast.marina.pk]
    prepared: Prepared[int] = Prepared(lambda pks: User.objects.filter(pk__in=pks).values_list("pk", flat=True))
    for length in range(len(people) + 1):
        assert sorted(prepared.rows(people[:length])) == sorted(set(people[:length]))


def test_none_and_booleans_make_another_query_and_instants_are_compared_as_instants(cast: Cast) -> None:
    ticket = cast.ticket()

    def build(since: datetime | None, is_open: bool, key: UUID | None) -> QuerySet[Ticket, int]:
        found = Ticket.objects.filter(is_open=is_open)
        found = found if since is None else found.filter(opened_at__gte=since)
        found = found if key is None else found.filter(key=key)
        return found.values_list("pk", flat=True)

    prepared = Prepared(build)
    opened = ticket.opened_at
    for _ in range(2):
        assert prepared.rows(None, True, None) == [ticket.pk]
        assert prepared.rows(None, False, None) == []
        assert prepared.rows(opened, True, ticket.key) == [ticket.pk]
        assert prepared.rows(opened + timedelta(microseconds=1), True, None) == []
        assert prepared.rows(datetime(2000, 1, 1, tzinfo=UTC), True, UUID(int=1)) == []
    assert [one.opened_at for one in Prepared(lambda pk: Ticket.objects.filter(pk=pk)).rows(ticket.pk)] == [opened]


def test_numbers_that_no_column_holds_are_found_nowhere(cast: Cast) -> None:
    prepared = Prepared(lambda number: Ticket.objects.filter(number=number))
    ticket = cast.ticket()
    assert prepared.first(ticket.number) == ticket
    assert prepared.first(10**30) is None


def test_several_counts_are_one_query_and_stop_at_their_limit(cast: Cast) -> None:
    prepared = Prepared(lambda pks: User.objects.filter(pk__in=pks).order_by().values_list("pk")[:2])
    three = [cast.marina.pk, cast.paulo.pk, cast.ana.pk]
    with CaptureQueriesContext(connection) as asked:
        assert counts([(prepared, [three]), (prepared, [[]]), (prepared, [three[:1]])]) == [2, 0, 1]
    assert len(asked) == 1


def test_a_value_that_the_query_changes_or_leaves_out_is_an_error() -> None:
    with pytest.raises(NotPrepared):
        Prepared(lambda name: User.objects.filter(name__icontains=name)).rows("ana")
    with pytest.raises(NotPrepared):
        Prepared(lambda pk, _unused: User.objects.filter(pk=pk)).rows(1, 2)
    with pytest.raises(NotPrepared):
        Prepared(lambda pk: User.objects.filter(pk=pk).prefetch_related("memberships")).rows(1)


def test_a_query_that_is_not_always_the_same_is_read_alike(cast: Cast) -> None:
    ticket = cast.ticket()
    (found,) = read(Ticket.objects.select_related("requester", "owner").filter(number=ticket.number))
    assert (found, found.requester, found.owner, found.opened_at) == (ticket, cast.marina, None, ticket.opened_at)
    assert read(Ticket.objects.filter(pk__in=[])) == []
