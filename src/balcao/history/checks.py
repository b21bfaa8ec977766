"""A listener that does not exist is found at start, not when its event happens."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.utils.module_loading import import_string


@register()
def listeners_exist(**kwargs: Any) -> list[CheckMessage]:
    """Each dotted path of `BALCAO_LISTENERS` names a function."""
    problems: list[CheckMessage] = []
    for path in sorted({path for paths in settings.BALCAO_LISTENERS.values() for path in paths}):
        try:
            import_string(path)
        except ImportError as error:
            problems.append(Error(f"The listener {path} cannot be imported: {error}", id="balcao.E001"))
    return problems
