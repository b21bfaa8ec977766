"""Choosing a password: twelve characters or more, said in words what is missing."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from balcao.people.models import User


def new_password() -> forms.CharField:
    return forms.CharField(
        label=_("New password"),
        strip=False,
        max_length=1000,
        help_text=_("12 characters or more. A sentence that only you would say works well."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class NewPasswordForm(forms.Form):
    """For who proved to be the person already (invitation, reset link, temporary password)."""

    password = new_password()

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, self.user)
        if self.user.has_usable_password() and self.user.check_password(password):
            raise ValidationError(_("This is the password you have. Choose another one."))
        return password


class ChangePasswordForm(NewPasswordForm):
    """With the current password first: an open browser is not proof enough."""

    current = forms.CharField(
        label=_("Current password"),
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    field_order = ["current", "password"]

    def clean_current(self) -> str:
        current: str = self.cleaned_data["current"]
        if not self.user.check_password(current):
            raise ValidationError(_("The current password does not match."))
        return current
