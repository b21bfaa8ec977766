"""The top of a document, and the order in which its parts are read."""

from __future__ import annotations

from balcao.processes.engine.document import Document, Stage, Start
from balcao.processes.engine.place import Place, checked_id
from balcao.processes.engine.problems import DocumentInvalid
from balcao.processes.engine.reading.activities import read_activities
from balcao.processes.engine.reading.dialogs import read_dialogs
from balcao.processes.engine.reading.fields import read_fields
from balcao.processes.engine.reading.links import note_broken_links
from balcao.processes.engine.reading.options import read_named
from balcao.processes.engine.source import read

VERSION = "process/1"
KEYS = (
    "balcao",
    "slug",
    "tool",
    "name",
    "use_when",
    "description",
    "synonyms",
    "engine",
    "imported",
    "stages",
    "fields",
    "start",
    "activities",
    "dialogs",
)
MAX_STAGES = 12
ENGINES = ("steps", "one-step")
# “imported” is for people and the importer only: where a document came from, and what has no place in it.


def parse(text: str) -> Document:
    """The process that a text describes, ready to run.

    Raises DocumentInvalid with everything that is wrong at once: shape, values, names that point inside the document,
    conditions, placeholders. Names that point outside are the matter of `check`.
    """
    root, problems = read(text)
    lines: dict[str, int] = {}
    top = Place(root, "", root.line, problems, lines)
    if not _is_of_this_version(top):
        raise DocumentInvalid(problems)
    document = _read(top, lines)
    note_broken_links(document, problems)
    if problems:
        raise DocumentInvalid(problems)
    return document


def _is_of_this_version(top: Place) -> bool:
    """Anything else is not read further: its other problems would only be noise."""
    if not top.keys():
        if not top.problems:
            top.note("empty")
        return False
    version = top.get("balcao")
    if version.raw() != VERSION:
        version.note("version")
        return False
    return True


def _read(top: Place, lines: dict[str, int]) -> Document:
    top.only(KEYS)
    fields = read_fields(top.get("fields"))
    one_step = top.get("engine").one_of(ENGINES) == "one-step"
    return Document(
        slug=top.need("slug").id(),
        tool=top.need("tool").id(),
        name=top.need("name").texts(120),
        use_when=top.need("use_when").texts(300),
        description=top.get("description").texts(2_000, lines=True) or None,
        synonyms=tuple(place.text(60) for place in top.get("synonyms").items(100)),
        stages=_stages(top.need("stages")),
        fields=fields,
        start=_start(top.need("start")),
        activities=read_activities(top.need("activities"), fields, needs_state=not one_step),
        dialogs=read_dialogs(top.need("dialogs"), fields),
        one_step=one_step,
        lines=lines,
    )


def _stages(place: Place) -> tuple[Stage, ...]:
    return tuple(Stage(name, label) for name, label in read_named(place, "name", 80, MAX_STAGES, checked_id))


def _start(place: Place) -> Start:
    if not place:
        return Start("", "")
    place.only(("activity", "dialog"))
    return Start(place.need("activity").id(), place.need("dialog").id())
