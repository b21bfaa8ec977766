"""What a process does to its ticket, and what happens to what it cannot do."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from balcao.history.models import Event
from balcao.jobs.models import Job
from balcao.lib.refused import Refused
from balcao.people.models import Team, User
from balcao.processes import definitions
from balcao.tickets.actions.close import close
from balcao.tickets.actions.fire_timer import fire_timer
from balcao.tickets.actions.retry_effect import retry_effect
from balcao.tickets.actions.set_state import set_state
from balcao.tickets.dialogs import dialogs_for
from balcao.tickets.models import EffectRun, EffectStatus, State, StateKind, Ticket, TicketWatcher, Timer
from balcao.tickets.troubles import trouble_of
from tests.cast import NOW, Cast
from tests.processes.processes_of_tests import acted, activity, document, offer, opened, press, publish_again, said

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def kinds(ticket: Ticket) -> list[str]:
    return list(Event.objects.filter(ticket_id=ticket.pk).values_list("kind", flat=True))


def test_responsible_kind_priority_title_and_owner_by_role(cast: Cast) -> None:
    ticket = acted(
        cast,
        {"set_responsible": {"user": "ana"}},
        {"set_owner": {"role": "atendimento"}},
        {"set_kind": "Incidente"},
        {"set_title": "Pedido de {requester.name}"},
        {"set_priority": 5},
    )
    assert (ticket.responsible, ticket.owner) == (cast.ana, cast.ana)
    assert (ticket.kind, ticket.subject, ticket.priority) == ("Incidente", "Pedido de Marina Duarte", 5)


def test_a_role_gives_the_ticket_to_the_least_busy_who_answers_in_the_queue(cast: Cast) -> None:
    Team.objects.get(name="Atendimento").members.add(cast.bia)
    first = acted(cast, {"set_owner": {"role": "atendimento"}})
    second = press(opened(cast, first.offer), "agir", cast.ana)
    assert {first.owner, second.owner} == {cast.ana, cast.bia}


def test_fields_are_incremented_copied_and_cleared(cast: Cast) -> None:
    described = document(
        [
            {"copy_field": {"from": "requester.email", "to": "quem"}},
            {"increment_field": {"field": "vezes", "by": "2"}},
            {"clear_field": "nota"},
        ]
    )
    described["fields"]["vezes"] = {"type": "number", "label": said("Vezes")}
    ticket = press(opened(cast, offer(cast, described), nota="3512"), "agir", cast.ana)
    assert ticket.run["fields"] == {"quem": "marina@acme.example", "vezes": "2"}


def test_people_are_added_by_address_and_agents_as_followers(cast: Cast) -> None:
    ticket = acted(
        cast,
        {"add_participant": {"user": "{fields.quem}"}},
        {"add_participant": "manager"},
        {"add_watcher": {"user": "caio"}},
        quem="rafael@acme.example",
    )
    assert {person.user for person in ticket.people.all()} == {cast.marina, cast.rafael, cast.paulo}
    assert [watcher.user for watcher in TicketWatcher.objects.all()] == [cast.caio]


@pytest.mark.parametrize("quem", ["rita@borealis.example", "ana@balcao.example", "ninguem@acme.example"])
def test_nobody_of_another_company_is_added(cast: Cast, quem: str) -> None:
    ticket = acted(cast, {"add_participant": {"user": "{fields.quem}"}}, quem=quem)
    assert [person.user for person in ticket.people.all()] == [cast.marina]
    run = EffectRun.objects.get()
    assert (run.kind, run.status, run.problem, run.detail) == (
        "AddParticipant",
        EffectStatus.FAILED,
        "no_colleague",
        quem,
    )


def test_a_linked_ticket_is_opened_with_the_answers_that_fit(cast: Cast) -> None:
    child = offer(cast, document(slug="filho"))
    new = {"process": "filho", "subject": "De {ticket.number}", "text": "Veio de lá.", "fields": {"nota": "quem"}}
    ticket = acted(cast, {"new_ticket": new}, quem="marina@acme.example")
    opened_by_it = Ticket.objects.get(offer=child)
    assert opened_by_it.subject == f"De {ticket.number}"
    assert opened_by_it.run["fields"] == {"nota": "marina@acme.example"}
    assert opened_by_it.requester == cast.marina
    assert [link.origin for link in opened_by_it.origins.all()] == [ticket]


def test_tickets_that_open_tickets_stop(cast: Cast) -> None:
    described = document()
    described["activities"]["inicio"]["transitions"] = [{"on": "enter", "do": [{"new_ticket": {"process": "pedido"}}]}]
    offered = offer(cast, document())
    publish_again(offered, described)
    opened(cast, offered)
    assert Ticket.objects.count() == 4
    assert EffectRun.objects.get().problem == "too_many_tickets"


def test_tickets_of_the_company_are_linked_and_others_do_not_exist(cast: Cast) -> None:
    mine, foreign = cast.ticket(), cast.ticket(by=cast.rita)
    ticket = acted(cast, {"link_ticket": "{fields.nota}"}, nota=str(mine.number))
    assert [link.origin for link in ticket.origins.all()] == [mine]
    other = press(opened(cast, ticket.offer, nota=str(foreign.number)), "agir", cast.ana)
    assert not other.origins.exists()
    assert EffectRun.objects.get(ticket=other).problem == "no_ticket"


def test_what_cannot_be_done_moves_nothing_else_and_is_done_when_tried_again(cast: Cast) -> None:
    offered = offer(cast, document([{"set_queue": "financeiro"}, {"set_kind": "Incidente"}]))
    ticket = opened(cast, offered)
    type(cast.other_queue).objects.filter(pk=cast.other_queue.pk).update(slug="outro-nome")
    ticket = press(ticket, "agir", cast.ana)
    assert (ticket.queue, ticket.kind, ticket.activity) == (cast.n1, "Incidente", "espera")
    run = EffectRun.objects.get()
    assert trouble_of(run) != ""
    assert "process.effect_failed" in kinds(ticket)
    with pytest.raises(Refused):
        retry_effect(run=run, by=cast.ana, now=NOW)
    assert EffectRun.objects.get().status == EffectStatus.FAILED
    type(cast.other_queue).objects.filter(pk=cast.other_queue.pk).update(slug="financeiro")
    retry_effect(run=run, by=cast.ana, now=NOW)
    assert Ticket.objects.get(pk=ticket.pk).queue == cast.other_queue
    assert EffectRun.objects.get().status == EffectStatus.DONE
    with pytest.raises(Refused):
        retry_effect(run=run, by=cast.ana, now=NOW)


def waiting(cast: Cast, **transition: object) -> Ticket:
    waits = [{"on": "timer", "to": "feito", **transition}]
    return press(opened(cast, offer(cast, document(waits=waits))), "agir", cast.ana)


def test_a_timer_counts_business_time_and_leads_on(cast: Cast) -> None:
    ticket = waiting(cast, after="2 business days")
    timer = Timer.objects.get()
    assert timer.due_at == NOW + 2 * DAY
    assert not fire_timer(timer=timer, now=NOW + DAY)
    assert fire_timer(timer=timer, now=timer.due_at)
    assert not fire_timer(timer=timer, now=timer.due_at)
    moved = Ticket.objects.get(pk=ticket.pk)
    assert (moved.activity, moved.state.kind) == ("feito", StateKind.RESOLVED)


def test_the_job_of_a_timer_waits_for_its_time(cast: Cast) -> None:
    waiting(cast, after="4h")
    job = Job.objects.get(task="balcao.tickets.jobs.fire")
    assert job.run_after == Timer.objects.get().due_at == NOW + 4 * HOUR


def test_a_timer_ends_with_its_activity_and_begins_anew_with_it(cast: Cast) -> None:
    ticket = waiting(cast, after="4h")
    first = Timer.objects.get()
    press(ticket, "voltar", cast.ana, now=NOW + HOUR)
    assert not fire_timer(timer=first, now=first.due_at)
    press(ticket, "agir", cast.ana, now=NOW + 2 * HOUR)
    assert not fire_timer(timer=first, now=first.due_at)
    second = Timer.objects.get(settled_at__isnull=True)
    assert second.due_at == NOW + 6 * HOUR


def test_a_timer_does_not_wake_a_closed_ticket(cast: Cast) -> None:
    ticket = waiting(cast, after="4h")
    close(ticket=ticket, by=cast.marina, as_desk=False, now=NOW + HOUR)
    timer = Timer.objects.get()
    assert not fire_timer(timer=timer, now=timer.due_at)
    assert Ticket.objects.get(pk=ticket.pk).activity == "espera"


def test_a_wait_belongs_to_the_activity_that_comes_next(cast: Cast) -> None:
    waits = [{"on": "timer", "timer": "lembrete", "to": "feito"}]
    offered = offer(cast, document([{"wait": {"timer": "lembrete", "for": "1h"}}], waits=waits))
    ticket = press(opened(cast, offered), "agir", cast.ana)
    assert fire_timer(timer=Timer.objects.get(), now=NOW + HOUR)
    assert Ticket.objects.get(pk=ticket.pk).activity == "feito"


def pending(cast: Cast) -> Ticket:
    enter = {"on": "enter", "do": [{"set_state": {"state": "aguardando-terceiros", "for": "1d", "then": "novo"}}]}
    return press(opened(cast, offer(cast, document(waits=[enter]))), "agir", cast.ana)


def test_a_pending_state_ends_in_the_next_one(cast: Cast) -> None:
    ticket = pending(cast)
    assert ticket.state.slug == "aguardando-terceiros"
    assert fire_timer(timer=Timer.objects.get(), now=NOW + DAY)
    assert Ticket.objects.get(pk=ticket.pk).state.slug == "novo"


def test_a_pending_state_that_somebody_changed_does_not_end(cast: Cast) -> None:
    ticket = pending(cast)
    for minutes, slug in ((1, "em-atendimento"), (2, "aguardando-terceiros")):
        state = State.objects.get(slug=slug)
        set_state(ticket=ticket, state=state, by=cast.ana, now=NOW + timedelta(minutes=minutes))
    assert not fire_timer(timer=Timer.objects.get(), now=NOW + DAY)
    assert Ticket.objects.get(pk=ticket.pk).state.slug == "aguardando-terceiros"


def test_a_process_that_goes_in_circles_stops_without_losing_what_a_person_did(cast: Cast) -> None:
    described = document()
    round_trip = {"on": "enter", "when": "filled.nota"}
    described["activities"]["espera"]["transitions"] = [{**round_trip, "to": "volta"}]
    described["activities"]["volta"] = activity("Volta", transitions=[{**round_trip, "to": "espera"}])
    described["activities"]["inicio"]["transitions"].append({"on": "state", "to": "espera"})
    ticket = opened(cast, offer(cast, described), nota="x")
    with pytest.raises(Refused):
        press(ticket, "agir", cast.ana)
    assert Ticket.objects.get(pk=ticket.pk).activity == "inicio"
    set_state(ticket=ticket, state=cast.state(StateKind.WAITING_THIRD_PARTY), by=cast.ana, now=NOW)
    after = Ticket.objects.get(pk=ticket.pk)
    assert (after.activity, after.state.kind) == ("inicio", StateKind.WAITING_THIRD_PARTY)
    assert kinds(ticket)[-1] == "process.stopped"


@pytest.mark.parametrize(
    ("permission", "allowed"),
    [
        ({"customer": "anyone"}, {"marina", "rafael", "paulo"}),
        ({"customer": "participant"}, {"marina", "rafael"}),
        ({"customer": "requester"}, {"marina"}),
        ({"customer": "manager"}, {"paulo"}),
    ],
)
def test_a_dialog_is_offered_to_whom_it_is_for(cast: Cast, permission: dict[str, str], allowed: set[str]) -> None:
    described = document([{"add_participant": {"user": "rafael"}}])
    described["dialogs"]["voltar"] = {"title": said("Voltar"), "permission": permission}
    ticket = press(opened(cast, offer(cast, described)), "agir", cast.ana)
    people = (cast.marina, cast.rafael, cast.paulo)
    assert {person.username for person in people if dialogs_for(ticket, "customer", person)} == allowed
    for person in people:
        if person.username not in allowed:
            with pytest.raises(Refused):
                press(ticket, "voltar", person)


def test_a_dialog_for_who_assigns_is_not_for_who_only_answers(cast: Cast) -> None:
    described = document()
    described["dialogs"]["agir"]["permission"] = {"agent": "assign"}
    ticket = opened(cast, offer(cast, described))
    assert [one.id for one in dialogs_for(ticket, "agent", cast.ana)] == ["agir"]
    assert dialogs_for(ticket, "agent", cast.caio) == ()


def test_opening_a_ticket_reads_no_process_but_its_own(cast: Cast) -> None:
    offered = offer(cast, document())
    definitions.forget()
    definitions._parsed.cache_clear()
    opened(cast, offered)
    assert definitions._parsed.cache_info().misses == 1


def test_the_desk_shows_what_the_process_set(cast: Cast, client_for: Callable[[User], Client]) -> None:
    described = document(
        [{"set_kind": "Incidente"}, {"set_responsible": {"user": "bia"}}, {"add_watcher": {"user": "caio"}}],
        waits=[{"on": "timer", "after": "4h", "to": "feito"}],
    )
    ticket = press(opened(cast, offer(cast, described)), "agir", cast.ana)
    page = client_for(cast.ana).get(reverse("desk:ticket", args=[ticket.number])).content.decode()
    for words in ("Incidente", "Beatriz Lima", "Caio Menezes", "Continua sozinho em"):
        assert words in page
