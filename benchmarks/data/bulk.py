"""Rows by the million: plain tuples, written past Django, with the indexes made once at the end.

SQLite takes them with one statement for each table, PostgreSQL with COPY.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from django.db import connection, models

from balcao.search.entries import Entry

Row = tuple[Any, ...]
Convert = Callable[[Any], Any]


class Table:
    """Rows of one model, waiting. `names`: the columns that each row has; the others hold the model's defaults."""

    def __init__(self, model: type[models.Model], *names: str) -> None:
        fields: dict[str, Any] = {field.attname: field for field in model._meta.concrete_fields}
        left = [name for name in fields if name not in names and not fields[name].primary_key]
        ordered = [fields[name] for name in (*names, *left)]
        self.name = model._meta.db_table
        self.rows: list[Row] = []
        self._columns = ", ".join(f'"{field.column}"' for field in ordered)
        self._converts = [_converter(field) for field in ordered]
        self._defaults = tuple(fields[name].get_default() for name in left)

    def write(self) -> None:
        """All rows, which are gone then."""
        rows = [row + self._defaults for row in self.rows] if self._defaults else self.rows
        columns: list[Sequence[Any]] = list(zip(*rows, strict=True))
        for place, convert in enumerate(self._converts):
            if convert is not None and columns:
                columns[place] = list(map(convert, columns[place]))
        _insert(self.name, self._columns, list(zip(*columns, strict=True)), len(self._converts))
        self.rows = []


class Index:
    """Entries of the search index, as both engines keep them (`search/engines`)."""

    def __init__(self) -> None:
        self.rows: list[Entry] = []

    def write(self) -> None:
        if connection.vendor == "postgresql":
            _insert("search_index", "key, ticket_id, words", [_vector(entry) for entry in self.rows], 3)
        else:
            rows = [(entry.key, " ".join(entry.terms), " ".join(entry.words)) for entry in self.rows]
            _insert("search_index", "rowid, terms, words", rows, 3)
        self.rows = []


@contextmanager
def poured(tables: Sequence[str]) -> Iterator[None]:
    """Neither references nor indexes of these tables are kept while rows come in; the indexes are made afterwards.

    For a database of one's own: a row that points nowhere would not be noticed. Inside a transaction all is kept.
    """
    if connection.in_atomic_block:
        yield
        return
    is_postgresql = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        cursor.execute(_POSTGRESQL_INDEXES if is_postgresql else _SQLITE_INDEXES)
        indexes = [(name, made) for table, name, made in cursor.fetchall() if table in tables]
        for name, _made in indexes:
            cursor.execute(f'DROP INDEX "{name}"')
        cursor.execute("SET session_replication_role = replica" if is_postgresql else "PRAGMA foreign_keys = OFF")
        yield
        cursor.execute("SET session_replication_role = DEFAULT" if is_postgresql else "PRAGMA foreign_keys = ON")
        for _name, made in indexes:
            cursor.execute(made)


_SQLITE_INDEXES = "SELECT tbl_name, name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
_POSTGRESQL_INDEXES = """
    SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema()
    AND indexname NOT IN (SELECT conname FROM pg_constraint)
"""


def _insert(table: str, columns: str, rows: Sequence[Row], width: int) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f'COPY "{table}" ({columns}) FROM STDIN') as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * width)
            cursor.executemany(f'INSERT INTO "{table}" ({columns}) VALUES ({marks})', rows)  # noqa: S608 - names of ours


def _converter(field: Any) -> Convert | None:
    """From what a model's attribute holds to what the database takes."""
    is_sqlite = connection.vendor == "sqlite"
    if isinstance(field, models.DateTimeField):
        return _instant if is_sqlite else None
    if isinstance(field, models.UUIDField):
        return (lambda value: value.hex) if is_sqlite else None
    if isinstance(field, models.JSONField):
        return json.dumps
    return None


def _instant(value: datetime | None) -> str | None:
    """As Django writes it there: UTC without saying so."""
    return None if value is None else str(value.astimezone(UTC).replace(tzinfo=None))


def _vector(entry: Entry) -> Row:
    """Words hold letters and digits only (`search.words`): the quotes keep them as they are."""
    lexemes = [f"'={term}'" for term in entry.terms] + [f"'{word}'" for word in entry.words]
    return entry.key, entry.ticket_id, " ".join(lexemes)
