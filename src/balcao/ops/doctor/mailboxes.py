"""Checks of the ways in which mail comes in."""

from django.utils import timezone, translation

from balcao.mail.health import REMEDIES, Condition, health_of
from balcao.mail.models import Mailbox, MailboxKind, Trouble
from balcao.mail.transports.folder import checked
from balcao.mail.transports.imap import try_out
from balcao.mail.transports.trouble import InTrouble
from balcao.ops.doctor.finding import Finding, broken, doubtful, good


def mailboxes_can_be_read() -> Finding:
    """Each is signed in to here and now; one that works here but has not been looked at has nobody who looks."""
    mailboxes = list(Mailbox.objects.filter(is_active=True))
    if not mailboxes:
        return good("Mailboxes", "none: no mail comes in")
    wrong = [found for mailbox in mailboxes if (found := wrong_with(mailbox)) is not None]
    if wrong:
        return broken("Mailboxes", " ".join(text for text, _remedy in wrong), wrong[0][1])
    now = timezone.now()
    late = [mailbox.name for mailbox in mailboxes if health_of(mailbox, now=now).condition is Condition.LATE]
    if late:
        remedy = "Start: bin/balcao serve (or bin/balcao worker)"
        return doubtful("Mailboxes", f"can be read, but nobody looks into {', '.join(late)}.", remedy)
    failing = [mailbox for mailbox in mailboxes if mailbox.failing_since]
    if failing:
        text = " ".join(f"{mailbox.name} can be read, but: {mailbox.last_error}." for mailbox in failing)
        return doubtful("Mailboxes", text, "Look at the log of the worker.")
    return good("Mailboxes", ", ".join(mailbox.name for mailbox in mailboxes))


def wrong_with(mailbox: Mailbox) -> tuple[str, str] | None:
    """A sentence and its remedy, or None."""
    try:
        if mailbox.kind == MailboxKind.IMAP:
            try_out(mailbox)
        elif mailbox.kind == MailboxKind.FOLDER:
            checked(mailbox.path)
    except InTrouble as trouble:
        with translation.override("en"):
            words = Trouble(trouble.trouble).label
            return f"{mailbox.name}: {words} ({trouble}).", str(REMEDIES[trouble.trouble])
    return None
