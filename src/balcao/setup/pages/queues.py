"""Queues and the rights of teams on them."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from balcao.setup.pages.base import Inline, Page
from balcao.tickets.models import Queue, QueueRight


def _team(right: QueueRight) -> str:
    return f"{right.team}, {right.get_role_display().lower()}" if right.role else str(right.team)


class RightInline(Inline):
    model = QueueRight
    fields = ["team", "role", "right"]


@admin.register(Queue)
class QueuePage(Page):
    gives_rights = True
    inlines = [RightInline]
    list_display = ["name", "slug", "teams", "open_tickets", "is_default", "position"]
    search_fields = ["name", "slug"]
    prepopulated_fields = {"slug": ["name"]}
    fields = ["name", "slug", "position", "is_default"]

    def get_queryset(self, request: HttpRequest) -> Any:
        waiting = Count("tickets", filter=Q(tickets__is_open=True), distinct=True)
        return super().get_queryset(request).annotate(open_count=waiting).prefetch_related("rights__team")

    @admin.display(description=_("teams"))
    def teams(self, queue: Queue) -> str:
        return ", ".join(f"{_team(right)} ({right.get_right_display().lower()})" for right in queue.rights.all())

    @admin.display(description=_("open tickets"), ordering="open_count")
    def open_tickets(self, queue: Any) -> int:
        return int(queue.open_count)
