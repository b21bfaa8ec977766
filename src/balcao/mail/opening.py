"""Opens a ticket from a mail: for a member of a company, for who follows up a closed ticket, for a stranger."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from balcao.catalog.access import NotOffered, Opening, opening_for
from balcao.catalog.models import Offer
from balcao.files.models import StoredFile
from balcao.lib.names import clean_line
from balcao.lib.refused import Refused
from balcao.mail.models import IncomingMail
from balcao.mail.parsing.parsed import ParsedMail
from balcao.mail.sort import Verdict
from balcao.people.addresses import person_of
from balcao.people.models import Membership, Organization, User
from balcao.processes import engine
from balcao.processes.definitions import definition_by_id
from balcao.tickets.actions.open_ticket import open_ticket
from balcao.tickets.facts import facts_of_new
from balcao.tickets.models import Channel, Queue, Ticket

HOLDING = "remetentes-desconhecidos"
"""The company (its slug) to which unknown senders belong."""


def person_behind(parsed: ParsedMail, verdict: Verdict) -> User | None:
    """Whose mail it is; of a stranger whose ticket is to be opened, a new person who cannot sign in."""
    known = person_of(parsed.sender.address)
    if known is None and verdict.fate == "ticket" and parsed.sender.address:
        return _stranger(parsed)
    return known


def open_by_mail(
    row: IncomingMail,
    parsed: ParsedMail,
    verdict: Verdict,
    *,
    by: User,
    body: str,
    key: UUID,
    files: Sequence[StoredFile],
    now: datetime,
) -> Ticket:
    """Raises Refused when nothing can be opened after all."""
    origin = Ticket.objects.filter(pk=verdict.origin).first() if verdict.origin is not None else None
    organization = _company(by, verdict, origin)
    opening, queue = _opening(row, organization, origin, verdict, now)
    subject = clean_line(parsed.subject, 200) or _("(no subject)")
    return open_ticket(
        opening=opening,
        organization=organization,
        requester=by,
        by=by,
        subject=subject,
        body=body,
        values={},
        key=key,
        now=now,
        files=files,
        origin=origin,
        channel=Channel.EMAIL,
        is_plain=True,
        queue=queue,
        asks_first=_must_ask(opening, organization, by, subject, body, now),
    )


def _company(by: User, verdict: Verdict, origin: Ticket | None) -> Organization:
    if origin is not None:
        return origin.organization
    if verdict.company is not None:
        return Organization.objects.get(pk=verdict.company)
    mine = Membership.objects.filter(user=by).select_related("organization").order_by("id").first()
    if mine is None:
        raise Refused(_("Its sender belongs to no company."))
    return mine.organization


def _opening(
    row: IncomingMail, organization: Organization, origin: Ticket | None, verdict: Verdict, now: datetime
) -> tuple[Opening, Queue | None]:
    """What follows a ticket is opened as that one was, where that is still possible; else as the mailbox says."""
    mailbox = row.mailbox
    queue = mailbox.queue if mailbox is not None and origin is None else None
    offers: list[Offer | None] = [origin.offer] if origin is not None else []
    offers.append(mailbox.offer if mailbox is not None else None)
    for offer in offers:
        if offer is None:
            continue
        if verdict.company is None and origin is None:
            return Opening(offer, None), queue
        try:
            return opening_for(organization, offer, now=now), queue
        except NotOffered:
            continue
    raise Refused(_("No process is set for mail that comes in here, or no contract covers it."))


def _must_ask(opening: Opening, organization: Organization, by: User, subject: str, body: str, now: datetime) -> bool:
    """Whether the first dialog requires what a mail cannot answer."""
    version = opening.offer.process.current_id
    if version is None:
        return False
    document = definition_by_id(version)
    membership = Membership.objects.get(user=by, organization=organization)
    facts = facts_of_new(
        requester=by, membership=membership, tool=opening.offer.tool, contract=opening.contract, now=now
    )
    given: dict[str, str | list[str]] = {"subject": subject, "body": body or subject}
    cleaned = engine.clean_values(document, document.start_dialog, given, facts, now)
    missing = {problem.field for problem in cleaned.problems} - {"subject", "body"}
    return bool(missing) and "customer" in document.start_dialog.actors


def _stranger(parsed: ParsedMail) -> User:
    """Somebody of the holding company with this address; they cannot sign in before they are invited."""
    address = parsed.sender.address
    company, _is_new = Organization.objects.get_or_create(
        slug=HOLDING, defaults={"name": _("Unknown senders"), "is_holding": True}
    )
    name = clean_line(parsed.sender.name, 120) or address
    for number in range(1, 50):
        username = _username(address, number)
        try:
            with transaction.atomic():
                person = User.objects.create_user(username, None, name=name, email=address)
                Membership.objects.create(user=person, organization=company)
            return person
        except IntegrityError:
            known = person_of(address)
            if known is not None:
                return known
    raise Refused(_("Nobody could be made of this sender."))


def _username(address: str, number: int) -> str:
    local = "".join(
        char for char in address.partition("@")[0].lower() if char.isascii() and (char.isalnum() or char in "._-")
    )
    return f"{local[:60] or 'remetente'}{'' if number == 1 else f'-{number}'}"
