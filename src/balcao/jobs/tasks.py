"""The task of our backend: the standard one and how often it is tried."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ParamSpec, TypeVar

from django.utils.module_loading import import_string
from django_tasks.base import Task

P = ParamSpec("P")
T = TypeVar("T")

MAX_ATTEMPTS = 10
"""With the delays of `retry.py`: about an hour from the first failure to the dead letter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JobTask(Task[P, T]):
    """`@task(max_attempts=3)` gives up sooner than others do."""

    max_attempts: int = MAX_ATTEMPTS


class UnknownTask(LookupError):
    """The code has no task of that name: it was renamed or removed while jobs were waiting."""


def find_task(path: str) -> JobTask[..., Any]:
    """The task at a dotted path; raises UnknownTask."""
    try:
        found: object = import_string(path)
    except ImportError as error:
        raise UnknownTask(path) from error
    if not isinstance(found, JobTask):
        raise UnknownTask(path)
    return found


def call(task: JobTask[..., Any], context: object, args: list[Any], kwargs: dict[str, Any]) -> None:
    """Run the task's function, with the context in front when it asks for it."""
    function: Callable[..., Any] = task.call
    function(*([context] if task.takes_context else []), *args, **kwargs)
