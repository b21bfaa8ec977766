"""A customer, or an agent for one, opens a ticket by choosing a process."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from balcao.catalog.access import Opening
from balcao.catalog.promises import promise_of
from balcao.files.models import StoredFile
from balcao.lib.names import clean_line
from balcao.lib.prepared import Prepared
from balcao.lib.refused import Refused
from balcao.people.models import Membership, Organization, User
from balcao.processes import engine
from balcao.tickets import automation, promises
from balcao.tickets.changes import Change, put_queue, put_state
from balcao.tickets.models import (
    Channel,
    MessageKind,
    Priority,
    Queue,
    State,
    StateKind,
    Ticket,
    TicketLink,
    TicketNumber,
    TicketPerson,
    TicketRole,
)
from balcao.tickets.sending import write_message

FIRST_NUMBER = 10_000

_MEMBERSHIP = Prepared(
    lambda user, organization: Membership.objects.filter(user_id=user, organization_id=organization).select_related(
        "user", "organization", "department"
    )
)


def open_ticket(
    *,
    opening: Opening,
    organization: Organization,
    requester: User,
    by: User,
    subject: str,
    body: str,
    values: Mapping[str, engine.Value],
    key: UUID,
    now: datetime,
    files: Sequence[StoredFile] = (),
    answers: Mapping[str, Sequence[StoredFile]] | None = None,
    participants: Sequence[User] = (),
    origin: Ticket | None = None,
    channel: Channel = Channel.PORTAL,
    is_plain: bool = False,
    queue: Queue | None = None,
    asks_first: bool = False,
) -> Ticket:
    """Open one ticket; the same `key` of the same sender gives the same ticket again.

    `values` are cleaned answers of the process's first dialog (`engine.clean_values`). `asks_first`: that dialog was
    not filled in (a mail): the ticket waits for the customer to complete it, and the process goes on then. `queue`
    stands in for the process's first one. Raises Refused when the requester does not belong to the company.
    """
    try:
        return _open_once(
            opening=opening,
            organization=organization,
            requester=requester,
            by=by,
            subject=subject,
            body=body,
            values=values,
            key=key,
            now=now,
            files=files,
            answers=answers,
            participants=participants,
            origin=origin,
            channel=channel,
            is_plain=is_plain,
            queue=queue,
            asks_first=asks_first,
        )
    except IntegrityError:
        # Sent twice at the same moment: the other one was first.
        known = Ticket.objects.filter(key=key, opened_by=by).first()
        if known is None:
            raise
        return known


def _open_once(
    *,
    opening: Opening,
    organization: Organization,
    requester: User,
    by: User,
    subject: str,
    body: str,
    values: Mapping[str, engine.Value],
    key: UUID,
    now: datetime,
    files: Sequence[StoredFile],
    answers: Mapping[str, Sequence[StoredFile]] | None,
    participants: Sequence[User],
    origin: Ticket | None,
    channel: Channel,
    is_plain: bool,
    queue: Queue | None,
    asks_first: bool,
) -> Ticket:
    with transaction.atomic():
        known = Ticket.objects.filter(key=key, opened_by=by).first()
        if known is not None:
            return known
        membership = _MEMBERSHIP.first(requester.pk, organization.pk)
        if membership is None:
            raise Refused(_("This person does not belong to the company."))
        _refuse_strangers(organization, participants)
        ticket = _new_ticket(opening, membership, by, clean_line(subject, 200), key, now)
        change = Change(ticket, by, now)
        message = write_message(
            change,
            key=key,
            kind=MessageKind.OPENING,
            channel=channel,
            body=body,
            is_from_desk=False,
            files=files,
            answers=answers,
            is_plain=is_plain,
        )
        change.record("ticket.opened", is_public=True, message=message.pk, channel=channel)
        _add_people(change, participants)
        if origin is not None:
            TicketLink.objects.create(origin=origin, follow_up=ticket)
        automation.begin(change, values, channel, asks_first=asks_first)
        with change.automatically():
            if queue is not None:
                put_queue(change, queue)
            if asks_first:
                put_state(change, State.default(StateKind.WAITING_CUSTOMER))
        change.save()
    return ticket


def _new_ticket(opening: Opening, membership: Membership, by: User, subject: str, key: UUID, now: datetime) -> Ticket:
    """The row, in the first state and queue; the process then puts its own."""
    version_id = opening.offer.process.current_id
    if version_id is None:
        raise Refused(_("This process takes no new tickets."))
    ticket = Ticket(
        number=FIRST_NUMBER + TicketNumber.objects.create(given_at=now).pk,
        key=key,
        subject=subject,
        requester=membership.user,
        opened_by=by,
        organization=membership.organization,
        department=membership.department,
        tool=opening.offer.tool,
        offer=opening.offer,
        contract=opening.contract,
        process_version_id=version_id,
        state=State.default(StateKind.NEW),
        queue=Queue.objects.get(is_default=True),
        priority=Priority.NORMAL,
        opened_at=now,
        updated_at=now,
        last_public_at=now,
        promise=promise_of(opening),
    )
    promises.reckon(ticket)
    ticket.save(force_insert=True)
    return ticket


def _refuse_strangers(organization: Organization, participants: Sequence[User]) -> None:
    wanted = {person.pk for person in participants}
    if wanted and Membership.objects.filter(organization=organization, user_id__in=wanted).count() < len(wanted):
        raise Refused(_("Only people of the ticket's company can be added to it."))


def _add_people(change: Change, participants: Sequence[User]) -> None:
    ticket = change.ticket
    people = {ticket.requester_id: TicketRole.REQUESTER}
    for person in participants:
        people.setdefault(person.pk, TicketRole.PARTICIPANT)
    TicketPerson.objects.bulk_create(
        TicketPerson(
            user_id=user_id,
            ticket=ticket,
            organization_id=ticket.organization_id,
            role=role,
            last_public_at=change.now,
        )
        for user_id, role in people.items()
    )
    told = [user_id for user_id in people if change.by is None or user_id != change.by.pk]
    for user_id in told:
        event = change.record("ticket.participant_added", is_public=True, user=user_id)
        TicketPerson.objects.filter(ticket=ticket, user_id=user_id).update(news_event_id=event.pk)
