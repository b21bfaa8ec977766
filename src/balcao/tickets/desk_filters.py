"""What narrows a list of the desk: attributes and process fields of tickets, by keys that stand in the address.

`?estado=novo&estado=em-atendimento&campo.motivo=erro`: values of one key are alternatives, keys narrow together. Keys
that are none of ours, and values that cannot be, are passed over: an address kept from yesterday still opens.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import QueryDict

from balcao.people.models import User
from balcao.tickets.field_values import MOST_LETTERS
from balcao.tickets.models import Priority, Ticket, TicketFieldValue, Turn, turns_of

FIELD = "campo."
"""Before the id of a process's field: `campo.motivo`; of a form, `campo=motivo&valor=erro`."""

MOST_VALUES = 20
MOST_FIELDS = 5
SOON = timedelta(hours=8)
"""As the promise chip shows it (`ui/templatetags/ui.py`, `sla`)."""

NOBODY, ME = "ninguem", "eu"


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks, and when: «eu», «hoje» mean something else for each."""

    user: User
    now: datetime


@dataclass(frozen=True, slots=True)
class Filters:
    """Key → values, in the order of `CONDITIONS`; process fields by their id."""

    attributes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.attributes or self.fields)

    def pairs(self) -> list[tuple[str, str]]:
        """As they stand in an address, always in the same order."""
        named = list(self.attributes.items()) + [(FIELD + name, values) for name, values in self.fields.items()]
        return [(key, value) for key, values in named for value in values]

    def query(self) -> str:
        return urlencode(self.pairs())


def filters_of(query: QueryDict) -> Filters:
    """What of the address narrows the list."""
    attributes = {key: _values(query, key) for key in CONDITIONS if _values(query, key)}
    names = sorted(key for key in query if key.startswith(FIELD) and _values(query, key))[:MOST_FIELDS]
    fields = {key.removeprefix(FIELD): _values(query, key) for key in names}
    return Filters(attributes, fields | _field_of_form(query))


def _field_of_form(query: QueryDict) -> dict[str, tuple[str, ...]]:
    """A form has one input for the field and one for its answer."""
    name, values = query.get("campo", "").removeprefix(FIELD)[:80], _values(query, "valor")
    return {name: values} if name and values else {}


def _values(query: QueryDict, key: str) -> tuple[str, ...]:
    found = dict.fromkeys(value[:MOST_LETTERS].replace("\0", "") for value in query.getlist(key))
    return tuple(value for value in found if value)[:MOST_VALUES]


def narrowed(tickets: QuerySet[Ticket], filters: Filters, asking: Asking) -> QuerySet[Ticket]:
    """Those of the tickets that fit."""
    for key, values in filters.attributes.items():
        fits = Q()
        for value in values:
            fits |= CONDITIONS[key](value, asking)
        tickets = tickets.filter(fits)
    for name, values in filters.fields.items():
        rows = TicketFieldValue.objects.filter(
            ticket=OuterRef("pk"), field=name, value__in=[value.lower() for value in values]
        )
        tickets = tickets.filter(Exists(rows))
    return tickets


Condition = Callable[[str, Asking], Q]
NOTHING = Q(pk__in=())


def _equal(lookup: str) -> Condition:
    return lambda value, asking: Q(**{lookup: value})


def _number(value: str) -> int | None:
    return int(value) if value.isascii() and value.isdigit() and len(value) <= 15 else None


def _person(lookup: str) -> Condition:
    def condition(value: str, asking: Asking) -> Q:
        if value == ME:
            return Q(**{lookup: asking.user.pk})
        if value == NOBODY:
            return Q(**{f"{lookup}__isnull": True})
        number = _number(value)
        return NOTHING if number is None else Q(**{lookup: number})

    return condition


def _priority(value: str, asking: Asking) -> Q:
    number = _number(value)
    return Q(priority=number) if number in Priority.values else NOTHING


def _turn(value: str, asking: Asking) -> Q:
    turns = {"equipe": Turn.DESK, "cliente": Turn.CUSTOMER, "terceiros": Turn.THIRD_PARTY}
    return Q(state__kind__in=turns_of(turns[value])) if value in turns else NOTHING


def _due(value: str, asking: Asking) -> Q:
    now = asking.now
    kinds = {
        "vencido": Q(due_at__lt=now),
        "em-breve": Q(due_at__gte=now, due_at__lt=now + SOON),
        "pausado": Q(paused_at__isnull=False),
        "sem-prazo": Q(due_at__isnull=True, paused_at__isnull=True),
    }
    return kinds.get(value, NOTHING)


def _since(lookup: str) -> Condition:
    def condition(value: str, asking: Asking) -> Q:
        days = _number(value)
        return NOTHING if days is None or days > 3650 else Q(**{lookup: asking.now - timedelta(days=days)})

    return condition


CONDITIONS: dict[str, Condition] = {
    "estado": _equal("state__slug"),
    "vez": _turn,
    "fila": _equal("queue__slug"),
    "atendente": _person("owner_id"),
    "responsavel": _person("responsible_id"),
    "prioridade": _priority,
    "prazo": _due,
    "empresa": _equal("organization__slug"),
    "solicitante": _person("requester_id"),
    "ferramenta": _equal("tool__slug"),
    "processo": _equal("offer__process__slug"),
    "atividade": _equal("activity"),
    "etapa": _equal("stage"),
    "tipo": _equal("kind"),
    "aberto-ha": _since("opened_at__gte"),
    "parado-ha": _since("updated_at__lt"),
}
"""`aberto-ha=7`: opened within the last seven days; `parado-ha=3`: nothing changed for three."""
