from collections.abc import Callable
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from balcao.history.models import Event
from balcao.search.find import find
from balcao.search.listeners import index_ticket
from balcao.search.snippets import snippets
from balcao.search.words import number_in
from balcao.tickets.actions.add_note import add_note
from balcao.tickets.actions.participants import add_participant, remove_participant
from tests.cast import Cast
from tests.tickets.helpers import at, say

Run = Callable[[], int]


def company(cast: Cast) -> list[str]:
    return ["public", f"org{cast.acme.pk}"]


def test_words_of_subject_and_messages_are_found_together(cast: Cast, run_jobs: Run) -> None:
    ticket = cast.ticket(subject="Certificado vencido")
    cast.ticket(subject="Outra coisa")
    say(ticket, cast.ana, "O boleto segue em anexo.", now=at(1))
    run_jobs()
    assert find("certificado boleto", access=company(cast)) == [ticket.pk]
    assert find("certificado inexistente", access=company(cast)) == []


@pytest.mark.parametrize("text", ["REJEIÇÃO", "rejeicao", "Rejeic", "  rejeição,  nota ", "rejeição nota rejeição"])
def test_accents_case_blanks_and_the_end_of_the_last_word_do_not_matter(cast: Cast, run_jobs: Run, text: str) -> None:
    ticket = cast.ticket()
    run_jobs()
    assert find(text, access=company(cast)) == [ticket.pk]


def test_only_the_last_word_may_be_a_beginning(cast: Cast, run_jobs: Run) -> None:
    cast.ticket()
    run_jobs()
    assert find("rejei nota", access=company(cast)) == []


def test_the_newest_tickets_come_first_and_no_more_than_asked_for(cast: Cast, run_jobs: Run) -> None:
    tickets = [cast.ticket().pk for _again in range(4)]
    run_jobs()
    assert find("nota", access=company(cast), limit=3) == list(reversed(tickets))[:3]


def test_each_term_of_access_must_be_there(cast: Cast, run_jobs: Run) -> None:
    ticket = cast.ticket()
    other = cast.ticket(by=cast.rita)
    run_jobs()
    assert find("nota", access=company(cast)) == [ticket.pk]
    assert find("nota", access=["public", f"org{cast.borealis.pk}"]) == [other.pk]
    assert find("nota", access=["public", f"person{cast.marina.pk}"]) == [ticket.pk]
    assert find("nota", access=["internal", f"queue{cast.n1.pk}"]) == [other.pk, ticket.pk]
    assert find("nota", access=["internal", f"queue{cast.other_queue.pk}"]) == []


def test_notes_are_found_by_the_desk_alone(cast: Cast, run_jobs: Run) -> None:
    ticket = cast.ticket()
    add_note(ticket=ticket, by=cast.ana, body="Suspeita de fraude.", key=uuid4(), now=at(1))
    run_jobs()
    desk = ["internal", f"queue{cast.n1.pk}"]
    assert find("fraude", access=company(cast)) == []
    assert find("fraude nota", access=desk) == [ticket.pk]
    assert find("nota", access=company(cast)) == [ticket.pk]
    assert snippets("fraude", [ticket.pk]) == {}


def test_who_joined_finds_it_and_who_left_does_not(cast: Cast, run_jobs: Run) -> None:
    ticket, mine = cast.ticket(), ["public", f"person{cast.rafael.pk}"]
    add_participant(ticket=ticket, person=cast.rafael, by=cast.marina, now=at(1))
    run_jobs()
    assert find("nota", access=mine) == [ticket.pk]
    remove_participant(ticket=ticket, person=cast.rafael, by=cast.marina, now=at(2))
    run_jobs()
    assert find("nota", access=mine) == []


def test_indexing_again_changes_nothing(cast: Cast, run_jobs: Run) -> None:
    ticket = cast.ticket()
    run_jobs()
    event = Event.objects.filter(ticket_id=ticket.pk).earliest("id")
    index_ticket(event.pk)
    index_ticket(event.pk)
    assert find("nota", access=company(cast)) == [ticket.pk]


def test_words_of_the_query_language_are_words(cast: Cast, run_jobs: Run) -> None:
    ticket = cast.ticket(subject="AND or NEAR(not)")
    run_jobs()
    assert find('and OR "near', access=company(cast)) == [ticket.pk]
    assert find("nota NOT rejeitada", access=company(cast)) == []
    assert find("terms:public", access=company(cast)) == []


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=80))
def test_no_text_is_too_strange_to_look_for(cast: Cast, text: str) -> None:
    assert find(text, access=company(cast)) == []
    assert snippets(text, [1]) == {}
    number_in(text)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60))
def test_no_text_is_too_strange_to_be_indexed(cast: Cast, run_jobs: Run, text: str) -> None:
    ticket = cast.ticket(subject=f"Assunto {text}")
    run_jobs()
    assert ticket.pk in find("assunto", access=company(cast))


def test_the_snippet_is_the_place_of_the_word(cast: Cast, run_jobs: Run) -> None:
    ticket = cast.ticket()
    say(ticket, cast.ana, f"{'Primeiro vem outra coisa. ' * 9}O **certificado** venceu ontem.", now=at(1))
    assert "certificado venceu ontem." in snippets("certifica", [ticket.pk])[ticket.pk]
    assert snippets("certifica", [ticket.pk])[ticket.pk].startswith("…")


@pytest.mark.parametrize(
    ("text", "number"),
    [("10482", 10482), ("#10482", 10482), (" nº 10482 ", 10482), ("n° 7", 7), ("Nº7", 7), ("n. 7", 7)],
)
def test_a_number_is_a_number(text: str, number: int) -> None:
    assert number_in(text) == number


@pytest.mark.parametrize("text", ["", "nota 10482", "10482a", "١٢٣", "1" * 30, "nº"])
def test_anything_else_is_not(text: str) -> None:
    assert number_in(text) is None
