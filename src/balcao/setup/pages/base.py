"""What all pages of the administration share."""

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db import models
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import get_language

from balcao.catalog.models import Offer
from balcao.lib.texts import pick
from balcao.live.publish import recheck
from balcao.processes.models import Process
from balcao.setup.deletion import Deletion, deletion_of
from balcao.setup.fields.texts import TextsField
from balcao.site.models import validate_texts

if TYPE_CHECKING:
    _Admin = admin.ModelAdmin[Any]
    _Tabular = admin.TabularInline[Any, Any]
    _Stacked = admin.StackedInline[Any, Any]
    _Any = BaseModelAdmin[Any]
else:
    _Admin, _Tabular, _Stacked, _Any = admin.ModelAdmin, admin.TabularInline, admin.StackedInline, object

LONG_TEXTS = frozenset({"contact_note", "description"})


class _ForAdministrators(_Any):
    """Whoever reaches the site may do everything; single permissions are not used."""

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.is_staff

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.is_staff

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.is_staff

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.is_staff

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.is_staff

    def formfield_for_dbfield(
        self, db_field: "models.Field[Any, Any]", request: Any, **kwargs: Any
    ) -> forms.Field | None:
        if isinstance(db_field, models.JSONField) and validate_texts in db_field.validators:
            return TextsField(
                label=capfirst(db_field.verbose_name),
                help_text=db_field.help_text,
                required=not db_field.blank,
                is_long=db_field.name in LONG_TEXTS,
            )
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
            _without_shortcuts(field.widget)
        if isinstance(field, forms.ModelChoiceField) and field.queryset is not None and field.queryset.model in LABELS:
            related, label = LABELS[field.queryset.model]
            field.queryset = field.queryset.select_related(*related)
            field.label_from_instance = label  # type: ignore[assignment,method-assign]
        return field


def _without_shortcuts(widget: RelatedFieldWidgetWrapper) -> None:
    """Four little pictures beside each list: more noise than help, and deleting from there is a trap."""
    widget.can_add_related = widget.can_change_related = False
    widget.can_delete_related = widget.can_view_related = False


def _process_label(process: Any) -> str:
    return pick(process.current.name, get_language()) if process.current else process.slug


def _offer_label(offer: Any) -> str:
    return f"{pick(offer.tool.name, get_language())} › {_process_label(offer.process)}"


LABELS: dict[type[models.Model], tuple[list[str], Callable[[Any], str]]] = {
    Process: (["current"], _process_label),
    Offer: (["tool", "process__current"], _offer_label),
}
"""Lists of these read better by their names than by their slugs: what to load with them, and the name."""


def day(on: date | None) -> str:
    """«22/11/2026»: for columns."""
    return date_format(on, "SHORT_DATE_FORMAT") if on is not None else ""


def moment(at: datetime | None) -> str:
    """«22/11/2026 12:20» in the reader's zone: for columns."""
    return date_format(localtime(at), "SHORT_DATETIME_FORMAT") if at is not None else ""


class Page(_ForAdministrators, _Admin):
    is_ours = True
    list_per_page = 50
    save_on_top = False
    show_full_result_count = False
    gives_rights = False
    """Whether what is saved here may close an open page to somebody: their streams are asked again."""

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        title = capfirst(self.opts.verbose_name_plural)
        return super().changelist_view(request, {"title": title, **(extra_context or {})})

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if self.gives_rights:
            recheck()

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        super().delete_model(request, obj)
        if self.gives_rights:
            recheck()

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        super().delete_queryset(request, queryset)
        if self.gives_rights:
            recheck()

    def get_deleted_objects(
        self, objs: Any, request: HttpRequest
    ) -> tuple[list[Any], dict[str, int], set[str], list[Any]]:
        found: Deletion = deletion_of(list(objs))
        return found.shown, found.counts, set(), found.protected


class NamedRows(forms.BaseInlineFormSet):  # type: ignore[type-arg]
    """Every input has a name for who cannot see the heading of its column."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        for field in form.fields.values():
            inner = getattr(field.widget, "widget", field.widget)
            inner.attrs.setdefault("aria-label", str(field.label or ""))


class Inline(_ForAdministrators, _Tabular):
    extra = 0
    formset = NamedRows
    template = "setup/rows.html"


class StackedInline(_ForAdministrators, _Stacked):
    extra = 0


class ReadOnlyPage(Page):
    """To look things up: nothing here is changed by hand."""

    actions: Any = None

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
