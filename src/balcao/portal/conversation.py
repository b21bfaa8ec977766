"""The conversation of the ticket page: days, the line of what is new, messages, events, and the long middle folded."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from django.utils import timezone

from balcao.front.shown_files import shown_files
from balcao.lib.richtext import safe
from balcao.tickets.models import Channel
from balcao.tickets.timeline import EventLine, MessageItem, TimelineItem

LONG = 10
"""Messages from which on the middle is folded: the first and the last ones stay."""

LAST = 5


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the page; `kind` says which of the others is set."""

    kind: Literal["day", "new", "message", "events"]
    day: datetime | None = None
    message: dict[str, Any] | None = None
    lines: Sequence[EventLine] = ()


@dataclass(frozen=True, slots=True)
class Conversation:
    """`folded` stands between `first` and `last`, with `folded_count` messages; it never hides what is new."""

    first: list[Entry]
    folded: list[Entry]
    last: list[Entry]
    folded_count: int


def conversation_of(items: Sequence[TimelineItem]) -> Conversation:
    """The timeline's items in their order."""
    start, end = _fold(items)
    entries = _Entries()
    first = entries.of(items[:start])
    folded = entries.of(items[start:end])
    if folded:
        entries.day = None  # what stands after a closed fold says its day again
    last = entries.of(items[end:])
    return Conversation(first, folded, last, sum(entry.kind == "message" for entry in folded))


def _fold(items: Sequence[TimelineItem]) -> tuple[int, int]:
    """From where to where the middle goes; equal when nothing is folded."""
    places = [place for place, item in enumerate(items) if isinstance(item, MessageItem)]
    if len(places) < LONG:
        return 0, 0
    new = next((place for place in places if _is_new(items[place])), len(items))
    start, end = places[0] + 1, min(places[-LAST], new)
    return (start, end) if end > start else (0, 0)


def _is_new(item: TimelineItem) -> bool:
    return isinstance(item, MessageItem) and item.is_new


class _Entries:
    """Remembers the day before, and whether the line of what is new was drawn."""

    def __init__(self) -> None:
        self.day: date | None = None
        self.is_new = False

    def of(self, items: Sequence[TimelineItem]) -> list[Entry]:
        entries: list[Entry] = []
        for item in items:
            at = item.message.created_at if isinstance(item, MessageItem) else item.lines[0].at
            day = timezone.localtime(at).date()
            if day != self.day:
                self.day = day
                entries.append(Entry("day", day=at))
            if _is_new(item) and not self.is_new:
                self.is_new = True
                entries.append(Entry("new"))
            entries.append(_entry(item))
        return entries


def _entry(item: TimelineItem) -> Entry:
    if not isinstance(item, MessageItem):
        return Entry("events", lines=item.lines)
    message = item.message
    return Entry(
        "message",
        message={
            "id": f"m-{message.pk}",
            "name": item.face.name,
            "role": item.face.role,
            "you": item.face.is_you,
            "at": message.created_at,
            "channel": "mail" if message.channel == Channel.EMAIL else "",
            "body": safe(message.body_html),
            "lang": message.lang,
            "title": item.dialog_title,
            "files": shown_files(attachment.file for attachment in item.attachments),
        },
    )
