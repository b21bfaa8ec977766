"""Who of the customer's side is on a ticket, and until where each has read."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from balcao.people.models import Organization, User
from balcao.tickets.models.ticket import Ticket


class TicketRole(models.TextChoices):
    REQUESTER = "requester", _("Requester")
    PARTICIPANT = "participant", _("Participant")


class TicketPerson(models.Model):
    """The one fact behind bold, dot, bell and counts: there is news while `news_event_id` > `read_event_id`.

    `organization`, `is_open` and `last_public_at` are copies of the ticket's, so that a person's list in one company is
    one index walk (docs/decisions/0003-read-mark.md).
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="ticket_people")
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="people")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", db_index=False)
    role = models.CharField(max_length=12, choices=TicketRole.choices)
    is_open = models.BooleanField(default=True)
    last_public_at = models.DateTimeField()
    news_event_id = models.BigIntegerField(default=0)
    read_event_id = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "ticket"], name="ticket_person_once")]
        indexes = [
            models.Index(fields=["user", "organization", "-last_public_at", "-ticket"], name="ticket_person_all"),
            models.Index(
                fields=["user", "organization", "is_open", "-last_public_at", "-ticket"], name="ticket_person_open"
            ),
            models.Index(
                fields=["user", "organization", "-last_public_at", "-ticket"],
                name="ticket_person_news",
                condition=Q(news_event_id__gt=F("read_event_id")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} {self.ticket_id}"

    @property
    def has_news(self) -> bool:
        return self.news_event_id > self.read_event_id


class PendingParticipant(models.Model):
    """Somebody of the company wrote to a ticket on which they are not: it is asked there whether to include them.

    At most one open question for each ticket and person; a refusal stays, so that it is not asked again.
    """

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="pending")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    is_included = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "user"], name="pending_participant_once")]

    def __str__(self) -> str:
        return f"{self.user_id} ? {self.ticket_id}"
