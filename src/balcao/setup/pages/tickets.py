"""All tickets, to look things up. They are changed at the desk, by verbs, not here."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from balcao.history.models import Event
from balcao.setup.pages.base import ReadOnlyPage, moment
from balcao.tickets.models import Ticket


class OpenFilter(admin.SimpleListFilter):
    title = _("open tickets")
    parameter_name = "is_open__exact"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("1", _("Open")), ("0", pgettext("tickets", "Closed"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(is_open=self.value() == "1") if self.value() else queryset


@admin.register(Ticket)
class TicketPage(ReadOnlyPage):
    list_display = ["shown_number", "subject", "state", "organization", "queue", "owner", "opened"]
    list_display_links = ["shown_number", "subject"]
    list_filter = [OpenFilter, "state", "queue", "tool"]
    list_select_related = ["state", "organization", "queue", "owner"]
    search_fields = ["=number", "subject", "requester__name", "organization__name"]
    search_help_text = _("Number, subject, requester or company")
    fields = [
        "shown_number",
        "subject",
        "requester",
        "opened_by",
        "organization",
        "department",
        "tool",
        "offer",
        "of_process",
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

    @admin.display(description=_("number"), ordering="number")
    def shown_number(self, ticket: Ticket) -> str:
        return str(ticket.number)

    @admin.display(description=_("opened at"), ordering="opened_at")
    def opened(self, ticket: Ticket) -> str:
        return moment(ticket.opened_at)

    @admin.display(description=_("version of the process"))
    def of_process(self, ticket: Ticket) -> int:
        return ticket.process_version.number

    @admin.display(description=_("history"))
    def events(self, ticket: Ticket) -> str:
        count = Event.objects.filter(ticket_id=ticket.pk).count()
        address = f"{reverse('admin:history_event_changelist')}?ticket_id={ticket.pk}"
        return format_html('<a href="{}">{}</a>', address, count)
