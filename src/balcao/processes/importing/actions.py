"""What their transitions do, as effects of ours."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from balcao.lib.names import clean_line
from balcao.processes.importing.articles import Articles
from balcao.processes.importing.cursor import Cursor
from balcao.processes.importing.desk import STATES_BY_ID, Names, Sort
from balcao.processes.importing.field_actions import Effect, FieldActions
from balcao.processes.importing.fields import Fields
from balcao.processes.importing.placeholders import Placeholders
from balcao.processes.importing.report import Report
from balcao.processes.importing.tickets import TicketActions

_LOGIN = re.compile(r"[\w.@+-]{1,150}")
_PRIORITY = re.compile(r"([1-5])(?:\s.*)?")
_AFTER_PENDING: Mapping[str, str] = {
    "pending auto close+": "closed successful",
    "pending auto close-": "closed unsuccessful",
}
_WITHOUT_EQUIVALENT: Mapping[str, str] = {
    "TicketCustomerSet": "whose a ticket is decides who may read it, so no process changes it; "
    "“add_participant: {user: …}” puts a colleague on the ticket",
    "TicketServiceSet": "tickets here have a tool, not a service",
    "TicketSLASet": "promises here come with the contract",
    "DynamicFieldPendingTimeSet": "a state here waits for a fixed time (“set_state: {state: …, for: …}”), "
    "not until the moment that a field says",
    "ConfigItemUpdate": "there are no configuration items here",
    "AppointmentCreate": "there are no appointments here",
    "AppointmentUpdate": "there are no appointments here",
    "AppointmentRemove": "there are no appointments here",
    "AppointmentDelete": "there are no appointments here",
    "ExecuteInvoker": "write a “webhook” to the address that their web service called",
}


@dataclass(slots=True)
class Actions:
    """Reads the transition actions of one file. `wanted`: attributes that the process looks at."""

    fields: Fields
    names: Names
    report: Report
    placeholders: Placeholders
    wanted: set[str] = field(default_factory=set)

    def of(self, action: Cursor) -> list[Effect]:
        """The effects of one action, in order; none (and a line in the report) for one without equivalent."""
        config = action.config()
        module = config.text("Module").rpartition("::")[2]
        parameters = config.peek("Config")
        if parameters.has("ProcessManagementTransitionCheck"):
            self._none(action, module, "it depends on “ProcessManagementTransitionCheck”, which there is not here")
            return []
        reader = self._readers().get(module)
        if reader is None:
            why = _WITHOUT_EQUIVALENT.get(module, "it is a module of their installation")
            self._none(action, module or "An action without a module", why)
            return []
        effects = reader(parameters)
        if not effects:
            self._none(action, module, "its parameters say nothing that can be done here")
        return [effect for effect in effects if effect]

    def _readers(self) -> Mapping[str, Callable[[Cursor], list[Effect]]]:
        articles = Articles(self.placeholders, self.report)
        own = FieldActions(self.fields, self.report, self.placeholders)
        tickets = TicketActions(self.fields, self.names, self.report, self.placeholders)
        return {
            "TicketStateSet": self._state,
            "TicketQueueSet": self._queue,
            "TicketPrioritySet": self._priority,
            "TicketTitleSet": self._title,
            "TicketOwnerSet": self._owner,
            "TicketResponsibleSet": self._responsible,
            "TicketTypeSet": self._type,
            "TicketLockSet": self._lock,
            "TicketServiceSet": self._service,
            "TicketSLASet": self._sla,
            "DynamicFieldSet": own.set_all,
            "DynamicFieldRemove": own.clear,
            "DynamicFieldIncrement": own.increment,
            "TicketWatchSet": self._watch,
            "TicketArticleCreate": articles.article,
            "ArticleSend": articles.mail,
            "AttributeSet": self._attributes,
            "TicketCreate": tickets.create,
            "LinkAdd": tickets.link,
        }

    def _none(self, action: Cursor, module: str, why: str) -> None:
        self.report.add("kept", action.path, f"{module} is not done here: {why}.")

    def _state(self, parameters: Cursor) -> list[Effect]:
        """With a pending time only where the state waits for one, as there."""
        there = self._given(parameters, "State")
        state = self._named(parameters, "State")
        if not state or there is None:
            return []
        place = parameters.peek("PendingTimeDiff")
        if place.node in (None, ""):
            return [{"set_state": state}]
        seconds = _seconds(place)
        if seconds is None:
            self.report.add("kept", place.path, f"“{str(place.node)[:60]}” is no fixed number of seconds.")
            return [{"set_state": state}]
        place.take()
        if not self.names.is_pending(there):
            self.report.add("changed", place.path, f"“{there}” waits for nothing, there as here: the time is left out.")
            return [{"set_state": state}]
        then = self._then(there, place.path)
        if seconds < 60 and not then:
            return [{"set_state": state}]
        span = _span(max(seconds, 60))
        self.report.add("changed", place.path, f"{seconds} seconds by the clock there; {span} of working time here.")
        return [{"set_state": {"state": state, "for": span, **then}}]

    def _then(self, there: str, path: str) -> dict[str, str]:
        """What a state that closes by itself becomes when its time is over."""
        after = _AFTER_PENDING.get(STATES_BY_ID.get(there, there).lower())
        if after is None:
            return {}
        self.report.add("assumed", path, f"Then comes “{after}”, as on every new installation there.")
        return {"then": self.names.resolve("state", after, path)}

    def _queue(self, parameters: Cursor) -> list[Effect]:
        queue = self._named(parameters, "Queue")
        return [{"set_queue": queue}] if queue else []

    def _named(self, parameters: Cursor, key: str) -> str:
        """The slug of a state or queue given by name or by number; the number wins, as there."""
        sort: Sort = "state" if key == "State" else "queue"
        for name, resolve in ((f"{key}ID", self.names.resolve_id), (key, self.names.resolve)):
            place = parameters.peek(name)
            if _is_name(place):
                return resolve(sort, str(place.take().node), place.path)
        return ""

    def _given(self, parameters: Cursor, key: str) -> str | None:
        """The name or number that `_named` goes by."""
        places = (parameters.peek(f"{key}ID"), parameters.peek(key))
        return next((str(place.node) for place in places if _is_name(place)), None)

    def _priority(self, parameters: Cursor) -> list[Effect]:
        for key in ("PriorityID", "Priority"):
            place = parameters.peek(key)
            found = _PRIORITY.fullmatch(place.node) if isinstance(place.node, str) else None
            if found:
                place.take()
                return [{"set_priority": int(found.group(1))}]
        return []

    def _title(self, parameters: Cursor) -> list[Effect]:
        title = clean_line(self.placeholders.text(parameters.text("Title"), f"{parameters.path}.Title"), 200)
        return [{"set_title": title}] if title else []

    def _owner(self, parameters: Cursor) -> list[Effect]:
        login = self._login(parameters, "Owner")
        return [{"set_owner": {"user": login}}] if login else []

    def _responsible(self, parameters: Cursor) -> list[Effect]:
        login = self._login(parameters, "Responsible")
        return [{"set_responsible": {"user": login}}, *self._kept("Responsible", login)] if login else []

    def _login(self, parameters: Cursor, key: str) -> str:
        place = parameters.peek(key)
        if isinstance(place.node, str) and _LOGIN.fullmatch(place.node):
            self._agent(place.take().node, place.path)
            return place.node
        return ""

    def _agent(self, login: object, path: str) -> None:
        if str(login).lower() not in self.names.desk.agents:
            self.report.add("missing", path, f"There is no agent with the user name “{login}”.")

    def _type(self, parameters: Cursor) -> list[Effect]:
        name = clean_line(parameters.text("Type"), 60)
        return [{"set_kind": name}, *self._kept("Type", name)] if name and "<" not in name else []

    def _lock(self, parameters: Cursor) -> list[Effect]:
        lock = parameters.text("Lock") or {"1": "unlock", "2": "lock"}.get(parameters.text("LockID"), "")
        if lock and "Lock" not in self.wanted:
            self.report.add("changed", parameters.path, "Tickets here are not locked: an owner is enough.")
            parameters.reading.read.discard(f"{parameters.path}.Lock")
        return self._kept("Lock", lock) or ([{}] if lock else [])

    def _service(self, parameters: Cursor) -> list[Effect]:
        return self._kept("Service", parameters.text("Service")) if "Service" in self.wanted else []

    def _sla(self, parameters: Cursor) -> list[Effect]:
        return self._kept("SLA", parameters.text("SLA")) if "SLA" in self.wanted else []

    def _kept(self, attribute: str, value: str) -> list[Effect]:
        """The attribute as a field, if the process looks at it."""
        if attribute not in self.wanted or not value:
            return []
        name = self.fields.attribute(attribute).id
        return [{"set_field": {"field": name, "value": self.placeholders.text(value, attribute)[:500]}}]

    def _attributes(self, parameters: Cursor) -> list[Effect]:
        """Several at once: each as the action that sets it alone."""
        effects: list[Effect] = []
        for read in (self._state, self._queue, self._priority, self._title, self._owner, self._responsible, self._type):
            effects += read(parameters)
        own = FieldActions(self.fields, self.report, self.placeholders)
        return effects + own.set_all(parameters, only_dynamic=True)

    def _watch(self, parameters: Cursor) -> list[Effect]:
        logins = parameters.peek("UserLogin")
        if parameters.peek("Action").node not in (None, "Subscribe") or not isinstance(logins.node, str):
            return []
        people = [login for login in re.split(r"\s*,\s*", logins.node) if _LOGIN.fullmatch(login)]
        if people:
            parameters.peek("Action").take()
            logins.take()
        for login in people[:20]:
            self._agent(login, logins.path)
        return [{"add_watcher": {"user": login}} for login in people[:20]]


def _is_name(place: Cursor) -> bool:
    return isinstance(place.node, str) and bool(place.node) and "<" not in place.node


def _seconds(place: Cursor) -> int | None:
    """A number as their modules take one, possibly negative or with a fraction."""
    found = re.fullmatch(r"(-?[0-9]{1,9})(?:\.[0-9]+)?", place.node) if isinstance(place.node, str) else None
    return int(found[1]) if found else None


def _span(seconds: int) -> str:
    """Seconds as a span of ours: whole days where there are, minutes rounded up."""
    days, rest = divmod(seconds, 86_400)
    hours, minutes = divmod(-(-rest // 60), 60)
    if days > 999:
        return "999d"
    parts = ((days, "d"), (hours, "h"), (minutes, "m"))
    return "".join(f"{count}{unit}" for count, unit in parts if count) or "1m"
