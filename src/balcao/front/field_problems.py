"""What the engine finds wrong with an answer, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.translation import get_language, gettext, gettext_noop

from balcao.lib.texts import pick
from balcao.processes.engine import FieldProblem

SENTENCES: Final[Mapping[str, str]] = {
    "required": gettext_noop("Fill in this field."),
    "choose": gettext_noop("Choose one of the options."),
    "confirm": gettext_noop("Tick this box to go on."),
    "attach": gettext_noop("Attach at least one file."),
    "too_long": gettext_noop("Write at most %(limit)s characters; there are %(count)s."),
    "too_short": gettext_noop("Write at least %(limit)s characters; there are %(count)s."),
    "not_a_number": gettext_noop("Enter a number, such as 10 or 10,5."),
    "too_many_decimals": gettext_noop("Use at most %(limit)s decimal places."),
    "no_decimals": gettext_noop("Enter a whole number."),
    "too_small": gettext_noop("Enter %(limit)s or more."),
    "too_large": gettext_noop("Enter %(limit)s or less."),
    "not_a_date": gettext_noop("Enter a date such as 31/12/2026."),
    "too_early": gettext_noop("Choose a date from %(limit)s on."),
    "too_late": gettext_noop("Choose a date up to %(limit)s."),
    "not_a_time": gettext_noop("Enter a time such as 14:30."),
    "not_an_option": gettext_noop("This option is no longer offered. Choose another."),
    "too_few_choices": gettext_noop("Choose at least %(limit)s."),
    "too_many_choices": gettext_noop("Choose at most %(limit)s."),
    "too_few_files": gettext_noop("Attach at least %(limit)s files."),
    "too_many_files": gettext_noop("Attach at most %(limit)s files."),
    "email": gettext_noop("Enter an e-mail address such as nome@empresa.com.br."),
    "uf": gettext_noop("Enter a state's abbreviation, such as AM or SP."),
    "city": gettext_noop("Enter the city and choose its state, such as Manaus/AM."),
    "person": gettext_noop("Enter the name of a person."),
    "pattern": gettext_noop("This does not have the expected form. Check it."),
}
"""The engine's own sentences over again: it knows no Django, and the catalogue is made from what stands in the source.

`tests/front/test_dialogs.py` holds the two together.
"""


def problem_text(problem: FieldProblem) -> str:
    """The sentence: the document's own where its author wrote one, else the engine's.

    Those of Brazilian documents come from `lib.documents` in the reader's language already.
    """
    return pick(problem.texts, get_language()) if problem.texts else problem.told(gettext)
