"""What the address of Meus Tickets asks for. Keys come from a short list; what is unknown is as if not there."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import get_args

from django.http import QueryDict

from balcao.people.models import Membership
from balcao.search.find import find
from balcao.tickets.listing import Scope, Sort, Tab, Wanted, scopes_of
from balcao.tickets.models import StateKind

TABS = get_args(Tab)
SORTS: tuple[Sort, ...] = ("news", "oldest", "due", "number")
KINDS = (StateKind.WAITING_CUSTOMER, StateKind.RESOLVED)
PERIODS = {"7": 7, "30": 30, "90": 90, "365": 365}
"""Days since the ticket was opened."""

LONGEST_SEARCH = 200


def text_asked(query: QueryDict) -> str:
    """The words in the search box."""
    return query.get("q", "").replace("\0", " ").strip()[:LONGEST_SEARCH]


def asked(query: QueryDict, membership: Membership, now: datetime) -> Wanted:
    """The list that the query describes, within the member's sight."""
    scope: Scope = next((one for one in scopes_of(membership) if one == query.get("scope")), "own")
    days = PERIODS.get(query.get("period", ""))
    text = text_asked(query)
    wanted = Wanted(
        scope=scope,
        tab=next((tab for tab in TABS if tab == query.get("tab")), "all"),
        kind=next((kind for kind in KINDS if kind == query.get("kind")), ""),
        has_news=query.get("news") == "1",
        tool=_slug(query, "tool"),
        process=_slug(query, "process"),
        state=_slug(query, "state"),
        opened_since=now - timedelta(days=days) if days else None,
        requester=_number(query, "requester") if scope == "company" else None,
        sort=next((sort for sort in SORTS if sort == query.get("sort")), "news"),
        after=query.get("after", "")[:60],
    )
    return replace(wanted, ids=find(text, access=access_terms(membership, scope))) if text else wanted


def access_terms(membership: Membership, scope: Scope) -> list[str]:
    """What an entry of the index must have to be found in this scope."""
    terms = {
        "own": f"person{membership.user_id}",
        "department": f"dep{membership.department_id}",
        "company": f"org{membership.organization_id}",
    }
    return ["public", terms[scope]]


def is_filtered(wanted: Wanted) -> bool:
    """Whether anything besides the tab and the scope narrows the list."""
    return replace(wanted, scope="own", tab="all", sort="news", after="") != Wanted()


def _slug(query: QueryDict, key: str) -> str:
    return query.get(key, "").replace("\0", "")[:80]


def _number(query: QueryDict, key: str) -> int | None:
    value = query.get(key, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 16 else None
