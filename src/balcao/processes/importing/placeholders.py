"""`<OTRS_TICKET_Title>` and its kind in texts, as placeholders of ours."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape

from balcao.processes.importing.fields import ATTRIBUTES, Fields
from balcao.processes.importing.report import Report

_TAG = re.compile(r"(?:<|&lt;)((?:OTRS|OTOBO|ZNUNY)_[A-Za-z0-9_]+(?:\[[0-9]+\])?)(?:>|&gt;)", re.IGNORECASE)
_FIELD = re.compile(r"TICKET_DynamicField_(\w+)", re.IGNORECASE)
_FULL_NAME = re.compile(r"(\{requester\.name\})(?:[ ,]+\{requester\.name\})+")
_MARKUP = re.compile(r"<(?:/?[a-zA-Z][^<>]*|!--.*?--)>", re.DOTALL)
_BREAKS = re.compile(r"<(?:br|/p|/div|/li|/tr|/h[1-6])[^<>]*>", re.IGNORECASE)

_KNOWN: Mapping[str, str] = {
    "TICKET_TICKETNUMBER": "{ticket.number}",
    "TICKET_NUMBER": "{ticket.number}",
    "TICKET_TITLE": "{ticket.subject}",
    "TICKET_CUSTOMERUSERID": "{requester.email}",
    "TICKET_CUSTOMERID": "{organization.name}",
    "CUSTOMER_REALNAME": "{requester.name}",
    "CUSTOMER_SUBJECT": "{ticket.subject}",
    "CUSTOMER_DATA_USERFULLNAME": "{requester.name}",
    "CUSTOMER_DATA_USERFIRSTNAME": "{requester.name}",
    "CUSTOMER_DATA_USERLASTNAME": "{requester.name}",
    "CUSTOMER_DATA_USEREMAIL": "{requester.email}",
    "CUSTOMER_DATA_USERLOGIN": "{requester.email}",
    "CUSTOMER_DATA_USERCUSTOMERID": "{organization.name}",
    "CUSTOMER_DATA_CUSTOMERCOMPANYNAME": "{organization.name}",
}


@dataclass(slots=True)
class Placeholders:
    """Translates the texts of one file. Fields that a text shows become fields of the document."""

    fields: Fields
    report: Report

    def text(self, text: str, path: str, *, html: bool = False) -> str:
        """The text with our placeholders; what has no equivalent stays as it is, and is told."""
        pieces, end = [], 0
        for tag in _TAG.finditer(text):
            pieces.append(_plain(text[end : tag.start()], html))
            pieces.append(self._one(tag.group(1), path))
            end = tag.end()
        pieces.append(_plain(text[end:], html))
        return _FULL_NAME.sub(r"\1", "".join(pieces))

    def field_named(self, text: str) -> str | None:
        """The dynamic field whose value is the whole text, if it is nothing else."""
        tag = _TAG.fullmatch(text.strip())
        found = _FIELD.fullmatch(tag.group(1).partition("_")[2]) if tag else None
        return found.group(1).removesuffix("_Value") if found else None

    def _one(self, tag: str, path: str) -> str:
        name = tag.partition("_")[2]
        field = _FIELD.fullmatch(name)
        if field:
            return f"{{fields.{self.fields.dynamic(field.group(1).removesuffix('_Value')).id}}}"
        if name.upper() in _KNOWN:
            return _KNOWN[name.upper()]
        attribute = next((known for known in ATTRIBUTES if name.upper() == f"TICKET_{known.upper()}"), None)
        if attribute:
            return f"{{fields.{self.fields.attribute(attribute).id}}}"
        self.report.add("kept", path, f"“<{tag}>” has no equivalent: it stands in the text as it was. Replace it.")
        return f"<{tag}>"


def _plain(text: str, html: bool) -> str:
    if html:
        text = unescape(_MARKUP.sub("", _BREAKS.sub("\n", text)))
    return text.replace("{", "{{").replace("}", "}}")
