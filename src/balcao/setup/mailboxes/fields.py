"""Which fields the form of a mailbox has, by its kind, and what it says about them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from balcao.mail.models import MailboxKind

WHO = (None, {"fields": ["name", "address", "aliases_text", "is_active"]})
TICKETS = (
    _("What mails become"),
    {
        "fields": ["offer", "queue", "strangers"],
        "description": _(
            "Answers find their ticket by themselves. A new mail opens a ticket of this process, if the contract of "
            "its sender's company covers it; without a process it waits for review."
        ),
    },
)
SERVER = (_("The server"), {"fields": ["host", "port", "security", "username", "sign_in_with", "new_secret"]})
OAUTH = (
    _("Only for OAuth 2"),
    {
        "classes": ["collapse"],
        "fields": ["oauth_token_url", "oauth_client_id", "oauth_scope", "new_refresh_token"],
        "description": _("As your provider shows them for an application that reads this mailbox."),
    },
)
FETCHED = (_("In the mailbox"), {"fields": ["path", "after_keeping", "move_to"]})
FILES = (_("The folder"), {"fields": ["path", "after_keeping", "move_to"]})

FIELDSETS: dict[str, list[Any]] = {
    MailboxKind.IMAP: [WHO, SERVER, OAUTH, FETCHED, TICKETS],
    MailboxKind.FOLDER: [WHO, FILES, TICKETS],
    MailboxKind.HANDED: [WHO, TICKETS],
}

HELP: dict[str, dict[str, StrOrPromise]] = {
    MailboxKind.IMAP: {
        "port": _("Empty: 993 with TLS, 143 otherwise."),
        "path": _("Empty: INBOX."),
        "username": _("Most often the whole address."),
        "oauth_scope": _("Empty where the provider needs none."),
        "new_refresh_token": _("Empty when the application signs in for itself."),
        "after_keeping": _("Only once the mail is kept here with all its bytes."),
    },
    MailboxKind.FOLDER: {
        "path": _("A folder of this server, within those that BALCAO_MAIL_FOLDERS allows: a Maildir or .eml files."),
        "after_keeping": _(
            "Only once the mail is kept here with all its bytes. What is read goes to the folder “done”."
        ),
        "move_to": _("A name within the folder."),
    },
    MailboxKind.HANDED: {},
}
"""Kind → field → what stands below it."""
COMMON_HELP: dict[str, StrOrPromise] = {
    "address": _("Mail to it, also with a plus tag (name+tag@…), comes in here."),
    "queue": _("Empty: the first queue of the process."),
    "strangers": _("Somebody whose address no person here has."),
    "is_active": _("Switched off, nothing is fetched and nothing is taken in."),
}

ABOUT: dict[str, StrOrPromise] = {
    MailboxKind.IMAP: _(
        "The portal signs in to your mail provider and fetches what arrives. Google, Microsoft, Dovecot."
    ),
    MailboxKind.FOLDER: _("Another program puts mails as files into a folder of this server."),
    MailboxKind.HANDED: _("Your mail server hands every mail over at once, by LMTP or with “bin/balcao mail deliver”."),
}
