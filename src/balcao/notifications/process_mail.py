"""E-mails that a process asks for, each in the language of whoever reads it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from balcao.lib.richtext import render_markdown, safe
from balcao.lib.texts import pick
from balcao.mail.bad_addresses import works_again
from balcao.mail.letters import address_of, write
from balcao.mail.machines import opened_by_machine
from balcao.mail.models import MailStatus
from balcao.mail.outbox import NoAddress, one_address, post
from balcao.people.models import Membership, User
from balcao.processes.engine import SendMail
from balcao.site.current import current_site
from balcao.tickets.access import agents_of
from balcao.tickets.models import EffectRun, Ticket, TicketRole
from balcao.tickets.troubles import CannotBeDone

AUTOMATIC = {"Auto-Submitted": "auto-generated"}


@dataclass(frozen=True, slots=True)
class Recipient:
    """`path`: the ticket's page for this person; "" for an address that is nobody's here."""

    address: str
    language: str
    zone: str
    path: str = ""


def send(effect: SendMail, run: EffectRun, *, now: datetime) -> None:
    """One mail to each, queued once however often this is called; tried again, only to whom it did not leave.

    Raises CannotBeDone when there is nobody.
    """
    recipients = recipients_of(effect, run.ticket)
    if not recipients:
        raise CannotBeDone("nobody_to_mail")
    if opened_by_machine(run.ticket):
        recipients = [one for one in recipients if one.address.lower() != run.ticket.requester.email.lower()]
    refused = (MailStatus.FAILED, MailStatus.DROPPED)
    reached = {to.lower() for to in run.mails.exclude(status__in=refused).values_list("to", flat=True)}
    for recipient in recipients:
        if recipient.address.lower() not in reached:
            if run.mails.filter(to__iexact=recipient.address, created_at__lt=run.asked_at).exists():
                works_again(recipient.address, now=now)  # somebody asked for it again: the address gets its chance
            _send(effect, run, recipient, now=now)


def recipients_of(effect: SendMail, ticket: Ticket) -> list[Recipient]:
    """Each address once, people before addresses that were written out. Raises CannotBeDone for one that is none."""
    found: dict[str, Recipient] = {}
    for name in effect.to:
        for recipient in _literal(name) if "@" in name else _of_role(name, ticket):
            found.setdefault(recipient.address.lower(), recipient)
    return list(found.values())


def _literal(address: str) -> list[Recipient]:
    try:
        return [Recipient(one_address(address), settings.LANGUAGE_CODE, current_site().time_zone)]
    except NoAddress as error:
        raise CannotBeDone("bad_address", address) from error


def _of_role(role: str, ticket: Ticket) -> Iterator[Recipient]:
    for user in _people(role, ticket):
        if user.is_active and user.email:
            name = "desk:ticket" if role in ("owner", "responsible", "watchers", "queue") else "ticket"
            yield Recipient(user.email, user.language, user.time_zone, reverse(name, args=[ticket.number]))


def _people(role: str, ticket: Ticket) -> list[User]:
    """Customers only while they belong to the company, agents of the queue only with the right to answer."""
    members = User.objects.filter(memberships__organization_id=ticket.organization_id)
    match role:
        case "requester":
            return list(members.filter(pk=ticket.requester_id))
        case "participants":
            on_it = ticket.people.filter(role=TicketRole.PARTICIPANT).values("user_id")
            return list(members.filter(pk__in=on_it))
        case "manager":
            managers = Membership.objects.filter(organization_id=ticket.organization_id, is_manager=True)
            return list(User.objects.filter(pk__in=managers.values("user_id")))
        case "owner" | "responsible":
            found = ticket.owner if role == "owner" else ticket.responsible
            return [found] if found is not None else []
        case "watchers":
            return list(User.objects.filter(pk__in=ticket.watchers.values("user_id"), is_agent=True))
    return list(agents_of(ticket.queue_id))


def _send(effect: SendMail, run: EffectRun, recipient: Recipient, *, now: datetime) -> None:
    ticket, text = run.ticket, pick(effect.texts, recipient.language)
    subject = pick(effect.subject, recipient.language)
    with translation.override(recipient.language):
        context = {
            "subject": subject,
            "text": text,
            "html": safe(render_markdown(text)),
            "button_url": address_of(recipient.path) if recipient.path else "",
            "button_label": _("Open the ticket"),
            "number": ticket.number,
        }
    letter = write("process", context, language=recipient.language, zone=recipient.zone)
    post(
        to=recipient.address,
        subject=f"[nº {ticket.number}] {subject}",
        text=letter.text,
        html=letter.html,
        purpose="process",
        now=max(now, run.asked_at),  # clocks of several machines differ; it was asked for first
        key=f"effect:{run.key}:{run.asked_at.isoformat()}:{recipient.address.lower()}",
        headers=AUTOMATIC,
        effect_run=run,
    )
