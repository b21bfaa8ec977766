"""Lists to choose from for what the models keep as plain text: zones, languages, states."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from balcao.front.zones import zone_choices
from balcao.lib.holidays_br import STATES


class WithLists(forms.ModelForm):  # type: ignore[type-arg]
    """A form whose `time_zone`, `language` and `state` are lists. What is stored stays a choice, listed or not."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lists: dict[str, Callable[[], Any]] = {
            "time_zone": lambda: zone_choices(timezone.now(), str(self.initial.get("time_zone") or "")),
            "language": lambda: list(settings.LANGUAGES),
            "state": lambda: [("", _("none")), *((state, state) for state in STATES)],
        }
        for name, choices in lists.items():
            if name in self.fields:
                before = self.fields[name]
                self.fields[name] = forms.ChoiceField(
                    choices=choices(),
                    label=before.label,
                    help_text=before.help_text,
                    required=before.required,
                    initial=before.initial,
                )
