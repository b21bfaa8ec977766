"""Forms about people: a new one, one that is there, a pasted list of many."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from balcao.people.actions.invite_many import free_username
from balcao.people.models import Department, Organization, Sight, User
from balcao.setup.fields.choices import WithLists


class Access(TextChoices):
    INVITATION = "invitation", gettext_lazy("Send an invitation by e-mail")
    PASSWORD = "password", gettext_lazy("Show a temporary password, to be told to the person")
    LATER = "later", gettext_lazy("Nothing yet")


class PersonForm(WithLists):
    """`by`: who fills it in; set by the page."""

    by: User | None = None

    class Meta:
        model = User
        fields = [
            "username",
            "name",
            "email",
            "job_title",
            "phone",
            "alias",
            "language",
            "time_zone",
            "is_active",
            "is_agent",
            "desk_role",
            "is_staff",
        ]

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].strip()
        others = User.objects.filter(email__iexact=email).exclude(pk=self.instance.pk)
        if email and others.exists():
            raise ValidationError(_("Another person has this e-mail."))
        return email

    def clean_username(self) -> str:
        username: str = self.cleaned_data["username"].strip()
        if User.objects.filter(username__iexact=username).exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("Another person has this user name."))
        return username

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if self.by is not None and self.instance.pk == self.by.pk:
            for name in ("is_active", "is_staff"):
                if not data.get(name, True):
                    self.add_error(name, _("You cannot take this from yourself. Ask another administrator."))
        return data


class NewPersonForm(PersonForm):
    username = forms.CharField(
        label=gettext_lazy("User name"),
        required=False,
        max_length=80,
        help_text=gettext_lazy("Empty: the e-mail is the user name."),
    )
    organization = forms.ModelChoiceField(
        Organization.objects.filter(is_active=True),
        label=gettext_lazy("Company"),
        required=False,
        help_text=gettext_lazy("Empty for agents and administrators. More companies can be added afterwards."),
    )
    department = forms.CharField(
        label=gettext_lazy("Department"),
        required=False,
        max_length=80,
        help_text=gettext_lazy("Made if the company has none of this name."),
    )
    sight = forms.ChoiceField(label=gettext_lazy("Sees"), choices=Sight.choices, initial=Sight.OWN)
    is_manager = forms.BooleanField(label=gettext_lazy("Manager: may open tickets for colleagues"), required=False)
    access = forms.ChoiceField(
        label=gettext_lazy("Access"), choices=Access.choices, initial=Access.INVITATION, widget=forms.RadioSelect
    )

    def clean_username(self) -> str:
        if not self.cleaned_data.get("username"):
            return ""
        for check in User._meta.get_field("username").validators:
            check(self.cleaned_data["username"].strip())
        return super().clean_username()

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not data.get("username") and data.get("email"):
            data["username"] = free_username(data["email"])
        elif not data.get("username") and "email" in data and "username" not in self.errors:
            self.add_error("username", _("Write a user name or an e-mail."))
        if data.get("access") == Access.INVITATION and "email" in data and not data["email"]:
            self.add_error("email", _("An invitation needs an e-mail. Write it, or choose a temporary password."))
        if data.get("department") and not data.get("organization") and "organization" not in self.errors:
            self.add_error("organization", _("Choose the company of the department."))
        return data

    def department_of(self, organization: Organization) -> Department | None:
        name = self.cleaned_data["department"].strip()
        if not name:
            return None
        found = organization.departments.filter(name__iexact=name).first()
        return found or Department.objects.create(organization=organization, name=name)


class GuestListForm(forms.Form):
    organization = forms.ModelChoiceField(Organization.objects.filter(is_active=True), label=gettext_lazy("Company"))
    text = forms.CharField(
        label=gettext_lazy("People"),
        strip=False,
        max_length=400_000,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false", "class": "vLargeTextField"}),
        help_text=gettext_lazy("One per line: name; e-mail; department. Paste it from a spreadsheet if you like."),
    )
