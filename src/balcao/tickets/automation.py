"""Lets the process of a ticket go on after something happened, and carries out what it asks for."""

import logging
from collections.abc import Mapping

from django.utils.translation import gettext as _

from balcao.lib.refused import Refused
from balcao.processes import engine
from balcao.processes.definitions import definition_by_id
from balcao.tickets.carrying import attempt
from balcao.tickets.changes import Change
from balcao.tickets.facts import facts_of

log = logging.getLogger("balcao.processes")


def wake(change: Change, happening: engine.Happening) -> None:
    """Advance the ticket's process by one happening.

    A process that cannot go on stays where it is: the team sees it on the ticket, and what the person did is kept.
    Raises Refused for a dialog, which is nothing without its process.
    """
    ticket = change.ticket
    document = definition_by_id(ticket.process_version_id)
    try:
        run = engine.Run.from_json(ticket.run)
        outcome = engine.advance(document, run, happening, facts_of(ticket), change.now)
    except engine.EngineError as error:
        log.error("Ticket %s: its process cannot go on at %s: %s", ticket.number, error.path, error)
        if isinstance(happening, engine.DialogSubmitted):
            said = _("This step cannot be done now: the process has a mistake. Please tell the desk.")
            raise Refused(said) from error
        change.record("process.stopped", activity=ticket.activity)
    else:
        apply(change, outcome)


def notice(change: Change) -> None:
    """Tell the process that something else of the ticket changed, if its activity waits for whatever happens."""
    activity = definition_by_id(change.ticket.process_version_id).activities.get(change.ticket.activity)
    if activity is not None and any(transition.on == "any" for transition in activity.transitions):
        wake(change, engine.TicketChanged(by="agent"))


def begin(change: Change, values: Mapping[str, engine.Value], channel: str, *, asks_first: bool = False) -> None:
    """Start the process of a new ticket. Raises Refused when it cannot even begin: then there is no ticket.

    `asks_first`: the first dialog is still to be completed by the customer.
    """
    ticket = change.ticket
    document = definition_by_id(ticket.process_version_id)
    try:
        facts = facts_of(ticket, channel)
        if asks_first:
            outcome = engine.start_asking(document, values, facts, change.now)
        else:
            outcome = engine.start(document, values, facts, change.now, by="customer")
    except engine.EngineError as error:
        log.error("Process %s cannot begin at %s: %s", document.slug, error.path, error)
        raise Refused(_("This cannot be opened now: the process has a mistake. Please tell the desk.")) from error
    apply(change, outcome)


def apply(change: Change, outcome: engine.Advance) -> None:
    """Keep the run and carry out the effects in order."""
    before, change.ticket.run = change.ticket.run, outcome.run.to_json()
    change.has_answers |= before.get("fields") != change.ticket.run.get("fields")
    with change.automatically():
        for effect in outcome.effects:
            attempt(effect, change)
