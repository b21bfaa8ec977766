"""The desk as the importer wants to know it, and what it lacks."""

from collections.abc import Mapping

from balcao.catalog.models import Tool
from balcao.people.models import User
from balcao.processes.importing import KINDS_OF_STATES, Desk, Named, origin_of
from balcao.processes.models import Process
from balcao.tickets.models import Queue, State, StateKind

_LABELS: Mapping[str, Mapping[str, str]] = {
    "new": {"pt-br": "Recebido", "en": "Received", "es": "Recibido"},
    "open": {"pt-br": "Em atendimento", "en": "In progress", "es": "En curso"},
    "closed successful": {"pt-br": "Encerrado", "en": "Closed", "es": "Cerrado"},
    "closed unsuccessful": {
        "pt-br": "Encerrado sem solução",
        "en": "Closed without a solution",
        "es": "Cerrado sin solución",
    },
    "removed": {"pt-br": "Removido", "en": "Removed", "es": "Eliminado"},
    "pending reminder": {"pt-br": "Em espera", "en": "On hold", "es": "En espera"},
    "pending auto close+": {"pt-br": "Em espera", "en": "On hold", "es": "En espera"},
    "pending auto close-": {"pt-br": "Em espera", "en": "On hold", "es": "En espera"},
    "merged": {
        "pt-br": "Juntado a outro ticket",
        "en": "Merged into another ticket",
        "es": "Combinado con otro ticket",
    },
}
_KINDS_BY_WORD = (
    ("closed", StateKind.CLOSED),
    ("pending", StateKind.WAITING_THIRD_PARTY),
    ("removed", StateKind.CANCELLED),
)


def desk(mapped: Mapping[tuple[str, str], str]) -> Desk:
    """States, queues, tools, agents and imported processes as they are now. Five queries."""
    agents = User.objects.filter(is_agent=True, is_active=True).values_list("username", flat=True)
    return Desk(
        states={row.slug: Named(row.name, row.kind, row.is_default) for row in State.objects.all()},
        queues={row.slug: Named(row.name) for row in Queue.objects.all()},
        tools=frozenset(Tool.objects.values_list("slug", flat=True)),
        agents=frozenset(name.lower() for name in agents),
        processes=_brought_over(),
        mapped=mapped,
    )


def _brought_over() -> dict[str, str]:
    """Processes whose draft or published version came from there: id there → slug."""
    found = {}
    for process in Process.objects.select_related("current").order_by("pk"):
        text = process.draft or (process.current.document if process.current else "")
        origin = origin_of(text) if "\nimported:\n" in text else None
        if origin is not None and origin.entity:
            found[origin.entity] = process.slug
    return found


def create_missing(names: Mapping[str, Mapping[str, str]]) -> None:
    """Create the states and queues that a file names (by name, not by number) and the desk lacks."""
    for there, slug in names.get("states", {}).items():
        if not there.isdigit():
            label = _LABELS.get(there.lower(), {"pt-br": there})
            State.objects.get_or_create(
                slug=slug, defaults={"name": there[:60], "kind": _kind(there), "customer_label": dict(label)}
            )
    for there, slug in names.get("queues", {}).items():
        if not there.isdigit():
            Queue.objects.get_or_create(slug=slug, defaults={"name": there[:80]})


def _kind(name: str) -> str:
    known = KINDS_OF_STATES.get(name.lower())
    return known or next((kind for word, kind in _KINDS_BY_WORD if word in name.lower()), StateKind.OPEN)
