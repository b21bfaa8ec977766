"""Who listens to what: event kind → functions, by dotted path, run as jobs after the event's transaction commits.

Each function takes `event_id: int`, may run more than once, and must then change nothing the second time.
"""

TICKET_TOLD = [
    "ticket.opened",
    "ticket.replied",
    "ticket.noted",
    "ticket.state_changed",
    "ticket.stage_changed",
    "ticket.closed",
    "ticket.reopened",
    "ticket.participant_added",
    "ticket.assigned",
]

LISTENERS: dict[str, list[str]] = {
    kind: ["balcao.notifications.fan_out.tell_people", "balcao.search.listeners.index_ticket"] for kind in TICKET_TOLD
}
