"""Tools, with the processes offered under each."""

from typing import Any

from django.contrib import admin
from django.db.models import Count
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from balcao.catalog.models import Offer, Tool
from balcao.lib.texts import pick
from balcao.setup.pages.base import Inline, Page


class OfferInline(Inline):
    model = Offer
    fields = ["process", "promise", "position"]


@admin.register(Tool)
class ToolPage(Page):
    inlines = [OfferInline]
    list_display = ["shown_name", "slug", "processes", "companies", "is_for_everyone", "is_active", "position"]
    list_filter = ["is_active", "is_for_everyone"]
    search_fields = ["slug", "name"]
    ordering = ["position", "slug"]
    fieldsets = [
        (None, {"fields": ["name", "slug", "description", "icon"]}),
        (_("In “New ticket”"), {"fields": ["position", "is_for_everyone", "is_active"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> Any:
        return (
            super()
            .get_queryset(request)
            .annotate(
                offer_count=Count("offers", distinct=True),
                company_count=Count("contracts__organization", distinct=True),
            )
        )

    @admin.display(description=_("name"), ordering="position")
    def shown_name(self, tool: Tool) -> str:
        return pick(tool.name, get_language())

    @admin.display(description=_("processes"), ordering="offer_count")
    def processes(self, tool: Any) -> int:
        return int(tool.offer_count)

    @admin.display(description=_("companies"), ordering="company_count")
    def companies(self, tool: Any) -> int:
        return int(tool.company_count)
