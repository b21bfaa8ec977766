"""What administrators do with a mail that came in: each is one call of the domain, told in words and logged."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.contrib.admin import site
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from balcao.lib.names import clean_line
from balcao.mail.actions import attach_to_ticket, discard, release, sort_again
from balcao.mail.intake import raw_bytes
from balcao.mail.models import Fate, IncomingMail
from balcao.mail.reasons import say
from balcao.people.models import User
from balcao.setup.incoming.deeds import Act, decide
from balcao.setup.incoming.log import log
from balcao.tickets.models import Ticket

MOST_REASON = 200


@require_POST
def sort_mail_again(request: HttpRequest, pk: int) -> HttpResponse:
    return _do(request, pk, sort_again, _("Sorted again"))


@require_POST
def release_mail(request: HttpRequest, pk: int) -> HttpResponse:
    return _do(request, pk, release, _("Released"))


def discard_mail(request: HttpRequest, pk: int) -> HttpResponse:
    """GET asks whether, and why; POST does it."""
    mail = get_object_or_404(IncomingMail, pk=pk)
    if request.method == "POST":
        return _do(request, pk, discard, discarded_because(request))
    context = {"title": _("Discard this mail?"), "opts": IncomingMail._meta, "mails": [mail], "mail": mail}
    return render(request, "setup/incoming/discard.html", {**site.each_context(request), **context})


def discarded_because(request: HttpRequest) -> str:
    reason = clean_line(request.POST.get("reason", ""), MOST_REASON)
    return _("Discarded: %(reason)s") % {"reason": reason} if reason else _("Discarded")


def attach_mail(request: HttpRequest, pk: int) -> HttpResponse:
    """GET asks for a number, and with one shows which ticket that is; POST puts the mail there."""
    mail = get_object_or_404(IncomingMail.objects.select_related("ticket"), pk=pk)
    given = (request.POST if request.method == "POST" else request.GET).get("number", "").strip()
    ticket = _ticket_of(given)
    if request.method == "POST" and ticket is not None:
        number = ticket.number

        def attach(one: IncomingMail, by: User, now: datetime) -> IncomingMail:
            return attach_to_ticket(one, number, by, now)

        return _do(request, pk, attach, _("Put on ticket %(number)s") % {"number": number})
    context = {
        "title": _("Put on a ticket"),
        "opts": IncomingMail._meta,
        "mail": mail,
        "given": given or (mail.ticket.number if mail.ticket else ""),
        "ticket": ticket,
        "is_unknown": bool(given) and ticket is None,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "setup/incoming/attach.html", {**site.each_context(request), **context}, status=status)


def _ticket_of(given: str) -> Ticket | None:
    digits = given.removeprefix("#")
    if not (digits.isascii() and digits.isdigit() and len(digits) < 19):
        return None
    shown = Ticket.objects.select_related("requester", "organization", "state", "queue")
    return shown.filter(number=int(digits)).first()


@require_safe
def original(request: HttpRequest, pk: int) -> HttpResponse:
    """Its bytes as they came, as a file, and nothing that a browser would open; who took it is written down."""
    mail = get_object_or_404(IncomingMail, pk=pk)
    content = raw_bytes(mail)
    log(request, mail, _("Original downloaded"))
    answer = HttpResponse(content, content_type="application/octet-stream")
    answer.headers["Content-Disposition"] = content_disposition_header(True, f"mail-{mail.pk}.eml") or "attachment"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _do(request: HttpRequest, pk: int, act: Act, what: str) -> HttpResponse:
    mail = decide(request, get_object_or_404(IncomingMail, pk=pk), act, what)
    if mail is not None:
        level = messages.WARNING if mail.fate == Fate.HELD else messages.SUCCESS
        messages.add_message(request, level, f"{what}. {mail.get_fate_display()}: {say(mail)}")
    return redirect("admin:mail_incomingmail_change", pk)
