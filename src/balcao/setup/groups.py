"""What stands where on the administrators' first page, and what each part is for, in a sentence."""

from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise


class Group(NamedTuple):
    """`parts`: label of a model → what it is for."""

    key: str
    name: StrOrPromise
    parts: dict[str, StrOrPromise]


GROUPS = [
    Group(
        "people",
        _("Companies and people"),
        {
            "people.Organization": _("Customers of the desk, their departments, members and contracts"),
            "people.User": _("Who signs in: customers, agents and administrators; invitations"),
            "people.Team": _("Agents who work together and share queues"),
        },
    ),
    Group(
        "catalogue",
        _("Catalogue"),
        {
            "catalog.Tool": _("What companies contract, with the processes offered under each"),
            "catalog.Contract": _("Which company has which tool, from when until when"),
            "catalog.Promise": _("How soon the desk answers and solves"),
            "catalog.Calendar": _("Hours, zones and holidays in which promises count"),
        },
    ),
    Group(
        "processes",
        _("Processes"),
        {
            "processes.Process": _("The forms and steps behind “New ticket”: check and publish them"),
            "tickets.State": _("Where a ticket can stand, and how customers read it"),
        },
    ),
    Group(
        "service",
        _("Service"),
        {
            "tickets.Queue": _("Where tickets wait, and which team may do what there"),
            "tickets.CannedAnswer": _("Texts that agents insert with “/”"),
            "tickets.Macro": _("Several steps on a ticket in one go"),
            "tickets.Tag": _("Words by which agents find tickets again"),
            "tickets.Ticket": _("All tickets, to look things up"),
            "history.Event": _("Everything that happened, in order"),
        },
    ),
    Group(
        "mail",
        _("E-mail"),
        {
            "mail.IncomingMail": _("Every mail that came in, and what became of it"),
            "mail.Mailbox": _("Addresses that customers write to, and how they go"),
            "mail.BadAddress": _("Where nothing is sent, because servers refused it"),
            "mail.OutgoingMail": _("Mail that leaves, and what became of it"),
        },
    ),
    Group(
        "desk",
        _("The desk"),
        {
            "site.Site": _("Name, contacts, words and rules of this service desk"),
            "jobs.Job": _("Work in the background; what failed can be run again"),
        },
    ),
]


def grouped(pages: dict[str, Any]) -> list[dict[str, Any]]:
    """Django's list of applications, by our groups. `pages`: label of a model → Django's entry for it."""
    found = []
    for group in GROUPS:
        models = [{**pages[label], "about": about} for label, about in group.parts.items() if label in pages]
        if models:
            found.append(
                {"name": group.name, "app_label": group.key, "app_url": "", "has_module_perms": True, "models": models}
            )
    return found
