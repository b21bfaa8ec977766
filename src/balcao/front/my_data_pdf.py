"""The summary that lies on top of the copy of a person's data."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from balcao.front.zones import zone_label
from balcao.lib.documents.phone import format_phone
from balcao.lib.pdf import Sheet
from balcao.lib.texts import pick
from balcao.people.access import memberships_of
from balcao.people.models import User
from balcao.site.current import current_site
from balcao.tickets.models import Ticket
from balcao.ui.times import absolute

MOST_LISTED = 1000
"""Tickets in the summary; each has its own file in any case."""


def pdf_of(person: User, tickets: QuerySet[Ticket], files: int, *, now: datetime) -> bytes:
    site, zone = current_site(), zone_label(timezone.get_current_timezone_name(), now)
    title = _("My data at %(desk)s") % {"desk": site.name}
    sheet = Sheet(
        title=title,
        language=get_language() or "pt-br",
        author=site.name,
        head=f"{title} · {person.name}",
        foot=_("Made on %(date)s · times of %(zone)s") % {"date": absolute(now), "zone": zone},
        page_words=_("Page {page} of {pages}"),
        made_at=now,
    )
    sheet.muted(site.company or site.name)
    sheet.display(title)
    sheet.ln(2)
    sheet.muted(_("Made at the person’s own request, under articles 18 and 19 of the LGPD (Law 13.709/2018)."))
    _profile(sheet, person)
    _tickets(sheet, tickets)
    _contents(sheet, tickets.count(), files)
    return sheet.bytes()


def _profile(sheet: Sheet, person: User) -> None:
    sheet.section(_("Profile"))
    rows = [
        (_("Name"), person.name),
        (_("User name"), person.username),
        (_("E-mail"), person.email),
        (_("Telephone"), format_phone(person.phone) if person.phone else ""),
        (_("Job title"), person.job_title),
        (_("Company"), ", ".join(one.organization.name for one in memberships_of(person))),
        (_("Account since"), absolute(person.created_at)),
    ]
    sheet.facts((label, value) for label, value in rows if value)


def _tickets(sheet: Sheet, tickets: QuerySet[Ticket]) -> None:
    sheet.section(_("Tickets"))
    language = get_language()
    sheet.facts(
        (
            (
                str(ticket.number),
                f"{ticket.subject} · {pick(ticket.state.customer_label, language)} · {absolute(ticket.opened_at)}",
            )
            for ticket in tickets[:MOST_LISTED]
        ),
        label_width=20,
    )


def _contents(sheet: Sheet, tickets: int, files: int) -> None:
    sheet.section(_("What is in this copy"))
    said = ngettext("%(count)d conversation", "%(count)d conversations", tickets) % {"count": tickets}
    sent = ngettext("%(count)d file that you sent", "%(count)d files that you sent", files) % {"count": files}
    sheet.facts(
        [
            ("meus-dados.json", _("profile, preferences, sessions, notices and e-mails")),
            ("tickets/", said),
            ("arquivos/", sent),
        ]
    )
