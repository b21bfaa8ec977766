"""Somebody of the company wrote to a ticket on which they are not: include them, or not?"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from balcao.lib.refused import Refused
from balcao.people.models import User
from balcao.tickets.actions.participants import add_participant
from balcao.tickets.changes import Change, lock
from balcao.tickets.models import PendingParticipant, Ticket, TicketPerson


def ask_about_person(*, ticket: Ticket, person: User, now: datetime) -> PendingParticipant:
    """Ask once for each person, which is news for the requester; what was decided before stays decided."""
    with transaction.atomic():
        change = Change(lock(ticket), None, now)
        asked, is_new = PendingParticipant.objects.get_or_create(
            ticket=change.ticket, user=person, defaults={"asked_at": now}
        )
        if is_new:
            event = change.record("ticket.person_asked_about", is_public=True, user=person.pk)
            _is_news_for_requester(change, event.pk)
            change.save()
    return asked


def _is_news_for_requester(change: Change, event_id: int) -> None:
    """As long as it can be decided: on a closed ticket nothing is asked."""
    ticket = change.ticket
    if ticket.is_open:
        TicketPerson.objects.filter(ticket=ticket, user_id=ticket.requester_id).update(news_event_id=event_id)


def include_person(*, asked: PendingParticipant, by: User, now: datetime) -> None:
    """They are a participant now, and what they wrote becomes an answer (a listener of the mail's does that).

    Raises Refused when it was decided already, or the person is no longer of the company.
    """
    with transaction.atomic():
        row = _undecided(asked)
        add_participant(ticket=row.ticket, person=row.user, by=by, now=now)
        _decide(row, by, now, is_included=True)


def refuse_person(*, asked: PendingParticipant, by: User, now: datetime) -> None:
    """They stay outside; what they wrote is not shown. Raises Refused when it was decided already."""
    with transaction.atomic():
        _decide(_undecided(asked), by, now, is_included=False)


def _undecided(asked: PendingParticipant) -> PendingParticipant:
    row = PendingParticipant.objects.select_for_update(of=("self",)).select_related("ticket", "user").get(pk=asked.pk)
    if row.decided_at is not None:
        raise Refused(_("This was decided already."))
    return row


def _decide(row: PendingParticipant, by: User, now: datetime, *, is_included: bool) -> None:
    row.decided_at, row.decided_by, row.is_included = now, by, is_included
    row.save(update_fields=["decided_at", "decided_by", "is_included"])
    change = Change(lock(row.ticket), by, now)
    kind = "ticket.person_included" if is_included else "ticket.person_refused"
    change.record(kind, is_public=True, user=row.user_id, asked=row.pk)
    change.save()
