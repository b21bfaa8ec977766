"""Who may write where by mail: `From` alone gives no rights (security.md row B)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from balcao.mail.models import Fate, IncomingMail, Mailbox, OutgoingMail
from balcao.mail.reply_address import reply_address
from balcao.people.models import Membership, PersonAddress, User
from balcao.tickets.actions.merge import merge
from balcao.tickets.actions.participants import add_participant
from balcao.tickets.models import Channel, Message, MessageKind, StateKind, Ticket, TicketLink, TicketPerson
from tests.cast import NOW, Cast
from tests.mail.incoming.letters import DESK, arrive, letter

MARINA = "Marina Duarte <marina@acme.example>"
RAFAEL = "Rafael Nunes <rafael@acme.example>"
RITA = "Rita Campos <rita@borealis.example>"
PAULO = "Paulo Teles <paulo@acme.example>"
ANA = "Ana Ribeiro <ana@balcao.example>"
CAIO = "Caio Menezes <caio@balcao.example>"


def to(ticket: Ticket, person: User) -> str:
    return reply_address(number=ticket.number, person_id=person.pk)


def said(ticket: Ticket) -> list[tuple[str, str, str, bool, str]]:
    """Author, kind, channel, of the desk, text: of all but the opening."""
    messages = Message.objects.filter(ticket=ticket).exclude(kind=MessageKind.OPENING).order_by("id")
    return [
        (one.author.username if one.author else "", one.kind, one.channel, one.is_from_desk, one.body_text)
        for one in messages
    ]


def fate_of(mail: IncomingMail) -> tuple[str, str]:
    return mail.fate, mail.reason


@dataclass(frozen=True)
class Case:
    """One mail about Marina's ticket; `to` and headers are made from the cast and the ticket."""

    name: str
    by: str
    fate: str
    reason: str
    to: Callable[[Cast, Ticket], str] = lambda cast, ticket: DESK
    subject: Callable[[Ticket], str] = lambda ticket: "Re: nota"
    headers: Callable[[Cast, Ticket], dict[str, str]] = lambda cast, ticket: {}
    before: Callable[[Cast, Ticket], object] = lambda cast, ticket: None


def lock_out(username: str) -> Callable[[Cast, Ticket], object]:
    return lambda cast, ticket: User.objects.filter(username=username).update(is_active=False)


def of_other_ticket(cast: Cast, ticket: Ticket) -> str:
    return to(cast.ticket(by=cast.rita), cast.rita)


def changed(address: str) -> str:
    local, _at, domain = address.partition("@")
    return f"{local[:-1]}{'a' if local[-1] != 'a' else 'b'}@{domain}"


def numbered(ticket: Ticket) -> str:
    return f"Re: [nº {ticket.number}] Nota 3512 rejeitada"


def last_mail(cast: Cast, ticket: Ticket) -> dict[str, str]:
    """Answers the mail that Marina got about her ticket."""
    return {"in_reply_to": OutgoingMail.objects.filter(ticket=ticket, person=cast.marina).latest("id").message_id}


def root_mail(cast: Cast, ticket: Ticket) -> dict[str, str]:
    sent = OutgoingMail.objects.filter(ticket=ticket, person=cast.marina).latest("id")
    return {"references": sent.headers["References"].split()[0]}


CASES = [
    # The two proofs together.
    Case("own address", MARINA, "reply", "answer", to=lambda c, t: to(t, c.marina)),
    Case("own address in upper case", MARINA.upper(), "reply", "answer", to=lambda c, t: to(t, c.marina).upper()),
    Case(
        "own address with a tag",
        MARINA,
        "reply",
        "answer",
        to=lambda c, t: to(t, c.marina).replace("@", "+spam-check@"),
    ),
    Case(
        "own address as a tag",
        MARINA,
        "reply",
        "answer",
        to=lambda c, t: f"suporte+{to(t, c.marina).partition('@')[0]}@atende.example",
    ),
    Case("own mail answered", MARINA, "reply", "answer_by_reference", headers=last_mail),
    Case("root of the own thread", MARINA, "reply", "answer_by_reference", headers=root_mail),
    Case("number and on the ticket", MARINA, "reply", "answer_of_participant", subject=numbered),
    Case("number in words", MARINA, "reply", "answer_of_participant", subject=lambda t: f"sobre o chamado {t.number}"),
    # One of them alone.
    Case("colleague with her address", RAFAEL, "held", "pending_participant", to=lambda c, t: to(t, c.marina)),
    Case("colleague answers her mail", RAFAEL, "held", "pending_participant", headers=last_mail),
    Case("colleague with the number", RAFAEL, "held", "pending_participant", subject=numbered),
    Case("manager with her address", PAULO, "held", "pending_participant", to=lambda c, t: to(t, c.marina)),
    Case("other company with her address", RITA, "held", "address_of_another", to=lambda c, t: to(t, c.marina)),
    Case("other company with the number", RITA, "held", "number_alone", subject=numbered),
    Case("other company answers her mail", RITA, "held", "address_of_another", headers=last_mail),
    Case(
        "nobody with her address",
        "x@acme.example",
        "held",
        "unknown_sender_in_thread",
        to=lambda c, t: to(t, c.marina),
    ),
    Case("nobody with the number", "x@fora.example", "held", "unknown_sender_in_thread", subject=numbered),
    # Forged and worn out.
    Case("changed address", MARINA, "held", "forged_address", to=lambda c, t: changed(to(t, c.marina))),
    Case(
        "changed address and the number",
        RITA,
        "held",
        "forged_address",
        to=lambda c, t: changed(to(t, c.marina)),
        subject=numbered,
    ),
    Case("address of another ticket", MARINA, "held", "address_of_another", to=of_other_ticket),
    Case(
        "person without access",
        MARINA,
        "held",
        "locked_sender",
        to=lambda c, t: to(t, c.marina),
        before=lock_out("marina"),
    ),
    Case(
        "no longer of the company",
        MARINA,
        "held",
        "address_of_another",
        to=lambda c, t: to(t, c.marina),
        before=lambda c, t: Membership.objects.filter(user=c.marina).delete(),
    ),
    # Agents.
    Case("agent, own address", ANA, "reply", "agent_answer", to=lambda c, t: to(t, c.ana)),
    Case("agent, Marina's address", ANA, "held", "agent_without_own_address", to=lambda c, t: to(t, c.marina)),
    Case("agent with the number", ANA, "held", "agent_without_own_address", subject=numbered),
    Case("agent who only reads", CAIO, "held", "agent_may_not_write", to=lambda c, t: to(t, c.caio)),
    Case("agent without access", ANA, "held", "locked_sender", to=lambda c, t: to(t, c.ana), before=lock_out("ana")),
    Case(
        "agent no more",
        ANA,
        "held",
        "address_of_another",
        to=lambda c, t: to(t, c.ana),
        before=lambda c, t: User.objects.filter(username="ana").update(is_agent=False),
    ),
    # Senders that are not what they seem.
    Case("two senders", f"{MARINA}, {RITA}", "held", "no_single_sender", to=lambda c, t: to(t, c.marina)),
    Case(
        "a name that is an address",
        '"marina@acme.example" <x@fora.example>',
        "held",
        "unknown_sender_in_thread",
        to=lambda c, t: to(t, c.marina),
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_who_may_write_where(cast: Cast, box: Mailbox, run_jobs: Callable[[], int], case: Case) -> None:
    ticket = cast.ticket()
    run_jobs()
    raw = letter(
        case.by,
        to=[case.to(cast, ticket)],
        subject=case.subject(ticket),
        headers=case.headers(cast, ticket),
    )
    case.before(cast, ticket)
    mail = arrive(raw, box=box)
    assert fate_of(mail) == (case.fate, case.reason)
    assert len(said(ticket)) == (1 if case.fate == "reply" else 0)
    assert mail.path[-1][1] is True
    assert Ticket.objects.filter(requester=cast.marina).count() == 1


@pytest.mark.parametrize(
    ("raw_from", "reason"),
    [
        (b"From: marina@acme.example\r\nFrom: rita@borealis.example", "no_single_sender"),
        (b"From: marina@acme.example\r\nFrom: marina@acme.example", "no_single_sender"),
        (b"From: marina@acme.example\x00.fora.example", "unknown_sender_in_thread"),
        ("From: mar\u0131na@acme.example".encode(), "unknown_sender_in_thread"),
        ("From: marina@\u0430cme.example".encode(), "unknown_sender_in_thread"),
        ("From: MAR\u0130NA@acme.example".encode(), "unknown_sender_in_thread"),
        (b"From: marina@acme.example.", "answer"),
        (b"Sender: marina@acme.example", "no_single_sender"),
        (b"From:", "no_single_sender"),
        (b"From: Acme: marina@acme.example, rita@borealis.example;", "no_single_sender"),
        (b"From: =?utf-8?q?marina=40acme=2Eexample?=", "no_single_sender"),
        (b"From: =?utf-8?q?Marina_=3Cmarina=40acme=2Eexample=3E?= <x@fora.example>", "unknown_sender_in_thread"),
        (b"X-From: marina@acme.example\r\nReply-To: marina@acme.example", "no_single_sender"),
        (b"From: undisclosed-recipients:;", "no_single_sender"),
    ],
)
def test_raw_senders(cast: Cast, box: Mailbox, raw_from: bytes, reason: str) -> None:
    ticket = cast.ticket()
    raw = raw_from + f"\r\nTo: {to(ticket, cast.marina)}\r\nSubject: x\r\n\r\nOla".encode()
    mail = arrive(raw, box=box)
    assert mail.reason == reason
    assert len(said(ticket)) == (1 if reason == "answer" else 0)


def test_an_answer_is_the_portals_own_verb(cast: Cast, box: Mailbox) -> None:
    ticket = cast.ticket()
    new = "Segue o **XML**.\n# não é título\n<b>nem negrito</b>"
    body = f"{new}\n\nEm seg., 1 de jun. de 2026 às 10:00, Ana escreveu:\n> Envie"
    mail = arrive(letter(MARINA, body, to=[to(ticket, cast.marina)]), box=box)
    assert said(ticket) == [("marina", "reply", Channel.EMAIL, False, new)]
    message = Message.objects.get(pk=mail.message_id or 0)
    assert message.body_html == "<p>Segue o **XML**.<br># não é título<br>&lt;b&gt;nem negrito&lt;/b&gt;</p>"
    assert (mail.ticket_id, mail.person_id) == (ticket.pk, cast.marina.pk)


def test_a_persons_further_address_counts_once_it_is_confirmed(cast: Cast, box: Mailbox) -> None:
    ticket = cast.ticket()
    further = PersonAddress.objects.create(user=cast.marina, address="Nina@Casa.example", created_at=NOW)
    raw = [letter("nina@casa.example", f"{n}", to=[to(ticket, cast.marina)]) for n in range(2)]
    assert fate_of(arrive(raw[0], box=box)) == ("held", "unknown_sender_in_thread")
    PersonAddress.objects.filter(pk=further.pk).update(is_confirmed=True)
    assert fate_of(arrive(raw[1], box=box)) == ("reply", "answer")


def test_the_envelope_and_delivered_to_name_the_address_too(cast: Cast, box: Mailbox) -> None:
    ticket = cast.ticket()
    by_envelope = arrive(letter(MARINA, "1"), box=box, envelope_to=[to(ticket, cast.marina)])
    by_header = arrive(letter(MARINA, "2", delivered_to=to(ticket, cast.marina)), box=box)
    assert [one.reason for one in (by_envelope, by_header)] == ["answer", "answer"]


def test_an_address_of_an_old_key_still_counts(cast: Cast, box: Mailbox, settings: Settings) -> None:
    ticket = cast.ticket()
    old = to(ticket, cast.marina)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-secret-of-many-letters-0123456789"
    assert fate_of(arrive(letter(MARINA, "1", to=[old]), box=box)) == ("reply", "answer")
    settings.SECRET_KEY_FALLBACKS = []
    assert fate_of(arrive(letter(MARINA, "2", to=[old]), box=box)) == ("held", "forged_address")


def test_a_participant_may_use_anothers_address(cast: Cast, box: Mailbox) -> None:
    ticket = cast.ticket()
    add_participant(ticket=ticket, person=cast.rafael, by=cast.marina, now=NOW)
    assert fate_of(arrive(letter(RAFAEL, to=[to(ticket, cast.marina)]), box=box)) == ("reply", "answer_of_participant")


def test_control_headers_of_a_stranger_mean_nothing(cast: Cast, box: Mailbox) -> None:
    ticket = cast.ticket()
    raw = letter(
        "x@fora.example",
        x_otrs_ticketnumber=str(ticket.number),
        x_balcao_ticket=str(ticket.number),
        sender="marina@acme.example",
        reply_to="marina@acme.example",
    )
    assert fate_of(arrive(raw, box=box)) == ("held", "unknown_sender")


def test_a_closed_ticket_reopens_within_its_days_and_is_followed_later(cast: Cast, box: Mailbox) -> None:
    ticket = cast.ticket()
    now = timezone.now()
    close_now(ticket, cast, now)
    soon = arrive(letter(MARINA, "ainda não", to=[to(ticket, cast.marina)]), box=box)
    assert fate_of(soon) == ("reply", "answer")
    assert Ticket.objects.get(pk=ticket.pk).is_open
    close_now(ticket, cast, now)
    Ticket.objects.filter(pk=ticket.pk).update(closed_at=now - timedelta(days=400))
    late = arrive(letter(MARINA, "de novo", to=[to(ticket, cast.marina)]), box=box)
    assert fate_of(late) == ("ticket", "follow_up")
    assert late.ticket_id != ticket.pk
    assert TicketLink.objects.filter(origin=ticket, follow_up_id=late.ticket_id).exists()
    assert not Ticket.objects.get(pk=ticket.pk).is_open
    again = arrive(letter(MARINA, "de novo", to=[to(ticket, cast.marina)]), box=box)
    assert again.ticket_id != late.ticket_id


def close_now(ticket: Ticket, cast: Cast, now: datetime) -> None:
    state = cast.state(StateKind.CLOSED)
    Ticket.objects.filter(pk=ticket.pk).update(state=state, is_open=False, closed_at=now)
    TicketPerson.objects.filter(ticket=ticket).update(is_open=False)


def test_a_joined_ticket_is_answered_where_it_went_on(cast: Cast, box: Mailbox) -> None:
    source, target = cast.ticket(), cast.ticket(subject="Nota 3513")
    merge(source=source, target=target, by=cast.ana, key=uuid4(), now=NOW)
    mail = arrive(letter(MARINA, to=[to(source, cast.marina)]), box=box)
    assert (mail.fate, mail.ticket_id) == (Fate.REPLY, target.pk)


def test_agents_answer_and_note_by_mail(cast: Cast, box: Mailbox) -> None:
    ticket = cast.ticket()
    arrive(letter(ANA, "Reenvie a nota.", to=[to(ticket, cast.ana)]), box=box)
    arrive(letter(ANA, "#nota ligar amanhã\nsem falta", to=[to(ticket, cast.ana)]), box=box)
    arrive(letter(ANA, "#Note:\nok", to=[to(ticket, cast.ana)]), box=box)
    arrive(letter(MARINA, "#nota não é nota", to=[to(ticket, cast.marina)]), box=box)
    assert said(ticket) == [
        ("ana", "reply", "email", True, "Reenvie a nota."),
        ("ana", "note", "email", True, "ligar amanhã\nsem falta"),
        ("ana", "note", "email", True, "ok"),
        ("marina", "reply", "email", False, "#nota não é nota"),
    ]


def test_the_same_mail_by_two_ways_is_one_message(cast: Cast, box: Mailbox) -> None:
    ticket = cast.ticket()
    raw = letter(MARINA, to=[to(ticket, cast.marina)], message_id="<um@acme.example>")
    first = arrive(b"Received: from a\r\n" + raw, box=box)
    second = arrive(b"Received: from b\r\n" + raw, box=box)
    other = arrive(letter(MARINA, "outra", to=[to(ticket, cast.marina)], message_id="<um@acme.example>"), box=box)
    assert [fate_of(one) for one in (first, second, other)] == [
        ("reply", "answer"),
        ("ignored", "twin"),
        ("reply", "answer"),
    ]
    assert second.reason_data == {"mail": first.pk}
    assert len(said(ticket)) == 2
