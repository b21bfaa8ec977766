"""The tags and filters of every page: icons, people, times, states, fields."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from functools import cache, lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.forms import BoundField
from django.http import QueryDict
from django.template import Context
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext

from balcao.lib.texts import pick
from balcao.ui import faces, times
from balcao.ui.fields import describe_field
from balcao.ui.kept import drawn, drawn_each

register = template.Library()

PAGING_KEYS = ("after", "before", "page")

register.filter("file_size", faces.file_size)
register.filter("file_icon", faces.file_icon)
register.filter("tool_icon", faces.tool_icon)


@register.simple_tag
def icon(name: str, size: str = "") -> SafeString:
    """A symbol of `ui/icons.svg`; `size`: "" 20 px, "s" 16 px, "l" 28 px. Never without words beside it."""
    return _symbol(name, size, asset("ui/icons.svg"))


@register.simple_tag
@cache
def asset(path: str) -> str:
    """The address of a static file, looked up once: it stays the same while the process runs."""
    return static(path)


# A page of 25 rows draws some hundred icons, states and steps: each different one is made once in a process's life.
@lru_cache(maxsize=512)
def _symbol(name: str, size: str, sprite: str) -> SafeString:
    extra = f" icon--{size}" if size else ""
    return format_html('<svg class="icon{}" aria-hidden="true"><use href="{}#{}"></use></svg>', extra, sprite, name)


@register.filter
def text(value: object) -> str:
    """A text kept per language, in the active one."""
    if isinstance(value, Mapping):
        return pick(value, get_language())
    return "" if value is None else str(value)


@register.simple_tag
def person(name: str, photo: str = "", size: str = "", you: bool = False) -> SafeString:
    """Initials or photo of someone whose name stands beside it."""
    classes = f"person person--{size}" if size else "person"
    if photo:
        return format_html('<span class="{}" aria-hidden="true"><img src="{}" alt=""></span>', classes, photo)
    if you:
        classes += " person--you"
    return format_html('<span class="{}" aria-hidden="true">{}</span>', classes, faces.initials(name))


@register.simple_tag(takes_context=True)
def when(context: Context, value: datetime | None, now: datetime | None = None, clock: bool = False) -> SafeString:
    """The instant relative to now, with the absolute one as title. `clock`: on other days only 10:12."""
    if value is None:
        return SafeString("")
    current = _now(context, now)
    same_day = times.here(value).date() == times.here(current).date()
    words = times.clock(value) if clock and not same_day else times.relative(value, current)
    return _time(value, words)


@register.simple_tag
def moment(value: datetime | None) -> SafeString:
    """The absolute instant: seg, 23/11/2026, 10:12."""
    return SafeString("") if value is None else _time(value, times.absolute(value))


@register.filter
def moment_text(value: datetime | None) -> str:
    return "" if value is None else times.absolute(value)


@register.simple_tag(takes_context=True)
def day_heading(context: Context, value: datetime, now: datetime | None = None) -> str:
    return times.day_heading(value, _now(context, now))


@register.simple_tag(takes_context=True)
def due(context: Context, value: datetime | None, now: datetime | None = None, zone: str = "") -> SafeString:
    """A promise to the customer; `zone` is the desk's (default: the site's), named by city where it differs."""
    if value is None:
        return SafeString("")
    return _time(value, times.due(value, _now(context, now), zone or settings.TIME_ZONE))


@register.simple_tag(takes_context=True)
def sla(
    context: Context,
    due_at: datetime | None,
    state: str = "running",
    now: datetime | None = None,
    soon_hours: int = 8,
    title: str = "",
) -> SafeString:
    """The desk's promise chip. `state`: running, paused or done. `title` says more than the instant."""
    tone, symbol, words = _promise(due_at, state, _now(context, now), timedelta(hours=soon_hours))
    if not words:
        return SafeString("")
    title = " · ".join(filter(None, (times.absolute(due_at) if due_at else "", title)))
    return format_html(
        '<span class="sla{}" title="{}">{}{}</span>', f" sla--{tone}" if tone else "", title, icon(symbol, "s"), words
    )


def _promise(due_at: datetime | None, state: str, now: datetime, soon: timedelta) -> tuple[str, str, str]:
    if state == "paused":
        return "", "pause", pgettext("promise", "paused")
    if state == "done":
        return "", "done", pgettext("promise", "resolved")
    if due_at is None:
        return "", "", ""
    words = times.promise_left(due_at, now)
    if due_at < now:
        return "late", "late", words
    return ("soon" if due_at - now < soon else ""), "clock", words


@register.simple_tag
def state(kind: str, label: str, desk: bool = False, short: bool = False) -> SafeString:
    """A ticket's state: icon and words.

    `desk`: waiting for the customer is nobody's alarm there. `short`: the words are for screen readers only.
    """
    return _state(kind, str(label), bool(desk), bool(short))


@lru_cache(maxsize=512)
def _state(kind: str, label: str, desk: bool, short: bool) -> SafeString:
    face = faces.STATES.get(kind, faces.STATES["open"])
    tone = "" if desk and face.tone == "you" else face.tone
    classes = f"state state--{tone}" if tone else "state"
    words = format_html('<span class="hidden-text">{}</span>', label) if short else label
    return format_html('<span class="{}">{}{}</span>', classes, icon(face.icon, "s"), words)


@register.simple_tag
def ministeps(position: int, total: int) -> SafeString:
    """Bars of the stages: done, the current one, to come. Words stand beside it."""
    return _ministeps(position, total)


@lru_cache(maxsize=128)
def _ministeps(position: int, total: int) -> SafeString:
    kinds = ("" if step < position else "now" if step == position else "next" for step in range(1, total + 1))
    bars = format_html_join("", "<i{}></i>", ((format_html(' class="{}"', kind) if kind else "",) for kind in kinds))
    return format_html('<span class="ministeps" aria-hidden="true">{}</span>', bars)


@register.simple_tag(takes_context=True)
def query_string(context: Context, **changes: object) -> str:
    """The page's query with `changes`; None and "" take a key away, and a changed filter starts at the first page."""
    query: QueryDict = context["request"].GET.copy()
    for key in PAGING_KEYS:
        query.pop(key, None)
    for key, value in changes.items():
        if value is None or value == "":
            query.pop(key, None)
        elif isinstance(value, Iterable) and not isinstance(value, str):
            query.setlist(key, [str(item) for item in value])
        else:
            query[key] = str(value)
    return f"?{query.urlencode()}"


@register.simple_tag(takes_context=True)
def kept(context: Context, component: str, **values: Any) -> SafeString:
    """The `component` of exactly these values, drawn once in a process's life (ui/kept.py)."""
    return SafeString(drawn(component, values, _now(context, None)))


@register.simple_tag(takes_context=True)
def kept_each(context: Context, component: str, rows: Iterable[Any]) -> SafeString:
    """`kept` of each row, whose fields are the component's values."""
    return SafeString("".join(drawn_each(component, rows, _now(context, None))))


@register.inclusion_tag("ui/field.html")
def field(bound: BoundField, **options: Any) -> dict[str, Any]:
    """A whole form field: label, hint, control, error. Options are listed at `fields.describe_field`."""
    return describe_field(bound, **options)


@register.inclusion_tag("ui/brand.html")
def brand(large: bool = False, name: str = "", logo: str = "") -> dict[str, Any]:
    """Our mark and word, or the desk's own name and logo."""
    return {"large": large, "name": name, "logo": logo}


def _now(context: Context, now: datetime | None) -> datetime:
    if now is not None:
        return now
    given = context.get("now")
    return given if isinstance(given, datetime) else timezone.now()


def _time(value: datetime, words: str) -> SafeString:
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        times.here(value).isoformat(timespec="minutes"),
        times.absolute(value),
        words,
    )
