"""The list as a table for Excel: semicolons, UTF-8 with its mark, nothing that a spreadsheet would run."""

import csv
from collections.abc import Iterator
from datetime import datetime, tzinfo
from io import StringIO

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from balcao.people.models import Membership, User
from balcao.portal.rows import Shown, shown
from balcao.tickets.listing import Wanted, every_row

BOM = "\ufeff"
RUN_BY_SPREADSHEETS = ("=", "+", "-", "@", "\t", "\r", "|", "%")


def table(membership: Membership, wanted: Wanted, *, reader: User, language: str, zone: tzinfo) -> Iterator[str]:
    """The lines of the file, made while they are sent: hence the language and the zone as arguments."""
    with translation.override(language), timezone.override(zone):
        yield BOM + _line(_head())
        for row in every_row(membership, wanted):
            yield _line(_cells(shown(row, reader=reader)))


def _head() -> list[str]:
    return [
        pgettext("column", "Status"),
        pgettext("column", "Number"),
        pgettext("column", "Subject"),
        pgettext("column", "Process (tool)"),
        pgettext("column", "Activity · stage"),
        pgettext("column", "Latest news"),
    ]


def _cells(row: Shown) -> list[str]:
    stage = f"{row.activity} · {row.position}/{row.total} {row.stage}" if row.total else row.activity
    return [row.state_label, str(row.number), row.subject, f"{row.process} ({row.tool})", stage, _moment(row.at)]


def _moment(at: datetime) -> str:
    return timezone.localtime(at).strftime(_("%Y-%m-%d %H:%M"))


def _line(cells: list[str]) -> str:
    line = StringIO()
    csv.writer(line, delimiter=";").writerow([harmless(cell) for cell in cells])
    return line.getvalue()


def harmless(cell: str) -> str:
    """A text that a spreadsheet shows and does not calculate: formulas are quoted with an apostrophe (OWASP)."""
    return f"'{cell}" if cell.lstrip().startswith(RUN_BY_SPREADSHEETS) else cell
