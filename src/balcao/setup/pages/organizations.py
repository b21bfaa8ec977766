"""Companies with their departments, members and contracts."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Count, ForeignKey, Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from balcao.catalog.models import Contract
from balcao.lib.documents import InvalidDocument, format_cnpj, normalize_cnpj
from balcao.people.models import Department, Membership, Organization, User
from balcao.setup.fields.choices import WithLists
from balcao.setup.pages.base import Inline, Page


class OrganizationForm(WithLists):
    cnpj = forms.CharField(
        label="CNPJ", required=False, max_length=20, help_text=_("With or without dots; letters too.")
    )

    class Meta:
        model = Organization
        fields = ["name", "legal_name", "slug", "cnpj", "state", "account_manager", "is_active", "note"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.initial.get("cnpj"):
            self.initial["cnpj"] = format_cnpj(self.initial["cnpj"])

    def clean_cnpj(self) -> str:
        typed = self.cleaned_data["cnpj"].strip()
        try:
            return normalize_cnpj(typed) if typed else ""
        except InvalidDocument as error:
            raise ValidationError(error.message) from error


class DepartmentInline(Inline):
    model = Department
    fields = ["name"]


class MembershipInline(Inline):
    model = Membership
    fields = ["user", "department", "sight", "is_manager"]
    autocomplete_fields = ["user"]

    def formfield_for_foreignkey(self, db_field: "ForeignKey[Any, Any]", request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "department":
            match = request.resolver_match
            company = str(match.kwargs.get("object_id", "")) if match else ""
            kwargs["queryset"] = Department.objects.filter(organization_id=int(company) if company.isdigit() else 0)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class ContractInline(Inline):
    model = Contract
    fields = ["tool", "starts_on", "ends_on", "promise"]
    show_change_link = True


@admin.register(Organization)
class OrganizationPage(Page):
    form = OrganizationForm
    gives_rights = True
    inlines = [DepartmentInline, MembershipInline, ContractInline]
    list_display = ["name", "shown_cnpj", "members", "running_contracts", "account_manager", "is_active"]
    list_filter = ["is_active", "state"]
    list_select_related = ["account_manager"]
    search_fields = ["name", "legal_name", "cnpj", "slug"]
    prepopulated_fields = {"slug": ["name"]}
    fieldsets = [
        (None, {"fields": ["name", "legal_name", "slug", "cnpj", "state"]}),
        (_("Service"), {"fields": ["account_manager", "is_active", "note"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).annotate(member_count=Count("memberships", distinct=True))

    def formfield_for_foreignkey(self, db_field: "ForeignKey[Any, Any]", request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "account_manager":
            kwargs["queryset"] = User.objects.filter(Q(is_agent=True) | Q(is_staff=True))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    @admin.display(description="CNPJ", ordering="cnpj")
    def shown_cnpj(self, organization: Organization) -> str:
        return format_cnpj(organization.cnpj) if organization.cnpj else ""

    @admin.display(description=_("people"), ordering="member_count")
    def members(self, organization: Any) -> int:
        return int(organization.member_count)

    @admin.display(description=_("contracts"))
    def running_contracts(self, organization: Organization) -> int:
        return organization.contracts.count()
