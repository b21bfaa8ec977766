"""The words that follow the desk's vocabulary: *ticket* or *chamado* (site.word)."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from balcao.site.models import Word


@dataclass(frozen=True, slots=True)
class Words:
    my_tickets: str
    new_ticket: str
    tickets: str
    ticket: str


def words(word: str) -> Words:
    """Menu names and the noun itself, in the active language."""
    if word == Word.CHAMADO:
        return Words(_("My requests"), _("New request"), _("requests"), _("request"))
    return Words(_("My tickets"), _("New ticket"), _("tickets"), _("ticket"))
