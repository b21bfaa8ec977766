"""The same form sent twice at the same moment, from two threads on real connections."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar
from uuid import uuid4

import pytest
from django.db import connections

from balcao.catalog.access import opening_for
from balcao.history.models import Event
from balcao.lib.refused import Refused
from balcao.tickets.actions.add_note import add_note
from balcao.tickets.actions.open_ticket import open_ticket
from balcao.tickets.actions.reply import reply
from balcao.tickets.models import Message, Ticket
from tests.cast import NOW, Cast, make_cast

Answer = TypeVar("Answer")


def at_once(send: Callable[[], Answer], times: int = 4) -> list[Answer]:
    barrier = Barrier(times)

    def one() -> Answer:
        try:
            barrier.wait()
            return send()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(times) as pool:
        return [future.result() for future in [pool.submit(one) for _time in range(times)]]


@pytest.mark.django_db(transaction=True)
def test_one_reply() -> None:
    cast = make_cast()
    ticket, key = cast.ticket(), uuid4()
    sent = at_once(
        lambda: reply(ticket=ticket, by=cast.marina, as_desk=False, body="Oi", key=key, now=NOW).pk,
    )
    assert len(set(sent)) == 1
    assert Message.objects.filter(key=key).count() == 1
    assert Event.objects.filter(kind="ticket.replied").count() == 1


@pytest.mark.django_db(transaction=True)
def test_one_ticket() -> None:
    cast = make_cast()
    key, opening = uuid4(), opening_for(cast.acme, cast.rejected, now=NOW)
    opened = at_once(
        lambda: (
            open_ticket(
                opening=opening,
                organization=cast.acme,
                requester=cast.marina,
                by=cast.marina,
                subject="Nota 3512 rejeitada",
                body="Voltou.",
                values={"motivo": "erro"},
                key=key,
                now=NOW,
            ).pk
        )
    )
    assert len(set(opened)) == 1
    assert Ticket.objects.count() == 1
    assert Event.objects.filter(kind="ticket.opened").count() == 1


@pytest.mark.django_db
def test_the_key_of_another_message_is_refused_by_every_verb_that_writes(cast: Cast) -> None:
    key, ticket = uuid4(), cast.ticket()
    reply(ticket=cast.ticket(), by=cast.marina, as_desk=False, body="Oi", key=key, now=NOW)
    with pytest.raises(Refused):
        reply(ticket=ticket, by=cast.marina, as_desk=False, body="Oi", key=key, now=NOW)
    with pytest.raises(Refused):
        add_note(ticket=ticket, by=cast.ana, body="Oi", key=key, now=NOW)
    assert Message.objects.filter(key=key).count() == 1
