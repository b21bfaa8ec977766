"""A process of Znuny or OTOBO as a document of ours, and the report of what is not the same."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from balcao.lib.names import clean_line, clean_text
from balcao.processes.engine import Document, DocumentInvalid, parse
from balcao.processes.importing.cursor import Cursor, Reading
from balcao.processes.importing.desk import Desk, Names
from balcao.processes.importing.leftovers import kept
from balcao.processes.importing.names import slug
from balcao.processes.importing.origin import signed
from balcao.processes.importing.parts import Parts
from balcao.processes.importing.report import Report
from balcao.processes.importing.source import ImportRefused, read_source
from balcao.processes.importing.yaml_text import written

_STATES_OF_PROCESSES = {"S1": "Active", "S2": "Inactive", "S3": "FadeAway"}


@dataclass(frozen=True, slots=True)
class Options:
    """What the person who imports says. `language`: of the texts of the file; they stand as Portuguese in any case."""

    tool: str = ""
    slug: str = ""
    language: str = "pt-br"


@dataclass(frozen=True, slots=True)
class Imported:
    """`text` is the document; `source` the hash of the file, `entity` its process's id there."""

    text: str
    document: Document
    report: Report
    source: str
    entity: str
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def convert(text: str, desk: Desk, options: Options | None = None) -> Imported:
    """The document for a file. The same file, desk and options always give the same text.

    Raises ImportRefused, and nothing else, for whatever the text is.
    """
    chosen, report = options or Options(), Report()
    root = Cursor(read_source(text), "", Reading())
    process = _process(root)
    config = process.config()
    names = Names(desk, report)
    parts = Parts(root, config, names, report, text)
    document = _head(process, config, chosen, desk, report)
    document |= parts.read()
    if chosen.language != "pt-br":
        document = _worded(document, chosen.language)
    _last_words(process, report)
    entity = process.text("EntityID")
    source = sha256(text.encode()).hexdigest()
    used = {f"{sort}s": dict(sorted(pairs.items())) for sort, pairs in names.used.items() if pairs}
    if names.processes:
        used["processes"] = dict(sorted(names.processes.items()))
    document["imported"] = {
        "from": "Znuny / OTOBO",
        "process": clean_line(process.text("Name"), 200) or "–",
        "entity": clean_line(entity, 200) or "–",
        "source": source,
        **({"names": used} if used else {}),
        "kept": kept(root, report) or "–",
    }
    whole = signed(written(document))
    return Imported(whole, _checked(whole), report, source, entity, used)


def _checked(text: str) -> Document:
    try:
        return parse(text)
    except DocumentInvalid as invalid:
        told = "; ".join(f"{problem.path}: {problem.message}" for problem in invalid.problems[:5])
        raise ImportRefused(f"The process cannot be written as one of ours: {told}") from None


def _process(root: Cursor) -> Cursor:
    """The process: by itself, or the only one in a mapping by id."""
    process = root.peek("Process")
    if process.names() and not {"Name", "Config", "Path", "EntityID"} & set(process.names()):
        inner = [place for _key, place in process.entries() if place.has("Name")]
        if len(inner) > 1:
            raise ImportRefused("The file holds more than one process. Bring one at a time.")
        process = inner[0] if inner else process
    if not process.names():
        raise ImportRefused("This is no process file: it should begin with “Process:” and “Activities:”.")
    return process


def _head(process: Cursor, config: Cursor, options: Options, desk: Desk, report: Report) -> dict[str, object]:
    tool_there, _, rest = process.text("Name").partition("::")
    name = clean_line((rest or tool_there).replace("::", " · "), 120) or "Processo"
    tool = options.tool or slug(tool_there if rest else "")
    if not tool:
        raise ImportRefused("The name of the process does not say a tool (“Tool::Process”). Say it: --tool SLUG.")
    if tool not in desk.tools:
        report.add("missing", "Process.Name", f"There is no tool “{tool}”. Create it, or say another: --tool SLUG.")
    description = clean_text(config.text("Description"))
    head: dict[str, object] = {
        "balcao": "process/1",
        "slug": options.slug or slug(name, "processo"),
        "tool": tool,
        "name": name,
        "use_when": clean_line(description, 300) or name,
    }
    if len(description) > 300 or "\n" in description:
        head["description"] = description[:2_000].strip()
    head["engine"] = "one-step"
    return head


def _last_words(process: Cursor, report: Report) -> None:
    for key in ("Activities", "Transitions", "TransitionActions"):
        # Lists of what the other sections hold anyway.
        if isinstance(process.peek(key).node, list):
            process.peek(key).take()
    state = process.text("State") or _STATES_OF_PROCESSES.get(str(process.peek("StateEntityID").node), "")
    if state and state != "Active":
        report.add(
            "told", "Process.State", f"The process was “{state}” there. Here it is a draft until you publish it."
        )
    process.peek("StateEntityID").take()
    report.add("told", "Process", "At most one transition for each thing that happens, as there (engine: one-step).")


def _worded(node: dict[str, object], language: str) -> dict[str, object]:
    """Every text of people as `{pt-br: …, <language>: …}`."""
    found = _with_language(node, language, "")
    assert isinstance(found, dict)
    return found


_TEXTS = re.compile(r"name|use_when|description|customer_name|label|help|title|short|advice|submit|text|subject")


def _with_language(node: object, language: str, key: str) -> object:
    if isinstance(node, dict):
        return {inner: _with_language(value, language, str(inner)) for inner, value in node.items()}
    if isinstance(node, list):
        return [_with_language(item, language, key) for item in node]
    if isinstance(node, str) and _TEXTS.fullmatch(key):
        return {"pt-br": node, language: node}
    return node
