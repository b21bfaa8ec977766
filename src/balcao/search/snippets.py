"""The place of a ticket's conversation where the words stand, for the list of results."""

from collections.abc import Iterable

from django.db.models.functions import Substr

from balcao.lib.richtext import plain
from balcao.lib.texts import fold, snippet
from balcao.search.words import query_words
from balcao.tickets.models import Message, MessageKind

LOOKED_AT = 4_000
BEFORE, LENGTH = 40, 140


def snippets(text: str, ticket_ids: Iterable[int]) -> dict[int, str]:
    """Ticket id → the words with a few around them, from public messages only. One query."""
    words = query_words(text)
    found: dict[int, str] = {}
    if not words:
        return found
    public = Message.objects.filter(ticket_id__in=list(ticket_ids)).exclude(kind=MessageKind.NOTE).order_by("-id")
    for ticket_id, body in public.values_list("ticket_id", Substr("body_text", 1, LOOKED_AT)).iterator():
        if ticket_id not in found and words_within(body, words) and (place := _place(plain(body), words)):
            found[ticket_id] = place
    return found


def words_within(body: str, words: list[str]) -> bool:
    """Whether it is worth looking closer."""
    folded = fold(body)
    return any(word in folded for word in words)


def _place(body: str, words: list[str]) -> str:
    """Around the first word of the text that begins like one of the words asked for."""
    start = 0
    for piece in body.split():
        at = body.index(piece, start)
        start = at + len(piece)
        if any(fold(piece).lstrip("\"'“«([{*_`-").startswith(word) for word in words):
            before = body[max(0, at - BEFORE) : at]
            cut = before.partition(" ")[2] if at > BEFORE else before
            return ("…" if at > BEFORE else "") + snippet(cut + body[at:], LENGTH)
    return ""
