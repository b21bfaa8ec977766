"""What of the file found no place: kept, every single value of it, and told."""

from __future__ import annotations

import json
import re
from collections import Counter

from balcao.processes.importing.cursor import Cursor
from balcao.processes.importing.report import Report

_BOOKKEEPING = (
    (re.compile(r"\.(ChangeTime|CreateTime|ChangeBy|CreateBy)$"), "when it was made and changed"),
    (re.compile(r"\.(ID|EntityID)$"), "the number that it had there"),
    (re.compile(r"\.Layout\."), "where it was drawn"),
    (re.compile(r"\.(Scope|ScopeEntityID|ProcessEntityID)$"), "which processes shared it"),
    (re.compile(r"^Transitions?\..*\.Name$"), "names of transitions: ours have none"),
    (re.compile(r"^TransitionActions?\..*\.Name$"), "names of actions: ours have none"),
)
MAX_TOLD = 60


def kept(root: Cursor, report: Report) -> str:
    """Everything that was not read, one line each (`path = value` as JSON); told in the report."""
    lines: list[str] = []
    groups: Counter[tuple[str, str]] = Counter()
    explained = {line.path for line in report.lines if line.kind in ("kept", "changed")}
    for place in root.unread():
        value = json.dumps(place.node, ensure_ascii=False)
        lines.append(f"{place.path} = {value}")
        if _is_explained(place.path, explained):
            continue
        words = next((words for pattern, words in _BOOKKEEPING if pattern.search(place.path)), "")
        if words:
            groups[(_general(place.path), words)] += 1
        else:
            report.add("kept", place.path, f"{value[:MAX_TOLD]} has no equivalent.", "imported.kept")
    for (path, words), count in sorted(groups.items()):
        report.add("kept", path, f"{words[0].upper()}{words[1:]} ({count}×).", "imported.kept")
    return "\n".join(lines)


def _is_explained(path: str, explained: set[str]) -> bool:
    while path:
        if path in explained:
            return True
        path = path[: max(path.rfind("."), path.rfind("["), 0)]
    return False


def _general(path: str) -> str:
    """`Activities.A1.ID` → `Activities.*.ID`; `Process.Layout.A1.left` → `Process.Layout.*`."""
    if ".Layout." in path:
        return path.partition(".Layout.")[0] + ".Layout.*"
    parts = path.split(".")
    if len(parts) < 3:
        return path
    return ".".join([parts[0], "*", *parts[2:]])
