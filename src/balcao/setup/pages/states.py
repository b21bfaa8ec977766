"""States and what customers read for them."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from balcao.lib.texts import pick
from balcao.setup.pages.base import Page
from balcao.tickets.models import State


@admin.register(State)
class StatePage(Page):
    list_display = ["name", "customers_read", "kind", "slug", "is_default", "position"]
    list_filter = ["kind"]
    search_fields = ["name", "slug"]
    prepopulated_fields = {"slug": ["name"]}
    fields = ["name", "slug", "kind", "customer_label", "position", "is_default"]
    ordering = ["position", "slug"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        # Tickets of this state would be open and closed at once.
        return ["kind"] if obj is not None else []

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict[str, Any]:
        return {} if obj is not None else self.prepopulated_fields

    @admin.display(description=_("name for customers"))
    def customers_read(self, state: State) -> str:
        return pick(state.customer_label, get_language())
