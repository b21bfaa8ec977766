"""Teams of agents and their queues."""

from typing import Any

from django.contrib import admin
from django.db.models import Count
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from balcao.people.models import Team
from balcao.setup.pages.base import Inline, Page
from balcao.tickets.models import QueueRight


class RightsOfTeamInline(Inline):
    model = QueueRight
    fields = ["queue", "role", "right"]


@admin.register(Team)
class TeamPage(Page):
    gives_rights = True
    inlines = [RightsOfTeamInline]
    list_display = ["name", "size"]
    search_fields = ["name"]
    filter_horizontal = ["members"]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).annotate(size_count=Count("members"))

    @admin.display(description=_("agents"), ordering="size_count")
    def size(self, team: Any) -> int:
        return int(team.size_count)
