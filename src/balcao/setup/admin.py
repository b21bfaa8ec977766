"""Django looks for administration pages here."""

from balcao.setup.pages import (  # noqa: F401
    answers,
    bad_addresses,
    calendars,
    contracts,
    events,
    incoming,
    jobs,
    mailboxes,
    mails,
    organizations,
    people,
    processes,
    promises,
    queues,
    site,
    states,
    teams,
    tickets,
    tools,
)
