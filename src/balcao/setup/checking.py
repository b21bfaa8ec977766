"""What is wrong with a process document, in the administrator's language."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from balcao.processes.engine import PROBLEMS, Problem, check_text
from balcao.processes.models import Process
from balcao.tickets.known_names import known_names


@dataclass(frozen=True, slots=True)
class Finding:
    """`line` from 1, 0 for none; `is_error` keeps the document from being published."""

    line: int
    path: str
    message: str
    hint: str
    is_error: bool


def findings(process: Process, text: str) -> list[Finding]:
    """Everything there is to say about the text, by line; empty when it can be published without a second thought."""
    document, problems = check_text(text, known_names())
    found = [_finding(problem) for problem in problems]
    if document is not None and document.slug != process.slug:
        said = _("The document says “slug: %(slug)s”, but this process is “%(own)s”.")
        found.insert(
            0,
            Finding(
                document.lines.get("slug", 0),
                "slug",
                said % {"slug": document.slug, "own": process.slug},
                _("Write “slug: %(own)s”.") % {"own": process.slug},
                True,
            ),
        )
    offer = getattr(process, "offer", None)
    if document is not None and offer is not None and offer.tool.slug != document.tool:
        said = _("The document says “tool: %(tool)s”, but the process is offered under “%(own)s”.")
        found.append(
            Finding(
                document.lines.get("tool", 0),
                "tool",
                said % {"tool": document.tool, "own": offer.tool.slug},
                _("Make both the same."),
                True,
            )
        )
    return found


def _finding(problem: Problem) -> Finding:
    text = PROBLEMS[problem.code]
    return Finding(
        problem.line,
        problem.path,
        _(text.message) % problem.params,
        _(text.hint) % problem.params if text.hint else "",
        problem.severity == "error",
    )
