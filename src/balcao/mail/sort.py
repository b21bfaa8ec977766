"""What becomes of a mail: an ordered tuple of small questions; the first that has an answer decides.

Pure: a parsed mail and the facts about it (`mail.facts` reads them) in, one verdict out, always. No question trusts
what a mail says of itself: `From` alone gives no rights (security.md row B).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Literal

from balcao.mail.parsing.parsed import ParsedMail

FateWord = Literal["ticket", "reply", "note", "bounce", "ignored", "held"]
How = Literal["token", "reference", "subject"]

MOST_TICKETS_OF_SENDER = 20
"""An hour, by mail. A person in need writes three; a machine without the headers of RFC 3834 writes hundreds."""
MOST_ANSWERS_OF_SENDER = 20
"""An hour, by mail, on one ticket."""
MOST_TICKETS_OF_SITE = 600
"""An hour, by mail, of everybody."""


@dataclass(frozen=True, slots=True)
class Sender:
    """Somebody we know by the address in From. `is_stranger`: only from mails before, of no company."""

    id: int
    is_active: bool = True
    is_agent: bool = False
    is_stranger: bool = False


@dataclass(frozen=True, slots=True)
class Claim:
    """A ticket that the mail points at, and how its sender stands to it.

    `how`: a reply address of ours, a Message-ID of ours, or only a number in the subject. `person`: to whom that
    address or mail was given. `ticket` is where a joined ticket went on. `takes_answers`: open, or may be reopened.
    """

    how: How
    ticket: int
    number: int
    person: int | None = None
    is_on: bool = False
    sees: bool = False
    is_colleague: bool = False
    was_refused: bool = False
    writes_at_desk: bool = False
    takes_answers: bool = True
    answers_lately: int = 0


@dataclass(frozen=True, slots=True)
class Returned:
    """A mail of ours that did not reach its recipient."""

    outgoing: int
    address: str
    ticket: int | None = None
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What the database says. Ids only; `companies` are those of the sender that may open the mailbox's offer."""

    sender: Sender | None = None
    claims: tuple[Claim, ...] = ()
    has_forged_address: bool = False
    is_own_id: bool = False
    is_own_address: bool = False
    is_own_domain: bool = False
    dmarc: str = "unknown"
    is_authentic: bool | None = None
    returned: Returned | None = None
    twin: int | None = None
    has_offer: bool = False
    belongs_somewhere: bool = False
    companies: tuple[int, ...] = ()
    takes_strangers: bool = False
    tickets_of_sender: int = 0
    tickets_of_site: int = 0
    is_released: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """`data` names what `reason` speaks of. `path`: each question and whether it decided. `origin`: the closed ticket
    that a new one follows. `company` None with fate «ticket»: that of strangers."""

    fate: FateWord
    reason: str
    data: dict[str, object] = field(default_factory=dict)
    ticket: int | None = None
    as_desk: bool = False
    origin: int | None = None
    company: int | None = None
    path: tuple[tuple[str, bool], ...] = ()


Question = Callable[[ParsedMail, Facts], "Verdict | None"]


def sort(mail: ParsedMail, facts: Facts) -> Verdict:
    """Exactly one verdict, whatever comes in."""
    asked: list[tuple[str, bool]] = []
    for question in QUESTIONS:
        verdict = question(mail, facts)
        asked.append((question.__name__, verdict is not None))
        if verdict is not None:
            return replace(verdict, path=tuple(asked))
    return Verdict("held", "nothing_fits", path=tuple(asked))


def is_our_own(mail: ParsedMail, facts: Facts) -> Verdict | None:
    if facts.is_own_id or facts.is_own_address:
        return _about(facts, "ignored", "own_mail")
    return None


def came_before(mail: ParsedMail, facts: Facts) -> Verdict | None:
    return Verdict("ignored", "twin", {"mail": facts.twin}) if facts.twin is not None else None


def came_back(mail: ParsedMail, facts: Facts) -> Verdict | None:
    """A notification (RFC 3464) counts against an address only when it names a mail of ours: nobody can guess one."""
    if not (mail.failures or (mail.automatic.kind == "bounce" and mail.returned_message_id)):
        return None
    back = facts.returned
    if back is None:
        return Verdict("bounce", "foreign_bounce")
    is_final = not mail.failures or any(one.is_final for one in mail.failures)
    data: dict[str, object] = {"outgoing": back.outgoing, "addresses": [back.address]}
    numbered = {**data, "number": back.number} if back.number is not None else data
    return Verdict("bounce", "not_delivered" if is_final else "delayed", numbered, ticket=back.ticket)


def is_spoofed(mail: ParsedMail, facts: Facts) -> Verdict | None:
    """What the sender's own domain disowns; and ours, unless something speaks for it when anything was checked."""
    if facts.is_released:
        return None
    if facts.dmarc == "fail":
        return _about(facts, "held", "dmarc_failed")
    if facts.is_own_domain and facts.is_authentic is False:
        return _about(facts, "held", "own_domain_forged")
    return None


def has_no_single_sender(mail: ParsedMail, facts: Facts) -> Verdict | None:
    return None if mail.sender.address else _about(facts, "held", "no_single_sender")


def is_automatic_answer(mail: ParsedMail, facts: Facts) -> Verdict | None:
    """An absence, or a machine answering a mail of ours: shown on its ticket, and nothing goes on by it."""
    if mail.automatic.kind in {"reply", "bounce"}:
        return _about(facts, "ignored", "automatic_reply")
    if mail.automatic and _known_thread(facts) is not None:
        return _about(facts, "ignored", "automatic_mail")
    return None


def is_from_a_list(mail: ParsedMail, facts: Facts) -> Verdict | None:
    if mail.automatic.kind == "list" and not facts.is_released:
        return _about(facts, "held", "mailing_list")
    return None


def has_a_forged_address(mail: ParsedMail, facts: Facts) -> Verdict | None:
    """A reply address of ours with a letter changed: held, also when the mail names another ticket rightly."""
    if facts.has_forged_address and not facts.is_released and _own_claim(facts) is None:
        return _about(facts, "held", "forged_address")
    return None


def is_from_somebody_locked(mail: ParsedMail, facts: Facts) -> Verdict | None:
    if facts.sender is not None and not facts.sender.is_active:
        return _about(facts, "held", "locked_sender")
    return None


def is_a_storm(mail: ParsedMail, facts: Facts) -> Verdict | None:
    """Budgets, for what has no header that would say that a machine wrote it."""
    if facts.is_released:
        return None
    claim = _claim(facts)
    if claim is not None:
        return _about(facts, "held", "storm") if claim.answers_lately >= MOST_ANSWERS_OF_SENDER else None
    many = facts.tickets_of_sender >= MOST_TICKETS_OF_SENDER or facts.tickets_of_site >= MOST_TICKETS_OF_SITE
    return Verdict("held", "storm") if many else None


def says_nothing(mail: ParsedMail, facts: Facts) -> Verdict | None:
    if mail.text.strip() or mail.attachments or not mail.is_whole:
        return None
    if mail.subject.strip() and _claim(facts) is None:
        return None
    return _about(facts, "held", "empty")


def is_an_agents_answer(mail: ParsedMail, facts: Facts) -> Verdict | None:
    """The agent's own address and an address of ours given to that agent: both."""
    claim = _own_claim(facts)
    if facts.sender is None or not facts.sender.is_agent or claim is None or claim.is_on:
        return None
    if not claim.writes_at_desk:
        return None if claim.sees else _on(claim, "held", "agent_may_not_write")
    is_note = note_of(mail.reply_text) is not None
    verdict = _on(claim, "note" if is_note else "reply", "agent_note" if is_note else "agent_answer")
    return replace(verdict, as_desk=True)


def is_a_customers_answer(mail: ParsedMail, facts: Facts) -> Verdict | None:
    """By the own reply address or mail of ours, and the sight of that ticket; else only who stands on it already."""
    if facts.sender is None:
        return None
    own = _own_claim(facts)
    if own is not None and own.sees:
        return _answer(own, "answer" if own.how == "token" else "answer_by_reference")
    other = next((claim for claim in facts.claims if claim.is_on and claim.sees), None)
    return _answer(other, "answer_of_participant") if other is not None else None


def is_a_colleague(mail: ParsedMail, facts: Facts) -> Verdict | None:
    """Somebody of the company who is not on the ticket: it is asked there whether to include them."""
    claim = _claim(facts)
    if facts.sender is None or claim is None or not claim.is_colleague:
        return None
    if facts.is_released:
        return _answer(claim, "released")
    return _on(claim, "held", "refused_participant" if claim.was_refused else "pending_participant")


def names_a_ticket_of_others(mail: ParsedMail, facts: Facts) -> Verdict | None:
    claim = _claim(facts)
    if claim is None or facts.is_released:
        return None
    if facts.sender is None:
        return _on(claim, "held", "unknown_sender_in_thread")
    if facts.sender.is_agent:
        return _on(claim, "held", "agent_without_own_address")
    return _on(claim, "held", "number_alone" if claim.how == "subject" else "address_of_another")


def is_from_a_stranger(mail: ParsedMail, facts: Facts) -> Verdict | None:
    if facts.sender is not None and not facts.sender.is_stranger:
        return None
    if not facts.has_offer:
        return Verdict("held", "no_offer")
    if facts.is_released or (facts.takes_strangers and not mail.automatic):
        return Verdict("ticket", "released" if facts.is_released else "stranger")
    return Verdict("held", "unknown_sender")


def opens_a_ticket(mail: ParsedMail, facts: Facts) -> Verdict | None:
    if not facts.has_offer:
        return Verdict("held", "no_offer")
    if not facts.belongs_somewhere:
        return Verdict("held", "no_company")
    if not facts.companies:
        return Verdict("held", "not_contracted")
    if len(facts.companies) > 1:
        return Verdict("held", "several_companies")
    return Verdict("ticket", "released" if facts.is_released else "new_ticket", company=facts.companies[0])


QUESTIONS: tuple[Question, ...] = (
    is_our_own,
    came_before,
    came_back,
    is_spoofed,
    has_no_single_sender,
    is_automatic_answer,
    is_from_a_list,
    has_a_forged_address,
    is_from_somebody_locked,
    is_a_storm,
    says_nothing,
    is_an_agents_answer,
    is_a_customers_answer,
    is_a_colleague,
    names_a_ticket_of_others,
    is_from_a_stranger,
    opens_a_ticket,
)


def note_of(text: str) -> str | None:
    """The note of a mail that begins with `#nota` or `#note`, without that word; None for an answer."""
    first, _end, rest = text.lstrip().partition("\n")
    word, _blank, more = first.strip().partition(" ")
    if word.rstrip(":").lower() not in {"#nota", "#note"}:
        return None
    return f"{more}\n{rest}".strip()


def _own_claim(facts: Facts) -> Claim | None:
    """The ticket whose unguessable address or id was given to this very sender."""
    if facts.sender is None:
        return None
    return next((one for one in facts.claims if one.how != "subject" and one.person == facts.sender.id), None)


def _claim(facts: Facts) -> Claim | None:
    return _own_claim(facts) or next(iter(facts.claims), None)


def _known_thread(facts: Facts) -> Claim | None:
    return next((claim for claim in facts.claims if claim.how != "subject"), None)


def _answer(claim: Claim, reason: str) -> Verdict:
    """On the ticket; of one that is closed for good, a new one that follows it."""
    if claim.takes_answers:
        return _on(claim, "reply", reason)
    return Verdict("ticket", "follow_up", {"number": claim.number}, origin=claim.ticket)


def _on(claim: Claim, fate: FateWord, reason: str) -> Verdict:
    return Verdict(fate, reason, {"number": claim.number}, ticket=claim.ticket)


def _about(facts: Facts, fate: FateWord, reason: str) -> Verdict:
    """Linked to a ticket only by what nobody can guess: a stranger's number in a subject says nothing."""
    claim = _own_claim(facts) or _known_thread(facts)
    return _on(claim, fate, reason) if claim is not None else Verdict(fate, reason)
