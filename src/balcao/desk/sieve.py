"""The filters over a list, as a form and as what is in use. Only pages that show them ask for their choices."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from balcao.catalog.models import Offer, Tool
from balcao.front.reader import Reader
from balcao.lib.texts import pick
from balcao.people.models import Organization, User
from balcao.processes.definitions import definition_by_id
from balcao.tickets.desk_filters import FIELD, ME, NOBODY, Filters
from balcao.tickets.desk_listing import Place, queues_of
from balcao.tickets.field_values import LONG
from balcao.tickets.models import Priority, State

ASKED = "filtros"
MOST_CHOICES = 300
Choices = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Picker:
    """One attribute: what can be chosen, and what is."""

    key: str
    label: str
    choices: Choices
    chosen: str


@dataclass(frozen=True, slots=True)
class InUse:
    """«Estado: Novo» with the address of the list without it."""

    label: str
    value: str
    without: str


def sieve(reader: Reader, place: Place, filters: Filters, query: QueryDict) -> dict[str, Any]:
    """For the template; nothing but the way to the form while no filter is in use and nobody asked."""
    is_asked = query.get(ASKED) == "1"
    address = reverse("desk:place", args=[place.slug])
    shown: dict[str, Any] = {"is_open": is_asked, "open_href": f"{address}?{_with(filters, ASKED)}", "count": 0}
    if not (is_asked or filters):
        return shown
    pickers = _pickers(reader, filters)
    fields = _fields(reader.language)
    labels = {picker.key: (picker.label, dict(picker.choices)) for picker in pickers}
    labels |= {FIELD + name: (label, dict(options)) for name, label, options in fields}
    used = [
        InUse(
            label=labels.get(key, (key, {}))[0],
            value=labels.get(key, (key, {}))[1].get(value, value),
            without=f"{address}?{_without(filters, key, value)}",
        )
        for key, value in filters.pairs()
    ]
    first = next(iter(filters.fields.items()), ("", ("",)))
    return shown | {
        "count": len(used),
        "used": used,
        "pickers": pickers,
        "fields": [(FIELD + name, label) for name, label, _options in fields],
        "field": FIELD + first[0],
        "field_value": first[1][0],
        "all_href": address,
        "query": filters.query(),
    }


def _with(filters: Filters, key: str) -> str:
    kept = QueryDict(filters.query(), mutable=True)
    kept[key] = "1"
    return kept.urlencode()


def _without(filters: Filters, key: str, value: str) -> str:
    kept = QueryDict(mutable=True)
    for pair in filters.pairs():
        if pair != (key, value):
            kept.appendlist(*pair)
    return kept.urlencode()


def _pickers(reader: Reader, filters: Filters) -> list[Picker]:
    language = get_language()
    people = User.objects.filter(Q(is_agent=True), is_active=True)[:MOST_CHOICES]
    rows: list[tuple[str, str, Iterable[tuple[str, str]]]] = [
        ("estado", _("State"), [(state.slug, state.name) for state in State.objects.all()]),
        ("vez", _("Whose turn"), _turns()),
        ("fila", _("Queue"), [(queue.slug, queue.name) for queue in queues_of(reader.user)]),
        ("atendente", _("Agent"), [(ME, _("Me")), (NOBODY, _("Nobody")), *((str(one.pk), one.name) for one in people)]),
        ("prioridade", _("Priority"), [(str(value), str(label)) for value, label in reversed(Priority.choices)]),
        ("prazo", _("Promise"), _dues()),
        ("empresa", _("Company"), Organization.objects.values_list("slug", "name")[:MOST_CHOICES]),
        ("ferramenta", _("Tool"), [(tool.slug, pick(tool.name, language)) for tool in Tool.objects.all()]),
        ("processo", _("Process"), _processes(language)),
        ("aberto-ha", _("Opened in"), [(str(days), _last(days)) for days in (1, 7, 30, 90)]),
        ("parado-ha", _("Unchanged for"), [(str(days), _days(days)) for days in (1, 3, 7, 30)]),
    ]
    return [Picker(key, label, list(choices), filters.attributes.get(key, ("",))[0]) for key, label, choices in rows]


def _turns() -> Choices:
    return [("equipe", _("Ours")), ("cliente", _("The customer's")), ("terceiros", _("A third party's"))]


def _dues() -> Choices:
    return [
        ("vencido", pgettext("promises", "Overdue")),
        ("em-breve", pgettext("promises", "Due soon")),
        ("pausado", pgettext("promises", "Paused")),
        ("sem-prazo", _("No promise running")),
    ]


def _last(days: int) -> str:
    return _("Last day") if days == 1 else _("Last %(days)d days") % {"days": days}


def _days(days: int) -> str:
    return _("One day") if days == 1 else _("%(days)d days") % {"days": days}


def _processes(language: str) -> Choices:
    offers = Offer.objects.filter(process__current__isnull=False)
    names = offers.values_list("process__slug", "process__current__name")[:MOST_CHOICES]
    return [(slug, pick(name, language)) for slug, name in names]


def _fields(language: str) -> list[tuple[str, str, Choices]]:
    """Fields of all processes offered that a list may be narrowed by, once each: id, label, options."""
    found: dict[str, tuple[str, Choices]] = {}
    current = Offer.objects.filter(process__current__isnull=False).values_list("process__current_id", flat=True)
    for version_id in current[:MOST_CHOICES]:
        for field in definition_by_id(version_id).fields.values():
            if field.type not in LONG and field.id not in found:
                options = [(option.id.lower(), pick(option.label, language)) for option in field.options]
                found[field.id] = (pick(field.label, language), options)
    return sorted(((name, label, options) for name, (label, options) in found.items()), key=lambda one: one[1])
