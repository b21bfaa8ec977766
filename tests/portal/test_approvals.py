"""A manager of the company decides what a process asks: on the ticket or from a mail, by a click, never by a look."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from balcao.history.models import Event
from balcao.lib.refused import Refused
from balcao.mail.models import OutgoingMail
from balcao.notifications.models import Kind, Notification
from balcao.people.models import Membership, User
from balcao.tickets.actions.close import close
from balcao.tickets.actions.decide_approval import decide_approval
from balcao.tickets.actions.retry_effect import retry_effect
from balcao.tickets.approvals import token_of
from balcao.tickets.models import Approval, Decision, EffectRun, Message, Ticket, TicketPerson
from tests.cast import NOW, Cast, customer
from tests.processes.processes_of_tests import document, offer, opened, press, said
from tests.tickets.helpers import at, say

pytestmark = pytest.mark.django_db

ASK = {"ask_approval": {"question": said("Aprova a **compra** de {fields.nota}?")}}
WAITS = [
    {"on": "approval", "decision": "approved", "to": "feito"},
    {"on": "approval", "decision": "refused", "to": "inicio"},
]


@pytest.fixture
def asked(cast: Cast) -> Ticket:
    """A ticket of Marina's that waits for Paulo's approval."""
    return press(opened(cast, offer(cast, document([ASK], waits=WAITS)), nota="dez licenças"), "agir", cast.ana)


def decide(ticket: Ticket, by: User, decision: Any = "approved", reason: str = "") -> Approval:
    return decide_approval(
        approval=Approval.objects.get(ticket=ticket, decision=""), decision=decision, reason=reason, by=by, now=NOW
    )


def activity_of(ticket: Ticket) -> str:
    return Ticket.objects.get(pk=ticket.pk).activity


def test_the_managers_are_asked_put_on_the_ticket_and_told(
    cast: Cast, asked: Ticket, run_jobs: Callable[[], int]
) -> None:
    approval = Approval.objects.get()
    assert list(approval.asked_of.all()) == [cast.paulo]
    assert TicketPerson.objects.get(ticket=asked, user=cast.paulo).has_news
    run_jobs()
    assert Notification.objects.filter(user=cast.paulo, kind=Kind.APPROVAL).count() == 1
    mail = OutgoingMail.objects.get(purpose="approval")
    assert mail.to == "paulo@acme.example"
    assert reverse("approval_link", args=[token_of(approval)]) in mail.text


def test_approving_leads_on_and_is_told_on_the_ticket(cast: Cast, asked: Ticket) -> None:
    decide(asked, cast.paulo)
    assert activity_of(asked) == "feito"
    approval = Approval.objects.get()
    assert (approval.decision, approval.decided_by, approval.decided_at) == (Decision.APPROVED, cast.paulo, NOW)
    assert Event.objects.filter(ticket_id=asked.pk, kind="approval.decided", actor=cast.paulo).count() == 1


def test_refusing_needs_a_reason_which_everybody_reads(cast: Cast, asked: Ticket) -> None:
    with pytest.raises(Refused):
        decide(asked, cast.paulo, "refused", "  ")
    decide(asked, cast.paulo, "refused", "Sem orçamento.")
    assert activity_of(asked) == "inicio"
    message = Message.objects.latest("pk")
    assert (message.author, message.body_text, message.is_note) == (cast.paulo, "Sem orçamento.", False)
    assert TicketPerson.objects.get(ticket=asked, user=cast.marina).has_news


def test_nobody_decides_twice(cast: Cast, asked: Ticket) -> None:
    approval = decide(asked, cast.paulo)
    with pytest.raises(Refused):
        decide_approval(approval=approval, decision="refused", reason="Não.", by=cast.paulo, now=NOW)
    assert activity_of(asked) == "feito"


@pytest.mark.parametrize("who", ["marina", "rafael", "rita", "ana"])
def test_only_who_was_asked_decides(cast: Cast, asked: Ticket, who: str) -> None:
    with pytest.raises(Refused):
        decide(asked, getattr(cast, who))
    assert activity_of(asked) == "espera"


def test_who_manages_the_company_no_more_decides_nothing(cast: Cast, asked: Ticket) -> None:
    Membership.objects.filter(user=cast.paulo).update(is_manager=False)
    with pytest.raises(Refused):
        decide(asked, cast.paulo)


def test_it_is_over_when_the_ticket_moves_on_or_is_closed(cast: Cast, asked: Ticket) -> None:
    press(asked, "voltar", cast.ana)
    assert Approval.objects.get().decision == Decision.ENDED
    press(asked, "agir", cast.ana)
    close(ticket=asked, by=cast.marina, as_desk=False, now=NOW)
    with pytest.raises(Refused):
        decide(asked, cast.paulo)


def test_nobody_approves_an_own_request(cast: Cast) -> None:
    offered = offer(cast, document([ASK], waits=WAITS))
    ticket = press(opened(cast, offered, by=cast.paulo), "agir", cast.ana)
    run = EffectRun.objects.get()
    assert (run.kind, run.problem) == ("AskApproval", "no_manager")
    assert not Approval.objects.exists()
    second = customer("clara", "Clara Dias")
    Membership.objects.create(user=second, organization=cast.acme, is_manager=True)
    retry_effect(run=run, by=cast.ana, now=NOW)
    decide(ticket, second)
    assert activity_of(ticket) == "feito"


def test_the_ticket_page_asks_only_who_was_asked(
    cast: Cast, asked: Ticket, client_for: Callable[[User], Client]
) -> None:
    page, approval = reverse("ticket", args=[asked.number]), Approval.objects.get()
    link = reverse("approval", args=[asked.number, approval.pk])
    assert link in client_for(cast.paulo).get(page).content.decode()
    assert link not in client_for(cast.marina).get(page).content.decode()
    decide(asked, cast.paulo)
    assert link not in client_for(cast.paulo).get(page).content.decode()


def test_the_link_of_the_mail_decides_nothing_and_asks_for_signing_in(
    cast: Cast, asked: Ticket, client_for: Callable[[User], Client]
) -> None:
    approval = Approval.objects.get()
    link = reverse("approval_link", args=[token_of(approval)])
    page = reverse("approval", args=[asked.number, approval.pk])
    login = Client().get(link, follow=True)
    assert f"?next={page}" in login.redirect_chain[-1][0]
    shown = client_for(cast.paulo).get(link, follow=True)
    assert "<strong>compra</strong>" in shown.content.decode()
    assert Approval.objects.get().decision == ""
    assert Client().get(reverse("approval_link", args=[f"{approval.pk}.forged"])).status_code == 404
    assert client_for(cast.marina).get(link, follow=True).status_code == 404


def test_a_refusal_without_reason_comes_back_with_what_to_do(
    cast: Cast, asked: Ticket, client_for: Callable[[User], Client]
) -> None:
    approval, client = Approval.objects.get(), client_for(cast.paulo)
    address = reverse("approval_decision", args=[asked.number, approval.pk])
    assert client.post(address, {"decision": "refused", "reason": ""}).status_code == 422
    assert Approval.objects.get().decision == ""
    assert client.post(address, {"decision": "refused", "reason": "Não agora."}).status_code in (302, 303)
    assert Approval.objects.get().decision == Decision.REFUSED
    again = client.post(address, {"decision": "approved"}, follow=True)
    assert Approval.objects.get().decision == Decision.REFUSED
    assert again.status_code == 200


def test_an_onlooker_finds_no_page(cast: Cast, asked: Ticket, client_for: Callable[[User], Client]) -> None:
    page = reverse("approval", args=[asked.number, Approval.objects.get().pk])
    for person in (cast.marina, cast.rita):
        assert client_for(person).get(page).status_code == 404


def test_the_mail_stands_in_the_thread_of_the_ticket(cast: Cast, run_jobs: Callable[[], int]) -> None:
    offered = offer(cast, document([{"add_participant": "manager"}, ASK], waits=WAITS))
    ticket = press(opened(cast, offered, nota="dez licenças"), "agir", cast.ana)
    run_jobs()
    say(ticket, cast.ana, now=at(5))
    run_jobs()
    mails = OutgoingMail.objects.filter(person=cast.paulo, ticket=ticket)
    assert "approval" in set(mails.values_list("purpose", flat=True))
    assert len(mails) > 1
    assert {mail.subject for mail in mails} == {f"[nº {ticket.number}] Um pedido"}
    assert len({mail.headers["References"].split()[0] for mail in mails}) == 1
