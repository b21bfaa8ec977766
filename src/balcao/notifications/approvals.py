"""The mail that asks a manager for approval: its link opens a page, and deciding is a click there."""

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from balcao.history.models import Event
from balcao.lib.richtext import render_markdown, safe
from balcao.lib.texts import pick
from balcao.mail.letters import address_of, write
from balcao.mail.outbox import post
from balcao.mail.threads import Thread, threads_of
from balcao.people.models import User
from balcao.tickets.approvals import token_of
from balcao.tickets.models import Approval


def ask_by_mail(event_id: int) -> None:
    """Listener of `approval.asked`: one mail to each manager, unless it was decided meanwhile."""
    event = Event.objects.get(pk=event_id)
    approval = Approval.objects.select_related("ticket__requester").filter(pk=event.data["approval"]).first()
    if approval is None or approval.decision:
        return
    managers = list(approval.asked_of.filter(is_active=True).exclude(email=""))
    threads = threads_of(approval.ticket, [manager.pk for manager in managers])
    for manager in managers:
        _ask(approval, manager, threads[manager.pk], event)


def _ask(approval: Approval, manager: User, thread: Thread, event: Event) -> None:
    question = pick(approval.question, manager.language)
    ticket = approval.ticket
    with translation.override(manager.language):
        context = {
            "subject": ticket.subject,
            "question": question,
            "question_html": safe(render_markdown(question)),
            "requester": ticket.requester.name,
            "number": ticket.number,
            "button_url": address_of(reverse("approval_link", args=[token_of(approval)])),
            "button_label": _("Read and decide"),
        }
    letter = write("approval", context, language=manager.language, zone=manager.time_zone)
    post(
        to=manager.email,
        subject=thread.subject,
        text=letter.text,
        html=letter.html,
        purpose="approval",
        now=event.at,
        key=f"approval:{approval.pk}:{manager.pk}",
        headers=thread.headers(is_automatic=True),
        person=manager,
        ticket=ticket,
    )
