"""The list of mails that came in: filtered, searched and paged by their ids, so that no page reads them all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from balcao.lib.names import clean_line
from balcao.mail.models import Fate, IncomingMail

PAGE = 50
MOST_COUNTED = 99
WINDOW = 20_000
"""Mails whose words one search looks at; it goes on with older ones when asked to."""

ALL = "all"
SHOWN = (
    "from_address",
    "from_name",
    "subject",
    "kept_at",
    "attachment_count",
    "fate",
    "reason",
    "reason_data",
    "mailbox",
    "ticket",
    "mailbox__name",
    "ticket__number",
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """`fate`: a Fate, or ALL. `mailbox`: its id. `after`: the id below which the page begins."""

    fate: str = ALL
    mailbox: int | None = None
    text: str = ""
    after: int | None = None

    @property
    def is_narrowed(self) -> bool:
        return bool(self.fate != ALL or self.mailbox or self.text)


@dataclass(frozen=True, slots=True)
class Found:
    """`older`: the id with which the next page begins; None when there is none. `is_window`: more may be further back,
    although this page is not full."""

    mails: list[IncomingMail]
    older: int | None
    is_window: bool = False


def read_wanted(given: Mapping[str, str]) -> Wanted:
    """Of an address's parameters; what cannot be meant is left out. Without a fate: what waits, if anything does."""
    fate = given.get("fate", "")
    if fate != ALL and fate not in Fate.values:
        text = given.get("q", "").strip()
        fate = ALL if text or not IncomingMail.objects.filter(fate=Fate.HELD).exists() else Fate.HELD
    return Wanted(fate, _number(given.get("mailbox")), clean_line(given.get("q", ""), 320), _number(given.get("after")))


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else None


def narrowed(wanted: Wanted) -> QuerySet[IncomingMail]:
    """By fate and mailbox, newest first, from `after` on."""
    mails = IncomingMail.objects.order_by("-id")
    if wanted.fate != ALL:
        mails = mails.filter(fate=wanted.fate)
    if wanted.mailbox is not None:
        mails = mails.filter(mailbox_id=wanted.mailbox)
    return mails.filter(id__lt=wanted.after) if wanted.after is not None else mails


def find(wanted: Wanted) -> Found:
    """One page."""
    mails = narrowed(wanted)
    if not wanted.text:
        return _page(mails)
    exact = _page(mails.filter(exactly(wanted.text)))
    return exact if exact.mails else _by_words(mails, wanted)


def exactly(text: str) -> Q:
    """Its address or its Message-ID, whole: both have an index of their own over all mails."""
    bare = text.strip("<>")
    return Q(from_address=text.lower()) | Q(header_id__in=[bare, f"<{bare}>"])


def _by_words(mails: QuerySet[IncomingMail], wanted: Wanted) -> Found:
    """Part of an address, a name, a subject or a Message-ID, among the WINDOW newest from here on."""
    all_of_them = IncomingMail.objects.order_by("-id")
    if wanted.after is not None:
        all_of_them = all_of_them.filter(id__lt=wanted.after)
    end = all_of_them.values_list("id", flat=True)[WINDOW : WINDOW + 1].first()
    if end is not None:
        mails = mails.filter(id__gt=end)
    found = _page(
        mails.filter(
            Q(subject__icontains=wanted.text)
            | Q(from_address__icontains=wanted.text)
            | Q(from_name__icontains=wanted.text)
            | Q(header_id__icontains=wanted.text)
        )
    )
    return found if found.older is not None or end is None else Found(found.mails, end + 1, is_window=True)


def _page(mails: QuerySet[IncomingMail]) -> Found:
    found = list(mails.select_related("mailbox", "ticket").only(*SHOWN)[: PAGE + 1])
    return Found(found[:PAGE], found[PAGE - 1].pk if len(found) > PAGE else None)


def counts(mailbox: int | None) -> dict[str, int]:
    """How many mails of each fate there are, up to one more than MOST_COUNTED."""
    return {fate: narrowed(Wanted(fate, mailbox))[: MOST_COUNTED + 1].count() for fate in Fate.values}
