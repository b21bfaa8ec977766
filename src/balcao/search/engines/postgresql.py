"""PostgreSQL's text search: a tsvector with a GIN index; access terms are lexemes that no word can be."""

from collections.abc import Sequence

from django.db import connection

from balcao.search.entries import Entry


class PostgresqlEngine:
    def put(self, entries: Sequence[Entry], *, instead_of: Sequence[int]) -> None:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM search_index WHERE key = ANY(%s)", [list(instead_of)])
            cursor.executemany(
                "INSERT INTO search_index (key, ticket_id, words) VALUES (%s, %s, array_to_tsvector(%s))"
                " ON CONFLICT (key) DO UPDATE SET words = excluded.words",
                [(entry.key, entry.ticket_id, _lexemes(entry)) for entry in entries],
            )

    def find(self, words: Sequence[str], *, terms: Sequence[str], any_of: Sequence[str], limit: int) -> list[int]:
        # Words are letters and digits only (search.words); the quotes keep them words all the same.
        asked = [f"'={term}'" for term in terms]
        if any_of:
            either = " | ".join(f"'={term}'" for term in any_of)
            asked.append(f"({either})")
        asked += [f"'{word}'" for word in words]
        asked[-1] += ":*"
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT ticket_id FROM search_index WHERE words @@ %s::tsquery ORDER BY key DESC LIMIT %s",
                [" & ".join(asked), limit],
            )
            return [row[0] for row in cursor.fetchall()]


def _lexemes(entry: Entry) -> list[str]:
    """Terms begin with «=», which a word never does."""
    return [f"={term}" for term in entry.terms] + list(entry.words)


ENGINE = PostgresqlEngine()
