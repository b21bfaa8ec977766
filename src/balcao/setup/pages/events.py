"""Everything that happened, in order."""

import json
from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from balcao.history.models import Event
from balcao.setup.event_kinds import KINDS
from balcao.setup.pages.base import ReadOnlyPage, moment
from balcao.tickets.models import Ticket


class KindFilter(admin.SimpleListFilter):
    title = _("what happened")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(kind, name) for kind, name in KINDS.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(kind=self.value()) if self.value() else queryset


@admin.register(Event)
class EventPage(ReadOnlyPage):
    list_display = ["what", "happened_at", "who", "ticket_number", "public"]
    list_filter = [KindFilter]
    list_select_related = ["actor"]
    ordering = ["-id"]
    fields: ClassVar[Any] = ["what", "happened_at", "who", "ticket_number", "public", "details"]
    readonly_fields = fields

    def lookup_allowed(self, lookup: str, value: str, request: Any = None) -> bool:
        return lookup == "ticket_id" or super().lookup_allowed(lookup, value, request)

    @admin.display(description=_("what happened"), ordering="kind")
    def what(self, event: Event) -> str:
        return str(KINDS.get(event.kind, event.kind))

    @admin.display(description=_("when"), ordering="id")
    def happened_at(self, event: Event) -> str:
        return moment(event.at)

    @admin.display(description=_("who"))
    def who(self, event: Event) -> Any:
        return event.actor

    @admin.display(description=_("ticket"))
    def ticket_number(self, event: Event) -> int | None:
        if event.ticket_id is None:
            return None
        return Ticket.objects.filter(pk=event.ticket_id).values_list("number", flat=True).first()

    @admin.display(description=_("customers see it"), boolean=True)
    def public(self, event: Event) -> bool:
        return event.is_public

    @admin.display(description=_("details"))
    def details(self, event: Event) -> str:
        return format_html("<pre>{}</pre>", json.dumps(event.data, indent=2, ensure_ascii=False))
