"""A process to try effects with: one button of the agent's does what a test asks for."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

from balcao.catalog.access import opening_for
from balcao.catalog.models import Offer
from balcao.people.models import User
from balcao.processes.actions.publish import publish
from balcao.processes.models import Process, ProcessVersion
from balcao.tickets.actions.open_ticket import open_ticket
from balcao.tickets.actions.submit_dialog import submit_dialog
from balcao.tickets.known_names import known_names
from balcao.tickets.models import Ticket
from tests.cast import NOW, Cast


def said(text: str) -> dict[str, str]:
    return {"pt-br": text, "en": text, "es": text}


def activity(name: str, **more: Any) -> dict[str, Any]:
    return {"name": said(name), "customer_name": said(name), "stage": "um", "state": "em-atendimento", **more}


def document(
    do: Sequence[Mapping[str, Any]] = (),
    *,
    slug: str = "pedido",
    to: str | None = "espera",
    waits: Sequence[Mapping[str, Any]] = (),
    **more: Any,
) -> dict[str, Any]:
    """`do` happens when the agent presses «agir», which leads `to`; `waits` are the transitions of «espera»."""
    act = {"dialog": "agir", **({"do": list(do)} if do else {}), **({"to": to} if to else {})}
    back = {"dialog": "voltar", "to": "inicio"}
    return {
        "balcao": "process/1",
        "slug": slug,
        "tool": "emissor-fiscal",
        "name": said("Pedido"),
        "use_when": said("Você precisa pedir algo"),
        "stages": [{"id": "um", "name": said("Um")}, {"id": "dois", "name": said("Dois")}],
        "fields": {
            "nota": {"type": "text", "label": said("Nota")},
            "quem": {"type": "email", "label": said("Quem")},
        },
        "start": {"activity": "inicio", "dialog": "abrir"},
        "activities": {
            "inicio": activity("Início", dialogs=["abrir", "agir"], transitions=[act]),
            "espera": activity("Espera", dialogs=["voltar"], transitions=[*waits, back]),
            "feito": activity("Feito", stage="dois", state="resolvido", end=True),
        },
        "dialogs": {
            "abrir": {"fields": [{"use": "subject"}, {"use": "body"}, {"use": "nota"}, {"use": "quem"}]},
            "agir": {"for": "agent", "title": said("Agir")},
            "voltar": {"for": "agent", "title": said("Voltar")},
        },
        **more,
    }


def offer(cast: Cast, described: Mapping[str, Any]) -> Offer:
    """Publish a process and offer it under the invoice tool."""
    process = Process.objects.create(slug=str(described["slug"]), draft=json.dumps(described))
    publish(process=process, names=known_names(), by=None, now=NOW)
    return Offer.objects.create(tool=cast.fiscal_tool, process=process)


def publish_again(offered: Offer, described: Mapping[str, Any]) -> ProcessVersion:
    """Another version of the same process."""
    offered.process.draft = json.dumps(described)
    offered.process.save()
    return publish(process=offered.process, names=known_names(), by=None, now=NOW)


def opened(cast: Cast, offered: Offer, *, by: User | None = None, now: datetime = NOW, **values: str) -> Ticket:
    """A ticket of it, of Marina's or of another member of Acme."""
    return open_ticket(
        opening=opening_for(cast.acme, offered, now=now),
        organization=cast.acme,
        requester=by or cast.marina,
        by=by or cast.marina,
        subject="Um pedido",
        body="Preciso disto.",
        values=values,
        key=uuid4(),
        now=now,
    )


def press(ticket: Ticket, dialog: str, by: User, *, now: datetime = NOW) -> Ticket:
    """A dialog without fields is sent."""
    submit_dialog(ticket=ticket, dialog=dialog, by=by, as_desk=by.is_agent, values={}, body="", key=uuid4(), now=now)
    return Ticket.objects.get(pk=ticket.pk)


def acted(cast: Cast, *do: Mapping[str, Any], **values: str) -> Ticket:
    """A ticket on which the agent has pressed «agir»."""
    ticket = opened(cast, offer(cast, document(do)), by=cast.marina, now=NOW, **values)
    return press(ticket, "agir", cast.ana)
