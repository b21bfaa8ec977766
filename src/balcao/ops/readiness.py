"""Whether the database is as this version of the code expects it."""

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor


def pending_migrations() -> list[str]:
    """The migrations that have not been applied, as `app.name`; raises DatabaseError."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]


def not_ready() -> str | None:
    """A sentence about why the product cannot run on this database and what to do, or None when it can."""
    try:
        pending = pending_migrations()
    except DatabaseError as error:
        return f"the database does not answer: {str(error).strip()}\nCheck DATABASE_URL, then run: bin/balcao doctor"
    finally:
        connection.close()
    if pending:
        return f"the database is {len(pending)} migrations behind. Run: bin/balcao prepare"
    return None
