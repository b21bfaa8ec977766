"""Articles and mails of their transition actions, as notes, messages and mails of ours."""

from __future__ import annotations

import re
from dataclasses import dataclass

from balcao.lib.names import clean_line, clean_text
from balcao.processes.importing.cursor import Cursor
from balcao.processes.importing.placeholders import Placeholders
from balcao.processes.importing.report import Report

MAX_TEXT = 10_000
_SYSTEM = "<(?:OTRS|OTOBO|ZNUNY)_"
_CUSTOMER = re.compile(rf"{_SYSTEM}(?:CUSTOMER_DATA_User(?:Email|Login)|TICKET_CustomerUserID)>", re.IGNORECASE)
_OWNER = re.compile(r"<(?:OTRS|OTOBO|ZNUNY)_OWNER_User(?:Email|Login)>", re.IGNORECASE)
_RESPONSIBLE = re.compile(r"<(?:OTRS|OTOBO|ZNUNY)_RESPONSIBLE_User(?:Email|Login)>", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:[^<>,]*<)?([^@\s,;<>\"]{1,64}@[^@\s,;<>\"]{1,190})>?")


@dataclass(slots=True)
class Articles:
    placeholders: Placeholders
    report: Report

    def article(self, parameters: Cursor) -> list[dict[str, object]]:
        """A note of the team, or a message that the customer reads, as its visibility says."""
        text = self.text(parameters)
        if not text:
            return []
        visible = is_visible(parameters)
        return [{"send_message" if visible else "add_note": {"text": text}}]

    def mail(self, parameters: Cursor) -> list[dict[str, object]]:
        """A mail to the customer is a message (who writes to them is told by mail anyway); to others it is a mail."""
        to = [parameters.peek(key) for key in ("To", "Cc", "Bcc")]
        recipients = [role for place in to for role in self._recipients(place)]
        text = self.text(parameters)
        if not recipients or not text:
            return []
        if "requester" in recipients:
            self.report.add("changed", parameters.path, "A mail to the customer: a message of the ticket here.")
        effects: list[dict[str, object]] = []
        if "requester" in recipients:
            effects.append({"send_message": {"text": text}})
        others = sorted(set(recipients) - {"requester"})
        if others:
            subject = clean_line(self._subject(parameters), 200) or "{ticket.subject}"
            effects.append({"send_mail": {"to": others, "subject": subject, "text": text}})
        return effects

    def _recipients(self, place: Cursor) -> list[str]:
        if not isinstance(place.node, str) or not place.node:
            return []
        found = []
        for one in re.split(r",(?![^<]*>)", place.node):
            role = _role(one.strip())
            if role:
                found.append(role)
            else:
                self.report.add("kept", place.path, f"“{one.strip()[:80]}” cannot be told who it is here.")
        if found:
            place.take()
        return found

    def _subject(self, parameters: Cursor) -> str:
        return self.placeholders.text(parameters.text("Subject"), f"{parameters.path}.Subject")

    def text(self, parameters: Cursor) -> str:
        """Subject and body in one: our messages have no subject of their own."""
        html = "html" in f"{parameters.peek('MimeType').node}{parameters.peek('ContentType').node}".lower()
        body = self.placeholders.text(parameters.text("Body"), f"{parameters.path}.Body", html=html)
        if html and body:
            self.report.add("changed", f"{parameters.path}.Body", "The text without its HTML.")
        subject = self._subject(parameters)
        text = clean_text(f"**{subject}**\n\n{body}" if subject and body else body or subject)
        if len(text) > MAX_TEXT:
            self.report.add("changed", f"{parameters.path}.Body", f"Cut to {MAX_TEXT:,} characters.")
            parameters.reading.read.discard(f"{parameters.path}.Body")
        return text[:MAX_TEXT].rstrip("{")


def _role(text: str) -> str:
    if _CUSTOMER.search(text):
        return "requester"
    if _OWNER.search(text):
        return "owner"
    if _RESPONSIBLE.search(text):
        return "responsible"
    address = _ADDRESS.fullmatch(text)
    return address.group(1) if address else ""


def is_visible(config: Cursor) -> bool:
    """Whether customers read an article: by IsVisibleForCustomer, or by the article type of older versions."""
    visible = config.peek("IsVisibleForCustomer")
    if isinstance(visible.node, str):
        return visible.take().node not in ("", "0")
    kind = config.text("ArticleType")
    return bool(kind) and not kind.endswith("internal") and kind != "note-report"
