"""One input per language instead of JSON."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

LANGUAGES = [code for code, _name in settings.LANGUAGES]
MAIN = settings.LANGUAGE_CODE


class TextsWidget(forms.MultiWidget):
    template_name = "setup/widgets/texts.html"
    use_fieldset = True

    def __init__(self, is_long: bool = False, attrs: dict[str, Any] | None = None) -> None:
        kind: type[forms.Widget] = forms.Textarea if is_long else forms.TextInput
        more = {"rows": 3} if is_long else {"class": "vTextField"}
        super().__init__({code: kind(attrs={"lang": code, **more}) for code in LANGUAGES}, attrs)

    def decompress(self, value: Any) -> list[str]:
        texts = value if isinstance(value, dict) else {}
        return [str(texts.get(code, "")) for code in LANGUAGES]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        names = dict(settings.LANGUAGES)
        for part, code in zip(context["widget"]["subwidgets"], LANGUAGES, strict=True):
            part["language"] = names[code]
            part["attrs"]["aria-label"] = str(names[code])
            part["attrs"].pop("required", None)
        return context


class TextsField(forms.MultiValueField):
    """Cleans to `{"pt-br": …}` without the languages left empty. Required means: in the language of the site."""

    def __init__(self, *, is_long: bool = False, **options: Any) -> None:
        kept = {key: options[key] for key in ("label", "help_text", "required", "initial") if key in options}
        parts = [forms.CharField(required=False, strip=True, max_length=5000) for _code in LANGUAGES]
        super().__init__(parts, require_all_fields=False, widget=TextsWidget(is_long), **kept)

    def clean(self, value: Any) -> dict[str, str]:
        try:
            texts: dict[str, str] = super().clean(value)
        except ValidationError as error:
            if self.required and getattr(error, "code", "") == "required":  # several at once have none
                raise ValidationError(_("Write the text in Portuguese."), code="required") from error
            raise
        if self.required and MAIN not in texts:
            raise ValidationError(_("Write the text in Portuguese."), code="required")
        return texts

    def compress(self, data_list: list[str]) -> dict[str, str]:
        return {code: text for code, text in zip(LANGUAGES, data_list, strict=False) if text}
