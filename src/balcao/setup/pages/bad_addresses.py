"""Addresses that servers refuse: nothing is sent there until somebody says that they work again."""

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from balcao.lib.texts import snippet
from balcao.mail.bad_addresses import works_again
from balcao.mail.models import BadAddress
from balcao.setup.pages.base import ReadOnlyPage, moment


class NowFilter(admin.SimpleListFilter):
    """Those that count now, unless all are asked for."""

    title = gettext_lazy("refused")
    parameter_name = "which"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("all", gettext_lazy("all, also in the past"))]

    def choices(self, changelist: Any) -> Any:
        now, *others = super().choices(changelist)
        yield {**now, "display": _("now")}
        yield from others

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset if self.value() == "all" else queryset.filter(ended_at__isnull=True)


@admin.register(BadAddress)
class BadAddressPage(ReadOnlyPage):
    list_display = ["address", "whose", "began", "said", "ended"]
    list_filter = [NowFilter]
    list_select_related = ["person"]
    search_fields = ["address", "person__name"]
    search_help_text = gettext_lazy("Address or name")
    ordering = ["-since"]
    actions = ["end"]
    fields: ClassVar[Any] = ["address", "whose", "began", "status", "whole", "ended"]
    readonly_fields = fields
    change_form_template = "setup/bad_addresses/change_form.html"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.end_one)
        return [path("<int:pk>/end/", view, name="mail_badaddress_end"), *super().get_urls()]

    @admin.action(description=gettext_lazy("They work again: send there"))
    def end(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        count = sum(self._end(request, row) for row in queryset.filter(ended_at__isnull=True))
        text = ngettext("%(count)d address works again.", "%(count)d addresses work again.", count)
        self.message_user(request, text % {"count": count}, messages.SUCCESS if count else messages.WARNING)

    def end_one(self, request: HttpRequest, pk: int) -> HttpResponse:
        return _end_one(request, pk, self)

    def _end(self, request: HttpRequest, row: BadAddress) -> bool:
        works_again(row.address, now=timezone.now())
        self.log_change(request, row, _("Works again"))
        return True

    @admin.display(description=gettext_lazy("person"), ordering="person__name")
    def whose(self, row: BadAddress) -> str:
        return str(row.person) if row.person is not None else "–"

    @admin.display(description=gettext_lazy("since"), ordering="since")
    def began(self, row: BadAddress) -> str:
        return moment(row.since)

    @admin.display(description=gettext_lazy("works again since"), ordering="ended_at")
    def ended(self, row: BadAddress) -> str:
        return moment(row.ended_at)

    @admin.display(description=gettext_lazy("what the server said"))
    def said(self, row: BadAddress) -> str:
        return snippet(f"{row.status} {row.diagnostic}".strip(), 120)

    @admin.display(description=gettext_lazy("what the server said"))
    def whole(self, row: BadAddress) -> str:
        return format_html("<pre>{}</pre>", row.diagnostic) if row.diagnostic else "–"


@require_POST
def _end_one(request: HttpRequest, pk: int, page: BadAddressPage) -> HttpResponse:
    row = get_object_or_404(BadAddress, pk=pk)
    if row.ended_at is None:
        page._end(request, row)
        messages.success(request, _("Mail is sent to %(address)s again.") % {"address": row.address})
    return redirect("admin:mail_badaddress_change", pk)
