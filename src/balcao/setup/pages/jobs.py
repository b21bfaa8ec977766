"""Work in the background, and running again what failed for good."""

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from balcao.jobs.models import Job, Status
from balcao.jobs.retry import retry_dead
from balcao.setup.pages.base import ReadOnlyPage, moment

STATUSES = {
    Status.READY: _("waiting"),
    Status.RUNNING: _("running"),
    Status.DONE: _("done"),
    Status.DEAD: _("failed for good"),
}


class StatusFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "status"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(status.value, name) for status, name in STATUSES.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(status=self.value()) if self.value() else queryset


@admin.register(Job)
class JobPage(ReadOnlyPage):
    list_display = ["name", "state", "tries", "due", "ended"]
    list_filter = [StatusFilter]
    ordering = ["-id"]
    actions = ["run_again"]
    fields: ClassVar[Any] = ["name", "state", "tries", "due", "ended", "arguments", "error"]
    readonly_fields = fields

    @admin.action(description=_("Run again what failed for good"))
    def run_again(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        again = sum(retry_dead(job) for job in queryset)
        text = ngettext("%(count)d job waits to be run again.", "%(count)d jobs wait to be run again.", again)
        self.message_user(request, text % {"count": again}, messages.SUCCESS if again else messages.WARNING)

    @admin.display(description=_("job"), ordering="task")
    def name(self, job: Job) -> str:
        return format_html("<code>{}</code>", job.task.removeprefix("balcao."))

    @admin.display(description=_("state"), ordering="status")
    def state(self, job: Job) -> Any:
        return STATUSES[Status(job.status)]

    @admin.display(description=_("tries"))
    def tries(self, job: Job) -> str:
        return f"{job.attempts}/{job.max_attempts}"

    @admin.display(description=_("due"), ordering="run_after")
    def due(self, job: Job) -> str:
        return moment(job.run_after)

    @admin.display(description=_("ended"), ordering="finished_at")
    def ended(self, job: Job) -> str:
        return moment(job.finished_at)

    @admin.display(description=_("arguments"))
    def arguments(self, job: Job) -> str:
        return format_html("<code>{}</code>", f"{job.args} {job.kwargs}")

    @admin.display(description=_("last error"))
    def error(self, job: Job) -> str:
        return format_html("<pre>{}</pre>", job.last_error) if job.last_error else "–"
