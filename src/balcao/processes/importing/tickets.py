"""Transition actions that make tickets and links between them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from balcao.lib.names import clean_line
from balcao.processes.importing.articles import Articles, is_visible
from balcao.processes.importing.cursor import Cursor
from balcao.processes.importing.desk import Names
from balcao.processes.importing.field_actions import Effect
from balcao.processes.importing.fields import Fields
from balcao.processes.importing.names import field_id
from balcao.processes.importing.placeholders import Placeholders
from balcao.processes.importing.report import Report

WITHOUT_PROCESS = "ticket"
"""What stands in `--map process:…` for new tickets that had no process there."""

_PROCESS, _ACTIVITY = "DynamicField_ProcessManagementProcessID", "DynamicField_ProcessManagementActivityID"
_PLACES = ("Queue", "State", "Priority", "Lock", "Type", "Service", "SLA", "Owner", "Responsible")
_BEGINS = (*_PLACES, *(f"{name}ID" for name in _PLACES), "PendingTime", "PendingTimeDiff", "TN", "ArchiveFlag")
_THIS_TICKET = re.compile(r"<(?:OTRS|OTOBO|ZNUNY)_(?:TICKET_)?TicketID>", re.IGNORECASE)
_SAME_CUSTOMER = re.compile(
    r"<(?:OTRS|OTOBO|ZNUNY)_(?:TICKET_Customer(?:User)?ID|CUSTOMER_DATA_User(?:Login|CustomerID))>", re.IGNORECASE
)


@dataclass(slots=True)
class TicketActions:
    fields: Fields
    names: Names
    report: Report
    placeholders: Placeholders

    def create(self, parameters: Cursor) -> list[Effect]:
        """A new ticket of another process; without knowing which one, nothing (and how to say it)."""
        process = self._process(parameters)
        if not process:
            return []
        effect: dict[str, object] = {"process": process}
        subject = self.placeholders.text(parameters.text("Title"), f"{parameters.path}.Title")
        if clean_line(subject, 140):
            effect["subject"] = clean_line(subject, 140)
        text = self._opening(parameters)
        if text:
            effect["text"] = text
        values = self._values(parameters)
        if values:
            effect["fields"] = values
        self._tell_what_differs(parameters)
        return [{"new_ticket": effect}]

    def _process(self, parameters: Cursor) -> str:
        entity = parameters.peek(_PROCESS)
        name = entity.node if isinstance(entity.node, str) and entity.node else WITHOUT_PROCESS
        found = self.names.process(name)
        if found:
            entity.take()
            return found
        self.report.add(
            "missing",
            parameters.path,
            f"Which process is the new ticket of? Bring that one over first, or say it: "
            f'--map "process:{clean_line(name, 80)}=…"',
        )
        return ""

    def _opening(self, parameters: Cursor) -> str:
        """The article with which it begins. There is none without both of these, there as here."""
        if not (parameters.has("SenderType") and parameters.has("IsVisibleForCustomer")):
            return ""
        parameters.peek("SenderType").take()
        if not is_visible(parameters):
            self.report.add(
                "kept",
                f"{parameters.path}.Body",
                "It was internal; here the customer reads what a ticket begins with, so it begins without it.",
            )
            return ""
        return Articles(self.placeholders, self.report).text(parameters)

    def _values(self, parameters: Cursor) -> dict[str, str]:
        """Fields of the new ticket, each with the field of this one that it is filled from."""
        found: dict[str, str] = {}
        for key, place in sorted(parameters.entries()):
            if not key.startswith("DynamicField_") or key in (_PROCESS, _ACTIVITY) or not isinstance(place.node, str):
                continue
            source = self.placeholders.field_named(place.node)
            if source is None:
                self.report.add(
                    "kept", place.path, "A fixed value: make it the default of that field in the other process."
                )
            else:
                place.take()
                found[field_id(key.removeprefix("DynamicField_"))] = self.fields.dynamic(source).id
        return found

    def _tell_what_differs(self, parameters: Cursor) -> None:
        given = [name for name in _BEGINS if parameters.peek(name).node not in (None, "")]
        if given:
            words = f"The new ticket begins as its own process says, not by {', '.join(given)}."
            self.report.add("changed", parameters.path, words)
        for name in ("CustomerID", "CustomerUser"):
            place = parameters.peek(name)
            if isinstance(place.node, str) and _SAME_CUSTOMER.fullmatch(place.node.strip()):
                place.take()
            elif place.node not in (None, ""):
                self.report.add("changed", place.path, "The new ticket is of the same company and person as this one.")
        if parameters.peek(_ACTIVITY).node not in (None, ""):
            self.report.add("changed", f"{parameters.path}.{_ACTIVITY}", "It begins at the start of its process.")
        link = parameters.text("LinkAs")
        if link != "Normal":
            words = f"The link was “{clean_line(link, 40)}”" if link else "They were not linked"
            self.report.add("changed", parameters.path, f"{words} there; here both are linked, as equals.")

    def link(self, parameters: Cursor) -> list[Effect]:
        """A link of this ticket with the one whose number a field holds."""
        ends = [self._end(parameters, side) for side in ("Source", "Target")]
        if None not in ends or not any(ends):
            self.report.add(
                "kept",
                parameters.path,
                "Only this ticket is linked here, with a ticket whose number a field holds (“link_ticket”).",
            )
            return []
        for key in ("SourceObject", "SourceKey", "TargetObject", "TargetKey"):
            parameters.peek(key).take()
        if parameters.text("State") not in ("", "Valid"):
            self.report.add("changed", f"{parameters.path}.State", "Links here are always valid.")
        if parameters.text("Type") not in ("", "Normal"):
            self.report.add("changed", f"{parameters.path}.Type", "Links here are between equals.")
        name = next(end for end in ends if end)
        self.report.add(
            "changed", parameters.path, f"There “{name}” held the ticket's number in the database; here its own number."
        )
        return [{"link_ticket": f"{{fields.{name}}}"}]

    def _end(self, parameters: Cursor, side: str) -> str | None:
        """None for this ticket, the field that names another one, "" for anything else."""
        key = parameters.peek(f"{side}Key").node
        if parameters.peek(f"{side}Object").node != "Ticket" or not isinstance(key, str):
            return ""
        if _THIS_TICKET.fullmatch(key.strip()):
            return None
        source = self.placeholders.field_named(key)
        return self.fields.dynamic(source).id if source else ""
