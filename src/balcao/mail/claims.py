"""At which tickets a mail points: by a reply address, by the id of a mail of ours, by a number in its subject."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from balcao.lib.prepared import Prepared, counts
from balcao.mail.message_ids import message_id
from balcao.mail.models import Fate, IncomingMail, OutgoingMail
from balcao.mail.parsing.parsed import ParsedMail
from balcao.mail.reply_address import read_reply_address
from balcao.mail.sort import Claim, How
from balcao.people.access import memberships_of
from balcao.people.models import User
from balcao.tickets.access import queue_rights, sees
from balcao.tickets.models import PendingParticipant, Right, Ticket, TicketPerson
from balcao.tickets.reopening import may_reopen

HOUR = timedelta(hours=1)
MOST_IDS = 60
MOST_CLAIMS = 10
_LOOKS_LIKE_OURS = re.compile(r"r[a-z2-7]{4}-\d{1,19}-\d{1,19}-[a-z2-7]{10,40}", re.ASCII)
_ROOT = re.compile(r"<ticket-([1-9]\d{0,18})\.[a-z2-7]{26}@[^>]+>", re.ASCII)
_NUMBER = re.compile(
    r"\[\s*(?:n[ºo°]?\.?|#|ticket|chamado|protocolo|folio)\s*#?\s*([1-9]\d{2,17})\s*\]"
    r"|\b(?:ticket|chamado|protocolo)\s{0,3}(?:n[ºo°]?\.?|#)?\s{0,3}:?\s{0,3}#?([1-9]\d{3,17})\b",
    re.IGNORECASE,
)


_NUMBERED = Prepared(lambda number: Ticket.objects.select_related("state").filter(number=number))
_SENT = Prepared(
    lambda ids: (
        OutgoingMail.objects.filter(message_id__in=ids, person__isnull=False, ticket__isnull=False)
        .order_by()
        .values_list("message_id", "ticket__number", "person_id")
    )
)
_LATELY = Prepared(
    lambda ticket, person, since: (
        IncomingMail.objects.filter(
            ticket_id=ticket, person_id=person, fate__in=[Fate.REPLY, Fate.NOTE], sorted_at__gte=since
        )
        .order_by()
        .values_list("pk")
    )
)
_ON = Prepared(
    lambda ticket, person: TicketPerson.objects.filter(ticket_id=ticket, user_id=person).order_by().values_list("pk")
)
_REFUSED = Prepared(
    lambda ticket, person: (
        PendingParticipant.objects.filter(ticket_id=ticket, user_id=person, decided_at__isnull=False, is_included=False)
        .order_by()
        .values_list("pk")
    )
)


@dataclass(frozen=True, slots=True)
class Pointer:
    how: How
    number: int
    person: int | None


def recipients_of(mail: ParsedMail, envelope_to: Iterable[str]) -> list[str]:
    """Every address that the mail was sent to, the envelope's first."""
    shown = [one.address for one in [*mail.to, *mail.cc]]
    return list(dict.fromkeys(one for one in [*envelope_to, *mail.envelope_to, *shown] if one))


def reply_pointers(recipients: Iterable[str]) -> tuple[list[Pointer], bool]:
    """What the reply addresses say, and whether one of them is not ours though it looks like one.

    Either side of a plus tag may be ours: servers add tags, and some hand everything to one mailbox with a tag.
    """
    found: list[Pointer] = []
    has_forged = False
    for address in recipients:
        local, _at, domain = address.lower().rpartition("@")
        for part in dict.fromkeys([local, *local.split("+")]):
            ours = read_reply_address(f"{part}@{domain}")
            if ours is not None:
                found.append(Pointer("token", *ours))
            elif _LOOKS_LIKE_OURS.fullmatch(part):
                has_forged = True
    return list(dict.fromkeys(found)), has_forged


def reference_pointers(mail: ParsedMail, sender: User | None) -> list[Pointer]:
    """Mails of ours that this one says it answers, the nearest first."""
    ids = list(dict.fromkeys([*mail.in_reply_to, *reversed(mail.references)]))[:MOST_IDS]
    if not ids:
        return []
    known = {identity: Pointer("reference", number, person_id) for identity, number, person_id in _SENT.rows(ids)}
    found = [known[one] if one in known else _root(one, sender) for one in ids]
    return list(dict.fromkeys(one for one in found if one is not None))


def _root(identity: str, sender: User | None) -> Pointer | None:
    """The mail that nobody sends, at the root of a thread (mail/threads.py)."""
    found = _ROOT.fullmatch(identity)
    ticket = Ticket.objects.filter(number=int(found.group(1))).only("pk", "number").first() if found else None
    if ticket is None:
        return None
    people = list(TicketPerson.objects.filter(ticket=ticket).values_list("user_id", flat=True)[:200])
    for person_id in dict.fromkeys([*([sender.pk] if sender else []), *people]):
        if identity == message_id(f"thread:{ticket.pk}:{person_id}", prefix=f"ticket-{ticket.number}"):
            return Pointer("reference", ticket.number, person_id)
    return None


def subject_pointers(subject: str) -> list[Pointer]:
    numbers = [int(one or other) for one, other in _NUMBER.findall(subject[:500])]
    return [Pointer("subject", number, None) for number in dict.fromkeys(numbers)]


def claims_of(pointers: Iterable[Pointer], sender: User | None, now: datetime) -> tuple[Claim, ...]:
    """Those that point at a ticket there is, with how the sender stands to it."""
    found: list[Claim] = []
    for pointer in list(pointers)[:MOST_CLAIMS]:
        ticket = _NUMBERED.first(pointer.number)
        if ticket is not None:
            found.append(_claim(pointer, joined_into(ticket), sender, now))
    return tuple(found)


def joined_into(ticket: Ticket) -> Ticket:
    """Where a joined ticket went on; itself when it was not joined."""
    for _step in range(20):
        if ticket.merged_into_id is None:
            return ticket
        ticket = Ticket.objects.select_related("state").get(pk=ticket.merged_into_id)
    return ticket


def _claim(pointer: Pointer, ticket: Ticket, sender: User | None, now: datetime) -> Claim:
    takes_answers = ticket.is_open or may_reopen(ticket, now)
    if sender is None:
        return Claim(pointer.how, ticket.pk, ticket.number, pointer.person, takes_answers=takes_answers)
    which = (ticket.pk, sender.pk)
    lately, on, refused = counts([(_LATELY, [*which, now - HOUR]), (_ON, which), (_REFUSED, which)])
    return Claim(
        how=pointer.how,
        ticket=ticket.pk,
        number=ticket.number,
        person=pointer.person,
        is_on=on > 0,
        sees=sees(sender, ticket.pk),
        is_colleague=any(
            one.organization_id == ticket.organization_id and not one.organization.is_holding
            for one in memberships_of(sender)
        ),
        was_refused=refused > 0,
        writes_at_desk=queue_rights(sender).get(ticket.queue_id, 0) >= Right.WRITE,
        takes_answers=takes_answers,
        answers_lately=lately,
    )
