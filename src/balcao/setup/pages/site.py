"""The one row of the installation."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from balcao.setup.fields.choices import WithLists
from balcao.setup.pages.base import Page
from balcao.site.current import current_site, forget_site
from balcao.site.models import Site


@admin.register(Site)
class SitePage(Page):
    form = WithLists
    fieldsets = [
        (None, {"fields": ["name", "company", "word", "language", "time_zone"]}),
        (_("How customers reach the desk"), {"fields": ["email", "phone", "whatsapp", "contact_note"]}),
        (_("Privacy"), {"fields": ["dpo_name", "dpo_contact"]}),
        (_("Rules"), {"fields": ["agent_name", "says_when_late", "reopen_days", "close_after_days"]}),
    ]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """There is one row only: it opens at once."""
        return redirect("admin:site_site_change", current_site().pk)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        forget_site()

    def response_post_save_change(self, request: HttpRequest, obj: Any) -> Any:
        return redirect("admin:index")
