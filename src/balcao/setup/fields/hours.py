"""The week as seven lines of «08:00–12:00, 13:00–18:00» instead of JSON."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import WEEKDAYS as NAMES
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from balcao.lib.hours import WEEKDAYS, dump_hours, parse_hours

_INTERVAL = re.compile(
    r"(\d{1,2})(?:[:h](\d{2})?)?h?\s*(?:[-–—]|to|às|as|até|a)\s*(\d{1,2})(?:[:h](\d{2})?)?h?", re.IGNORECASE
)
_BETWEEN = re.compile(r"\s*(?:[,;]|\be\b|\band\b|\by\b)\s*", re.IGNORECASE)


def day_text(intervals: list[list[str]]) -> str:
    """«08:00–12:00, 13:00–18:00»"""
    return ", ".join("–".join(interval) for interval in intervals)


def read_day(text: str, day: str) -> list[list[str]]:
    """The intervals of one line; none for an empty one. Raises ValidationError that names the day."""
    found = []
    for part in filter(None, _BETWEEN.split(text.strip())):
        interval = _INTERVAL.fullmatch(part)
        if interval is None:
            raise ValidationError(
                _("%(day)s: “%(text)s” is not understood. Write 08:00–18:00, or 08:00–12:00, 13:00–18:00.")
                % {"day": day, "text": part}
            )
        hour, minute, end_hour, end_minute = interval.groups()
        found.append([f"{int(hour):02d}:{minute or '00'}", f"{int(end_hour):02d}:{end_minute or '00'}"])
    return found


class HoursWidget(forms.MultiWidget):
    template_name = "setup/widgets/hours.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({day: forms.TextInput(attrs={"class": "vTextField"}) for day in WEEKDAYS}, attrs)

    def decompress(self, value: Any) -> list[str]:
        hours = value if isinstance(value, dict) else {}
        return [day_text(hours.get(day, [])) for day in WEEKDAYS]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        for weekday, part in enumerate(context["widget"]["subwidgets"]):
            part["day"] = capfirst(str(NAMES[weekday]))
            part["attrs"].update({"aria-label": part["day"], "placeholder": _("closed"), "autocomplete": "off"})
            part["attrs"].pop("required", None)
        return context


class HoursField(forms.MultiValueField):
    """Cleans to the stored form of `lib.hours`; every wrong line is named."""

    def __init__(self, **options: Any) -> None:
        kept = {key: options[key] for key in ("label", "help_text", "initial") if key in options}
        parts = [forms.CharField(required=False, max_length=200) for _day in WEEKDAYS]
        super().__init__(parts, require_all_fields=False, required=False, widget=HoursWidget(), **kept)

    def compress(self, data_list: list[str]) -> dict[str, list[list[str]]]:
        problems: list[str] = []
        hours: dict[str, list[list[str]]] = {}
        for weekday, text in enumerate(data_list or []):
            name = capfirst(str(NAMES[weekday]))
            try:
                intervals = read_day(text, name)
                parse_hours({WEEKDAYS[weekday]: intervals})
            except ValidationError as error:
                problems += error.messages
            except ValueError as error:
                problems.append(str(error).replace(f"{WEEKDAYS[weekday]}:", f"{name}:", 1))
            else:
                hours[WEEKDAYS[weekday]] = intervals
        if problems:
            raise ValidationError(problems)
        if not any(hours.values()):
            raise ValidationError(_("Write the hours of at least one day."))
        return dump_hours(parse_hours(hours))
