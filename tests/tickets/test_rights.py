"""An agent sees exactly the queues given by team and role, and who only reads changes nothing."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from balcao.files.actions.store import store_file
from balcao.history.models import Event
from balcao.people.models import DeskRole, Team, User
from balcao.tickets.access import agents_of, attachments_of, desk_ticket, desk_tickets, queue_rights
from balcao.tickets.actions.move import move
from balcao.tickets.actions.reply import reply
from balcao.tickets.desk_counts import count_tickets
from balcao.tickets.desk_listing import View, list_tickets, place_of, queues_of
from balcao.tickets.models import Message, QueueRight, Right, Ticket
from tests.cast import NOW, Cast, agent
from tests.security.test_matrix import ROUTES, Scene

pytestmark = pytest.mark.django_db

PERSONAL = {"desk:following"}
"""What one does for oneself alone on a ticket that one may read."""


@pytest.fixture
def team(cast: Cast) -> Team:
    """Everybody of it reads N1; who leads it assigns in Fiscal too. Financeiro is another team's."""
    team = Team.objects.create(name="Turno da noite")
    QueueRight.objects.create(queue=cast.n1, team=team, right=Right.READ)
    QueueRight.objects.create(queue=cast.n1, team=team, right=Right.ASSIGN, role=DeskRole.LEAD)
    QueueRight.objects.create(queue=cast.fiscal, team=team, right=Right.ASSIGN, role=DeskRole.LEAD)
    return team


def member(team: Team, name: str, role: str = "") -> User:
    person = agent(name, name.title())
    User.objects.filter(pk=person.pk).update(desk_role=role)
    team.members.add(person)
    person.refresh_from_db()
    return person


def ticket_in_each_queue(cast: Cast) -> dict[str, Ticket]:
    found = {}
    for queue in (cast.n1, cast.fiscal, cast.other_queue):
        ticket = cast.ticket(subject=f"Nota em {queue.slug}")
        if queue != cast.n1:
            move(ticket=ticket, queue=queue, by=cast.ana, now=NOW)
        paper = store_file(upload=SimpleUploadedFile("a.txt", b"texto"), by=cast.ana, now=NOW)
        reply(ticket=ticket, by=cast.ana, as_desk=True, body="Vejo já.", key=uuid4(), now=NOW, files=[paper])
        found[queue.slug] = Ticket.objects.get(pk=ticket.pk)
    return found


@pytest.mark.parametrize(
    ("role", "rights"),
    [
        ("", {"n1": Right.READ}),
        (DeskRole.LEAD, {"n1": Right.ASSIGN, "fiscal": Right.ASSIGN}),
        (DeskRole.OBSERVER, {"n1": Right.READ}),
    ],
)
def test_exactly_the_queues_given_to_team_and_role(
    cast: Cast, team: Team, client_for: Callable[[User], Client], role: str, rights: dict[str, Right]
) -> None:
    tickets, person = ticket_in_each_queue(cast), member(team, "noa", role)
    queues = {queue.pk: queue.slug for queue in (cast.n1, cast.fiscal, cast.other_queue)}
    assert {queues[pk]: right for pk, right in queue_rights(person).items()} == rights
    seen = {slug for slug in queues.values() if slug in rights}
    assert {queue.slug for queue in queues_of(person)} == seen
    assert {ticket.queue.slug for ticket in desk_tickets(person)} == seen
    listed = list_tickets(person, place_of(person, View.OPEN.value), now=NOW)
    assert {queues[ticket.queue_id] for ticket in Ticket.objects.filter(pk__in=[t.pk for t in listed.tickets])} == seen
    assert {queues[pk] for pk, count in count_tickets(person, NOW).queues.items() if count} == seen
    client = client_for(person)
    for slug, ticket in tickets.items():
        status = 200 if slug in seen else 404
        assert client.get(reverse("desk:ticket", args=[ticket.number])).status_code == status
        assert client.get(reverse("ticket_files", args=[ticket.number])).status_code == status
        assert client.get(reverse("desk:place", args=[f"fila:{slug}"])).status_code == status
        found = client.get(reverse("desk:place", args=[View.OPEN.value]), {"q": str(ticket.number)}).content.decode()
        assert (f"/tickets/{ticket.number}/" in found) == (slug in seen)
        if slug not in seen:
            for ask in (desk_ticket, attachments_of):
                with pytest.raises(Http404):
                    ask(person, ticket.number)


def test_who_answers_in_a_queue_is_who_has_the_right(cast: Cast, team: Team) -> None:
    plain, lead = member(team, "noa"), member(team, "leo", DeskRole.LEAD)
    watcher = member(team, "olga", DeskRole.OBSERVER)
    assert set(agents_of(cast.n1.pk)) == {cast.ana, lead}
    assert set(agents_of(cast.fiscal.pk)) == {cast.ana, lead}
    assert set(agents_of(cast.n1.pk, right=Right.READ)) == {cast.ana, cast.caio, plain, lead, watcher}


def test_who_only_reads_can_post_nothing_whatever_the_team_may(cast: Cast) -> None:
    scene = Scene(cast)
    User.objects.filter(pk=cast.ana.pk).update(desk_role=DeskRole.OBSERVER)
    cast.ana.refresh_from_db()
    scene.people["agent"] = cast.ana
    before = state_of(scene)
    got = {}
    for route, calls in ROUTES.items():
        for call in calls:
            is_of_ticket = route.startswith("desk:") and call.where.get("number") in ("number", "closed")
            if call.method == "post" and is_of_ticket and route not in PERSONAL:
                got[route] = scene.ask(route, call, "agent")
    assert len(got) > 8
    assert {route for route, answer in got.items() if answer != "404"} == set()
    assert state_of(scene) == before
    assert scene.ask("desk:ticket", ROUTES["desk:ticket"][0], "agent") == "ok"


def state_of(scene: Scene) -> tuple[object, ...]:
    tickets = Ticket.objects.filter(pk__in=[scene.ticket.pk, scene.closed.pk]).order_by("pk")
    rows = list(tickets.values_list("state", "owner", "queue", "priority", "is_open", "version"))
    return rows, Message.objects.count(), Event.objects.filter(at__lte=timezone.now()).count()
