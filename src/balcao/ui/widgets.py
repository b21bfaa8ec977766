"""Controls made of several."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class PlaceInput(forms.TextInput):
    """A city on a line and its state beside it, as one value: `Manaus/AM`. `suggestions` are whole values.

    The line has the field's own name, the state `NAME.uf`.
    """

    template_name = "ui/place.html"
    use_fieldset = True

    def __init__(self, states: Sequence[str]) -> None:
        super().__init__({"autocomplete": "address-level2"})
        self.states = list(states)
        self.suggestions: list[str] = []

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        city, slash, state = str(value or "").rpartition("/")
        known = slash and state in self.states
        context = super().get_context(name, city if known else value, {**(attrs or {}), "aria-label": _("City")})
        own = context["widget"]["attrs"]
        whole = own.get("id", name)  # the id of both together
        own["id"] = f"{whole}_city"
        select = forms.Select(choices=[("", _("State")), *((one, one) for one in self.states)])
        shared = {key: own[key] for key in ("class", "aria-describedby", "aria-invalid") if key in own}
        beside = {**shared, "id": f"{whole}_uf", "autocomplete": "address-level1"}
        chosen = select.get_context(f"{name}.uf", state if known else "", {**beside, "aria-label": _("State")})
        if self.suggestions:
            own["list"] = f"{whole}_list"
        return {**context, "state": chosen["widget"], "suggestions": self.suggestions}

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> str:
        """What was typed with the state; a state that was typed with the city need not be chosen again."""
        city, state = (str(data.get(key) or "").strip() for key in (name, f"{name}.uf"))
        return city if not state or city.upper().endswith(f"/{state.upper()}") else f"{city}/{state}"

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return name not in data and f"{name}.uf" not in data
