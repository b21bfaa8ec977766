"""Mails to agents of what concerns them, for those who asked for it. An answer to one goes to the customer."""

import logging
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone, translation

from balcao.mail.concerns import OF_DESK
from balcao.mail.letters import write
from balcao.mail.models import Mailbox
from balcao.mail.outbox import NoAddress, post
from balcao.mail.threads import Thread, threads_of
from balcao.notifications.desk_mail_context import context_of
from balcao.notifications.desk_recipients import DeskRecipient, desk_recipients
from balcao.notifications.mail_facts import Facts, facts_of
from balcao.notifications.story import Story
from balcao.tickets.models import Ticket

log = logging.getLogger("balcao.mail")


def mail_agents(story: Story, ticket: Ticket) -> None:
    """Queue the mails of a story in the caller's transaction, once for each agent however often this is called."""
    recipients = desk_recipients(story, ticket)
    if not recipients:
        return
    facts = facts_of(story, ticket)
    threads = threads_of(ticket, [one.agent.pk for one in recipients])
    takes_mail = bool(settings.MAIL_REPLY_DOMAIN) or Mailbox.objects.filter(is_active=True).exists()
    for recipient in recipients:
        try:
            _post(recipient, facts, threads[recipient.agent.pk], takes_mail=takes_mail)
        except NoAddress:
            log.warning("Agent %s has no address that mail can go to", recipient.agent.pk)


def _post(recipient: DeskRecipient, facts: Facts, thread: Thread, *, takes_mail: bool) -> None:
    agent, root = recipient.agent, facts.story.root
    with translation.override(agent.language), timezone.override(ZoneInfo(agent.time_zone)):
        context = context_of(recipient, facts, subject=thread.subject, takes_mail=takes_mail)
    letter = write("desk_ticket", context, language=agent.language, zone=agent.time_zone)
    headers = thread.headers(is_automatic=not recipient.repeats_text)
    if not recipient.may_answer:
        headers.pop("Reply-To", None)
    post(
        to=agent.email,
        subject=thread.subject,
        text=letter.text,
        html=letter.html,
        purpose=f"{OF_DESK}{recipient.notice.removeprefix('desk_')}",
        now=root.at,
        key=f"desk:{root.pk}:{agent.pk}",
        headers=headers,
        person=agent,
        ticket=facts.ticket,
    )
