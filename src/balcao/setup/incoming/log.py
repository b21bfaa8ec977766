"""Who did what with a mail, in the administration's own log."""

from __future__ import annotations

from typing import cast

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest

from balcao.mail.models import IncomingMail
from balcao.people.models import User

MOST_SHOWN = 20


def who(request: HttpRequest) -> User:
    return cast(User, request.user)


def log(request: HttpRequest, mail: IncomingMail, what: str) -> None:
    LogEntry.objects.log_actions(who(request).pk, [mail], CHANGE, what)


def deeds_on(mail: IncomingMail) -> list[LogEntry]:
    """The latest first."""
    kind = ContentType.objects.get_for_model(IncomingMail)
    deeds = LogEntry.objects.filter(content_type=kind, object_id=str(mail.pk)).select_related("user")
    return list(deeds.order_by("-action_time", "-id")[:MOST_SHOWN])
