"""Brazilian holidays, and how a desk's own dates are laid over them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Literal, get_args

import holidays

State = Literal[
    "AC", "AL", "AM", "AP", "BA", "CE", "DF", "ES", "GO", "MA", "MG", "MS", "MT", "PA",
    "PB", "PE", "PI", "PR", "RJ", "RN", "RO", "RR", "RS", "SC", "SE", "SP", "TO",
]  # fmt: skip
STATES: tuple[str, ...] = get_args(State)

OptionalDay = Literal["carnival", "ash_wednesday", "corpus_christi"]
OPTIONAL_DAYS: tuple[str, ...] = get_args(OptionalDay)

# As the library calls them. Carnival is Monday and Tuesday.
_OPTIONAL_NAMES = {
    "carnival": "Carnaval",
    "ash_wednesday": "Quarta-feira de Cinzas",
    "corpus_christi": "Corpus Christi",
}


def brazilian_holidays(
    year: int, state: str | None = None, optional: Iterable[str] = frozenset()
) -> Mapping[date, str]:
    """Date → name in Portuguese: the national holidays, those of a state's law, and the chosen *pontos facultativos*.

    National are those of Leis 662/1949, 6.802/1980 and 14.759/2023 (20 November, from 2024 on) and Good Friday.
    Carnival, Ash Wednesday and Corpus Christi are no holidays by law, hence `optional` (see OPTIONAL_DAYS); a day that
    is one by a state's law (Carnival's Tuesday in Rio de Janeiro) comes with the state. Ash Wednesday is the whole day.
    Municipal holidays are the desk's own dates. Raises ValueError for an unknown state or optional day.
    """
    chosen = frozenset(optional)
    if unknown := chosen.difference(OPTIONAL_DAYS):
        raise ValueError(f"unknown optional days: {', '.join(sorted(unknown))}")
    if state is not None and state not in STATES:
        raise ValueError(f"unknown state: {state!r}")
    return _holidays(year, state, chosen)


@lru_cache(maxsize=1024)
def _holidays(year: int, state: str | None, optional: frozenset[str]) -> Mapping[date, str]:
    national = dict(holidays.country_holidays("BR", years=year, expand=False, language="pt_BR"))
    merged = dict(national)
    if state is not None:
        of_state = holidays.country_holidays("BR", subdiv=state, years=year, expand=False, language="pt_BR")
        merged.update((day, _national_first(name, national.get(day))) for day, name in of_state.items())
    wanted = {_OPTIONAL_NAMES[key] for key in optional}
    facultative = holidays.country_holidays("BR", years=year, expand=False, language="pt_BR", categories=("optional",))
    for day, name in facultative.items():
        if name in wanted:
            merged.setdefault(day, name)
    return MappingProxyType(dict(sorted(merged.items())))


def _national_first(names: str, national: str | None) -> str:
    """The library joins the names of one day by the alphabet; the national one is the better known."""
    if national is None:
        return names
    return "; ".join([national, *(name for name in names.split("; ") if name != national)])


class Holidays:
    """The days on which a desk does not work: answers `day in holidays` for any year.

    Built from the holidays of Brazil and of a state, the chosen optional days, and the desk's own dates (municipal
    ones, bridges to the weekend). What the desk says wins: `added` names a day anew or adds it, `working`
    takes it out whatever else is said about it. With `country=False` only the desk's own dates count.
    """

    def __init__(
        self,
        *,
        state: str | None = None,
        optional: Iterable[str] = frozenset(),
        added: Mapping[date, str] = MappingProxyType({}),
        working: Collection[date] = frozenset(),
        country: bool = True,
    ) -> None:
        self._state = state
        self._optional = frozenset(optional)
        self._added = dict(added)
        self._working = frozenset(working)
        self._country = country
        brazilian_holidays(2026, state, self._optional)  # an unknown state or day is refused here, not at the first use

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.name(day) is not None

    def name(self, day: date) -> str | None:
        """What the day is called, in Portuguese or as the desk wrote it; None on a working day."""
        if day in self._working:
            return None
        return self._added.get(day) or self._library(day.year).get(day)

    def in_year(self, year: int) -> dict[date, str]:
        """All of a year, in order of date."""
        own = {day: name for day, name in self._added.items() if day.year == year}
        merged = {**self._library(year), **own}
        return {day: merged[day] for day in sorted(merged) if day not in self._working}

    def _library(self, year: int) -> Mapping[date, str]:
        return brazilian_holidays(year, self._state, self._optional) if self._country else {}
