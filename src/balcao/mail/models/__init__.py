"""Mail that leaves, mail that came in, and the ways in."""

from balcao.mail.models.incoming import Fate, IncomingMail, MailPlace, RawMail
from balcao.mail.models.mailbox import (
    AfterKeeping,
    BadAddress,
    Mailbox,
    MailboxHold,
    MailboxKind,
    Security,
    SignInWith,
    Strangers,
    Trouble,
)
from balcao.mail.models.outgoing import MailChoice, MailStatus, Notice, OutgoingMail, QuietTime

__all__ = [
    "AfterKeeping",
    "BadAddress",
    "Fate",
    "IncomingMail",
    "MailChoice",
    "MailPlace",
    "MailStatus",
    "Mailbox",
    "MailboxHold",
    "MailboxKind",
    "Notice",
    "OutgoingMail",
    "QuietTime",
    "RawMail",
    "Security",
    "SignInWith",
    "Strangers",
    "Trouble",
]
