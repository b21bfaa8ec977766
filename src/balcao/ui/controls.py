"""Controls of forms, written here: Django draws each option of a list with a template of its own."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

INPUTS = frozenset(
    f"django/forms/widgets/{kind}.html"
    for kind in ("input", "text", "number", "email", "url", "password", "hidden", "date", "file")
)
SELECT, TEXTAREA = "django/forms/widgets/select.html", "django/forms/widgets/textarea.html"


class Controls(DjangoTemplates):
    """Inputs, lists and text areas as Django's templates would draw them; the rest by those."""

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        widget = context.get("widget", {})
        if template_name in INPUTS:
            return _input(widget)
        if template_name == SELECT:
            return _select(widget)
        if template_name == TEXTAREA:
            attributes = _attributes(widget["attrs"])
            return format_html(
                '<textarea name="{}"{}>\n{}</textarea>', widget["name"], attributes, widget["value"] or ""
            )
        return super().render(template_name, context, request)


def _attributes(attrs: Mapping[str, Any]) -> SafeString:
    """True stands alone, false is left out."""
    if not attrs:
        return SafeString("")
    shown = (
        format_html(" {}", name) if value is True else format_html(' {}="{}"', name, value)
        for name, value in attrs.items()
        if value is not False
    )
    return format_html_join("", "{}", ((one,) for one in shown))


def _input(widget: Mapping[str, Any]) -> SafeString:
    value = "" if widget["value"] is None else format_html(' value="{}"', widget["value"])
    parts = widget["type"], widget["name"], value, _attributes(widget["attrs"])
    return format_html('<input type="{}" name="{}"{}{}>', *parts)


def _select(widget: Mapping[str, Any]) -> SafeString:
    groups = format_html_join("", "{}", ((_group(label, options),) for label, options, _ in widget["optgroups"]))
    return format_html('<select name="{}"{}>{}</select>', widget["name"], _attributes(widget["attrs"]), groups)


def _group(label: str | None, options: Iterable[Mapping[str, Any]]) -> SafeString:
    given = ((one["value"], _attributes(one["attrs"]), one["label"]) for one in options)
    drawn = format_html_join("", '<option value="{}"{}>{}</option>', given)
    return format_html('<optgroup label="{}">{}</optgroup>', label, drawn) if label else drawn
