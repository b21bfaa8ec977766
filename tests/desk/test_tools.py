"""The team's tools on the desk's pages: what is posted is done, can be taken back, and is refused in words."""

import re
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from balcao.history.models import Event
from balcao.people.models import User
from balcao.tickets.actions.assign import assign
from balcao.tickets.models import Act, Macro, Merge, Message, Right, Ticket, TicketLink
from tests.cast import Cast, agent, give_right
from tests.tickets.helpers import fresh, say

ClientFor = Callable[[User], Client]


@pytest.fixture
def ana(cast: Cast, client_for: ClientFor) -> Client:
    return client_for(cast.ana)


@pytest.fixture
def ticket(cast: Cast) -> Ticket:
    return cast.ticket(now=timezone.now())


def path(ticket: Ticket, tail: str) -> str:
    return f"/atendimento/tickets/{ticket.number}/{tail}"


def undo_address(page: str) -> str:
    found = re.search(r'action="(/atendimento/acts/[0-9a-f-]+/undo/)[^"]*"', page)
    assert found is not None
    return found.group(1)


def test_a_ticket_is_put_off_in_words_and_brought_back(ana: Client, ticket: Ticket) -> None:
    answer = ana.post(path(ticket, "snooze/"), {"until": "amanhã 9h", "key": str(uuid4())}, follow=True)
    until = fresh(ticket).snoozed_until
    assert until is not None
    assert until > timezone.now()
    ana.post(undo_address(answer.content.decode()))
    assert fresh(ticket).snoozed_until is None


def test_what_is_no_moment_is_said(ana: Client, ticket: Ticket) -> None:
    answer = ana.post(path(ticket, "snooze/"), {"until": "quando der"}, follow=True)
    assert "Escreva até quando" in answer.content.decode()
    assert fresh(ticket).snoozed_until is None


def test_tags_tasks_time_and_following_from_the_page(ana: Client, cast: Cast, ticket: Ticket) -> None:
    ana.post(path(ticket, "tags/"), {"tags": "SEFAZ, urgente,"})
    ana.post(path(ticket, "tasks/"), {"text": "Conferir o XML"})
    item = ticket.checklist.get()
    ana.post(path(ticket, f"tasks/{item.pk}/"), {"done": "1"})
    ana.post(path(ticket, "time/"), {"spent": "1h30", "text": "Análise", "key": str(uuid4())})
    ana.post(path(ticket, "following/"), {"follow": "1"})
    page = ana.get(path(ticket, "")).content.decode()
    for words in ("SEFAZ, urgente", "1/1", "1h30", "Análise", "Ana Ribeiro", "Deixar de seguir"):
        assert words in page, words
    ana.post(path(ticket, f"tasks/{item.pk}/"), {"remove": "1"})
    assert not ticket.checklist.exists()


def test_tickets_are_linked_by_number_in_the_agents_own_queues(ana: Client, cast: Cast, ticket: Ticket) -> None:
    other, hidden = cast.ticket(subject="Outra nota"), cast.ticket(subject="Escondida")
    ana.post(path(ticket, "links/"), {"other": f"#{other.number}"})
    assert TicketLink.objects.count() == 1
    cast.ana.teams.get().queue_rights.filter(queue=cast.other_queue).delete()
    Ticket.objects.filter(pk=hidden.pk).update(queue=cast.other_queue)
    for number in (str(hidden.number), "1", "", "x" * 30, "9" * 30):
        answer = ana.post(path(ticket, "links/"), {"other": number}, follow=True)
        assert "Não há esse ticket nas suas filas" in answer.content.decode()
    ana.post(path(ticket, "links/"), {"other": str(other.number), "remove": "1"})
    assert not TicketLink.objects.exists()


def test_tickets_are_joined_after_a_preview_and_parted_again(ana: Client, cast: Cast, ticket: Ticket) -> None:
    source = cast.ticket(by=cast.paulo, subject="A mesma nota")
    preview = ana.get(path(source, "juntar/"), {"com": str(ticket.number)})
    assert "Paulo Teles" in preview.content.decode()
    assert not Merge.objects.exists()
    data = {"target": str(ticket.number), "key": str(uuid4())}
    answer = ana.post(path(source, "juntar/"), data, follow=True)
    assert fresh(source).merged_into_id == ticket.pk
    gone = ana.get(path(source, "")).content.decode()
    assert f"nº {ticket.number}" in gone
    refused = ana.post(path(source, "replies/"), {"body": "Olá", "key": str(uuid4())})
    assert refused.status_code == 422
    ana.post(undo_address(answer.content.decode()))
    assert fresh(source).merged_into_id is None


def test_the_customer_of_a_joined_ticket_is_led_on(
    ana: Client, cast: Cast, ticket: Ticket, client_for: ClientFor
) -> None:
    source = cast.ticket(by=cast.paulo, subject="A mesma nota")
    ana.post(path(source, "juntar/"), {"target": str(ticket.number), "key": str(uuid4())})
    page = client_for(cast.paulo).get(f"/tickets/{source.number}/").content.decode()
    assert f"Este ticket foi juntado ao nº {ticket.number}" in page
    assert f'href="/tickets/{ticket.number}/"' in page


def test_a_message_becomes_a_ticket_of_its_own(ana: Client, cast: Cast, ticket: Ticket) -> None:
    message = say(ticket, cast.paulo, "A folha também veio errada.", now=timezone.now())
    where = path(ticket, f"mensagens/{message.pk}/separar/")
    assert "A folha também veio errada." in ana.get(where).content.decode()
    assert ana.post(where, {"subject": "Folha", "offer": "0"}).status_code == 422
    ana.post(where, {"subject": "Folha errada", "offer": str(cast.payroll.pk), "key": str(uuid4())})
    opened = Ticket.objects.get(subject="Folha errada")
    assert opened.requester == cast.paulo


def test_one_step_on_many_tickets_and_back(ana: Client, cast: Cast) -> None:
    tickets = [cast.ticket(subject=f"Nota {number}", now=timezone.now()) for number in range(3)]
    numbers = [str(ticket.number) for ticket in tickets]
    answer = ana.post(
        "/atendimento/acts/", {"number": numbers, "do": "priority", "priority": "5", "key": str(uuid4())}, follow=True
    )
    assert {fresh(ticket).priority for ticket in tickets} == {5}
    page = ana.get("/atendimento/", follow=True).content.decode()
    assert "3 tickets foram alterados" in page
    assert answer.status_code == 200
    ana.post(undo_address(page))
    assert {fresh(ticket).priority for ticket in tickets} == {3}


@pytest.mark.parametrize("data", [{}, {"do": "priority"}, {"do": "x", "number": "1"}, {"do": "assign", "to": "x"}])
def test_odd_acts_are_refused_in_words(ana: Client, ticket: Ticket, data: dict[str, str]) -> None:
    for number in ({}, {"number": str(ticket.number)}):
        answer = ana.post("/atendimento/acts/", {**data, **number})
        assert answer.status_code in {302, 303, 404, 409, 422}
    assert fresh(ticket).priority == 3


def test_others_cannot_follow_or_take_back_an_act(
    ana: Client, cast: Cast, ticket: Ticket, client_for: ClientFor
) -> None:
    ana.post("/atendimento/acts/", {"number": str(ticket.number), "do": "priority", "priority": "1"})
    key = Act.objects.get().key
    assert "1 ticket foi alterado." in ana.get(f"/atendimento/acts/{key}/").content.decode()
    bia = client_for(cast.bia)
    assert bia.get(f"/atendimento/acts/{key}/").status_code == 404
    assert bia.post(f"/atendimento/acts/{key}/undo/").status_code == 404
    assert fresh(ticket).priority == 1


def test_a_macro_shows_what_it_does_and_does_it(ana: Client, cast: Cast, ticket: Ticket) -> None:
    steps = [{"do": "assign", "to": "me"}, {"do": "note", "texts": {"pt-br": "Conferido por {agent.first_name}."}}]
    macro = Macro.objects.create(name="Assumir", steps=steps)
    page = ana.get(path(ticket, f"macros/{macro.pk}/")).content.decode()
    assert "Dar o ticket a Ana Ribeiro" in page
    key = str(uuid4())
    for _twice in range(2):
        ana.post(path(ticket, f"macros/{macro.pk}/run/"), {"key": key})
    assert fresh(ticket).owner == cast.ana
    assert Message.objects.filter(body_text="Conferido por Ana.").count() == 1


def test_a_macro_does_not_take_a_ticket_that_somebody_took_meanwhile(ana: Client, cast: Cast, ticket: Ticket) -> None:
    steps = [{"do": "priority", "priority": 5}, {"do": "assign", "to": "me"}]
    macro, clara = Macro.objects.create(name="Assumir", steps=steps), agent("clara", "Clara Reis")
    give_right(clara, "Plantão", [cast.n1, cast.fiscal], Right.WRITE)
    assert '<input type="hidden" name="seen" value="">' in ana.get(path(ticket, f"macros/{macro.pk}/")).content.decode()
    assign(ticket=ticket, to=clara, by=cast.alice, now=timezone.now())
    refused = ana.post(path(ticket, f"macros/{macro.pk}/run/"), {"key": str(uuid4()), "seen": ""}, follow=True)
    assert "Clara Reis" in refused.content.decode()
    assert refused.status_code == 409
    assert (fresh(ticket).owner, fresh(ticket).priority) == (clara, 3)
    ana.post(path(ticket, f"macros/{macro.pk}/run/"), {"key": str(uuid4()), "seen": str(clara.pk)})
    assert (fresh(ticket).owner, fresh(ticket).priority) == (cast.ana, 5)


def test_a_ticket_for_somebody_who_called(ana: Client, cast: Cast) -> None:
    assert 'href="/atendimento/novo/"' in ana.get("/atendimento/lista/abertos/").content.decode()
    found = ana.get("/atendimento/novo/", {"q": "mar acme"}).content.decode()
    member = cast.marina.memberships.get()
    assert f"/atendimento/novo/{member.pk}/" in found
    assert "Rita" not in found
    chosen = ana.get(f"/atendimento/novo/{member.pk}/").content.decode()
    where = f"/atendimento/novo/{member.pk}/{cast.rejected.pk}/"
    assert where in chosen
    form = ana.get(where)
    prefix = form.context["form"].prefix
    data = {
        f"{prefix}-subject": "Nota 77 rejeitada",
        f"{prefix}-body": "Ligou dizendo que voltou.",
        f"{prefix}-motivo": "erro",
        "key": str(uuid4()),
        "channel": "phone",
    }
    assert ana.post(where, {**data, f"{prefix}-subject": ""}).status_code == 422
    ana.post(where, data)
    ticket = Ticket.objects.get(subject="Nota 77 rejeitada")
    assert (ticket.requester, ticket.opened_by) == (cast.marina, cast.ana)
    assert ticket.messages.get().channel == "phone"


def test_the_customers_page_is_shown_read_only_and_kept_in_the_history(
    ana: Client, cast: Cast, ticket: Ticket, client_for: ClientFor
) -> None:
    seen = f"/tickets/{ticket.number}/como-o-cliente-ve/"
    assert ana.get(seen).status_code == 404
    answer = ana.post(f"/tickets/{ticket.number}/customer-view/", follow=True)
    page = answer.content.decode()
    assert "Você vê esta página como Marina Duarte" in page
    assert "<div inert>" in page
    assert Event.objects.filter(kind="ticket.seen_as_customer", actor=cast.ana, is_public=False).count() == 1
    assert client_for(cast.marina).get(seen).status_code == 404
    session = ana.session
    session["seen_as_customer"] = {
        "number": ticket.number,
        "until": (timezone.now() - timedelta(seconds=1)).isoformat(),
    }
    session.save()
    assert ana.get(seen).status_code == 404
