"""What the database knows about a mail: everything that `mail.sort` asks, read at once."""

from collections.abc import Sequence
from datetime import datetime
from email.utils import parseaddr

from django.conf import settings
from django.db.models import QuerySet

from balcao.catalog.access import NotOffered, opening_for
from balcao.lib.prepared import Prepared, counts
from balcao.mail.authentication import is_authentic
from balcao.mail.claims import (
    HOUR,
    claims_of,
    recipients_of,
    reference_pointers,
    reply_pointers,
    subject_pointers,
)
from balcao.mail.intake import raw_bytes
from balcao.mail.mailboxes import plain_address
from balcao.mail.models import Fate, IncomingMail, Mailbox, OutgoingMail, Strangers
from balcao.mail.parsing.parsed import ParsedMail
from balcao.mail.sort import Facts, Returned, Sender
from balcao.mail.understanding import understand
from balcao.people.access import memberships_of
from balcao.people.addresses import person_of
from balcao.people.models import Membership, User

MOST_TWINS = 3

_OPENED = Prepared(lambda since: _opened(since).values_list("pk"))
_OPENED_BY = Prepared(lambda since, address: _opened(since).filter(from_address=address).values_list("pk"))
_SENT = Prepared(lambda message_id: OutgoingMail.objects.filter(message_id=message_id).values_list("pk"))
_MAILBOXES = Prepared(lambda: Mailbox.objects.order_by().values_list("address", "aliases"))
_AGENTS = Prepared(
    lambda: User.objects.filter(is_agent=True, is_active=True).order_by().values_list("email", flat=True)
)
_EARLIER = Prepared(
    lambda header_id, address, before: IncomingMail.objects.filter(
        header_id=header_id, from_address=address, pk__lt=before
    ).order_by("pk")[:MOST_TWINS]
)


def facts_of(mail: IncomingMail, parsed: ParsedMail, *, now: datetime, is_released: bool = False) -> Facts:
    """`mail.authentication` is read from the row, where it was put before; it is saved with the mail's fate."""
    address = parsed.sender.address
    person = person_of(address)
    recipients = recipients_of(parsed, [str(one) for one in mail.envelope_to])
    by_address, has_forged = reply_pointers(recipients)
    pointers = [*by_address, *reference_pointers(parsed, person), *subject_pointers(parsed.subject)]
    mailbox = mail.mailbox
    memberships = memberships_of(person) if person is not None else []
    of_sender, of_site = counts([(_OPENED_BY, [now - HOUR, address.lower()]), (_OPENED, [now - HOUR])])
    return Facts(
        sender=_sender(person, memberships),
        claims=claims_of(pointers, person, now),
        has_forged_address=has_forged,
        is_own_id=bool(parsed.message_id) and _SENT.first(parsed.message_id) is not None,
        is_own_address=_is_own(address),
        is_own_domain=_is_own_domain(address),
        dmarc=str(mail.authentication.get("dmarc", "unknown")),
        is_authentic=is_authentic(mail.authentication),
        returned=_returned(parsed) if parsed.automatic.kind == "bounce" else None,
        twin=_twin(mail, parsed),
        has_offer=mailbox is not None and mailbox.offer_id is not None,
        belongs_somewhere=bool(memberships),
        companies=_companies(memberships, mailbox, now),
        takes_strangers=mailbox is not None and mailbox.strangers == Strangers.OPEN,
        tickets_of_sender=of_sender if address else 0,
        tickets_of_site=of_site,
        is_released=is_released,
    )


def _opened(since: datetime) -> QuerySet[IncomingMail]:
    """What became a ticket since then."""
    return IncomingMail.objects.filter(fate=Fate.TICKET, sorted_at__gte=since).order_by()


def _sender(person: User | None, memberships: Sequence[Membership]) -> Sender | None:
    if person is None:
        return None
    companies = [one.organization.is_holding for one in memberships]
    return Sender(person.pk, person.is_active, person.is_agent, bool(companies) and all(companies))


def _is_own(address: str) -> bool:
    """An address from which we send, or at which we take mail in: nobody writes to us from there."""
    if not address:
        return False
    plain = plain_address(address)
    if plain == plain_address(parseaddr(settings.DEFAULT_FROM_EMAIL)[1]):
        return True
    return any(plain in map(plain_address, [one, *aliases]) for one, aliases in _MAILBOXES.rows())


def _is_own_domain(address: str) -> bool:
    domain = address.rpartition("@")[2].lower()
    if not domain:
        return False
    if domain == parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2].lower():
        return True
    return any(one.rpartition("@")[2].lower() == domain for one in _AGENTS.rows())


def _companies(memberships: Sequence[Membership], mailbox: Mailbox | None, now: datetime) -> tuple[int, ...]:
    """The sender's companies that may open what the mailbox offers."""
    if mailbox is None or mailbox.offer is None:
        return ()
    found = []
    for membership in memberships:
        try:
            opening_for(membership.organization, mailbox.offer, now=now)
        except NotOffered:
            continue
        found.append(membership.organization_id)
    return tuple(found)


def _returned(parsed: ParsedMail) -> Returned | None:
    """The mail of ours that came back: only by its Message-ID, which a stranger cannot guess."""
    ids = [one for one in [parsed.returned_message_id, *parsed.in_reply_to, *parsed.references] if one]
    sent = OutgoingMail.objects.select_related("ticket").filter(message_id__in=ids[:20]).first() if ids else None
    if sent is None:
        return None
    return Returned(sent.pk, sent.to, sent.ticket_id, sent.ticket.number if sent.ticket else None)


def _twin(mail: IncomingMail, parsed: ParsedMail) -> int | None:
    """An earlier row that is the same mail by another way (two mailboxes, two servers): other headers, same content.

    Not by Message-ID alone: broken programs give many mails one.
    """
    if not mail.header_id:
        return None
    earlier = _EARLIER.rows(mail.header_id, mail.from_address, mail.pk)
    mine = _content(parsed) if earlier else None
    for other in earlier:
        if abs(other.size - mail.size) < 100_000 and _content(understand(raw_bytes(other))) == mine:
            return other.pk
    return None


def _content(parsed: ParsedMail) -> tuple[str, str, Sequence[str]]:
    return parsed.subject, parsed.text, [one.sha256 for one in parsed.attachments]
