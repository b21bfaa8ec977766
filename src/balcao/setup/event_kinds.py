"""What happened, in words: kinds of events as administrators read them."""

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

KINDS: dict[str, StrOrPromise] = {
    "ticket.opened": _("Ticket opened"),
    "ticket.replied": _("Answer sent"),
    "ticket.noted": _("Internal note"),
    "ticket.state_changed": _("State changed"),
    "ticket.stage_changed": _("Stage changed"),
    "ticket.activity_changed": _("Activity changed"),
    "ticket.dialog_submitted": _("Dialog sent"),
    "ticket.resolved": _("Marked as resolved"),
    "ticket.closing": _("Closing asked for"),
    "ticket.closed": _("Ticket closed"),
    "ticket.reopened": _("Ticket reopened"),
    "ticket.assigned": _("Agent changed"),
    "ticket.moved": _("Queue changed"),
    "ticket.priority_changed": _("Priority changed"),
    "ticket.renamed": _("Subject changed"),
    "ticket.participant_added": _("Participant added"),
    "ticket.participant_removed": _("Participant removed"),
    "process.effect_failed": _("An action of the process could not be done"),
    "person.invited": _("Invitation sent"),
    "person.accepted_invitation": _("Invitation accepted"),
    "person.password_changed": _("Password changed"),
    "person.temporary_password_given": _("Temporary password given"),
}
