"""Lists of things with an id and a name: stages, options."""

from __future__ import annotations

from collections.abc import Callable

from balcao.processes.engine.place import Place


def read_named(
    place: Place, label: str, length: int, limit: int, checked: Callable[[Place, str], str]
) -> list[tuple[str, dict[str, str]]]:
    """The (id, texts) of each item `{id: …, name: {…}}`, without repetitions; `label` is the key of the texts."""
    found: dict[str, dict[str, str]] = {}
    for item in place.items(limit):
        item.only(("id", label))
        id_place = item.need("id")
        name = checked(id_place, id_place.text(100))
        texts = item.need(label).texts(length)
        if name in found:
            id_place.note("duplicate_id", id=name)
        elif name:
            found[name] = texts
    if place and not found:
        place.note("empty_list")
    return list(found.items())
