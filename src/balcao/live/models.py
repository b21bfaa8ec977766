"""What open pages are woken with, where the database itself cannot call out; and who is looking at what."""

from django.db import models


class Signal(models.Model):
    """One wake-up on SQLite: topics parted by blanks, and ids. PostgreSQL notifies and needs no rows.

    Ids never repeat, and SQLite has one writer at a time: a higher id was committed later.
    """

    topics = models.TextField()
    kind = models.CharField(max_length=20)
    ids = models.JSONField(default=dict)
    at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.topics}"


class Presence(models.Model):
    """An agent has a ticket open until `until`, unless the page says so again; `typing_until`: writes in it.

    Numbers, not keys to other tables: these rows live for seconds, and nothing below knows people or tickets.
    """

    ticket_id = models.BigIntegerField()
    user_id = models.BigIntegerField()
    until = models.DateTimeField()
    typing_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket_id", "user_id"], name="presence_once")]

    def __str__(self) -> str:
        return f"{self.user_id} at {self.ticket_id}"
