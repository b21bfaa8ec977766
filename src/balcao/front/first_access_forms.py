"""What a person says at the first access."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from balcao.front.password_forms import NewPasswordForm
from balcao.front.preference_forms import LANGUAGES
from balcao.front.zones import zone_choices
from balcao.lib.names import clean_line
from balcao.people.models import User


class FirstAccessForm(NewPasswordForm):
    name = forms.CharField(label=_("Name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)
    time_zone = forms.ChoiceField(label=_("Time zone"), widget=forms.Select(attrs={"data-detect-zone": ""}))

    def __init__(self, *args: Any, user: User, now: datetime, **kwargs: Any) -> None:
        given = {"name": user.name, "language": user.language, "time_zone": user.time_zone}
        super().__init__(*args, user=user, initial=given, **kwargs)
        zones = self.fields["time_zone"]
        assert isinstance(zones, forms.ChoiceField)
        zones.choices = zone_choices(now, user.time_zone)
        self.fields["password"].label = _("Create your password")

    def clean_name(self) -> str:
        name = clean_line(self.cleaned_data["name"], 120)
        if not name:
            raise ValidationError(_("Write your name."))
        return name
