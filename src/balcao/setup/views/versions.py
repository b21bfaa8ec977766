"""A published version as it was, and what it changed."""

from dataclasses import dataclass
from difflib import unified_diff
from typing import Any

from django.contrib.admin import site
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from balcao.processes.models import Process, ProcessVersion
from balcao.tickets.versions import running_tickets


@dataclass(frozen=True, slots=True)
class DiffLine:
    """`kind`: added, removed, same or place (where in the text what follows stands)."""

    kind: str
    text: str


def versions_of(process: Process) -> QuerySet[Any]:
    """Newest first, with the number of tickets that run on each."""
    return process.versions.select_related("published_by").annotate(ticket_count=Count("tickets"))


def process_version(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The document and its difference from the version before."""
    version = get_object_or_404(
        ProcessVersion.objects.select_related("process", "published_by"), process=pk, number=number
    )
    before = ProcessVersion.objects.filter(process=pk, number__lt=number).order_by("-number").first()
    context = {
        "title": _("%(process)s, version %(number)d") % {"process": version.process, "number": number},
        "opts": Process._meta,
        "original": version.process,
        "version": version,
        "before": before,
        "may_move": ProcessVersion.objects.filter(process=pk).exclude(pk=version.pk).exists()
        and running_tickets(version).exists(),
        "diff": difference(before.document, version.document) if before else [],
    }
    return render(request, "setup/process/version.html", {**site.each_context(request), **context})


def difference(before: str, after: str) -> list[DiffLine]:
    """The changed lines with three around them; empty when nothing differs."""
    kinds = {"+": "added", "-": "removed", "@": "place"}
    lines = list(unified_diff(before.splitlines(), after.splitlines(), lineterm=""))[2:]
    return [DiffLine(kinds.get(line[:1], "same"), line if line.startswith("@@") else line[1:]) for line in lines]
