from uuid import UUID, uuid4

import pytest

from balcao.lib.refused import Refused
from balcao.people.models import User
from balcao.tickets.actions.close import close
from balcao.tickets.actions.submit_dialog import submit_dialog
from balcao.tickets.models import Message, StateKind, Ticket
from tests.cast import Cast
from tests.tickets.helpers import at, fresh, with_news


def submit(
    ticket: Ticket, dialog: str, by: User, *, minute: int = 1, key: UUID | None = None, body: str = "Segue."
) -> Ticket:
    return submit_dialog(
        ticket=ticket,
        dialog=dialog,
        by=by,
        as_desk=by.is_agent,
        values={"body": body},
        body=body,
        key=key or uuid4(),
        now=at(minute),
    )


def test_asking_for_a_document_waits_for_the_customer_and_is_the_first_answer(cast: Cast) -> None:
    ticket = cast.ticket()
    submit(ticket, "pedir-documento", cast.ana)
    now = fresh(ticket)
    assert (now.activity, now.state.kind, now.first_responded_at) == ("documento", StateKind.WAITING_CUSTOMER, at(1))
    assert with_news(ticket) == {"marina"}


def test_the_customers_step_moves_the_ticket_on_and_gives_the_turn_back(cast: Cast) -> None:
    ticket = cast.ticket()
    submit(ticket, "pedir-documento", cast.ana)
    submit(ticket, "enviar-documento", cast.marina, minute=2)
    now = fresh(ticket)
    assert (now.activity, now.state.kind, now.paused_at) == ("analise", StateKind.OPEN, None)


def test_a_step_that_solves_is_the_solution(cast: Cast) -> None:
    ticket = cast.ticket()
    submit(ticket, "pedir-documento", cast.ana)
    submit(ticket, "enviar-documento", cast.marina, minute=2)
    submit(ticket, "registrar-solucao", cast.ana, minute=3, body="Nota autorizada.")
    now = fresh(ticket)
    assert now.state.kind == StateKind.RESOLVED
    assert now.solution is not None
    assert now.solution.body_text == "Nota autorizada."


def test_the_same_key_is_one_step(cast: Cast) -> None:
    ticket, key = cast.ticket(), uuid4()
    for minute in (1, 2):
        submit(ticket, "pedir-documento", cast.ana, minute=minute, key=key)
    assert Message.objects.filter(ticket=ticket, dialog="pedir-documento").count() == 1


@pytest.mark.parametrize("dialog", ["enviar-documento", "abrir", "nao-existe", ""])
def test_a_step_that_is_not_open_now_is_refused(cast: Cast, dialog: str) -> None:
    ticket = cast.ticket()
    with pytest.raises(Refused):
        submit(ticket, dialog, cast.marina)
    assert fresh(ticket).activity == "triagem"


def test_a_closed_ticket_has_no_steps(cast: Cast) -> None:
    ticket = cast.ticket()
    submit(ticket, "pedir-documento", cast.ana)
    close(ticket=ticket, by=cast.ana, as_desk=True, now=at(2))
    with pytest.raises(Refused):
        submit(ticket, "enviar-documento", cast.marina, minute=3)
