"""Who listens to what: event kind → functions, by dotted path, run as jobs after the event's transaction commits.

Each function takes `event_id: int`, may run more than once, and must then change nothing the second time.
"""

TELL = "balcao.notifications.fan_out.tell_people"
INDEX = "balcao.search.listeners.index_ticket"

LISTENERS: dict[str, list[str]] = {
    "ticket.opened": [TELL, INDEX],
    "ticket.replied": [TELL, INDEX],
    "ticket.dialog_submitted": [TELL, INDEX],
    "ticket.noted": [TELL, INDEX],
    "ticket.renamed": [INDEX],
    "ticket.moved": [INDEX],
    "ticket.participant_added": [TELL, INDEX],
    "ticket.participant_removed": [INDEX],
    # What can be the first event of a verb: people are told once of all that it set off.
    "ticket.assigned": [TELL],
    "ticket.state_changed": [TELL],
    "ticket.resolved": [TELL],
    "ticket.closing": [TELL],
    "ticket.closing_soon": [TELL],
    "ticket.closed": [TELL],
    "ticket.reopened": [TELL],
    "ticket.woken": [TELL],
    "ticket.merged_in": [TELL, INDEX],
    "ticket.merge_undone": [INDEX],
    "ticket.undone": [INDEX],
    "process.timer_fired": [TELL],
    "promise.warned": [TELL],
    "promise.breached": [TELL],
    "approval.decided": [TELL],
    "ticket.person_asked_about": [TELL],
    "approval.asked": ["balcao.notifications.approvals.ask_by_mail"],
    "effect.requested": ["balcao.notifications.effects.carry_out"],
    "mail.refused": ["balcao.notifications.effects.hear_refusal"],
    "ticket.person_included": ["balcao.mail.incoming_jobs.hear_decision"],
    "ticket.person_refused": ["balcao.mail.incoming_jobs.hear_decision"],
    "person.invited": ["balcao.front.letters.tell_invited"],
    "person.password_changed": ["balcao.front.letters.tell_password_changed"],
    "person.data_ready": ["balcao.front.letters.tell_data_ready"],
    "person.reset_asked": ["balcao.front.letters.tell_reset"],
}
