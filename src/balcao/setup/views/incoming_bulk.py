"""Several held mails at once: let in, or discarded after one question."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.admin import site
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from balcao.mail.actions import discard, release
from balcao.mail.models import Fate, IncomingMail
from balcao.mail.reasons import say
from balcao.setup.incoming.deeds import decide, name_of
from balcao.setup.incoming.listing import PAGE
from balcao.setup.views.incoming import LIST
from balcao.setup.views.incoming_acts import discarded_because

RELEASE, ASK, DISCARD = "release", "ask", "discard"


@require_POST
def act_on_mails(request: HttpRequest) -> HttpResponse:
    """`mail`: the ids; `act`: release, ask (whether to discard) or discard. What is held no more is left alone."""
    act, mails = request.POST.get("act", ""), _chosen(request)
    if not mails:
        messages.warning(request, _("Choose at least one mail."))
    elif act == ASK:
        return _ask(request, mails)
    elif act == RELEASE:
        _release(request, mails)
    elif act == DISCARD:
        _discard(request, mails)
    return redirect(LIST)


def _chosen(request: HttpRequest) -> list[IncomingMail]:
    ids = [int(one) for one in request.POST.getlist("mail") if one.isascii() and one.isdigit() and len(one) < 19]
    return list(IncomingMail.objects.filter(pk__in=ids[:PAGE], fate=Fate.HELD).order_by("pk"))


def _ask(request: HttpRequest, mails: list[IncomingMail]) -> HttpResponse:
    title = ngettext("Discard %(count)d mail?", "Discard %(count)d mails?", len(mails)) % {"count": len(mails)}
    context = {"title": title, "opts": IncomingMail._meta, "mails": mails}
    return render(request, "setup/incoming/discard.html", {**site.each_context(request), **context})


def _release(request: HttpRequest, mails: list[IncomingMail]) -> None:
    done = 0
    for mail in mails:
        after = decide(request, mail, release, _("Released"))
        if after is not None and after.fate == Fate.HELD:
            messages.warning(request, f"{name_of(mail)}: {say(after)}")
        done += after is not None and after.fate != Fate.HELD
    _tell(request, done, ngettext("%(count)d mail was released.", "%(count)d mails were released.", done))


def _discard(request: HttpRequest, mails: list[IncomingMail]) -> None:
    why = discarded_because(request)
    done = sum(decide(request, mail, discard, why) is not None for mail in mails)
    _tell(request, done, ngettext("%(count)d mail was discarded.", "%(count)d mails were discarded.", done))


def _tell(request: HttpRequest, count: int, text: str) -> None:
    if count:
        messages.success(request, text % {"count": count})
