"""The bench's data is what the product would have made, and its pages are told from errors and login forms."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from balcao.history.models import Event
from balcao.people.models import User
from balcao.search.entries import entries_of
from balcao.search.find import find
from balcao.tickets.models import Message, Ticket, TicketNumber, TicketPerson
from benchmarks.data.make import facts, make
from benchmarks.data.tickets import MESSAGES
from benchmarks.load import KEY, Answer, Expected, WrongAnswer
from benchmarks.pages import CSRF, PAGES, fields_of

NOW = datetime(2026, 11, 23, 13, 0, tzinfo=UTC)
TICKETS = 60


@pytest.mark.slow
@pytest.mark.django_db
def test_bulk_tickets_are_like_those_that_people_opened(client: Client) -> None:
    make(TICKETS, seed=3, now=NOW)
    bulk = Ticket.objects.filter(subject__endswith=")")
    assert bulk.count() == TICKETS
    last = bulk.latest("id")
    assert Message.objects.filter(ticket=last).count() == MESSAGES
    assert last.last_public_message == last.messages.last()
    assert {event.data.get("message") for event in Event.objects.filter(ticket_id=last.pk)} >= set(
        last.messages.values_list("pk", flat=True)
    )
    assert not TicketPerson.objects.exclude(ticket__is_open=True).filter(is_open=True).exists()
    written = entries_of(last)[0]
    assert last.pk in find(written.words[-1], access=["public", f"org{last.organization_id}"])
    # Numbers go on after those given by hand.
    assert TicketNumber.objects.create(given_at=NOW).pk > bulk.latest("id").pk
    known = facts()
    assert {len(session) for session in known["sessions"].values()} == {32}
    client.force_login(User.objects.get(username="marina"))
    for number in known["tickets"][:3]:
        page = client.get(f"/tickets/{number}/").content.decode()
        assert page.count('id="m-') == MESSAGES
        assert page.count('class="step ') >= 2


def test_an_error_or_a_login_form_is_not_the_page() -> None:
    wanted = Expected(200, "ledger__subject", times=2, never='name="login"')
    wanted.check(Answer(200, {}, b"ledger__subject ledger__subject"))
    for answer in (
        Answer(500, {}, b"ledger__subject ledger__subject"),
        Answer(200, {}, b"ledger__subject"),
        Answer(200, {}, b'ledger__subject ledger__subject <input name="login">'),
        Answer(302, {"location": "/entrar/"}, b""),
    ):
        with pytest.raises(WrongAnswer):
            wanted.check(answer)


def test_a_form_is_filled_in_as_a_person_would() -> None:
    page = next(page for page in PAGES if page.name == "open")
    html = f"""<form action="/sair/"><input name="csrfmiddlewaretoken" value="x"></form>
    <form method="post" action="{page.path}"><input type="hidden" name="key" value="1"><input name="f-subject">
    <textarea name="f-body"></textarea><select name="f-motivo"><option value="">–</option><option value="duplicidade">
    </option></select><input type="file" name="f-attachments"></form>"""
    fields = dict(fields_of(page, html, page.path))
    assert set(fields) == {"key", "csrfmiddlewaretoken", "f-subject", "f-body", "f-motivo"}
    assert (fields["key"], fields["csrfmiddlewaretoken"]) == (str(KEY), CSRF)
    assert fields["f-motivo"] == "duplicidade"
