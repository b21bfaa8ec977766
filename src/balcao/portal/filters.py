"""The tabs, chips and filters over Meus Tickets."""

from typing import Any

from django import forms
from django.db.models import Q
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from balcao.catalog.models import Offer, Tool
from balcao.lib.texts import pick
from balcao.people.access import colleagues_of
from balcao.people.models import Membership
from balcao.portal.asked import PERIODS, SORTS
from balcao.tickets.draft_access import drafts_of
from balcao.tickets.listing import COUNTED, Tab, Wanted, counts_of, scopes_of
from balcao.tickets.models import State, StateKind

FILTERS = ("tool", "process", "state", "period", "requester", "sort")


def counted(count: int) -> str:
    """12, or 99+ when counting stopped."""
    return f"{COUNTED - 1}+" if count >= COUNTED else str(count)


def address(query: QueryDict, **changes: str) -> str:
    """The list with `changes`, from its start; an empty one takes a key away."""
    kept = query.copy()
    for key in ("after", "page", *changes):
        kept.pop(key, None)
    kept.update({key: value for key, value in changes.items() if value})
    return f"?{kept.urlencode()}"


def tabs(query: QueryDict, membership: Membership, wanted: Wanted) -> list[dict[str, Any]]:
    """Todos, Abertos, Fechados with their counts in this scope. One query."""
    opened, closed = counts_of(membership, [Wanted(scope=wanted.scope, tab=tab) for tab in ("open", "closed")])
    rows: list[tuple[Tab, str, int, str]] = [
        ("all", pgettext("tickets", "All"), opened + closed, "1"),
        ("open", pgettext("tickets", "Open"), opened, "2"),
        ("closed", pgettext("tickets", "Closed"), closed, "3"),
    ]
    return [
        {
            "label": label,
            "href": address(query, tab="" if tab == "all" else tab),
            "count": counted(count),
            "current": wanted.tab == tab,
            "key": key,
        }
        for tab, label, count, key in rows
    ]


def chips(query: QueryDict, membership: Membership, wanted: Wanted) -> list[dict[str, Any]]:
    """Aguardando você, Com novidade, and the wider list that the member may see; Rascunhos while there are some."""
    awaited, new = counts_of(
        membership,
        [Wanted(scope=wanted.scope, kind=StateKind.WAITING_CUSTOMER), Wanted(scope=wanted.scope, has_news=True)],
    )
    waits = wanted.kind == StateKind.WAITING_CUSTOMER
    rows: list[dict[str, Any]] = [
        {
            "label": _("Waiting for you"),
            "href": address(query, kind="" if waits else StateKind.WAITING_CUSTOMER.value),
            "count": counted(awaited),
            "icon": "turn-you",
            "current": waits,
        },
        {
            "label": _("With news"),
            "href": address(query, news="" if wanted.has_news else "1"),
            "count": counted(new),
            "current": wanted.has_news,
        },
    ]
    if wanted.kind == StateKind.RESOLVED:
        rows.append({"label": _("Resolved"), "href": address(query, kind=""), "icon": "done", "current": True})
    if written := len(drafts_of(membership)):
        rows.append({"label": _("Drafts"), "href": reverse("drafts"), "count": written, "icon": "edit"})
    labels = {"department": _("Of the department"), "company": _("Of the company")}
    rows += [
        {
            "label": labels[scope],
            "href": address(query, scope="" if wanted.scope == scope else scope, requester=""),
            "current": wanted.scope == scope,
        }
        for scope in scopes_of(membership)
        if scope != "own"
    ]
    return rows


def are_filters_open(query: QueryDict) -> bool:
    """Asked for, or in use: else the page does without their choices."""
    return query.get("filters") == "1" or any(query.get(name) for name in FILTERS)


class FiltersForm(forms.Form):
    """The rest, behind «Filtros»: choices of this company, in the reader's language. Four queries."""

    tool = forms.ChoiceField(required=False)
    process = forms.ChoiceField(required=False)
    state = forms.ChoiceField(required=False)
    period = forms.ChoiceField(required=False)
    requester = forms.ChoiceField(required=False)
    sort = forms.ChoiceField(required=False)

    def __init__(self, query: QueryDict, membership: Membership, wanted: Wanted) -> None:
        super().__init__(initial={name: query.get(name, "") for name in FILTERS}, auto_id="filtro_%s")
        language = get_language()
        tools = list(_tools(membership))
        anything = [("", _("Any"))]
        self._offer("tool", _("Tool"), anything + [(tool.slug, pick(tool.name, language)) for tool in tools])
        self._offer("process", _("Process"), anything + _processes(tools, wanted.tool))
        states = [(state.slug, pick(state.customer_label, language)) for state in State.objects.all()]
        self._offer("state", _("State"), anything + states)
        periods = [(key, _("Last %(days)d days") % {"days": days}) for key, days in PERIODS.items()]
        self._offer("period", _("Opened in"), anything + periods)
        self._offer("sort", _("Sort by"), _sorts())
        if wanted.scope == "company":
            people = [(str(one.pk), one.name) for one in colleagues_of(membership)]
            self._offer("requester", _("Requester"), anything + people)
        else:
            del self.fields["requester"]

    def _offer(self, name: str, label: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.label, field.choices = label, choices

    @property
    def chosen(self) -> int:
        """How many of them narrow the list."""
        return sum(1 for name in self.fields if name != "sort" and self.initial.get(name))


def _tools(membership: Membership) -> Any:
    """What the company contracted, now or before, and what everybody has."""
    mine = Q(contracts__organization_id=membership.organization_id) | Q(is_for_everyone=True)
    return Tool.objects.filter(mine).distinct()


def _processes(tools: list[Tool], only: str) -> list[tuple[str, str]]:
    wanted = [tool.pk for tool in tools if not only or tool.slug == only]
    offers = Offer.objects.filter(tool_id__in=wanted, process__current__isnull=False).values_list(
        "process__slug", "process__current__name"
    )
    return [(slug, pick(name, get_language())) for slug, name in offers]


def _sorts() -> list[tuple[str, str]]:
    labels = {"news": _("Latest news"), "oldest": _("Oldest"), "due": _("Due date"), "number": _("Number")}
    return [("" if sort == "news" else sort, labels[sort]) for sort in SORTS]
