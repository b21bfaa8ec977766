"""The questions: always one verdict, in their order."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from balcao.mail.models import Fate
from balcao.mail.parsing.parsed import Address, Automatic, Failure, ParsedAttachment, ParsedMail
from balcao.mail.reasons import _QUESTIONS, _SAID
from balcao.mail.sort import QUESTIONS, Claim, Facts, Returned, Sender, note_of, sort

ids = st.integers(1, 4)
claims = st.builds(
    Claim,
    how=st.sampled_from(["token", "reference", "subject"]),
    ticket=ids,
    number=ids,
    person=st.none() | ids,
    is_on=st.booleans(),
    sees=st.booleans(),
    is_colleague=st.booleans(),
    was_refused=st.booleans(),
    writes_at_desk=st.booleans(),
    takes_answers=st.booleans(),
    answers_lately=st.sampled_from([0, 19, 20]),
)
facts = st.builds(
    Facts,
    sender=st.none() | st.builds(Sender, ids, st.booleans(), st.booleans(), st.booleans()),
    claims=st.lists(claims, max_size=3).map(tuple),
    has_forged_address=st.booleans(),
    is_own_id=st.sampled_from([False, False, True]),
    is_own_address=st.sampled_from([False, False, True]),
    is_own_domain=st.booleans(),
    dmarc=st.sampled_from(["unknown", "pass", "fail", "none"]),
    is_authentic=st.sampled_from([None, True, False]),
    returned=st.none() | st.builds(Returned, ids, st.just("a@b.example"), st.none() | ids, st.none() | ids),
    twin=st.sampled_from([None, None, 3]),
    has_offer=st.booleans(),
    belongs_somewhere=st.booleans(),
    companies=st.lists(ids, max_size=2, unique=True).map(tuple),
    takes_strangers=st.booleans(),
    tickets_of_sender=st.sampled_from([0, 19, 20]),
    tickets_of_site=st.sampled_from([0, 600]),
    is_released=st.booleans(),
)
addresses = st.builds(Address, st.text(max_size=5), st.sampled_from(["", "a@b.example", "c@d.example"]))
mails = st.builds(
    ParsedMail,
    from_=st.lists(addresses, max_size=2),
    subject=st.sampled_from(["", "Nota", "[nº 3]"]),
    text=st.sampled_from(["", "  ", "#nota ok", "Segue"]),
    reply_text=st.sampled_from(["", "#nota ok", "Segue"]),
    automatic=st.builds(Automatic, st.sampled_from(["", "reply", "list", "bounce", "bulk", "own"])),
    failures=st.lists(
        st.builds(Failure, st.just("a@b.example"), st.text(max_size=3), st.text(max_size=3), st.booleans()), max_size=2
    ),
    returned_message_id=st.sampled_from(["", "<a@b>"]),
    attachments=st.lists(st.just(ParsedAttachment("a", "text/plain", b"a", "", False, "")), max_size=1),
)


@settings(max_examples=600, deadline=None)
@given(mails, facts)
def test_there_is_always_exactly_one_verdict(mail: ParsedMail, known: Facts) -> None:
    verdict = sort(mail, known)
    assert verdict.fate in set(Fate.values) - {Fate.KEPT, Fate.FAILED}
    assert verdict.reason in _SAID
    assert [decided for _name, decided in verdict.path] == [False] * (len(verdict.path) - 1) + [True]
    assert [name for name, _decided in verdict.path] == [one.__name__ for one in QUESTIONS[: len(verdict.path)]]
    assert sort(mail, known) == verdict


@settings(max_examples=600, deadline=None)
@given(mails, facts)
def test_nobody_writes_without_being_known_and_active(mail: ParsedMail, known: Facts) -> None:
    verdict = sort(mail, known)
    if verdict.fate in {"reply", "note"}:
        assert known.sender is not None
        assert known.sender.is_active
        assert len(mail.from_) == 1
        claim = next(one for one in known.claims if one.ticket == verdict.ticket)
        on_own_proof = any(
            one.ticket == claim.ticket and one.person == known.sender.id and one.how != "subject"
            for one in known.claims
        )
        stands_on_it = any(one.ticket == claim.ticket and one.is_on and one.sees for one in known.claims)
        assert on_own_proof or stands_on_it or known.is_released
    if verdict.as_desk:
        assert known.sender is not None
        assert known.sender.is_agent
    if mail.automatic.kind in {"reply", "bounce"}:
        assert verdict.fate in {"ignored", "bounce", "held"}


def test_every_question_has_words() -> None:
    assert {one.__name__ for one in QUESTIONS} == set(_QUESTIONS)


def test_the_word_that_makes_a_note() -> None:
    assert [note_of(text) for text in ("#nota a", " #NOTE: b\nc", "#nota", "nota a", "a #nota", "#notas a")] == [
        "a",
        "b\nc",
        "",
        None,
        None,
        None,
    ]
