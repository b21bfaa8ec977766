"""Mails that open tickets: of members of companies by the mailbox's offer, of strangers where a mailbox takes them."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from balcao.catalog.models import Contract
from balcao.mail.models import BadAddress, Fate, IncomingMail, Mailbox, OutgoingMail, Strangers
from balcao.mail.sort import MOST_TICKETS_OF_SENDER
from balcao.people.access import colleagues_of
from balcao.people.models import Membership, Organization, User
from balcao.processes.models import Process
from balcao.tickets.models import Channel, Message, MessageKind, StateKind, Ticket, TicketPerson
from tests.cast import NOW, Cast, offer_process
from tests.mail.incoming.letters import arrive, letter, mailbox
from tests.mail.incoming.test_trust import ANA, MARINA, RITA, close_now, fate_of, to
from tests.tickets.helpers import say

SIMPLE = """balcao: process/1
slug: SLUG
tool: emissor-fiscal
name: {pt-br: Outro assunto, en: Something else, es: Otro asunto}
use_when: {pt-br: Nada mais serve, en: Nothing else fits, es: Nada más sirve}
stages:
  - {id: recebido, name: {pt-br: Recebido, en: Received, es: Recibido}}
  - {id: analise, name: {pt-br: Análise, en: Analysis, es: Análisis}}
  - {id: fim, name: {pt-br: Fim, en: End, es: Fin}}
fields: {}
start: {activity: triagem, dialog: abrir}
activities:
  triagem:
    name: {pt-br: Triagem}
    customer_name: {pt-br: Triagem, en: Triage, es: Clasificación}
    stage: recebido
    state: novo
    queue: n1
    dialogs: [abrir]
    transitions: [{on: dialog, to: analise}]
  analise:
    name: {pt-br: Análise}
    customer_name: {pt-br: Análise, en: Analysis, es: Análisis}
    stage: analise
    state: em-atendimento
    queue: n1
    dialogs: []
    transitions: [{on: reply, by: customer, to: fim}]
  fim:
    name: {pt-br: Fim}
    customer_name: {pt-br: Fim, en: End, es: Fin}
    stage: fim
    state: resolvido
    dialogs: []
    end: true
dialogs:
  abrir:
    title: {pt-br: Descrição do Diálogo, en: Description of the dialog, es: Descripción del diálogo}
    for: [customer, agent]
    fields: [{use: subject, required: true}, {use: body, required: true}, {use: attachments}]
    submit: {pt-br: Enviar, en: Send, es: Enviar}
"""


@pytest.fixture
def simple(cast: Cast) -> Mailbox:
    """Opens tickets of a process that asks nothing but a subject and a text."""
    return mailbox(offer_process(SIMPLE.replace("SLUG", "outro"), "outro", cast.fiscal_tool))


def opened(mail: IncomingMail) -> Ticket:
    assert mail.ticket_id is not None
    return Ticket.objects.select_related("state", "queue", "requester", "organization").get(pk=mail.ticket_id)


def test_a_member_of_a_company_opens_a_ticket(cast: Cast, simple: Mailbox, run_jobs: Callable[[], int]) -> None:
    mail = arrive(letter(MARINA, "A nota voltou.\n\nMarina"), box=simple)
    assert fate_of(mail) == (Fate.TICKET, "new_ticket")
    ticket = opened(mail)
    assert (ticket.requester, ticket.organization, ticket.subject) == (cast.marina, cast.acme, "Nota 3512 rejeitada")
    assert (ticket.activity, ticket.state.kind) == ("analise", StateKind.OPEN)
    message = Message.objects.get(ticket=ticket)
    assert (message.kind, message.channel, message.body_text) == (
        MessageKind.OPENING,
        Channel.EMAIL,
        "A nota voltou.\n\nMarina",
    )
    run_jobs()
    (told,) = OutgoingMail.objects.filter(ticket=ticket)
    assert (told.to, told.purpose, told.headers["Auto-Submitted"]) == (
        "marina@acme.example",
        "ticket.opened",
        "auto-generated",
    )


def test_what_a_mail_cannot_answer_is_asked_of_the_customer(
    cast: Cast, box: Mailbox, run_jobs: Callable[[], int], client_for: Callable[[User], Client]
) -> None:
    ticket = opened(arrive(letter(MARINA, "A nota 3512 voltou."), box=box))
    assert (ticket.activity, ticket.state.kind) == ("triagem", StateKind.WAITING_CUSTOMER)
    assert ticket.queue == cast.n1
    assert ticket.paused_at is not None
    run_jobs()
    assert "Completar" in OutgoingMail.objects.get(ticket=ticket).text
    client = client_for(cast.marina)
    page = client.get(reverse("ticket", args=[ticket.number])).content.decode()
    assert "Descrição do Diálogo" in page
    assert page.count("A nota 3512 voltou.") == 1
    form = reverse("ticket_dialog", args=[ticket.number, "abrir"])
    shown = client.get(form).content.decode()
    assert "Motivo da rejeição" in shown
    assert 'name="f-subject"' not in shown
    assert 'name="f-body"' not in shown


def test_once_completed_the_process_goes_on_as_if_it_had_been_asked_at_first(
    cast: Cast, box: Mailbox, client_for: Callable[[User], Client]
) -> None:
    ticket = opened(arrive(letter(MARINA), box=box))
    client = client_for(cast.marina)
    form = reverse("ticket_dialog", args=[ticket.number, "abrir"])
    empty = client.post(form, {"key": str(uuid4())})
    assert empty.status_code == 422
    sent = client.post(form, {"key": str(uuid4()), "f-motivo": "duplicidade", "f-numero": "3512"})
    assert sent.status_code in (302, 303)
    after = Ticket.objects.select_related("state", "queue").get(pk=ticket.pk)
    assert (after.activity, after.queue, after.state.kind) == ("analise", cast.fiscal, StateKind.OPEN)
    assert after.run["fields"]["motivo"] == "duplicidade"
    assert "asks_first" not in after.run
    assert Message.objects.filter(ticket=ticket, kind=MessageKind.NOTE).count() == 1
    assert client.get(form).status_code == 409


def test_completed_in_the_first_activity_it_is_new(
    cast: Cast, box: Mailbox, client_for: Callable[[User], Client]
) -> None:
    ticket = opened(arrive(letter(MARINA), box=box))
    client_for(cast.marina).post(
        reverse("ticket_dialog", args=[ticket.number, "abrir"]), {"key": str(uuid4()), "f-motivo": "erro"}
    )
    after = Ticket.objects.select_related("state").get(pk=ticket.pk)
    assert (after.activity, after.state.kind, after.paused_at) == ("triagem", StateKind.NEW, None)


def test_the_mailboxs_queue_stands_in_for_the_first(cast: Cast, simple: Mailbox) -> None:
    simple.queue = cast.other_queue
    simple.save()
    assert opened(arrive(letter(MARINA), box=simple)).queue == cast.other_queue


@pytest.mark.parametrize(
    ("by", "change", "reason"),
    [
        (MARINA, lambda cast: Contract.objects.filter(organization=cast.acme).delete(), "not_contracted"),
        (MARINA, lambda cast: Membership.objects.filter(user=cast.marina).delete(), "no_company"),
        (MARINA, lambda cast: Organization.objects.update(is_active=False), "no_company"),
        (MARINA, lambda cast: Mailbox.objects.update(offer=None), "no_offer"),
        (
            MARINA,
            lambda cast: Membership.objects.create(user=cast.marina, organization=cast.borealis),
            "several_companies",
        ),
        (ANA, lambda cast: None, "no_company"),
        ("x@fora.example", lambda cast: None, "unknown_sender"),
        ("x@fora.example", lambda cast: Mailbox.objects.update(offer=None), "no_offer"),
        (MARINA, lambda cast: User.objects.filter(username="marina").update(is_active=False), "locked_sender"),
    ],
)
def test_what_opens_nothing_is_held(
    cast: Cast, simple: Mailbox, by: str, change: Callable[[Cast], object], reason: str
) -> None:
    change(cast)
    mail = arrive(letter(by), box=Mailbox.objects.get(pk=simple.pk))
    assert fate_of(mail) == (Fate.HELD, reason)
    assert not Ticket.objects.exists()


def test_of_several_companies_the_one_with_the_contract_counts(cast: Cast, simple: Mailbox) -> None:
    Membership.objects.create(user=cast.marina, organization=cast.borealis)
    Contract.objects.filter(organization=cast.acme).delete()
    assert opened(arrive(letter(MARINA), box=simple)).organization == cast.borealis


def test_a_stranger_becomes_somebody_who_is_nobodys_colleague(cast: Cast, simple: Mailbox) -> None:
    Mailbox.objects.update(strangers=Strangers.OPEN)
    box = Mailbox.objects.get()
    first = opened(arrive(letter("Ivo Prado <ivo@fora.example>"), box=box))
    second = opened(arrive(letter("ivo@outra.example"), box=box))
    again = opened(arrive(letter("IVO@FORA.example", "mais"), box=box))
    assert (first.requester.name, first.requester.email, first.requester.username) == (
        "Ivo Prado",
        "ivo@fora.example",
        "ivo",
    )
    assert not first.requester.has_usable_password()
    assert (second.requester.username, again.requester) == ("ivo-2", first.requester)
    assert first.organization.is_holding
    membership = Membership.objects.select_related("organization", "user").get(user=first.requester)
    assert [one.pk for one in colleagues_of(membership)] == [first.requester_id]


def test_two_strangers_do_not_meet_on_a_ticket(cast: Cast, simple: Mailbox) -> None:
    Mailbox.objects.update(strangers=Strangers.OPEN)
    box = Mailbox.objects.get()
    first = opened(arrive(letter("ivo@fora.example"), box=box))
    arrive(letter("eva@fora.example"), box=box)
    mail = arrive(letter("eva@fora.example", "e eu?", subject=f"[nº {first.number}]"), box=box)
    assert fate_of(mail) == (Fate.HELD, "number_alone")


def test_a_machine_opens_a_ticket_and_hears_nothing_back(
    cast: Cast, simple: Mailbox, run_jobs: Callable[[], int]
) -> None:
    mail = arrive(letter(MARINA, "CPU 99 %", auto_submitted="auto-generated"), box=simple)
    assert (mail.fate, mail.is_automatic) == (Fate.TICKET, True)
    run_jobs()
    assert not OutgoingMail.objects.exists()
    say(opened(mail), cast.ana)
    run_jobs()
    assert [one.purpose for one in OutgoingMail.objects.all()] == ["ticket.replied"]


def test_a_machine_that_nobody_knows_opens_nothing(cast: Cast, simple: Mailbox) -> None:
    Mailbox.objects.update(strangers=Strangers.OPEN)
    mail = arrive(letter("x@fora.example", precedence="bulk"), box=Mailbox.objects.get())
    assert fate_of(mail) == (Fate.HELD, "unknown_sender")


def test_a_sender_without_end_is_stopped(cast: Cast, simple: Mailbox) -> None:
    for number in range(MOST_TICKETS_OF_SENDER):
        IncomingMail.objects.create(
            channel="lmtp",
            digest=str(number),
            size=1,
            kept_at=NOW,
            from_address="marina@acme.example",
            fate=Fate.TICKET,
            sorted_at=timezone.now(),
        )
    assert fate_of(arrive(letter(MARINA), box=simple)) == (Fate.HELD, "storm")
    assert fate_of(arrive(letter(RITA), box=simple)) == (Fate.TICKET, "new_ticket")


def test_a_letter_without_subject_or_text_is_still_one(cast: Cast, simple: Mailbox) -> None:
    assert opened(arrive(letter(MARINA, "Socorro", subject=""), box=simple)).subject == "(sem assunto)"
    assert opened(arrive(letter(MARINA, "", subject="Socorro"), box=simple)).subject == "Socorro"
    assert fate_of(arrive(letter(MARINA, "", subject=""), box=simple)) == (Fate.HELD, "empty")


def test_a_mail_from_a_bad_address_makes_it_good(cast: Cast, simple: Mailbox) -> None:
    BadAddress.objects.create(address="marina@acme.example", person=cast.marina, since=NOW)
    arrive(letter(MARINA), box=simple)
    assert BadAddress.objects.get().ended_at is not None
    assert TicketPerson.objects.count() == 1


def test_what_a_verb_refuses_is_held_with_its_words(cast: Cast, box: Mailbox) -> None:
    """A closed ticket whose company has no contract any more, at a mailbox without a process."""
    ticket = cast.ticket()
    close_now(ticket, cast, timezone.now().replace(year=2020))
    Mailbox.objects.update(offer=None)
    Process.objects.update(is_open=False)
    mail = arrive(letter(MARINA, to=[to(ticket, cast.marina)]), box=Mailbox.objects.get())
    assert fate_of(mail) == (Fate.HELD, "refused")
    assert "Nenhum processo" in str(mail.reason_data["said"])
    assert Ticket.objects.count() == 1
