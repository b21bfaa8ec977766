"""One story while it is told: its people, its ticket, its files."""

import re
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from balcao.files.actions.store import store_file
from balcao.files.models import StoredFile
from balcao.ops.demo.papers import paper
from balcao.people.models import User
from balcao.processes import engine
from balcao.tickets.models import Ticket

_SPACE = UUID("6f0a9d4e-5c1b-4b7e-9a44-2f0b6f3c7d10")


_DAY = re.compile(r"day([+-]\d+)")


class StoryWrong(ValueError):
    """A story asks for something that its process does not have."""


class Teller:
    def __init__(self, story: dict[str, Any], people: dict[str, User], number: int) -> None:
        self.story = story
        self.people = people
        self._number = number
        self._ticket: Ticket | None = None

    @property
    def ticket(self) -> Ticket:
        if self._ticket is None:
            raise StoryWrong(f"{self.story['subject']}: not opened yet")
        return self._ticket

    @ticket.setter
    def ticket(self, ticket: Ticket) -> None:
        self._ticket = ticket

    def key(self, place: int) -> UUID:
        """The same at every seeding."""
        return uuid5(_SPACE, f"{self._number}/{place}")

    def person(self, step: dict[str, Any]) -> User:
        """Who does this step; nobody named: whoever opened the ticket."""
        return self.people[step.get("by", self.story["by"])]

    def files(self, rows: list[dict[str, Any]], by: User, now: datetime) -> list[StoredFile]:
        return [store_file(upload=paper(row), by=by, now=now) for row in rows]

    def answers(self, step: dict[str, Any], by: User, now: datetime) -> dict[str, list[StoredFile]]:
        return {field: self.files(rows, by, now) for field, rows in step.get("answers", {}).items()}

    def cleaned(
        self,
        document: engine.Document,
        dialog: engine.Dialog,
        step: dict[str, Any],
        answers: dict[str, list[StoredFile]],
        facts: engine.Facts,
        now: datetime,
    ) -> dict[str, engine.Value]:
        """The dialog as it would be sent from the form. Raises StoryWrong for what a person would be told."""
        raw: dict[str, str | list[str]] = {
            "subject": self.story["subject"],
            "body": step.get("body", ""),
            **{field: _value(value, now) for field, value in step.get("values", {}).items()},
            **{field: [str(file.pk) for file in files] for field, files in answers.items()},
        }
        cleaned = engine.clean_values(document, dialog, raw, facts, now)
        unknown = set(step.get("values", {})) - set(cleaned.values)
        if cleaned.problems or unknown:
            raise StoryWrong(f"{self.story['subject']}: {cleaned.problems} {unknown}")
        return cleaned.values


def _value(written: str | list[str], now: datetime) -> str | list[str]:
    """`day+5`: that many days from the step's own day."""
    found = _DAY.fullmatch(written) if isinstance(written, str) else None
    return (now + timedelta(days=int(found[1]))).date().isoformat() if found else written
