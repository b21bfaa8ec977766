"""Carries a verdict out by the same verbs as the portal, once, in the transaction that writes the mail's fate.

A message's key is made of the mail's digest: filed again, it is the same message. Attachments are stored before the
transaction (they may go over the network) and belong to nobody if it fails; such files are forgotten later.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from balcao.files.actions.store import store_bytes
from balcao.files.models import StoredFile
from balcao.history.record import record
from balcao.lib.names import clean_line
from balcao.lib.refused import Refused
from balcao.mail.bad_addresses import mark_bad, works_again
from balcao.mail.models import Fate, IncomingMail, OutgoingMail
from balcao.mail.opening import open_by_mail, person_behind
from balcao.mail.parsing.parsed import ParsedMail
from balcao.mail.sort import Verdict, note_of
from balcao.people.addresses import person_of
from balcao.people.models import User
from balcao.tickets.actions.add_note import add_note
from balcao.tickets.actions.ask_about_person import ask_about_person
from balcao.tickets.actions.reply import reply
from balcao.tickets.models import Channel, Message, Ticket

NAMESPACE = UUID("5d1d1f0e-8b0b-4f0e-9a55-6a4d0b6b5a10")
MOST_FILES = 200


@dataclass(slots=True)
class Filed:
    """What a mail became. `reason` and `data` when they differ from the verdict's."""

    fate: str
    reason: str
    data: dict[str, object] = field(default_factory=dict)
    ticket: Ticket | None = None
    message: Message | None = None
    person: User | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """What is to be filed. `person`: who wrote it, or writes instead. `files`: its attachments, stored already."""

    row: IncomingMail
    parsed: ParsedMail
    verdict: Verdict
    person: User | None
    files: Sequence[StoredFile]
    now: datetime

    def linked(self) -> Ticket | None:
        """The ticket that the verdict names."""
        return Ticket.objects.filter(pk=self.verdict.ticket).first() if self.verdict.ticket is not None else None


def key_of(mail: IncomingMail) -> UUID:
    return uuid5(NAMESPACE, mail.digest)


def file_mail(
    mail: IncomingMail,
    parsed: ParsedMail,
    raw: bytes,
    verdict: Verdict,
    *,
    now: datetime,
    may_file: Callable[[IncomingMail], bool],
    decided_by: User | None = None,
    author: User | None = None,
) -> IncomingMail:
    """Do what the verdict says and write it down; the row as it is then.

    `may_file` is asked of the locked row: what somebody else filed meanwhile is left as it is. A verb's no holds the
    mail with the verb's own words, except after a decision of a person: then it is raised, and nothing changes.
    `author` writes the note instead of the sender.
    """
    person = author or person_behind(parsed, verdict)
    files = _stored(mail, parsed, raw, person, now) if verdict.fate in {"ticket", "reply", "note"} else ()
    with transaction.atomic():
        row = IncomingMail.objects.select_for_update(of=("self",)).select_related("mailbox").get(pk=mail.pk)
        if not may_file(row):
            return row
        row.authentication = mail.authentication
        try:
            with transaction.atomic(), translation.override(person.language if person else None):
                filed = _FILERS[verdict.fate](Case(row, parsed, verdict, person, files, now))
        except Refused as refused:
            if decided_by is not None:
                raise
            filed = Filed("held", "refused", {"said": refused.message}, person=person)
        if author is not None:
            filed.person = person_of(parsed.sender.address)
        write_fate(row, parsed, verdict, filed, now=now, decided_by=decided_by)
    return row


def write_fate(
    row: IncomingMail, parsed: ParsedMail, verdict: Verdict, filed: Filed, *, now: datetime, decided_by: User | None
) -> None:
    row.fate, row.reason, row.reason_data = filed.fate, filed.reason, filed.data
    row.path = [list(step) for step in verdict.path]
    row.sorted_at, row.last_error = now, ""
    row.person, row.ticket, row.message = filed.person, filed.ticket, filed.message
    row.is_automatic = bool(parsed.automatic)
    row.attachment_count, row.warnings = len(parsed.attachments), list(parsed.warnings)[:50]
    row.subject = clean_line(parsed.subject, 300) or row.subject
    if decided_by is not None:
        row.decided_by = decided_by
    row.save()
    record(
        f"mail.{filed.fate}",
        now=now,
        actor_id=decided_by.pk if decided_by else None,
        data={"mail": row.pk, "reason": filed.reason, **({"ticket": filed.ticket.pk} if filed.ticket else {})},
    )


def _stored(
    mail: IncomingMail, parsed: ParsedMail, raw: bytes, person: User | None, now: datetime
) -> Sequence[StoredFile]:
    if person is None:
        return ()
    files = [
        store_bytes(name=one.filename, content=one.content, by=person, now=now)
        for one in parsed.attachments[:MOST_FILES]
    ]
    if not parsed.is_whole or len(parsed.attachments) > MOST_FILES:
        files.append(store_bytes(name=f"original-{mail.pk}.eml", content=raw, by=person, now=now))
    return files


def _words(parsed: ParsedMail, *, is_answer: bool) -> str:
    """What the message says; when something was left out, that too."""
    text = (parsed.reply_text or parsed.text) if is_answer else parsed.text
    if parsed.is_whole:
        return text
    notice = _("This mail could not be read whole. It is attached as it came.")
    return f"{text}\n\n{notice}".strip()


def _reply(case: Case) -> Filed:
    ticket, by = Ticket.objects.get(pk=case.verdict.ticket or 0), _somebody(case.person)
    message = reply(
        ticket=ticket,
        by=by,
        as_desk=case.verdict.as_desk,
        body=_words(case.parsed, is_answer=True),
        key=key_of(case.row),
        now=case.now,
        files=case.files,
        channel=Channel.EMAIL,
        is_plain=True,
    )
    works_again(case.parsed.sender.address, now=case.now)
    return Filed("reply", case.verdict.reason, case.verdict.data, ticket, message, by)


def _note(case: Case) -> Filed:
    ticket, by = Ticket.objects.get(pk=case.verdict.ticket or 0), _somebody(case.person)
    words = _words(case.parsed, is_answer=True)
    note = note_of(words)
    message = add_note(
        ticket=ticket,
        by=by,
        body=_quoted(case.parsed, words) if case.verdict.reason == "attached" else words if note is None else note,
        key=key_of(case.row),
        now=case.now,
        files=case.files,
        channel=Channel.EMAIL,
        is_plain=True,
    )
    return Filed("note", case.verdict.reason, case.verdict.data, ticket, message, by)


def _quoted(parsed: ParsedMail, words: str) -> str:
    return _("%(sender)s wrote:") % {"sender": str(parsed.sender) or _("Somebody")} + f"\n\n{words}"


def _ticket(case: Case) -> Filed:
    by = _somebody(case.person)
    ticket = open_by_mail(
        case.row,
        case.parsed,
        case.verdict,
        by=by,
        body=_words(case.parsed, is_answer=case.verdict.origin is not None),
        key=key_of(case.row),
        files=case.files,
        now=case.now,
    )
    works_again(case.parsed.sender.address, now=case.now)
    message = ticket.messages.filter(key=key_of(case.row)).first()
    return Filed("ticket", case.verdict.reason, case.verdict.data, ticket, message, by)


def _bounce(case: Case) -> Filed:
    """Marks the address to which we sent, and says so on the ticket; nothing opens, nobody is told."""
    ticket = case.linked()
    if case.verdict.reason == "not_delivered":
        sent = OutgoingMail.objects.get(pk=int(str(case.verdict.data["outgoing"])))
        failure = next((one for one in case.parsed.failures if one.is_final), None)
        mark_bad(
            sent.to,
            person=sent.person,
            status=failure.status if failure else "",
            diagnostic=failure.diagnostic if failure else clean_line(case.parsed.subject, 300),
            now=case.now,
        )
        if ticket is not None:
            record(
                "ticket.mail_bounced",
                now=case.now,
                ticket_id=ticket.pk,
                data={"mail": case.row.pk, **({"user": sent.person_id} if sent.person_id else {})},
            )
    return Filed("bounce", case.verdict.reason, case.verdict.data, ticket)


def _ignore(case: Case) -> Filed:
    """Linked to its ticket, where the desk sees that it came."""
    ticket = case.linked()
    if ticket is not None and case.verdict.reason in {"automatic_reply", "automatic_mail"}:
        who = {"user": case.person.pk} if case.person else {}
        record("ticket.automatic_mail", now=case.now, ticket_id=ticket.pk, data={"mail": case.row.pk, **who})
    return Filed("ignored", case.verdict.reason, case.verdict.data, ticket, person=case.person)


def _hold(case: Case) -> Filed:
    ticket = case.linked()
    if ticket is not None and case.person is not None and case.verdict.reason == "pending_participant":
        ask_about_person(ticket=ticket, person=case.person, now=case.now)
    return Filed("held", case.verdict.reason, case.verdict.data, ticket, person=case.person)


def _somebody(person: User | None) -> User:
    if person is None:
        raise Refused(_("Nobody here has the address of its sender."))
    return person


_FILERS: dict[str, Callable[[Case], Filed]] = {
    Fate.REPLY.value: _reply,
    Fate.NOTE.value: _note,
    Fate.TICKET.value: _ticket,
    Fate.BOUNCE.value: _bounce,
    Fate.IGNORED.value: _ignore,
    Fate.HELD.value: _hold,
}
