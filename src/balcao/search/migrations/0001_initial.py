"""The index of words, made of what each database has for it (search/engines)."""

from typing import Any

from django.db import migrations

FTS5 = """CREATE VIRTUAL TABLE search_index USING fts5(
    terms, words, tokenize = "unicode61 remove_diacritics 0", prefix = '2 3'
)"""
TSVECTOR = """CREATE TABLE search_index (key bigint PRIMARY KEY, ticket_id bigint NOT NULL, words tsvector NOT NULL);
CREATE INDEX search_index_words ON search_index USING gin (words)"""


def create(apps: Any, schema_editor: Any) -> None:
    schema_editor.execute(TSVECTOR if schema_editor.connection.vendor == "postgresql" else FTS5)


def drop(apps: Any, schema_editor: Any) -> None:
    schema_editor.execute("DROP TABLE search_index")


class Migration(migrations.Migration):
    initial = True

    operations = [migrations.RunPython(create, drop)]
