"""SQLite's FTS5: one virtual table, the row's number is the entry's key."""

from collections.abc import Sequence

from django.db import connection

from balcao.search.entries import Entry


class SqliteEngine:
    def put(self, entries: Sequence[Entry], *, instead_of: Sequence[int]) -> None:
        with connection.cursor() as cursor:
            cursor.executemany("DELETE FROM search_index WHERE rowid = %s", [(key,) for key in instead_of])
            cursor.executemany(
                "INSERT INTO search_index (rowid, terms, words) VALUES (%s, %s, %s)",
                [(entry.key, " ".join(entry.terms), " ".join(entry.words)) for entry in entries],
            )

    def find(self, words: Sequence[str], *, terms: Sequence[str], any_of: Sequence[str], limit: int) -> list[int]:
        # Every word is quoted: AND, NEAR, * or : typed by somebody are words, not the language of queries.
        asked = [f'terms : "{term}"' for term in terms]
        if any_of:
            either = " OR ".join(f'"{term}"' for term in any_of)
            asked.append(f"terms : ({either})")
        asked += [f'words : "{word}"' for word in words]
        asked[-1] += "*"
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT rowid / 2 FROM search_index WHERE search_index MATCH %s ORDER BY rowid DESC LIMIT %s",
                [" AND ".join(asked), limit],
            )
            return [row[0] for row in cursor.fetchall()]


ENGINE = SqliteEngine()
