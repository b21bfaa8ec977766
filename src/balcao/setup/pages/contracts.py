"""Which company has which tool, and which of its processes."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import ForeignKey, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from balcao.catalog.access import today
from balcao.catalog.models import Contract, CoveredOffer, Offer
from balcao.setup.pages.base import Inline, NamedRows, Page, day


class ContractForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Contract
        fields = ["organization", "tool", "starts_on", "ends_on", "promise", "note"]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        starts, ends = data.get("starts_on"), data.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", _("The last day comes before the first. Check both dates."))
        elif starts and data.get("organization") and data.get("tool"):
            self._refuse_overlap(data)
        return data

    def _refuse_overlap(self, data: dict[str, Any]) -> None:
        others = Contract.objects.filter(organization=data["organization"], tool=data["tool"])
        others = others.exclude(pk=self.instance.pk).filter(Q(ends_on=None) | Q(ends_on__gte=data["starts_on"]))
        if data.get("ends_on"):
            others = others.filter(starts_on__lte=data["ends_on"])
        if others.exists():
            raise ValidationError(
                _("This company has another contract of the same tool in these days. End that one first.")
            )


class CoveredFormSet(NamedRows):
    def clean(self) -> None:
        super().clean()
        for form in self.forms:
            offer = getattr(form, "cleaned_data", {}).get("offer")
            if offer is not None and offer.tool_id != self.instance.tool_id:
                form.add_error("offer", _("This process belongs to another tool than the contract."))


class CoveredInline(Inline):
    model = CoveredOffer
    formset = CoveredFormSet
    fields = ["offer", "promise"]

    def formfield_for_foreignkey(self, db_field: "ForeignKey[Any, Any]", request: HttpRequest, **kwargs: Any) -> Any:
        match = request.resolver_match
        contract = match.kwargs.get("object_id") if match else None
        if db_field.name == "offer" and contract and str(contract).isdigit():
            kwargs["queryset"] = Offer.objects.filter(tool__contracts=contract).select_related("tool", "process")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class RunningFilter(admin.SimpleListFilter):
    title = gettext_lazy("in force")
    parameter_name = "running"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("now", _("Running today")),
            ("ended", _("Ended")),
            ("later", _("Still to begin")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        now = today(timezone.now())
        match self.value():
            case "now":
                return queryset.filter(Q(ends_on=None) | Q(ends_on__gte=now), starts_on__lte=now)
            case "ended":
                return queryset.filter(ends_on__lt=now)
            case "later":
                return queryset.filter(starts_on__gt=now)
        return queryset


@admin.register(Contract)
class ContractPage(Page):
    form = ContractForm
    inlines = [CoveredInline]
    list_display = ["organization", "tool", "begins", "ends", "promise", "runs"]
    list_filter = [RunningFilter, "organization", "tool"]
    list_select_related = ["organization", "tool", "promise"]
    search_fields = ["organization__name", "tool__slug", "tool__name"]
    ordering = ["organization__name", "tool__position", "starts_on"]
    fieldsets = [
        (None, {"fields": ["organization", "tool", ("starts_on", "ends_on"), "promise", "note"]}),
    ]

    @admin.display(description=gettext_lazy("from"), ordering="starts_on")
    def begins(self, contract: Contract) -> str:
        return day(contract.starts_on)

    @admin.display(description=gettext_lazy("until (inclusive)"), ordering="ends_on")
    def ends(self, contract: Contract) -> str:
        return day(contract.ends_on) or "–"

    @admin.display(description=gettext_lazy("in force"), boolean=True)
    def runs(self, contract: Contract) -> bool:
        return contract.is_running(today(timezone.now()))
