"""Mails that came in: the list, and one of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.contrib.admin import site
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django_stubs_ext import StrOrPromise

from balcao.mail.deciding import FILED
from balcao.mail.intake import raw_bytes
from balcao.mail.models import Fate, IncomingMail, Mailbox
from balcao.mail.reasons import say, say_path
from balcao.setup.incoming.faces import FACES, Face, face_of
from balcao.setup.incoming.listing import ALL, MOST_COUNTED, Wanted, counts, find, read_wanted
from balcao.setup.incoming.log import deeds_on
from balcao.setup.incoming.origin import origin_of
from balcao.setup.incoming.understood import understood

LIST = "admin:mail_incomingmail_changelist"


@dataclass(frozen=True, slots=True)
class Row:
    mail: IncomingMail
    face: Face
    said: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A tab or a filter. `count`: in words, «99+» for more than can be counted; empty for none."""

    label: StrOrPromise
    href: str
    is_current: bool
    count: str = ""


def mail_list(request: HttpRequest) -> HttpResponse:
    """One page of them, narrowed down as the address says."""
    wanted = read_wanted(request.GET)
    found, number = find(wanted), counts(wanted.mailbox)
    context = {
        "title": capfirst(IncomingMail._meta.verbose_name_plural),
        "opts": IncomingMail._meta,
        "wanted": wanted,
        "rows": [Row(mail, face_of(mail), say(mail)) for mail in found.mails],
        "tabs": [
            Choice(_("For review"), _address(fate=Fate.HELD), wanted.fate == Fate.HELD, _many(number[Fate.HELD])),
            Choice(_("All of them"), _address(fate=ALL, mailbox=wanted.mailbox), wanted.fate != Fate.HELD),
        ],
        "fates": [
            Choice(
                face.filter,
                _address(fate=ALL if wanted.fate == fate else fate, mailbox=wanted.mailbox, q=wanted.text),
                wanted.fate == fate,
                _many(number[fate]),
            )
            for fate, face in FACES.items()
            if fate != Fate.HELD and (number[fate] or wanted.fate == fate)
        ],
        "mailboxes": list(Mailbox.objects.values_list("pk", "name")),
        "is_review": wanted.fate == Fate.HELD,
        "older": _older(wanted, found.older),
        "newest": _address_of(replace(wanted, after=None)) if wanted.after is not None else "",
        "is_window": found.is_window,
        "clear": _address(fate=ALL),
        "all": ALL,
    }
    return render(request, "setup/incoming/list.html", {**site.each_context(request), **context})


def _many(count: int) -> str:
    return f"{MOST_COUNTED}+" if count > MOST_COUNTED else str(count or "")


def _older(wanted: Wanted, after: int | None) -> str:
    return _address_of(replace(wanted, after=after)) if after is not None else ""


def _address_of(wanted: Wanted) -> str:
    return _address(fate=wanted.fate, mailbox=wanted.mailbox, q=wanted.text, after=wanted.after)


def _address(**given: Any) -> str:
    query = QueryDict(mutable=True)
    query.update({key: str(value) for key, value in given.items() if value})
    return f"{reverse(LIST)}?{query.urlencode()}"


def mail_page(request: HttpRequest, pk: int) -> HttpResponse:
    """All that is known of one mail, and what can be done with it. Raises Http404."""
    mail = get_object_or_404(IncomingMail.objects.select_related("mailbox", "ticket", "person", "decided_by"), pk=pk)
    context = {
        "title": mail.subject or _("(no subject)"),
        "opts": IncomingMail._meta,
        "mail": mail,
        "face": face_of(mail),
        "said": say(mail),
        "path": say_path(mail),
        "origin": origin_of(mail),
        "seen": understood(raw_bytes(mail)),
        "deeds": deeds_on(mail),
        "may_decide": mail.fate not in FILED,
        "may_release": mail.fate == Fate.HELD,
        "may_discard": mail.fate not in FILED and mail.reason != "discarded",
    }
    return render(request, "setup/incoming/mail.html", {**site.each_context(request), **context})
