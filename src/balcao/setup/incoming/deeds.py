"""One decision about one mail: carried out and logged, or told in words why not."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from balcao.lib.refused import Refused
from balcao.mail.models import IncomingMail
from balcao.people.models import User
from balcao.setup.incoming.log import log, who

logger = logging.getLogger("balcao.mail")

MOST_SAID = 300
Act = Callable[[IncomingMail, User, datetime], IncomingMail]


def decide(request: HttpRequest, mail: IncomingMail, act: Act, what: str) -> IncomingMail | None:
    """The mail as it is afterwards; None when nothing was done, and the next page says why."""
    try:
        after = act(mail, who(request), timezone.now())
    except Refused as refused:
        messages.error(request, f"{name_of(mail)}: {refused.message}")
        return None
    except Exception as error:  # a storage or a database that is away: the mail is kept, and the page says so
        logger.exception("Mail %s: an administrator's decision could not be carried out", mail.pk)
        said = f"{type(error).__name__}: {error}".replace("\x00", "")[:MOST_SAID]
        messages.error(request, _("Nothing was done; the mail is kept. Try again later. (%(error)s)") % {"error": said})
        return None
    log(request, after, what)
    return after


def name_of(mail: IncomingMail) -> str:
    return mail.subject or mail.from_address or str(mail.pk)
