"""What a mail says of what happened, in the active language and zone."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.timezone import get_current_timezone_name
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from balcao.lib.texts import pick, snippet
from balcao.notifications.mail_facts import Facts
from balcao.notifications.mail_kinds import MailKind
from balcao.people.models import User
from balcao.site.current import current_site
from balcao.site.words import words
from balcao.tickets.dialogs import asks_first
from balcao.tickets.faces import face_of
from balcao.tickets.promises import next_due
from balcao.tickets.reopening import reopens_until
from balcao.tickets.stages import position_of
from balcao.ui.times import absolute, zone_name

PREHEADER = 140


@dataclass(frozen=True, slots=True)
class Wording:
    """`lead` stands before what was written, `note` after it; `notice` is set apart, because it asks for something.
    The button leads to `path`; `link` is a second way (words, path) below it."""

    heading: str
    button: str
    path: str
    lead: str = ""
    note: str = ""
    notice: str = ""
    preheader: str = ""
    link: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """The facts and who reads them."""

    facts: Facts
    reader: User

    @property
    def path(self) -> str:
        return reverse("ticket", args=[self.facts.ticket.number])

    @property
    def noun(self) -> str:
        return words(current_site().word).ticket

    def who(self) -> str:
        """Who did it, under the name that customers know them by."""
        message, root = self.facts.message, self.facts.story.root
        if message is not None and self.facts.was_written:
            return face_of(message.author, is_desk=message.is_from_desk, side="customer", reader=self.reader).name
        by_customer = root.data.get("by") == "customer" or (root.actor is not None and not root.actor.is_agent)
        return face_of(root.actor, is_desk=not by_customer, side="customer", reader=self.reader).name

    def when(self, at: datetime) -> str:
        """seg, 23/11/2026, 17:40 (Manaus)"""
        return f"{absolute(at)} ({zone_name(get_current_timezone_name())})"


def wording_of(kind: MailKind, reading: Reading) -> Wording:
    """The words of one kind of mail for one reader."""
    return _WORDINGS[kind](reading)


def _opened(reading: Reading) -> Wording:
    due = next_due(reading.facts.ticket)
    said = _("Next answer expected: %(due)s.") % {"due": reading.when(due)} if due else ""
    received = _("It is in the queue. The steps that it goes through are below.")
    heading = _("We received your %(ticket)s") % {"ticket": reading.noun}
    if asks_first(reading.facts.ticket):
        asked = _("To go on, we need some answers that an e-mail does not bring. It takes a minute.")
        return Wording(heading, _("Complete it"), reading.path, lead=asked, preheader=asked)
    return Wording(heading, _("Follow it"), reading.path, lead=received, note=said, preheader=said or received)


def _replied(reading: Reading) -> Wording:
    heading = _("%(name)s replied") % {"name": reading.who()}
    return Wording(heading, _("See and answer"), f"{reading.path}#responder", lead=_unwritten(reading))


def _needs_you(reading: Reading) -> Wording:
    facts = reading.facts
    lead = _("We need something from you to go on. The page of the %(ticket)s says what.") % {"ticket": reading.noun}
    if facts.was_written and facts.text:
        lead = _("%(name)s needs some information to go on:") % {"name": reading.who()}
    pause = _("The due date is paused until your answer.") if facts.ticket.resolution_due_at else ""
    return Wording(_("We need you"), pgettext("button", "Answer"), f"{reading.path}#responder", lead=lead, notice=pause)


def _stage(reading: Reading) -> Wording:
    at = position_of(reading.facts.ticket)
    stage = pick(at.name, get_language())
    lead = _("Your %(ticket)s went on to %(stage)s (%(position)d of %(total)d).") % {
        "ticket": reading.noun,
        "stage": stage,
        "position": min(at.position, at.total),
        "total": at.total,
    }
    return Wording(_("Now in %(stage)s") % {"stage": stage}, _("Follow it"), reading.path, lead=lead)


def _resolved(reading: Reading) -> Wording:
    lead = _("We marked it as solved:") if reading.facts.text else _("We marked it as solved.")
    return Wording(
        _("Resolved"),
        _("Yes, close"),
        reading.path,
        lead=lead,
        notice=_did_it_work(reading),
        link=(_("Not yet"), reading.path),
    )


def _did_it_work(reading: Reading) -> str:
    asked, closes_at = _("Did it work?"), reading.facts.closes_at
    if closes_at is None:
        return asked
    return f"{asked} {_('Without an answer we close it on %(date)s.') % {'date': reading.when(closes_at)}}"


def _closing_soon(reading: Reading) -> Wording:
    lead = _("We marked this %(ticket)s as solved. If you still need it, just say so.") % {"ticket": reading.noun}
    return Wording(
        _("We close it soon"),
        _("Yes, close"),
        reading.path,
        lead=lead,
        notice=_did_it_work(reading),
        link=(_("Not yet"), reading.path),
    )


def _closed(reading: Reading) -> Wording:
    facts = reading.facts
    until = reopens_until(facts.ticket)
    heading = _("Cancelled") if facts.story.is_cancelled() else pgettext("one ticket", "Closed")
    lead = "" if facts.text else _("The whole history stays in the portal.")
    note = _("It can be reopened until %(date)s.") % {"date": reading.when(until)} if until else ""
    return Wording(heading, _("See the history"), reading.path, lead=lead, note=note)


def _reopened(reading: Reading) -> Wording:
    lead = _("%(name)s reopened this %(ticket)s. It is in the queue again.")
    said = lead % {"name": reading.who(), "ticket": reading.noun}
    return Wording(_("Reopened"), _("Follow it"), reading.path, lead=said)


def _added(reading: Reading) -> Wording:
    name = {"name": reading.who(), "ticket": reading.noun}
    return Wording(
        _("%(name)s added you") % name,
        _("See"),
        reading.path,
        lead=_("%(name)s added you to this %(ticket)s: you are told what happens to it, and may answer.") % name,
        link=(_("Leave this %(ticket)s") % name, f"{reading.path}#pessoas"),
    )


def _unwritten(reading: Reading) -> str:
    """A step that was filled in, or a decision, without words of its own."""
    if reading.facts.text:
        return ""
    return (
        _("Sent files")
        if reading.facts.files
        else _("Something is new on the page of this %(ticket)s.") % {"ticket": reading.noun}
    )


def preheader_of(wording: Wording, text: str) -> str:
    """The line that lists of mails show after the subject: what happened, then how `text` begins."""
    said = wording.preheader or " ".join(part for part in (wording.lead, text) if part)
    return snippet(f"{wording.heading}. {said}", PREHEADER)


_WORDINGS: dict[MailKind, Callable[[Reading], Wording]] = {
    MailKind.OPENED: _opened,
    MailKind.ADDED: _added,
    MailKind.NEEDS_YOU: _needs_you,
    MailKind.RESOLVED: _resolved,
    MailKind.CLOSING_SOON: _closing_soon,
    MailKind.CLOSED: _closed,
    MailKind.REPLIED: _replied,
    MailKind.REOPENED: _reopened,
    MailKind.STAGE: _stage,
}
