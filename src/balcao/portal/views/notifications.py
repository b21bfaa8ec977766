"""The bell as a page: what one was told, read or not."""

from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from balcao.front.access import ReaderRequest, person_required
from balcao.front.redirects import SeeOther, local_path
from balcao.notifications.bell import Item, bell_of, mark_all_read, mark_ticket_read, unread_tickets
from balcao.notifications.models import ON_DESK
from balcao.notifications.words import text_of, title_of
from balcao.people.models import User
from balcao.portal.filters import counted


@require_safe
@person_required
def notifications(request: ReaderRequest) -> HttpResponseBase:
    """Não lidas, or Todas of the last 90 days; as a panel for the bell of an open page."""
    reader = request.reader
    only_new = request.GET.get("tab") != "all"
    before = request.GET.get("before", "")
    bell = bell_of(
        reader.user,
        reader.membership,
        only_new=only_new,
        before=int(before) if before.isascii() and before.isdigit() and len(before) < 18 else None,
    )
    unread = len(unread_tickets(reader.user, reader.membership))
    context = {
        "section": "notifications",
        "items": [_shown(item, reader.user) for item in bell.items],
        "tabs": _tabs(unread, only_new=only_new),
        "only_new": only_new,
        "has_unread": unread > 0,
        "older": f"?{'' if only_new else 'tab=all&'}before={bell.before}" if bell.before else "",
    }
    name = "portal/bell_panel.html" if request.htmx else "portal/notifications.html"
    return render(request, name, context)


@require_POST
@person_required
def mark_read(request: ReaderRequest) -> HttpResponseBase:
    """All of it, or one ticket's."""
    reader, number = request.reader, request.POST.get("ticket", "")
    if number:
        mark_ticket_read(by=reader.user, number=_number(number), now=reader.now)
    else:
        mark_all_read(by=reader.user, membership=reader.membership, now=reader.now)
    if request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate":
        return HttpResponse(status=204)
    return SeeOther(local_path(request, request.POST.get("next"), reverse("notifications")))


def _number(value: str) -> int:
    return int(value) if value.isascii() and value.isdigit() and len(value) < 16 else 0


def _tabs(unread: int, *, only_new: bool) -> list[dict[str, Any]]:
    base = reverse("notifications")
    return [
        {"label": _("Unread"), "href": base, "count": counted(unread), "current": only_new},
        {"label": pgettext("notifications", "All"), "href": f"{base}?tab=all", "current": not only_new},
    ]


def _shown(item: Item, reader: User) -> dict[str, Any]:
    ticket = item.ticket
    is_desk = item.notice.reason in ON_DESK
    href = reverse("desk:ticket", args=[ticket.number]) if is_desk else reverse("ticket", args=[ticket.number])
    anchor = f"#m-{item.message.pk}" if item.message is not None else ""
    return {
        "href": href + anchor,
        "title": title_of(item, reader),
        "number": ticket.number,
        "subject": ticket.subject,
        "text": text_of(item, reader),
        "from_desk": not is_desk and item.message is not None and item.message.is_from_desk,
        "at": item.notice.created_at,
        "new": item.is_new,
        "count": item.count,
        "icon": ticket.tool.icon,
    }
