"""The question box without a script: the same ranking as `ui/static/ui/js/chooser.js`."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from balcao.lib.texts import fold
from balcao.portal.chooser import Choice, OpenTicket

SHOWN = 12
TICKETS = 2
ALIKE = 0.34
_WORDS = re.compile(r"[^\W_]+")

Scored = Callable[[Choice, Sequence[str]], float]


def find_choices(choices: Sequence[Choice], question: str) -> list[Choice]:
    """Processes in which every word typed begins some word; failing that, those that are spelt nearly so."""
    typed = words_of(question)
    if not typed:
        return []
    exact = _ranked(choices, typed, _by_prefix)
    return exact if exact or all(len(word) < 3 for word in typed) else _ranked(choices, typed, _by_likeness)


def find_tickets(tickets: Sequence[OpenTicket], question: str) -> list[OpenTicket]:
    """The reader's own open tickets about this."""
    typed = words_of(question)
    if not typed:
        return []
    found = (ticket for ticket in tickets if _begins_all(words_of(f"{ticket.number} {ticket.subject}"), typed))
    return list(found)[:TICKETS]


def words_of(text: str) -> list[str]:
    return _WORDS.findall(fold(text))


def _ranked(choices: Sequence[Choice], typed: Sequence[str], score: Scored) -> list[Choice]:
    scored = [(score(choice, typed), choice) for choice in choices]
    best = sorted((pair for pair in scored if pair[0] > 0), key=lambda pair: (-pair[0], fold(pair[1].name)))
    return [choice for _score, choice in best[:SHOWN]]


def _fields(choice: Choice) -> list[tuple[list[str], int]]:
    """Words and what they weigh: the name tells more than the tool, the tool more than the description."""
    return [
        (words_of(choice.name), 8),
        (words_of(choice.tool), 4),
        (words_of(choice.words), 4),
        (words_of(choice.use_when), 1),
    ]


def _by_prefix(choice: Choice, typed: Sequence[str]) -> float:
    fields = _fields(choice)
    best = [
        max((weight for words, weight in fields if any(word.startswith(part) for word in words)), default=0)
        for part in typed
    ]
    return sum(best) + choice.boost if all(best) else 0


def _by_likeness(choice: Choice, typed: Sequence[str]) -> float:
    fields = _fields(choice)
    best = [
        max(
            (alike * weight for words, weight in fields for word in words if (alike := _likeness(word, part)) >= ALIKE),
            default=0,
        )
        for part in typed
    ]
    return sum(best) if all(best) else 0


def _likeness(word: str, typed: str) -> float:
    """Shared trigrams of the word's beginning and what was typed: about one wrong letter in five still counts."""
    if word.startswith(typed):
        return 1
    one, other = _trigrams(word[: len(typed) + 1]), _trigrams(typed)
    shared = len(one & other)
    return shared / (len(one) + len(other) - shared)


def _trigrams(word: str) -> set[str]:
    padded = f"  {word} "
    return {padded[at : at + 3] for at in range(len(padded) - 2)}


def _begins_all(words: Sequence[str], typed: Sequence[str]) -> bool:
    return all(any(word.startswith(part) for word in words) for part in typed)
