"""What an agent does by a ticket's menus and keys can be taken back for ten seconds, and is told after them."""

import re
from collections.abc import Callable

import pytest
from django.db.models import F
from django.test import Client
from django.utils import timezone

from balcao.jobs.models import Job
from balcao.notifications.models import Notification
from balcao.people.models import User
from balcao.tickets.models import Right, Ticket
from tests.cast import Cast, agent, give_right
from tests.tickets.helpers import fresh

pytestmark = pytest.mark.django_db

ClientFor = Callable[[User], Client]
PART = {"HX-Request": "true", "HX-Target": "ticket"}
MENUS = [
    ("assignment", {"agent": "me", "seen": ""}, "é seu agora"),
    ("assignment", {"agent": "zoe", "seen": ""}, "dado a Zoé Prado"),
    ("state", {"state": "aguardando-terceiros"}, "Aguardando terceiros"),
    ("priority", {"priority": "5"}, "a prioridade agora é"),
    ("queue", {"queue": "fiscal"}, "movido para"),
    ("closure", {}, "foi fechado"),
]


def picture(ticket: Ticket) -> tuple[object, ...]:
    now = fresh(ticket)
    return now.state_id, now.queue_id, now.owner_id, now.priority, now.is_open, now.due_at, now.closed_at


def undo_address(page: str) -> str:
    found = re.search(r'action="(/atendimento/acts/[0-9a-f-]+/undo/)[^"]*"', page)
    assert found is not None
    return found.group(1)


@pytest.fixture
def zoe(cast: Cast) -> User:
    zoe = agent("zoe", "Zoé Prado")
    give_right(zoe, "Segunda equipe", [cast.n1], Right.ASSIGN)
    return zoe


@pytest.mark.parametrize(("route", "sent", "said"), MENUS, ids=[f"{route} {sent}" for route, sent, _said in MENUS])
def test_each_menu_offers_to_take_its_change_back(
    cast: Cast,
    zoe: User,
    client_for: ClientFor,
    run_jobs: Callable[[], int],
    route: str,
    sent: dict[str, str],
    said: str,
) -> None:
    ticket, ana = cast.ticket(now=timezone.now()), client_for(cast.ana)
    run_jobs()
    heard, before = set(Notification.objects.values_list("pk", flat=True)), picture(ticket)
    sent = {name: str(zoe.pk) if value == "zoe" else value for name, value in sent.items()}
    answer = ana.post(f"/atendimento/tickets/{ticket.number}/{route}/", sent, headers=PART).content.decode()
    assert said in answer, answer[-900:]
    assert picture(ticket) != before
    ana.post(undo_address(answer))
    assert picture(ticket) == before
    Job.objects.filter(status="ready").update(run_after=F("enqueued_at"))
    run_jobs()
    assert set(Notification.objects.values_list("pk", flat=True)) == heard
    assert 'data-undo="1' not in ana.get(f"/atendimento/tickets/{ticket.number}/").content.decode()


def test_the_agent_who_is_given_a_ticket_hears_of_it_after_the_ten_seconds(
    cast: Cast, zoe: User, client_for: ClientFor, run_jobs: Callable[[], int]
) -> None:
    ticket = cast.ticket(now=timezone.now())
    run_jobs()
    client_for(cast.ana).post(f"/atendimento/tickets/{ticket.number}/assignment/", {"agent": zoe.pk})
    run_jobs()
    assert not Notification.objects.filter(user=zoe).exists()
    Job.objects.filter(status="ready").update(run_after=F("enqueued_at"))
    run_jobs()
    assert list(Notification.objects.filter(user=zoe).values_list("ticket__number", flat=True)) == [ticket.number]


def test_who_may_only_write_takes_tickets_and_gives_none_away(cast: Cast, zoe: User, client_for: ClientFor) -> None:
    give_right(cast.caio, "Escreve", [cast.n1], Right.WRITE)
    ticket, caio = cast.ticket(), client_for(cast.caio)
    for do in (f"assign:{zoe.pk}", "assign:"):
        refused = caio.post("/atendimento/acts/", {"number": ticket.number, "do": do}, follow=True)
        assert "Você não pode fazer isto na fila do ticket." in refused.content.decode()
    assert fresh(ticket).owner is None
    caio.post("/atendimento/acts/", {"number": ticket.number, "do": "assign:me"})
    assert fresh(ticket).owner == cast.caio
