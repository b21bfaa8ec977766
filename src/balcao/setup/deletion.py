"""What deleting something takes with it, or what keeps it from being deleted, in words that administrators know."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.contrib import admin
from django.contrib.admin.utils import NestedObjects
from django.db import router
from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


@dataclass(frozen=True, slots=True)
class Deletion:
    """`shown`: names of what was chosen; `counts`: what goes with it; `protected`: sentences on what keeps it."""

    shown: list[str]
    counts: dict[str, int]
    protected: list[str]


def deletion_of(chosen: Sequence[Model]) -> Deletion:
    """What would happen if these were deleted now."""
    if not chosen:
        return Deletion([], {}, [])
    collector = NestedObjects(using=router.db_for_write(type(chosen[0])), origin=list(chosen))
    collector.collect(list(chosen))
    by_model = cast(dict[type[Model], set[Model]], collector.model_objs)
    with_it = {model: rows for model, rows in by_model.items() if model is not type(chosen[0])}
    counts = {_name(model, len(rows)): len(rows) for model, rows in with_it.items() if _is_known(model)}
    return Deletion([str(one) for one in chosen], counts, _sentences(collector.protected))


def _sentences(protected: Iterable[Any]) -> list[str]:
    by_model = Counter(type(one) for one in protected)
    known = [f"{count} {_name(model, count)}" for model, count in by_model.items() if _is_known(model)]
    hidden = sum(count for model, count in by_model.items() if not _is_known(model))
    if hidden:
        known.append(
            ngettext("%(count)d entry of the history", "%(count)d entries of the history", hidden) % {"count": hidden}
        )
    return [_("Still used by: %(what)s.") % {"what": sentence} for sentence in known]


def _is_known(model: type[Model]) -> bool:
    """Whether administrators ever meet it: it has a page, or stands on one."""
    pages = admin.site._registry
    inline = {inline.model for page in pages.values() for inline in page.inlines}
    return model in pages or model in inline


def _name(model: type[Model], count: int) -> str:
    options = model._meta
    return str(options.verbose_name if count == 1 else options.verbose_name_plural)
