"""What a long password still must not be."""

from itertools import pairwise

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

FEWEST_DIFFERENT = 6


class VarietyValidator:
    """Refuses `aaaaaaaaaaaa`, `abababababab` and runs like `123456789012`, which are guessed first."""

    def validate(self, password: str, user: object = None) -> None:
        if len(set(password.lower())) < FEWEST_DIFFERENT or is_run(password):
            raise ValidationError(self.get_help_text(), code="password_variety")

    def get_help_text(self) -> str:
        return _("Use more different characters, not a run such as 123456 or abcdef.")


def is_run(password: str) -> bool:
    """Whether nearly all of it counts up or down by one."""
    steps = [ord(after) - ord(before) for before, after in pairwise(password)]
    return sum(abs(step) <= 1 for step in steps) > 0.7 * len(steps)
