"""What administrators decide about a mail that came in."""

from balcao.mail.actions.attach_to_ticket import attach_to_ticket
from balcao.mail.actions.discard import discard
from balcao.mail.actions.release import release
from balcao.mail.actions.sort_again import sort_again

__all__ = ["attach_to_ticket", "discard", "release", "sort_again"]
