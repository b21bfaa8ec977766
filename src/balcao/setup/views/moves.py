"""Running tickets move to another version of their process: first what it would mean, then the deed."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import site
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from balcao.lib.texts import pick
from balcao.processes.definitions import definition_of
from balcao.processes.models import Process, ProcessVersion
from balcao.tickets.jobs import move_tickets
from balcao.tickets.versions import MovePlan, plan_move

PREFIX = "activity-"


class VersionField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Any) -> str:
        return _("Version %(number)d") % {"number": obj.number}


class TargetForm(forms.Form):
    """The version to move to."""

    to = VersionField(
        ProcessVersion.objects.none(), label=gettext_lazy("To version"), to_field_name="number", empty_label=None
    )

    def __init__(self, version: ProcessVersion, data: Any) -> None:
        super().__init__(data)
        others = ProcessVersion.objects.filter(process_id=version.process_id).exclude(pk=version.pk)
        field = self.fields["to"]
        assert isinstance(field, VersionField)
        field.queryset = others


@dataclass(frozen=True, slots=True)
class Row:
    """An activity of the old version in which tickets stand; `options`: (id, name, chosen) of the new one."""

    field: str
    name: str
    count: int
    has_target: bool
    options: list[tuple[str, str, bool]]


@require_http_methods(["GET", "POST"])
def move_running(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Choose the version and, for each activity, where its tickets go. [Verificar] shows, [Mover] moves."""
    version = get_object_or_404(ProcessVersion.objects.select_related("process__current"), process=pk, number=number)
    target = _target(request, version)
    mapping = {
        name.removeprefix(PREFIX): str(value)
        for name, value in request.POST.items()
        if name.startswith(PREFIX) and value
    }
    plan = plan_move(old=version, new=target, mapping=mapping)
    if request.method == "POST" and "move" in request.POST:
        return _move(request, version, target, mapping, plan)
    name = pick(version.name, get_language())
    context = {
        "title": _("%(process)s: move tickets of version %(number)d") % {"process": name, "number": number},
        "opts": Process._meta,
        "original": version.process,
        "version": version,
        "target": target,
        "form": TargetForm(version, {"to": target.number}),
        "plan": plan,
        "summary": _summary(plan),
        "rows": _rows(version, target, plan),
        "dropped": _dropped(version, plan),
    }
    return render(request, "setup/process/move.html", {**site.each_context(request), **context})


def _target(request: HttpRequest, version: ProcessVersion) -> ProcessVersion:
    """The one asked for, else the version in use, else the newest other. Raises Http404 when there is no other."""
    form = TargetForm(version, request.POST if request.method == "POST" else request.GET)
    if form.is_valid():
        chosen: ProcessVersion = form.cleaned_data["to"]
        return chosen
    current = version.process.current
    if current is not None and current.pk != version.pk:
        return current
    other = ProcessVersion.objects.filter(process_id=version.process_id).exclude(pk=version.pk).first()
    if other is None:
        raise Http404
    return other


def _move(
    request: HttpRequest, version: ProcessVersion, target: ProcessVersion, mapping: dict[str, str], plan: MovePlan
) -> HttpResponse:
    going = plan.total - plan.without_target
    if going:
        assert request.user.pk is not None  # only administrators come here
        move_tickets.enqueue(version.pk, target.pk, mapping, request.user.pk)
        said = ngettext("%(count)d ticket is being moved.", "%(count)d tickets are being moved.", going)
        messages.success(request, said % {"count": going})
    else:
        messages.info(request, _("There is no ticket to move."))
    return redirect("admin:processes_process_change", version.process_id)


def _summary(plan: MovePlan) -> str:
    """«12 tickets; 2 sem destino»."""
    total = ngettext("%(count)d ticket", "%(count)d tickets", plan.total) % {"count": plan.total}
    return _("%(tickets)s; %(count)d without a destination") % {"tickets": total, "count": plan.without_target}


def _rows(version: ProcessVersion, target: ProcessVersion, plan: MovePlan) -> list[Row]:
    before, after, language = definition_of(version), definition_of(target), get_language()
    return [
        Row(
            field=f"{PREFIX}{move.activity}",
            name=pick(before.activities[move.activity].name, language),
            count=move.count,
            has_target=bool(move.target),
            options=[(one.id, pick(one.name, language), one.id == move.target) for one in after.activities.values()],
        )
        for move in plan.moves
    ]


def _dropped(version: ProcessVersion, plan: MovePlan) -> list[str]:
    document, language = definition_of(version), get_language()
    return [pick(document.fields[name].label, language) or name for name in plan.dropped]
