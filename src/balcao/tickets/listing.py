"""Meus Tickets: the customer's lists, by the sight of the membership, filtered, sorted and paged.

One scope is one query over one table: the own list walks the rows of `TicketPerson`, those of the department and of
the company walk `Ticket`. Never an OR of the three.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache, partial
from typing import Any, Literal

from django.db.models import Case, DateTimeField, F, Q, QuerySet, Value, When

from balcao.lib.prepared import Prepared, counts
from balcao.people.models import Membership, Sight
from balcao.tickets.keyset import Keyset
from balcao.tickets.models import FINAL_KINDS, Ticket, TicketPerson

Scope = Literal["own", "department", "company"]
Tab = Literal["all", "open", "closed"]
Sort = Literal["news", "oldest", "due", "number", "longest"]

PAGE = 25
COUNTED = 100
"""Counts stop here: 100 is shown as 99+."""

BATCH = 500
SHOWN = ("state", "tool", "last_public_by", "requester")
COLUMNS = (
    *("number", "subject", "is_open", "activity", "stage", "process_version_id", "requester_id", "snippet"),
    *("last_public_at", "opened_at", "resolution_due_at", "paused_at", "closed_at"),
    *("state__slug", "state__kind", "state__customer_label", "tool__slug", "tool__name", "tool__icon"),
    *("last_public_by__name", "last_public_by__alias", "last_public_by__is_agent", "requester__name"),
)
"""What rows of lists show: the answers and the path of a process, and most of a person, stay where they are."""

NO_PROMISE = datetime(2200, 1, 1, tzinfo=UTC)
"""Where a ticket without a promise, or with one that does not run, stands in the order of promises: at the end."""


_NEW_OF_THEM: Prepared[int] = Prepared(
    lambda user, tickets: TicketPerson.objects.filter(
        user_id=user, ticket_id__in=tickets, news_event_id__gt=F("read_event_id")
    ).values_list("ticket_id", flat=True)
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the reader asked for. `kind`: of the state. `ids`: only these tickets (found by a search); None: no search.

    Sorted by «longest»: those first that nobody has written in for the longest time.
    """

    scope: Scope = "own"
    tab: Tab = "all"
    kind: str = ""
    has_news: bool = False
    tool: str = ""
    process: str = ""
    state: str = ""
    opened_since: datetime | None = None
    closed_since: datetime | None = None
    requester: int | None = None
    ids: Sequence[int] | None = None
    sort: Sort = "news"
    after: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A ticket in a list. `has_news`: the reader is on it and has not read the latest."""

    ticket: Ticket
    has_news: bool
    cursor: str


@dataclass(frozen=True, slots=True)
class Page:
    """`after` is the cursor of the next page, empty on the last one."""

    rows: list[Row]
    after: str


def scopes_of(membership: Membership) -> tuple[Scope, ...]:
    """The lists that this member may see, the own one first."""
    if membership.sight == Sight.COMPANY:
        return ("own", "company")
    if membership.sight == Sight.DEPARTMENT and membership.department_id is not None:
        return ("own", "department")
    return ("own",)


def page_of(membership: Membership, wanted: Wanted, *, size: int = PAGE) -> Page:
    """One page of the list: one query, and outside the own list a second one for the news."""
    found = _pages(_scope(membership, wanted), wanted.sort, size).rows(*_sought(membership, wanted), *_place(wanted))
    rows = _rows(membership, wanted, found[:size])
    return Page(rows, rows[-1].cursor if len(found) > size else "")


def every_row(membership: Membership, wanted: Wanted) -> Iterator[Row]:
    """All rows of the list from its start, read in batches: for exports."""
    after = ""
    while True:
        page = page_of(membership, replace(wanted, after=after), size=BATCH)
        yield from page.rows
        after = page.after
        if not after:
            return


def count_of(membership: Membership, wanted: Wanted) -> int:
    """How many there are, at most COUNTED: no more rows than that are read."""
    return counts_of(membership, [wanted])[0]


def counts_of(membership: Membership, several: Sequence[Wanted]) -> list[int]:
    """`count_of` each, in one query."""
    return counts(
        [(_countable(_scope(membership, wanted)), _sought(membership, wanted)) for wanted in several],
    )


def query_of(membership: Membership, wanted: Wanted, *, size: int = PAGE) -> QuerySet[Any]:
    """The query of a page and of one row more, which says whether there is a next page."""
    scope = _scope(membership, wanted)
    return _page_query(scope, wanted.sort, size, *_sought(membership, wanted), *_place(wanted))


@cache
def _pages(scope: Scope, sort: Sort, size: int) -> Prepared[Any]:
    return Prepared(partial(_page_query, scope, sort, size))


@cache
def _countable(scope: Scope) -> Prepared[Any]:
    return Prepared(lambda *sought: _filtered(scope, *sought).order_by().values_list("pk")[:COUNTED])


def _page_query(scope: Scope, sort: Sort, size: int, *sought_and_place: Any) -> QuerySet[Any]:
    *sought, key, tie = sought_and_place
    found, to = _filtered(scope, *sought), _path(scope)
    if sort == "due":
        found = found.annotate(due_key=_due_key(to))
    keyset = _keyset(sort, to)
    found = found.filter(keyset.beyond(key, tie)).order_by(*keyset.ordering)
    shown = [f"ticket__{name}" for name in SHOWN] + ["ticket"] if to else list(SHOWN)
    copies = ("last_public_at", "news_event_id", "read_event_id") if to else ()
    return found.select_related(*shown).only(*copies, *(f"{to}{name}" for name in COLUMNS))[: size + 1]


def _path(scope: Scope) -> str:
    """From a row of the list to its ticket: rows of the own list are the person's, those of the others the ticket."""
    return "ticket__" if scope == "own" else ""


def _scope(membership: Membership, wanted: Wanted) -> Scope:
    """A scope beyond the member's sight is the own list."""
    return wanted.scope if wanted.scope in scopes_of(membership) else "own"


def _sought(membership: Membership, wanted: Wanted) -> tuple[Any, ...]:
    """The values that `_filtered` takes, None for what does not narrow the list."""
    scope = _scope(membership, wanted)
    is_open = None if wanted.tab == "all" else wanted.tab == "open"
    if is_open is None and wanted.kind and wanted.kind not in FINAL_KINDS:
        is_open = True  # by their kind; said again so that an index leads there, past all that has ended
    return (
        membership.organization_id,
        membership.department_id if scope == "department" else None,
        membership.user_id if scope == "own" or wanted.has_news else None,
        is_open,
        wanted.has_news,
        wanted.kind or None,
        wanted.state or None,
        wanted.tool or None,
        wanted.process or None,
        wanted.opened_since,
        wanted.closed_since,
        wanted.requester,
        None if wanted.ids is None else list(wanted.ids),
    )


def _place(wanted: Wanted) -> tuple[Any, int | None]:
    return _keyset(wanted.sort, "").place(wanted.after)


def _filtered(
    scope: Scope,
    company: int,
    department: int | None,
    user: int | None,
    is_open: bool | None,
    has_news: bool,
    kind: str | None,
    state: str | None,
    tool: str | None,
    process: str | None,
    opened_since: datetime | None,
    closed_since: datetime | None,
    requester: int | None,
    ids: list[int] | None,
) -> QuerySet[Any]:
    to = _path(scope)
    exact = {
        "organization_id": company,
        "department_id": department,
        "user_id": user if to else None,
        # As a list of one: of «WHERE is_open», without a value, SQLite makes no use in an index.
        "is_open__in": None if is_open is None else [is_open],
        f"{to}state__kind": kind,
        f"{to}state__slug": state,
        f"{to}tool__slug": tool,
        f"{to}offer__process__slug": process,
        f"{to}opened_at__gte": opened_since,
        f"{to}closed_at__gte": closed_since,
        f"{to}requester_id": requester,
        "ticket_id__in" if to else "id__in": ids,
    }
    everything: QuerySet[Any] = TicketPerson.objects.all() if to else Ticket.objects.all()
    found = everything.filter(**{path: value for path, value in exact.items() if value is not None})
    if not has_news or user is None:
        return found
    news = Q(news_event_id__gt=F("read_event_id"))
    if to:
        return found.filter(news)
    mine = TicketPerson.objects.filter(news, user_id=user, organization_id=company)
    return found.filter(id__in=mine.values("ticket_id"))


def _keyset(sort: Sort, to: str) -> Keyset:
    tie = "ticket_id" if to else "id"
    if sort == "oldest":
        return Keyset(f"{to}opened_at", tie, descending=False)
    if sort == "longest":
        return Keyset("last_public_at", tie, descending=False)
    if sort == "due":
        return Keyset("due_key", tie, descending=False)
    if sort == "number":
        return Keyset(f"{to}number", tie, is_instant=False)
    return Keyset("last_public_at", tie)


def _due_key(to: str) -> Case:
    runs = Q(**{f"{to}is_open": True, f"{to}paused_at__isnull": True, f"{to}resolution_due_at__isnull": False})
    return Case(When(runs, then=F(f"{to}resolution_due_at")), default=Value(NO_PROMISE), output_field=DateTimeField())


def _rows(membership: Membership, wanted: Wanted, found: Sequence[Any]) -> list[Row]:
    to = _path(_scope(membership, wanted))
    keyset = _keyset(wanted.sort, to)
    if to:
        return [Row(one.ticket, one.has_news, keyset.cursor(_key(one, keyset), one.ticket_id)) for one in found]
    new = set(_NEW_OF_THEM.rows(membership.user_id, [one.pk for one in found]))
    return [Row(one, one.pk in new, keyset.cursor(_key(one, keyset), one.pk)) for one in found]


def _key(row: Any, keyset: Keyset) -> Any:
    path = keyset.key.removeprefix("ticket__")
    return getattr(row.ticket if path != keyset.key else row, path)
