"""Django looks for administration pages here."""

from balcao.setup.pages import (  # noqa: F401
    answers,
    calendars,
    contracts,
    events,
    jobs,
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
