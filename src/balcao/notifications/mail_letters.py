"""From a story to one mail for each person who is told of it by mail."""

import logging
from zoneinfo import ZoneInfo

from django.utils import timezone, translation

from balcao.mail.letters import write
from balcao.mail.machines import opened_by_machine
from balcao.mail.outbox import NoAddress, post
from balcao.mail.threads import Thread, threads_of
from balcao.notifications.mail_context import context_of
from balcao.notifications.mail_facts import Facts, facts_of
from balcao.notifications.mail_kinds import REPEATS_TEXT, Recipient, recipients_of
from balcao.notifications.story import Story
from balcao.tickets.models import Ticket

log = logging.getLogger("balcao.mail")


def mail_people(story: Story, ticket: Ticket) -> None:
    """Queue the mails of a story in the caller's transaction, once for each person however often this is called."""
    recipients = recipients_of(story, ticket)
    if not recipients:
        return
    facts = facts_of(story, ticket)
    if opened_by_machine(ticket):
        # What a person wrote is sent on; an acknowledgement would be answered, and that again.
        recipients = [one for one in recipients if one.person.user_id != ticket.requester_id or _carries(one, facts)]
    threads = threads_of(ticket, [one.person.user_id for one in recipients])
    for recipient in recipients:
        try:
            _post(recipient, facts, threads[recipient.person.user_id])
        except NoAddress:
            log.warning("Person %s has no address that mail can go to", recipient.person.user_id)


def _carries(recipient: Recipient, facts: Facts) -> bool:
    """Whether this mail brings what a person just wrote."""
    return recipient.kind in REPEATS_TEXT and facts.was_written


def _post(recipient: Recipient, facts: Facts, thread: Thread) -> None:
    user, root = recipient.person.user, facts.story.root
    carries = _carries(recipient, facts)
    with translation.override(user.language), timezone.override(ZoneInfo(user.time_zone)):
        context = context_of(recipient, facts, subject=thread.subject)
    letter = write("ticket", context, language=user.language, zone=user.time_zone)
    post(
        to=user.email,
        subject=thread.subject,
        text=letter.text,
        html=letter.html,
        purpose=f"ticket.{recipient.kind}",
        now=root.at,
        key=f"ticket:{root.pk}:{user.pk}",
        headers=thread.headers(is_automatic=not carries),
        person=user,
        ticket=facts.ticket,
        files=facts.attached if carries else (),
    )
