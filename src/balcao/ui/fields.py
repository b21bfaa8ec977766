"""What the field component shows for a bound Django form field, worked out from its widget."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms import BoundField, Widget
from django.utils.safestring import SafeString

from balcao.ui.widgets import PlaceInput

SEGMENTS_AT_MOST = 4
SEGMENT_LETTERS = 24
CONTROL_ATTRIBUTES = ("autocomplete", "placeholder", "inputmode", "rows", "accept", "maxlength", "autofocus")

KINDS: tuple[tuple[type[Widget], str], ...] = (
    (forms.HiddenInput, "hidden"),
    (forms.MultipleHiddenInput, "hidden"),
    (forms.CheckboxSelectMultiple, "checks"),
    (forms.RadioSelect, "radios"),
    (forms.CheckboxInput, "check"),
    (forms.FileInput, "file"),
    (forms.PasswordInput, "password"),
    (forms.Textarea, "textarea"),
    (forms.SelectMultiple, "multiple"),
    (forms.Select, "select"),
    (PlaceInput, "place"),
)
"""The first that fits: Django derives some of these widgets from each other."""


def describe_field(
    bound: BoundField,
    *,
    label: str = "",
    hint: str = "",
    optional: bool | None = None,
    hide_label: bool = False,
    saved: bool = False,
    code: bool = False,
    composer: bool = False,
    mask: str = "",
    show_when: str = "",
    max_files: int = 20,
    max_bytes: int = 50 * 1024 * 1024,
    **attributes: Any,
) -> dict[str, Any]:
    """The context of `ui/field.html`. `attributes` are those of the control, by `CONTROL_ATTRIBUTES`.

    `optional` defaults to whether the form may be sent without the field; a lone checkbox never says so.
    """
    unknown = set(attributes) - set(CONTROL_ATTRIBUTES)
    if unknown:
        raise TypeError(f"field: unknown options {sorted(unknown)}")
    widget = bound.field.widget
    kind = _kind(bound, composer)
    shown_hint = hint or str(bound.help_text or "")
    if kind != "hidden":
        attributes |= _attributes(bound, kind, shown_hint, code, mask)
    return {
        "field": bound,
        "kind": kind,
        "label": label or bound.label,
        "hint": shown_hint,
        "hint_id": f"{bound.auto_id}_helptext",
        "error_id": f"{bound.auto_id}_error",
        "errors": bound.errors,
        "optional": (not bound.field.required and kind != "check") if optional is None else optional,
        "hide_label": hide_label,
        "saved": saved,
        "show_when": show_when or widget.attrs.get("data-show-when", ""),
        "max_files": max_files if getattr(widget, "allow_multiple_selected", False) else 1,
        "max_bytes": max_bytes,
        "described_by": _described_by(bound, shown_hint),
        "choices": _choices(bound) if kind in {"segments", "radios", "checks"} else [],
        "control": _control(bound, kind, attributes),
    }


def _kind(bound: BoundField, composer: bool) -> str:
    widget = bound.field.widget
    kind = next((name for base, name in KINDS if isinstance(widget, base)), "input")
    if kind == "textarea" and composer:
        return "composer"
    if kind == "radios":
        labels = [str(choice.data["label"]) for choice in _choices(bound)]
        if len(labels) <= SEGMENTS_AT_MOST and all(len(label) <= SEGMENT_LETTERS for label in labels):
            return "segments"
    return kind


def _attributes(bound: BoundField, kind: str, hint: str, code: bool, mask: str) -> dict[str, Any]:
    attrs: dict[str, Any] = {"aria-describedby": _described_by(bound, hint)}
    if kind in {"input", "password", "textarea", "select", "multiple", "file", "place"}:
        attrs["class"] = "input input--code" if code else "input"
    if mask:
        attrs["data-mask"] = mask
    return {name: value for name, value in attrs.items() if value}


def _described_by(bound: BoundField, hint: str) -> str:
    ids = [f"{bound.auto_id}_helptext"] if hint else []
    if bound.errors:
        ids.append(f"{bound.auto_id}_error")
    return " ".join(ids)


def _choices(bound: BoundField) -> list[Any]:
    """The answers one may give: an empty one is not an answer."""
    return [choice for choice in bound.subwidgets if choice.data.get("value") not in ("", None)]


def _control(bound: BoundField, kind: str, attributes: dict[str, Any]) -> SafeString | str:
    if kind in {"segments", "radios", "checks"}:
        return ""
    return bound.as_widget(attrs=attributes)
