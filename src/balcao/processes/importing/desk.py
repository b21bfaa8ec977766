"""The names of a desk, and which of them stands for a name there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from balcao.processes.importing.names import slug
from balcao.processes.importing.report import Report

Sort = Literal["state", "queue"]

STATES_BY_ID = {
    "1": "new",
    "2": "closed successful",
    "3": "closed unsuccessful",
    "4": "open",
    "5": "removed",
    "6": "pending reminder",
    "7": "pending auto close+",
    "8": "pending auto close-",
    "9": "merged",
}
"""The states that every installation there begins with."""
KINDS_OF_STATES: Mapping[str, str] = {
    "new": "new",
    "open": "open",
    "closed successful": "closed",
    "closed unsuccessful": "closed",
    "removed": "cancelled",
    "pending reminder": "waiting_third_party",
    "pending auto close+": "waiting_third_party",
    "pending auto close-": "waiting_third_party",
    "merged": "merged",
}
"""Which of our kinds a state of theirs would be."""
_SAME_EVERYWHERE = ("new", "open", "merged")


@dataclass(frozen=True, slots=True)
class Named:
    """A state or queue of the desk: `name` for the team, `kind` of a state, `is_default` for its kind."""

    name: str
    kind: str = ""
    is_default: bool = False


@dataclass(frozen=True, slots=True)
class Desk:
    """What exists, by slug; `mapped` is what the person who imports said: (sort, name there, small letters) → slug."""

    states: Mapping[str, Named] = field(default_factory=dict)
    queues: Mapping[str, Named] = field(default_factory=dict)
    tools: frozenset[str] = frozenset()
    agents: frozenset[str] = frozenset()
    """User names, in small letters."""
    mapped: Mapping[tuple[str, str], str] = field(default_factory=dict)
    processes: Mapping[str, str] = field(default_factory=dict)
    """Processes brought over already: id there → slug."""

    def of(self, sort: Sort) -> Mapping[str, Named]:
        return self.states if sort == "state" else self.queues


@dataclass(slots=True)
class Names:
    """Slugs for the names of one file. `used` tells for each sort: name there → slug here."""

    desk: Desk
    report: Report
    used: dict[Sort, dict[str, str]] = field(default_factory=lambda: {"state": {}, "queue": {}})
    processes: dict[str, str] = field(default_factory=dict)
    """Other processes that the file names: id there → slug here."""

    def resolve(self, sort: Sort, name: str, path: str) -> str:
        """The slug for a name there; one that the desk lacks is told as missing."""
        known = next((there for there in self.used[sort] if there.lower() == name.lower()), None)
        found = self.used[sort][known] if known else self._find(sort, name)
        self.used[sort].setdefault(name, found)
        if found not in self.desk.of(sort):
            self.report.add(
                "missing", path, f"There is no {sort} “{found}” for “{name}”. Create it, or map it: {_how(sort, name)}"
            )
        return found

    def resolve_id(self, sort: Sort, number: str, path: str) -> str:
        """As `resolve`, for what the file names by the number it had in their database."""
        if sort == "state" and number in STATES_BY_ID and (sort, number) not in self.desk.mapped:
            name = STATES_BY_ID[number]
            self.report.add("assumed", path, f"State number {number} is “{name}”, as on every new installation there.")
            return self.resolve(sort, name, path)
        if (sort, number) not in self.desk.mapped:
            self.report.add(
                "assumed", path, f"The file names a {sort} by its number {number} only. Say which: {_how(sort, number)}"
            )
        return self.resolve(sort, number, path)

    def process(self, entity: str) -> str:
        """The slug of another process by its id there; "" for one that was not brought over and is not mapped."""
        found = self.desk.mapped.get(("process", entity.lower())) or self.desk.processes.get(entity, "")
        if found:
            self.processes[entity] = found
        return found

    def is_pending(self, name: str) -> bool:
        """Whether a state there waits for a time: by its name, else by what stands for it here."""
        known = KINDS_OF_STATES.get(STATES_BY_ID.get(name, name).lower())
        if known is None:
            here = self.desk.states.get(self.used["state"].get(name, ""))
            known = here.kind if here else "waiting_third_party"
        return known in ("waiting_third_party", "waiting_customer")

    def pairs(self, sort: Sort) -> list[str]:
        """`slug=name there` for every name of the file that is written otherwise here."""
        return sorted(f"{here}={there}" for there, here in self.used[sort].items() if here != there)

    def _find(self, sort: Sort, name: str) -> str:
        mapped = self.desk.mapped.get((sort, name.lower()))
        if mapped:
            return mapped
        wanted = slug(name, f"{sort}-x") if not name.isdigit() else f"{sort}-{name}"
        known = self.desk.of(sort)
        if wanted in known:
            return wanted
        for here, row in known.items():
            if slug(row.name) == wanted:
                return here
        if sort == "state" and name.lower() in _SAME_EVERYWHERE:
            kind = KINDS_OF_STATES[name.lower()]
            of_kind = [here for here, row in known.items() if row.kind == kind]
            of_kind.sort(key=lambda here: not known[here].is_default)
            if of_kind:
                return of_kind[0]
        return wanted


def _how(sort: Sort, name: str) -> str:
    return f'--map "{sort}:{name}=…"'
