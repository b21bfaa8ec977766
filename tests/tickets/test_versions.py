"""A published version never changes for the tickets that run on it, unless somebody moves them."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from balcao.catalog.access import NotOffered, opening_for
from balcao.history.models import Event
from balcao.lib.refused import Refused
from balcao.people.models import User
from balcao.processes.models import Process
from balcao.tickets.actions.fire_timer import fire_timer
from balcao.tickets.actions.move_to_version import move_to_version
from balcao.tickets.models import Ticket, Timer
from balcao.tickets.versions import ActivityMove, plan_move
from tests.cast import NOW, Cast
from tests.processes.processes_of_tests import activity, document, offer, opened, press, publish_again
from tests.tickets.helpers import fresh

pytestmark = pytest.mark.django_db


def renamed() -> dict[str, object]:
    """The same process, where waiting has another name, another stage and a timer."""
    described = document()
    described["activities"]["inicio"]["transitions"][0]["to"] = "aguardar"
    described["activities"]["aguardar"] = activity(
        "Aguardar", stage="dois", transitions=[{"on": "timer", "after": "1d", "to": "feito"}]
    )
    del described["activities"]["espera"], described["dialogs"]["voltar"]
    described["fields"]["nota"]["type"] = "number"
    return described


def test_running_tickets_keep_their_version_and_new_ones_get_the_new(cast: Cast) -> None:
    offered = offer(cast, document())
    old = opened(cast, offered)
    publish_again(offered, renamed())
    offered.process.refresh_from_db()
    assert press(old, "agir", cast.ana).activity == "espera"
    assert press(opened(cast, offered), "agir", cast.ana).activity == "aguardar"


def test_a_process_that_fades_out_takes_no_new_tickets_and_lets_the_old_ones_run(cast: Cast) -> None:
    offered = offer(cast, document())
    ticket = opened(cast, offered)
    Process.objects.filter(pk=offered.process_id).update(is_open=False)
    offered.process.refresh_from_db()
    with pytest.raises(NotOffered):
        opening_for(cast.acme, offered, now=NOW)
    assert press(ticket, "agir", cast.ana).activity == "espera"


def test_the_preview_counts_tickets_and_those_without_a_destination(cast: Cast) -> None:
    offered = offer(cast, document())
    press(opened(cast, offered), "agir", cast.ana)
    for _ in range(2):
        opened(cast, offered)
    old = offered.process.current
    new = publish_again(offered, renamed())
    assert old is not None
    plan = plan_move(old=old, new=new, mapping={})
    assert plan.moves == (ActivityMove("inicio", 2, "inicio"), ActivityMove("espera", 1, ""))
    assert (plan.total, plan.without_target, plan.dropped) == (3, 1, ("nota",))
    assert plan_move(old=old, new=new, mapping={"espera": "aguardar"}).without_target == 0


def test_a_ticket_moves_with_its_state_and_gets_the_stage_and_timers_of_the_new_version(cast: Cast) -> None:
    offered = offer(cast, document())
    ticket = press(opened(cast, offered, nota="dez"), "agir", cast.ana)
    new = publish_again(offered, renamed())
    with pytest.raises(Refused):
        move_to_version(ticket=ticket, to=new, mapping={}, by=cast.alice, now=NOW)
    move_to_version(ticket=ticket, to=new, mapping={"espera": "aguardar"}, by=cast.alice, now=NOW)
    moved = fresh(ticket)
    assert (moved.process_version, moved.activity, moved.stage) == (new, "aguardar", "dois")
    assert (moved.state, moved.queue, moved.run["fields"]) == (ticket.state, ticket.queue, {})
    assert Event.objects.filter(ticket_id=ticket.pk, kind="ticket.version_moved", actor=cast.alice).count() == 1
    timer = Timer.objects.get(settled_at__isnull=True)
    assert fire_timer(timer=timer, now=NOW + timedelta(days=1))
    assert fresh(ticket).activity == "feito"


def test_no_ticket_moves_to_another_process(cast: Cast) -> None:
    ticket = cast.ticket()
    other = offer(cast, document()).process.current
    assert other is not None
    with pytest.raises(Refused):
        move_to_version(ticket=ticket, to=other, mapping={}, by=cast.alice, now=NOW)


def test_an_administrator_sees_the_preview_and_moves(
    cast: Cast, client_for: Callable[[User], Client], run_jobs: Callable[[], int]
) -> None:
    offered = offer(cast, document())
    waiting, begun = press(opened(cast, offered), "agir", cast.ana), opened(cast, offered)
    new = publish_again(offered, renamed())
    address = reverse("admin:processes_process_move", args=[offered.process_id, 1])
    assert client_for(cast.ana).get(address).status_code == 404
    client = client_for(cast.alice)
    assert client.get(address).status_code == 200
    version = reverse("admin:processes_process_version", args=[offered.process_id, 1])
    assert address in client.get(version).content.decode()
    client.post(address, {"to": "2", "preview": "1", "activity-espera": "aguardar"})
    run_jobs()
    assert fresh(waiting).process_version_id != new.pk
    client.post(address, {"to": "2", "move": "1", "activity-espera": "aguardar"})
    run_jobs()
    assert {one.process_version_id for one in Ticket.objects.filter(pk__in=(waiting.pk, begun.pk))} == {new.pk}
