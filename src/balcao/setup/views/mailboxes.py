"""Ways in: the list with how each goes, the choice of a kind, and what is done with one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from django.contrib import messages
from django.contrib.admin import site
from django.contrib.admin.models import CHANGE, LogEntry
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_stubs_ext import StrOrPromise

from balcao.mail.health import Condition, Health, health_of, health_of_all
from balcao.mail.models import Mailbox, MailboxKind
from balcao.people.models import User
from balcao.setup.mailboxes.checking import try_out
from balcao.setup.mailboxes.fields import ABOUT

TONES = {
    Condition.OK: ("done", "ok"),
    Condition.LATE: ("clock", "you"),
    Condition.FAILING: ("late", "danger"),
    Condition.OFF: ("pause", "closed"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A mailbox's health with its icon and tone."""

    mailbox: Mailbox
    health: Health
    icon: str
    tone: str


def shown(health: Health) -> Shown:
    return Shown(health.mailbox, health, *TONES[health.condition])


def mailbox_list(request: HttpRequest) -> HttpResponse:
    context = {
        "title": capfirst(Mailbox._meta.verbose_name_plural),
        "opts": Mailbox._meta,
        "rows": [shown(health) for health in health_of_all(now=timezone.now())],
    }
    return render(request, "setup/mailboxes/list.html", {**site.each_context(request), **context})


def kind_choice(request: HttpRequest) -> HttpResponse:
    """The first question about a new one."""
    kinds: list[tuple[str, StrOrPromise, StrOrPromise]] = [
        (kind.value, kind.label, ABOUT[kind.value]) for kind in MailboxKind
    ]
    context = {"title": _("How does mail come in?"), "opts": Mailbox._meta, "kinds": kinds}
    return render(request, "setup/mailboxes/kinds.html", {**site.each_context(request), **context})


def health_shown(mailbox: Mailbox) -> Shown:
    return shown(health_of(mailbox, now=timezone.now()))


@require_POST
def test_mailbox(request: HttpRequest, pk: int) -> HttpResponse:
    """Tries what is saved, and says what happened."""
    mailbox = get_object_or_404(Mailbox, pk=pk)
    tried = try_out(mailbox)
    level = messages.SUCCESS if tried.is_well else messages.ERROR
    messages.add_message(request, level, f"{tried.words} ({tried.detail})" if tried.detail else tried.words)
    return redirect("admin:mail_mailbox_change", pk)


@require_POST
def switch_mailbox(request: HttpRequest, pk: int) -> HttpResponse:
    """Off when it is on, and on again."""
    mailbox = get_object_or_404(Mailbox, pk=pk)
    is_active = request.POST.get("active") == "yes"
    Mailbox.objects.filter(pk=pk).update(is_active=is_active)
    what = _("Takes mail in again") if is_active else _("Takes no mail in any more")
    LogEntry.objects.log_actions(cast(User, request.user).pk, [mailbox], CHANGE, what)
    messages.success(request, f"{mailbox.name}: {what}.")
    return redirect("admin:mail_mailbox_change", pk)
