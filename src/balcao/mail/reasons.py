"""Why a mail became what it did, in the reader's language."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from balcao.mail.models import Fate, IncomingMail

_SAID: Mapping[str, object] = {
    "own_mail": gettext_lazy("It is a mail of our own that came back."),
    "twin": gettext_lazy("It came twice: the same mail is number %(mail)s."),
    "not_delivered": gettext_lazy("A mail of ours was not delivered to %(addresses)s."),
    "delayed": gettext_lazy("A mail of ours is not delivered yet; the other server goes on trying."),
    "foreign_bounce": gettext_lazy("It says that a mail was not delivered, but names none of ours."),
    "dmarc_failed": gettext_lazy("The domain of its sender says that it did not send it (DMARC)."),
    "own_domain_forged": gettext_lazy("It claims to be of our own domain and proves nothing of it."),
    "no_single_sender": gettext_lazy("It has no sender, or several."),
    "automatic_reply": gettext_lazy("It is an automatic answer."),
    "automatic_mail": gettext_lazy("A machine answered a mail of ours."),
    "mailing_list": gettext_lazy("It came by a mailing list."),
    "forged_address": gettext_lazy("It was sent to a reply address that is not one of ours."),
    "locked_sender": gettext_lazy("Its sender may no longer sign in."),
    "storm": gettext_lazy("Too many mails in an hour."),
    "empty": gettext_lazy("It says nothing and carries no file."),
    "agent_may_not_write": gettext_lazy("Its sender may not write on ticket %(number)s."),
    "agent_answer": gettext_lazy("An agent answered ticket %(number)s."),
    "agent_note": gettext_lazy("An agent wrote a note on ticket %(number)s."),
    "answer": gettext_lazy("It was sent to its sender's own reply address of ticket %(number)s."),
    "answer_by_reference": gettext_lazy("It answers a mail about ticket %(number)s that its sender got."),
    "answer_of_participant": gettext_lazy("It names ticket %(number)s, on which its sender is."),
    "follow_up": gettext_lazy("Ticket %(number)s is closed for good: a new one follows it."),
    "pending_participant": gettext_lazy("Its sender is of the same company and not on ticket %(number)s."),
    "refused_participant": gettext_lazy("Its sender was not wanted on ticket %(number)s."),
    "unknown_sender_in_thread": gettext_lazy("It answers ticket %(number)s from an address that nobody has here."),
    "agent_without_own_address": gettext_lazy("An agent wrote about ticket %(number)s, but not to the own address."),
    "number_alone": gettext_lazy("It only names ticket %(number)s, on which its sender is not."),
    "address_of_another": gettext_lazy("It uses somebody else's reply address of ticket %(number)s."),
    "no_offer": gettext_lazy("No process is set for mail that comes in here."),
    "stranger": gettext_lazy("Nobody here knows its sender; this mailbox opens tickets for everybody."),
    "unknown_sender": gettext_lazy("Nobody here knows its sender."),
    "no_company": gettext_lazy("Its sender belongs to no company."),
    "not_contracted": gettext_lazy("No contract of the company covers what this mailbox opens."),
    "several_companies": gettext_lazy("Its sender may open this for several companies."),
    "new_ticket": gettext_lazy("Its sender may open this process."),
    "released": gettext_lazy("It was released by hand."),
    "attached": gettext_lazy("It was put on ticket %(number)s by hand."),
    "discarded": gettext_lazy("It was discarded by hand."),
    "refused": gettext_lazy("It could not be filed: %(said)s"),
    "nothing_fits": gettext_lazy("No rule says what to do with it."),
    "failed": gettext_lazy("It could not be sorted; its raw form is kept."),
}

_QUESTIONS: Mapping[str, object] = {
    "is_our_own": gettext_lazy("Is it a mail of our own?"),
    "came_before": gettext_lazy("Did the same mail come before?"),
    "came_back": gettext_lazy("Does it say that a mail was not delivered?"),
    "is_spoofed": gettext_lazy("Is its sender forged?"),
    "has_no_single_sender": gettext_lazy("Is there not exactly one sender?"),
    "is_automatic_answer": gettext_lazy("Is it an automatic answer?"),
    "is_from_a_list": gettext_lazy("Did it come by a mailing list?"),
    "has_a_forged_address": gettext_lazy("Was its reply address tampered with?"),
    "is_from_somebody_locked": gettext_lazy("May its sender no longer sign in?"),
    "is_a_storm": gettext_lazy("Were there too many in an hour?"),
    "says_nothing": gettext_lazy("Is it empty?"),
    "is_an_agents_answer": gettext_lazy("Does an agent answer a ticket?"),
    "is_a_customers_answer": gettext_lazy("Does a customer answer a ticket?"),
    "is_a_colleague": gettext_lazy("Does a colleague write who is not on the ticket?"),
    "names_a_ticket_of_others": gettext_lazy("Does it name somebody else's ticket?"),
    "is_from_a_stranger": gettext_lazy("Is its sender unknown here?"),
    "opens_a_ticket": gettext_lazy("Does it open a ticket?"),
}


def say(mail: IncomingMail) -> str:
    """One sentence; empty while the mail was not sorted."""
    if mail.fate == Fate.KEPT or not mail.reason:
        return ""
    return sentence_of(mail.reason, mail.reason_data)


def sentence_of(reason: str, given: Mapping[str, object]) -> str:
    """What a reason says with what it names."""
    sentence = str(_SAID.get(reason, reason))
    data = {"mail": "?", "number": "?", "addresses": "", "said": "", **_as_words(given)}
    return sentence % data if "%(" in sentence else sentence


def say_path(mail: IncomingMail) -> list[tuple[str, str]]:
    """Each question that was asked of the mail, first to last, and the answer to it."""
    return [(str(_QUESTIONS.get(name, name)), _("Yes") if decided else _("No")) for name, decided in mail.path]


def _as_words(data: Mapping[str, object]) -> dict[str, object]:
    return {key: ", ".join(map(str, value)) if isinstance(value, list) else value for key, value in data.items()}
