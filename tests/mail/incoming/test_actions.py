"""What administrators decide about a mail, and what that is kept as."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from balcao.catalog.models import Contract
from balcao.history.models import Event
from balcao.lib.refused import Refused
from balcao.mail.actions import attach_to_ticket, discard, release, sort_again
from balcao.mail.models import Fate, IncomingMail, Mailbox
from balcao.mail.reasons import say, say_path
from balcao.people.models import User
from balcao.tickets.models import Message, Ticket, TicketPerson
from tests.cast import NOW, Cast
from tests.mail.incoming.letters import arrive, letter
from tests.mail.incoming.test_trust import ANA, MARINA, RAFAEL, RITA, close_now, fate_of, said, to

Decide = Callable[[IncomingMail, User], IncomingMail]


def test_sorted_again_by_the_rules_of_now(cast: Cast, box: Mailbox) -> None:
    contracts = Contract.objects.filter(organization=cast.acme)
    contracts.update(ends_on=NOW.date() - timedelta(days=10))
    mail = arrive(letter(MARINA), box=box)
    assert fate_of(mail) == ("held", "not_contracted")
    contracts.update(ends_on=None)
    done = sort_again(mail, cast.alice, timezone.now())
    assert (fate_of(done), done.decided_by) == (("ticket", "new_ticket"), cast.alice)
    assert Event.objects.get(kind="mail.sorted_again").actor == cast.alice
    with pytest.raises(Refused):
        sort_again(mail, cast.alice, timezone.now())
    assert Ticket.objects.count() == 1


def test_released_a_stranger_gets_a_ticket(cast: Cast, box: Mailbox) -> None:
    mail = arrive(letter("Ivo <ivo@fora.example>"), box=box)
    done = release(mail, cast.alice, timezone.now())
    assert (fate_of(done), done.decided_by) == (("ticket", "released"), cast.alice)
    assert done.ticket is not None
    assert done.ticket.requester.email == "ivo@fora.example"
    assert Event.objects.get(kind="mail.ticket").actor == cast.alice


def test_released_a_colleague_answers_and_is_on_the_ticket(cast: Cast, box: Mailbox) -> None:
    ticket = cast.ticket()
    mail = arrive(letter(RAFAEL, subject=f"[nº {ticket.number}]"), box=box)
    assert fate_of(release(mail, cast.alice, timezone.now())) == ("reply", "released")
    assert TicketPerson.objects.filter(ticket=ticket, user=cast.rafael).exists()


def test_what_cannot_be_released_stays_held(cast: Cast, box: Mailbox) -> None:
    Mailbox.objects.update(offer=None)
    mail = arrive(letter(MARINA), box=Mailbox.objects.get())
    with pytest.raises(Refused, match="Nenhum processo"):
        release(mail, cast.alice, timezone.now())
    mail.refresh_from_db()
    assert (fate_of(mail), mail.decided_by) == (("held", "no_offer"), None)
    ignored = arrive(letter(MARINA, auto_submitted="auto-replied"), box=box)
    with pytest.raises(Refused):
        release(ignored, cast.alice, timezone.now())


def test_discarded_it_stays_in_the_list(cast: Cast, box: Mailbox) -> None:
    mail = arrive(letter("x@fora.example"), box=box)
    done = discard(mail, cast.alice, timezone.now())
    assert (fate_of(done), done.decided_by) == (("ignored", "discarded"), cast.alice)
    assert Event.objects.filter(kind="mail.ignored").latest("id").actor == cast.alice
    assert say(done) == "Foi descartado por uma pessoa."


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        (MARINA, ("reply", "marina", False, "Oi.")),
        (RAFAEL, ("reply", "rafael", False, "Oi.")),
        (ANA, ("reply", "ana", True, "Oi.")),
        (RITA, ("note", "alice", True, "Rita Campos <rita@borealis.example> escreveu:\n\nOi.")),
        ("x@fora.example", ("note", "alice", True, "x@fora.example escreveu:\n\nOi.")),
    ],
)
def test_attached_by_hand(cast: Cast, box: Mailbox, by: str, expected: tuple[str, str, bool, str]) -> None:
    Mailbox.objects.update(offer=None)
    ticket = cast.ticket()
    mail = arrive(letter(by, "Oi."), box=Mailbox.objects.get())
    done = attach_to_ticket(mail, ticket.number, cast.alice, timezone.now())
    assert (done.fate, done.reason, done.decided_by) == (expected[0], "attached", cast.alice)
    message = Message.objects.get(pk=done.message_id or 0)
    author = message.author.username if message.author else ""
    assert (message.kind, author, message.is_from_desk, message.body_text) == expected
    with pytest.raises(Refused):
        attach_to_ticket(mail, ticket.number, cast.alice, timezone.now())


def test_attached_to_a_closed_or_joined_ticket_and_to_none(cast: Cast, box: Mailbox) -> None:
    ticket = cast.ticket()
    close_now(ticket, cast, timezone.now().replace(year=2020))
    mail = arrive(letter(MARINA, "Oi.", auto_submitted="auto-replied"), box=box)
    with pytest.raises(Refused, match="Não há ticket"):
        attach_to_ticket(mail, 99_999, cast.alice, timezone.now())
    assert fate_of(attach_to_ticket(mail, ticket.number, cast.alice, timezone.now())) == ("note", "attached")
    assert not Ticket.objects.get(pk=ticket.pk).is_open


def test_each_reason_and_question_is_said_in_words(cast: Cast, box: Mailbox) -> None:
    ticket = cast.ticket()
    mail = arrive(letter(RITA, to=[to(ticket, cast.marina)]), box=box)
    assert say(mail) == f"Usa o endereço de resposta de outra pessoa no ticket {ticket.number}."
    path = say_path(mail)
    assert path[0] == ("É um e-mail nosso?", "Não")
    assert path[-1] == ("Cita o ticket de outra pessoa?", "Sim")
    assert say(IncomingMail(fate=Fate.KEPT)) == ""
    assert not said(ticket)
