"""All tickets, to look things up. They are changed at the desk, by verbs, not here."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from balcao.history.models import Event
from balcao.setup.pages.base import ReadOnlyPage
from balcao.tickets.models import Ticket


@admin.register(Ticket)
class TicketPage(ReadOnlyPage):
    list_display = ["number", "subject", "state", "organization", "queue", "owner", "opened_at"]
    list_display_links = ["number", "subject"]
    list_filter = ["is_open", "state", "queue", "tool"]
    list_select_related = ["state", "organization", "queue", "owner"]
    search_fields = ["=number", "subject", "requester__name", "organization__name"]
    search_help_text = _("Number, subject, requester or company")
    fields = [
        "number",
        "subject",
        "requester",
        "opened_by",
        "organization",
        "department",
        "tool",
        "offer",
        "process_version",
        "activity",
        "stage",
        "state",
        "queue",
        "owner",
        "priority",
        "opened_at",
        "updated_at",
        "resolved_at",
        "closed_at",
        "events",
    ]

    @admin.display(description=_("history"))
    def events(self, ticket: Ticket) -> str:
        count = Event.objects.filter(ticket_id=ticket.pk).count()
        address = f"{reverse('admin:history_event_changelist')}?ticket_id={ticket.pk}"
        return format_html('<a href="{}">{}</a>', address, count)
