"""A pasted list of people to invite, read line by line: what can be done, what is wrong, who is there already."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from balcao.lib.names import clean_line
from balcao.people.models import Organization, User

MAX_LINES = 1000
LONGEST_LINE = 2000
CHUNK = 400
HEADINGS = frozenset({"nome", "name", "nombre"})


class Fate(StrEnum):
    READY = "ready"
    ERROR = "error"
    EXISTING = "existing"


@dataclass(frozen=True, slots=True)
class Guest:
    """One line. `reason` says in words why it is not READY."""

    line: int
    name: str
    email: str
    department: str
    fate: Fate
    reason: str = ""


def read_guests(text: str, organization: Organization) -> list[Guest]:
    """`name;email;department` per line (or commas, or tabs; the department may be missing), without doing anything."""
    rows = list(_rows(text))
    known = _known_emails([cells[1] for _line, cells in rows if len(cells) > 1])
    guests: list[Guest] = []
    seen: set[str] = set()
    for line, cells in rows[:MAX_LINES]:
        guest = _guest(line, cells, organization, known, seen)
        seen.add(guest.email)
        guests.append(guest)
    if len(rows) > MAX_LINES:
        reason = _("Only the first %(count)d lines were read. Send the rest as another list.") % {"count": MAX_LINES}
        guests.append(Guest(rows[MAX_LINES][0], "", "", "", Fate.ERROR, reason))
    return guests


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    lines = text.lstrip("\ufeff").replace("\x00", "").splitlines()
    first = next((line for line in lines if line.strip()), "")
    mark = next((mark for mark in "\t;," if mark in first), ";")
    for number, line in enumerate(lines, start=1):
        # Line by line: a quotation mark that nobody closed must not swallow the rest of the list.
        cells = next(csv.reader([line[:LONGEST_LINE]], delimiter=mark), [])
        cleaned = [clean_line(cell, 300) for cell in cells]
        if any(cleaned) and cleaned[0].casefold() not in HEADINGS:
            yield number, cleaned


def _known_emails(emails: list[str]) -> dict[str, set[int]]:
    """E-mail → ids of the person's companies, for those who have an account."""
    wanted = sorted({email.lower() for email in emails})
    known: dict[str, set[int]] = {}
    for start in range(0, len(wanted), CHUNK):
        people = User.objects.annotate(lower=Lower("email")).filter(lower__in=wanted[start : start + CHUNK])
        for email, organization in people.values_list("lower", "memberships__organization_id"):
            known.setdefault(email, set()).add(organization)
    return known


def _guest(
    line: int, cells: list[str], organization: Organization, known: dict[str, set[int]], seen: set[str]
) -> Guest:
    name, email, department = (*cells, "", "", "")[:3]
    email = email.lower()
    fate, reason = Fate.READY, ""
    if not name or len(name) > 120:
        fate, reason = Fate.ERROR, _("The name is missing or too long.")
    elif not _is_email(email):
        fate, reason = Fate.ERROR, _("“%(email)s” is not an e-mail address.") % {"email": email}
    elif email in seen:
        fate, reason = Fate.ERROR, _("This e-mail stands in the list twice.")
    elif organization.pk in known.get(email, set()):
        fate, reason = Fate.EXISTING, _("Belongs to the company already.")
    elif email in known:
        fate, reason = Fate.EXISTING, _("Has an access of another company. Add the membership by hand.")
    return Guest(line, name, email, department[:80], fate, reason)


def _is_email(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return len(text) <= 254
