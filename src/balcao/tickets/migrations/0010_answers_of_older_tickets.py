"""Tickets that were opened before lists could be narrowed by their answers get the rows for it, in the background."""

from typing import Any

from django.db import migrations
from django.utils import timezone

TASK = "balcao.tickets.field_value_jobs.fill_answers"


def start(apps: Any, editor: Any) -> None:
    """One job, which goes on by itself: a million tickets must not hold up the upgrade."""
    if not apps.get_model("tickets", "Ticket").objects.exists():
        return
    now = timezone.now()
    apps.get_model("jobs", "Job").objects.create(
        task=TASK, args=[0], priority=-10, run_after=now, max_attempts=10, enqueued_at=now
    )


class Migration(migrations.Migration):
    dependencies = [
        ("jobs", "0001_initial"),
        ("tickets", "0009_awaited_tickets_in_order"),
    ]

    operations = [migrations.RunPython(start, migrations.RunPython.noop)]
