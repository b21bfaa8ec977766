"""Rows of answers for tickets that were opened before there were any."""

from django_tasks import task

from balcao.tickets.field_values import fill_field_values

AT_ONCE = 100
"""Tickets of one transaction: on SQLite nobody else writes meanwhile."""
BATCHES = 10
"""Of one job. The next one queues up behind whatever else has come: this is never urgent."""


@task(priority=-10)
def fill_answers(after: int = 0) -> None:
    """Bring the rows of the tickets behind this id in line, some now, the others in a job that follows.

    Started by the migration. Killed, it does the same part again; run twice, the second time writes nothing.
    """
    for _batch in range(BATCHES):
        last = fill_field_values(after=after, most=AT_ONCE)
        if last is None:
            return
        after = last
    fill_answers.enqueue(after)
