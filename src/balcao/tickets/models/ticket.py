"""A ticket runs a process for a person of a company."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from balcao.catalog.models import Contract, Offer, Promise, Tool
from balcao.people.models import Department, Organization, User
from balcao.processes.models import ProcessVersion
from balcao.tickets.models.queue import Queue
from balcao.tickets.models.state import State


class Priority(models.IntegerChoices):
    LOWEST = 1, _("Very low")
    LOW = 2, _("Low")
    NORMAL = 3, _("Normal")
    HIGH = 4, _("High")
    URGENT = 5, _("Urgent")


class TicketNumber(models.Model):
    """The numbers given, by the database's own sequence: no lock, gaps allowed, never twice."""

    given_at = models.DateTimeField()


class Ticket(models.Model):
    """`run` is the engine's state (`processes.engine.Run.to_json`): activity, stage, answers, path.

    Columns of the last public message are copies for lists. `version` grows with each change
    that a list or page shows. `due_at` is the promise that runs now, by which the
    desk sorts: none while paused. `paused_at` is set while the promise waits for the customer;
    `paused_minutes` is the business time it has waited before, `pauses` are the times of it, `[from, until or null]`.
    `answer_owed_since` is the customer's first message after the desk's last answer. At `escalates_at` the team has to
    be told of a promise; `promises_told` says of which they were («resolution:warned»). A ticket `snoozed_until` later
    is out of the desk's lists until then, or until the customer writes.
    """

    number = models.BigIntegerField(unique=True, editable=False)
    key = models.UUIDField(unique=True, editable=False)
    subject = models.CharField(_("subject"), max_length=200)
    requester = models.ForeignKey(User, verbose_name=_("requester"), on_delete=models.PROTECT, related_name="requests")
    opened_by = models.ForeignKey(User, verbose_name=_("opened by"), on_delete=models.PROTECT, related_name="+")
    organization = models.ForeignKey(
        Organization, verbose_name=_("company"), on_delete=models.PROTECT, related_name="tickets"
    )
    department = models.ForeignKey(
        Department, verbose_name=_("department"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    tool = models.ForeignKey(Tool, verbose_name=_("tool"), on_delete=models.PROTECT, related_name="+")
    offer = models.ForeignKey(Offer, verbose_name=_("process"), on_delete=models.PROTECT, related_name="+")
    contract = models.ForeignKey(Contract, null=True, on_delete=models.PROTECT, related_name="+")
    process_version = models.ForeignKey(
        ProcessVersion, verbose_name=_("version of the process"), on_delete=models.PROTECT, related_name="tickets"
    )
    activity = models.CharField(_("activity"), max_length=80)
    stage = models.CharField(_("stage"), max_length=80)
    run = models.JSONField(default=dict)

    state = models.ForeignKey(State, verbose_name=_("state"), on_delete=models.PROTECT, related_name="+")
    is_open = models.BooleanField(default=True)
    queue = models.ForeignKey(Queue, verbose_name=_("queue"), on_delete=models.PROTECT, related_name="tickets")
    owner = models.ForeignKey(
        User, verbose_name=_("agent"), null=True, blank=True, on_delete=models.PROTECT, related_name="owned_tickets"
    )
    responsible = models.ForeignKey(
        User, verbose_name=_("responsible"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField(_("kind"), max_length=60, blank=True)
    priority = models.PositiveSmallIntegerField(_("priority"), choices=Priority.choices, default=Priority.NORMAL)

    opened_at = models.DateTimeField(_("opened at"))
    updated_at = models.DateTimeField(_("changed at"))
    resolved_at = models.DateTimeField(_("resolved at"), null=True)
    closed_at = models.DateTimeField(_("closed at"), null=True)
    version = models.PositiveIntegerField(default=1)

    promise = models.ForeignKey(Promise, null=True, on_delete=models.PROTECT, related_name="+")
    first_response_due_at = models.DateTimeField(null=True)
    first_responded_at = models.DateTimeField(null=True)
    answer_owed_since = models.DateTimeField(null=True)
    next_response_due_at = models.DateTimeField(null=True)
    resolution_due_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    activity_due_at = models.DateTimeField(null=True)
    paused_at = models.DateTimeField(null=True)
    paused_minutes = models.PositiveIntegerField(default=0)
    pauses = models.JSONField(default=list)
    promises_told = models.JSONField(default=list)
    escalates_at = models.DateTimeField(null=True)

    last_public_message = models.ForeignKey(
        "Message", null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    last_public_at = models.DateTimeField()
    last_public_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    snippet = models.CharField(max_length=200, blank=True)
    snoozed_until = models.DateTimeField(null=True)
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    solution = models.ForeignKey("Message", null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)

    class Meta:
        verbose_name = _("ticket")
        verbose_name_plural = _("tickets")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["organization", "is_open", "-last_public_at", "-id"], name="ticket_company"),
            models.Index(fields=["organization", "-last_public_at", "-id"], name="ticket_company_all"),
            models.Index(fields=["department", "-last_public_at", "-id"], name="ticket_department"),
            models.Index(fields=["queue", "is_open", "due_at", "id"], name="ticket_queue"),
            models.Index(fields=["owner", "due_at", "id"], name="ticket_owner_open", condition=Q(is_open=True)),
            models.Index(
                fields=["queue", "snoozed_until", "id"],
                name="ticket_snoozed",
                condition=Q(snoozed_until__isnull=False),
            ),
            models.Index(fields=["due_at", "id"], name="ticket_open_due", condition=Q(is_open=True)),
            models.Index(fields=["escalates_at"], name="ticket_escalates", condition=Q(escalates_at__isnull=False)),
            models.Index(fields=["state", "due_at", "id"], name="ticket_open_state", condition=Q(is_open=True)),
            models.Index(
                fields=["state", "-opened_at", "-id"],
                name="ticket_open_untimed",
                condition=Q(is_open=True, due_at__isnull=True),
            ),
            models.Index(fields=["-closed_at", "-id"], name="ticket_closed", condition=Q(is_open=False)),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.subject}"


class TicketLink(models.Model):
    """`origin` came first; `follow_up` was opened because of it."""

    origin = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="follow_ups")
    follow_up = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="origins")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["origin", "follow_up"], name="ticket_link_once")]

    def __str__(self) -> str:
        return f"{self.origin_id} → {self.follow_up_id}"
