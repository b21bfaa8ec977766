"""Turns a template of `ui/mail/` into a finished mail, in the recipient's language and zone."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation

from balcao.catalog.promises import default_calendar
from balcao.lib.hours import hours_in_words, parse_hours
from balcao.site.current import current_site
from balcao.site.words import words
from balcao.ui.times import zone_name


@dataclass(frozen=True, slots=True)
class Letter:
    text: str
    html: str


def address_of(path: str) -> str:
    """The whole address of a page of ours."""
    return f"{settings.BASE_URL}{path}"


def write(name: str, context: Mapping[str, Any], *, language: str, zone: str) -> Letter:
    """`ui/mail/NAME.txt` and `ui/mail/NAME.html` with the desk's name, hours and officer added to `context`."""
    with translation.override(language), timezone.override(ZoneInfo(zone)):
        whole = {**frame(language), **context}
        text = render_to_string(f"ui/mail/{name}.txt", whole)
        html = render_to_string(f"ui/mail/{name}.html", whole)
    lines = [line.rstrip() for line in text.strip().splitlines()]
    return Letter(text="\n".join(_single_blanks(lines)) + "\n", html=html.strip())


def frame(language: str) -> dict[str, Any]:
    """What every mail says at its foot."""
    calendar = default_calendar()
    hours = ""
    if calendar is not None:
        hours = f"{hours_in_words(parse_hours(calendar.hours), language)} ({zone_name(calendar.time_zone)})"
    site = current_site()
    shared = {"site": site, "words": words(site.word), "base_url": settings.BASE_URL}
    return {**shared, "hours": hours, "mail_language": language}


def _single_blanks(lines: list[str]) -> list[str]:
    return [line for index, line in enumerate(lines) if line or (index and lines[index - 1])]
