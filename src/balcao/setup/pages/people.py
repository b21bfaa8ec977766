"""People: customers, agents and administrators, and how they get their access."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from balcao.lib.refused import Refused
from balcao.people.actions.give_temporary_password import give_temporary_password
from balcao.people.actions.invite import invite
from balcao.people.addresses import person_of
from balcao.people.models import Invitation, Membership, PersonAddress, User
from balcao.setup.pages.base import Inline, Page, moment
from balcao.setup.people_forms import Access, NewPersonForm, PersonForm
from balcao.setup.sessions import end_sessions
from balcao.setup.views.guests import invite_list
from balcao.setup.views.person import act_on_person


class MembershipOfPersonInline(Inline):
    model = Membership
    fields = ["organization", "department", "sight", "is_manager"]
    verbose_name_plural = gettext_lazy("companies")


class AddressForm(forms.ModelForm[PersonAddress]):
    """Who writes from it is this person: an address belongs to one person only."""

    def clean_address(self) -> str:
        address: str = self.cleaned_data["address"].strip().lower()
        owner = person_of(address)
        if owner is not None and owner.pk != self.instance.user_id:
            raise ValidationError(_("%(name)s has this e-mail.") % {"name": owner.name})
        return address

    def save(self, commit: bool = True) -> PersonAddress:
        if self.instance.created_at is None:
            self.instance.created_at = timezone.now()
        return super().save(commit)


class AddressInline(Inline):
    model = PersonAddress
    form = AddressForm
    fields = ["address", "is_confirmed"]
    verbose_name_plural = gettext_lazy("further e-mail addresses")


class InvitationInline(Inline):
    model = Invitation
    fk_name = "user"
    fields: ClassVar[Any] = ["created_at", "expires_at", "used_at", "revoked_at", "invited_by"]
    readonly_fields = fields
    verbose_name_plural = gettext_lazy("invitations")
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(User)
class PersonPage(Page):
    form = PersonForm
    gives_rights = True
    list_display = ["name", "email", "companies", "is_agent", "is_staff", "is_active", "seen"]
    list_filter = ["is_active", "is_agent", "is_staff", "memberships__organization"]
    search_fields = ["name", "email", "username"]
    search_help_text = gettext_lazy("Name, e-mail or user name")
    ordering = ["name"]
    actions = ["send_invitations", "end_all_sessions", "deactivate", "activate"]
    readonly_fields = ["seen", "access_now"]
    change_list_template = "setup/people/change_list.html"
    change_form_template = "setup/people/change_form.html"
    fieldsets = [
        (None, {"fields": ["name", "username", "email", "job_title", "phone"]}),
        (gettext_lazy("At the desk"), {"fields": ["is_agent", "desk_role", "alias", "is_staff"]}),
        (gettext_lazy("Language and time"), {"fields": ["language", "time_zone"]}),
        (gettext_lazy("Access"), {"fields": ["is_active", "access_now", "seen"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["name", "email", "username", "job_title", "phone"]}),
        (gettext_lazy("Company"), {"fields": ["organization", "department", "sight", "is_manager"]}),
        (gettext_lazy("At the desk"), {"fields": ["is_agent", "desk_role", "is_staff"]}),
        (gettext_lazy("Language and time"), {"fields": ["language", "time_zone"]}),
        (gettext_lazy("Access"), {"fields": ["access"]}),
    ]

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("invite/", view(invite_list), name="people_user_invite"),
            path("<int:pk>/access/<slug:act>/", view(act_on_person), name="people_user_act"),
            *super().get_urls(),
        ]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("memberships__organization")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.fieldsets if obj is not None else self.add_fieldsets

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        return [MembershipOfPersonInline, AddressInline, InvitationInline] if obj is not None else []

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = NewPersonForm if obj is None else PersonForm
        made: Any = super().get_form(request, obj, change, **{"form": form, "fields": None, **kwargs})
        made.by = request.user
        return made

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if change:
            super().save_model(request, obj, form, change)
            return
        obj.set_unusable_password()
        obj.save()
        organization = form.cleaned_data["organization"]
        if organization is not None:
            Membership.objects.create(
                user=obj,
                organization=organization,
                department=form.department_of(organization),
                sight=form.cleaned_data["sight"],
                is_manager=form.cleaned_data["is_manager"],
            )
        if form.cleaned_data["access"] == Access.INVITATION:
            invite(user=obj, by=request.user, now=timezone.now())  # type: ignore[arg-type]

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: str | None = None) -> HttpResponse:
        if request.POST.get("access") != Access.PASSWORD:
            return super().response_add(request, obj, post_url_continue)
        password = give_temporary_password(user=obj, by=request.user, now=timezone.now())  # type: ignore[arg-type]
        return render(
            request,
            "setup/people/password.html",
            {
                **self.admin_site.each_context(request),
                "person": obj,
                "password": password,
                "opts": self.opts,
                "title": obj.name,
            },
        )

    @admin.display(description=gettext_lazy("companies"))
    def companies(self, user: User) -> str:
        return ", ".join(membership.organization.name for membership in user.memberships.all())

    @admin.display(description=gettext_lazy("last sign-in"), ordering="last_login")
    def seen(self, user: User) -> str:
        return moment(user.last_login)

    @admin.display(description=gettext_lazy("password"))
    def access_now(self, user: User) -> str:
        if user.must_change_password:
            return _("Temporary; the person must change it at the next sign-in.")
        return _("Chosen by the person.") if user.has_usable_password() else _("None yet.")

    @admin.action(description=gettext_lazy("Send invitation (again)"))
    def send_invitations(self, request: HttpRequest, queryset: Any) -> None:
        sent = 0
        for user in queryset:
            try:
                invite(user=user, by=request.user, now=timezone.now())  # type: ignore[arg-type]
            except Refused as refused:
                self.message_user(request, f"{user}: {refused.message}", messages.WARNING)
            else:
                sent += 1
                self.log_change(request, user, _("Invitation sent"))
        if sent:
            text = ngettext("%(count)d invitation is on its way.", "%(count)d invitations are on their way.", sent)
            self.message_user(request, text % {"count": sent}, messages.SUCCESS)

    @admin.action(description=gettext_lazy("End all sessions"))
    def end_all_sessions(self, request: HttpRequest, queryset: Any) -> None:
        count = sum(end_sessions(user, timezone.now()) for user in queryset)
        text = ngettext("%(count)d session was ended.", "%(count)d sessions were ended.", count)
        self.message_user(request, text % {"count": count}, messages.SUCCESS)

    @admin.action(description=gettext_lazy("Deactivate: may no longer sign in"))
    def deactivate(self, request: HttpRequest, queryset: Any) -> None:
        others = list(queryset.filter(is_active=True).exclude(pk=request.user.pk))
        for user in others:
            User.objects.filter(pk=user.pk).update(is_active=False)
            end_sessions(user, timezone.now())
            self.log_change(request, user, _("Deactivated"))
        self._told(
            request,
            ngettext("%(count)d person may no longer sign in.", "%(count)d people may no longer sign in.", len(others)),
            len(others),
        )

    @admin.action(description=gettext_lazy("Activate: may sign in"))
    def activate(self, request: HttpRequest, queryset: Any) -> None:
        others = list(queryset.filter(is_active=False))
        for user in others:
            User.objects.filter(pk=user.pk).update(is_active=True)
            self.log_change(request, user, _("Activated"))
        self._told(
            request,
            ngettext("%(count)d person may sign in again.", "%(count)d people may sign in again.", len(others)),
            len(others),
        )

    def _told(self, request: HttpRequest, text: str, count: int) -> None:
        self.message_user(request, text % {"count": count}, messages.SUCCESS if count else messages.WARNING)
