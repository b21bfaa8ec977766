"""A published version never changes: the database itself refuses the update."""

from typing import Any

from django.db import migrations

SQLITE = """
CREATE TRIGGER processversion_is_final BEFORE UPDATE ON processes_processversion
BEGIN SELECT RAISE(ABORT, 'a published version never changes'); END
"""
POSTGRESQL = """
CREATE FUNCTION processversion_is_final() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'a published version never changes' USING ERRCODE = 'integrity_constraint_violation'; END $$;
CREATE TRIGGER processversion_is_final BEFORE UPDATE ON processes_processversion
FOR EACH ROW EXECUTE FUNCTION processversion_is_final();
"""


def refuse_updates(apps: Any, schema_editor: Any) -> None:
    schema_editor.execute(POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE)


def allow_updates(apps: Any, schema_editor: Any) -> None:
    on_table = " ON processes_processversion" if schema_editor.connection.vendor == "postgresql" else ""
    schema_editor.execute(f"DROP TRIGGER processversion_is_final{on_table}")


class Migration(migrations.Migration):
    dependencies = [("processes", "0001_initial")]
    operations = [migrations.RunPython(refuse_updates, allow_updates)]
