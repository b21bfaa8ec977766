"""How the fates of mails look: an icon and a tone beside their words. Only what waits for somebody is filled."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from balcao.mail.models import Fate, IncomingMail


@dataclass(frozen=True, slots=True)
class Face:
    """`tone` is a modifier of `.state`; `filter` names many of them, where a list is narrowed down."""

    icon: str
    tone: str
    filter: StrOrPromise


FACES: dict[str, Face] = {
    Fate.HELD: Face("eye", "you", _("For review")),
    Fate.FAILED: Face("late", "danger", _("Failed")),
    Fate.KEPT: Face("clock", "", _("Not sorted yet")),
    Fate.TICKET: Face("tickets", "open", _("Tickets")),
    Fate.REPLY: Face("mail", "ok", _("Answers")),
    Fate.NOTE: Face("note", "", _("Internal notes")),
    Fate.BOUNCE: Face("refresh", "danger", _("Came back")),
    Fate.IGNORED: Face("x", "closed", _("Ignored")),
}
"""In the order in which a list offers them: what waits first."""


def face_of(mail: IncomingMail) -> Face:
    return FACES[mail.fate]
