"""The sections of Preferências Pessoais, each a form that saves itself."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from balcao.front.zones import zone_choices
from balcao.lib.documents.invalid import InvalidDocument
from balcao.lib.documents.phone import format_phone, normalize_phone
from balcao.lib.names import clean_line
from balcao.mail.models import Notice
from balcao.people.models import Density, TextSize, Theme, User
from balcao.ui.times import WEEKDAYS

OWN_NAMES = {"pt-br": "Português (Brasil)", "en": "English", "es": "Español"}
LANGUAGES = [(code, OWN_NAMES[code]) for code, _name in settings.LANGUAGES]


class ProfileForm(forms.ModelForm[User]):
    class Meta:
        model = User
        fields = ["name", "job_title", "phone", "language", "time_zone"]

    name = forms.CharField(label=_("Name"), max_length=120)
    job_title = forms.CharField(label=_("Job title"), max_length=80, required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)
    time_zone = forms.ChoiceField(label=_("Time zone"))

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["phone"] = format_phone(self.instance.phone) if self.instance.phone else ""
        zones = self.fields["time_zone"]
        assert isinstance(zones, forms.ChoiceField)
        zones.choices = zone_choices(now, self.instance.time_zone)
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        self.fields["job_title"].widget.attrs["autocomplete"] = "organization-title"
        self.fields["phone"].widget = forms.TextInput(attrs={"autocomplete": "tel", "type": "tel"})

    def clean_name(self) -> str:
        name = clean_line(self.cleaned_data["name"], 120)
        if not name:
            raise ValidationError(_("Write your name."))
        return name

    def clean_job_title(self) -> str:
        return clean_line(self.cleaned_data["job_title"], 80)

    def clean_phone(self) -> str:
        typed = self.cleaned_data["phone"].strip()
        if not typed:
            return ""
        try:
            return normalize_phone(typed)
        except InvalidDocument as error:
            raise ValidationError(str(error)) from error


class AppearanceForm(forms.ModelForm[User]):
    class Meta:
        model = User
        fields = ["theme", "density", "text_size", "reduces_motion", "has_shortcuts"]

    theme = forms.ChoiceField(label=_("Theme"), choices=Theme.choices, widget=forms.RadioSelect)
    density = forms.ChoiceField(label=_("Density"), choices=Density.choices, widget=forms.RadioSelect)
    text_size = forms.ChoiceField(label=_("Text size"), choices=TextSize.choices, widget=forms.RadioSelect)
    reduces_motion = forms.BooleanField(label=_("Reduce motion"), required=False)
    has_shortcuts = forms.BooleanField(label=_("Single-key shortcuts"), required=False)


class NoticesForm(forms.Form):
    """What comes by e-mail, of what is `offered`; `stop` is the button of one notice that a mail leads to."""

    notices = forms.MultipleChoiceField(required=False)
    stop = forms.ChoiceField(required=False)

    def __init__(self, *args: Any, offered: Sequence[Notice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(one.value, one.label) for one in offered]
        for name, given in (("notices", choices), ("stop", [("", ""), *choices])):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = given


def _clock() -> forms.TimeInput:
    return forms.TimeInput(format="%H:%M", attrs={"type": "time"})


class QuietForm(forms.Form):
    """«Não perturbe»: hours of each day, and whole days."""

    is_on = forms.BooleanField(label=_("Do not disturb"), required=False)
    starts_at = forms.TimeField(label=_("From"), widget=_clock())
    ends_at = forms.TimeField(label=_("Until"), widget=_clock())
    days = forms.TypedMultipleChoiceField(
        label=_("The whole day"),
        coerce=int,
        required=False,
        choices=list(enumerate(WEEKDAYS)),
        widget=forms.CheckboxSelectMultiple,
    )

    def clean_days(self) -> list[int]:
        days: list[int] = self.cleaned_data["days"]
        if len(set(days)) == 7:
            raise ValidationError(_("Leave at least one day on which e-mails may come."))
        return days


class PhotoForm(forms.Form):
    photo = forms.FileField(
        label=_("Photo"),
        help_text=_("PNG, JPEG or WebP, up to 5 MB."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
        error_messages={"required": _("Choose a picture first."), "empty": _("This file is empty.")},
    )
