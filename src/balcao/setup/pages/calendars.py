"""Hours, zones and holidays."""

from datetime import date
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from balcao.catalog.models import Calendar, Holiday
from balcao.catalog.promises import working_calendar
from balcao.lib.holidays_br import Holidays
from balcao.lib.hours import hours_in_words, parse_hours
from balcao.setup.fields.choices import WithLists
from balcao.setup.fields.hours import HoursField
from balcao.setup.pages.base import Inline, Page
from balcao.tickets.jobs import reckon_promises
from balcao.ui.times import zone_name


class CalendarForm(WithLists):
    hours = HoursField(
        label=_("Hours"), help_text=_("One line per day, for example 08:00–12:00, 13:00–18:00. Empty: closed.")
    )

    class Meta:
        model = Calendar
        fields = [
            "name",
            "time_zone",
            "hours",
            "is_default",
            "has_national_holidays",
            "state",
            "keeps_carnival",
            "keeps_ash_wednesday",
            "keeps_corpus_christi",
        ]


class HolidayInline(Inline):
    model = Holiday
    fields = ["on", "name", "is_working"]


@admin.register(Calendar)
class CalendarPage(Page):
    form = CalendarForm
    inlines = [HolidayInline]
    list_display = ["name", "hours_in_words", "zone", "state", "is_default"]
    search_fields = ["name"]
    readonly_fields = ["holidays_this_year"]
    fieldsets = [
        (None, {"fields": ["name", "time_zone", "hours", "is_default"]}),
        (
            _("Holidays"),
            {
                "fields": [
                    "has_national_holidays",
                    "state",
                    "keeps_carnival",
                    "keeps_ash_wednesday",
                    "keeps_corpus_christi",
                    "holidays_this_year",
                ]
            },
        ),
    ]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None:  # nothing to preview yet
            return [
                (name, {**options, "fields": [field for field in options["fields"] if field != "holidays_this_year"]})
                for name, options in fieldsets
            ]
        return fieldsets

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        reckon_promises.enqueue(form.instance.pk)

    @admin.display(description=_("hours"))
    def hours_in_words(self, calendar: Calendar) -> str:
        return hours_in_words(parse_hours(calendar.hours), get_language() or "pt-br")

    @admin.display(description=_("time zone"), ordering="time_zone")
    def zone(self, calendar: Calendar) -> str:
        return zone_name(calendar.time_zone)

    @admin.display(description=_("closed this year"))
    def holidays_this_year(self, calendar: Calendar) -> str:
        """As saved: what the chosen switches and dates come to."""
        holidays = working_calendar(calendar).holidays
        days = holidays.in_year(timezone.localdate().year) if isinstance(holidays, Holidays) else {}
        if not days:
            return str(_("No day."))
        rows = format_html_join("", "<li><time>{}</time> {}</li>", ((_day(day), name) for day, name in days.items()))
        return format_html('<ul class="holidays">{}</ul>', rows)


def _day(day: date) -> str:
    return f"{date_format(day, 'D')}, {date_format(day, 'SHORT_DATE_FORMAT')}".lower()
