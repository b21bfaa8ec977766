"""Promises with their targets."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from balcao.catalog.models import Promise, PromiseTarget
from balcao.setup.pages.base import Inline, Page
from balcao.tickets.jobs import reckon_promises
from balcao.tickets.models import Priority


class TargetInline(Inline):
    model = PromiseTarget
    fields = ["priority", "first_response", "next_response", "resolution"]

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest | None, **kwargs: Any) -> Any:
        from django import forms

        if db_field.name == "priority":
            return forms.TypedChoiceField(
                label=db_field.verbose_name,
                choices=[("", _("all the others")), *Priority.choices],
                coerce=int,
                empty_value=None,
                required=False,
            )
        return super().formfield_for_dbfield(db_field, request, **kwargs)


@admin.register(Promise)
class PromisePage(Page):
    inlines = [TargetInline]
    list_display = ["name", "calendar", "targets_in_words", "is_default"]
    list_select_related = ["calendar"]
    search_fields = ["name"]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("targets")

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        reckon_promises.enqueue(form.instance.calendar_id)

    @admin.display(description=_("targets"))
    def targets_in_words(self, promise: Promise) -> str:
        parts = []
        for target in promise.targets.all():
            name = Priority(target.priority).label if target.priority else _("others")
            times = (target.first_response, target.next_response, target.resolution)
            parts.append(f"{name}: {' / '.join(_minutes(time) for time in times)}")
        return " · ".join(parts)


def _minutes(minutes: int | None) -> str:
    """Business time: 90 → 1h30, 45 → 45 min."""
    if minutes is None:
        return "–"
    hours, rest = divmod(minutes, 60)
    return f"{rest} min" if not hours else f"{hours}h{rest:02d}" if rest else f"{hours}h"
