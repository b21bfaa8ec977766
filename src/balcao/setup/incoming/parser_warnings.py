"""What the parser found wrong with a mail, in the reader's language: it writes English, as it serves every place."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise

_SAID: dict[str, StrOrPromise] = {
    "The parts of this mail could not be told apart: it was read as one text.": gettext_lazy(
        "The parts of this mail could not be told apart: it was read as one text."
    ),
    "There is no sender.": gettext_lazy("There is no sender."),
    "There are several senders.": gettext_lazy("There are several senders."),
    "The date cannot be read.": gettext_lazy("The date cannot be read."),
    "The text was too long: its end is in the raw mail only.": gettext_lazy(
        "The text was too long: its end is in the raw mail only."
    ),
    "Text and HTML differ: the HTML was read.": gettext_lazy("Text and HTML differ: the HTML was read."),
    "Parts were nested too deeply: the inner ones were left out.": gettext_lazy(
        "Parts were nested too deeply: the inner ones were left out."
    ),
    "This mail was not taken apart: it is attached as it came.": gettext_lazy(
        "This mail was not taken apart: it is attached as it came."
    ),
    "There were too many parts: the rest was left out.": gettext_lazy(
        "There were too many parts: the rest was left out."
    ),
}
_NAMING: list[tuple[re.Pattern[str], StrOrPromise]] = [
    (
        re.compile(r"The header (?P<name>.+) stands there more than once\.", re.DOTALL),
        gettext_lazy("The header %(name)s stands there more than once."),
    ),
    (
        re.compile(r"The text is not in the charset that it names \((?P<name>.*)\)\.", re.DOTALL),
        gettext_lazy("The text is not in the charset that it names (%(name)s)."),
    ),
]


def say_warnings(warnings: Sequence[str]) -> list[str]:
    """One sentence for each; what nobody has put into words yet stands there as the parser wrote it."""
    return [_say(warning) for warning in warnings]


def _say(warning: str) -> str:
    if warning in _SAID:
        return str(_SAID[warning])
    for pattern, sentence in _NAMING:
        found = pattern.fullmatch(warning)
        if found:
            return str(sentence) % {"name": found["name"]}
    return _("Remark of the reader: %(text)s") % {"text": warning}
