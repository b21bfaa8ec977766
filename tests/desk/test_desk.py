"""The agents' desk: lists, answers, notes and small changes."""

import re
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from balcao.people.models import User
from balcao.tickets import desk_listing
from balcao.tickets.actions.reply import reply
from balcao.tickets.models import Message, MessageKind, Right, StateKind, Ticket
from tests.cast import Cast, give_right

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.ana)
    return client


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_an_agent_without_own_tickets_lands_on_what_nobody_has_taken(ana: Client) -> None:
    assert ana.get("/atendimento/").headers["Location"] == "/atendimento/lista/sem-atendente/"


def test_an_agent_with_tickets_lands_on_the_own_queue(cast: Cast, ana: Client) -> None:
    ticket = cast.ticket()
    ana.post(f"/atendimento/tickets/{ticket.number}/assignment/", {"agent": "me"})
    assert ana.get("/atendimento/").headers["Location"] == "/atendimento/lista/minha-fila/"


def test_customers_do_not_find_a_desk(cast: Cast) -> None:
    assert signed_in(cast.marina).get("/atendimento/lista/abertos/").status_code == 404


def test_the_list_holds_tickets_of_the_agents_queues_only(cast: Cast) -> None:
    mine, other = cast.ticket(subject="Da fila N1"), cast.ticket(subject="Do financeiro")
    Ticket.objects.filter(pk=other.pk).update(queue=cast.other_queue)
    page = signed_in(cast.bia).get("/atendimento/lista/abertos/").content.decode()
    assert "Do financeiro" in page
    assert mine.subject not in page


def test_another_teams_queue_answers_like_one_that_does_not_exist(cast: Cast) -> None:
    client = signed_in(cast.bia)
    assert client.get("/atendimento/lista/fila:n1/").status_code == 404
    assert client.get("/atendimento/lista/fila:nenhuma/").status_code == 404


def test_the_list_is_sorted_by_the_promise_that_runs_out_first(cast: Cast, ana: Client) -> None:
    now = timezone.now()
    names = ["Terceiro", "Primeiro", "Segundo"]
    tickets = [cast.ticket(subject=name, now=now) for name in names]
    for ticket, hours in zip(tickets, (30, 1, 2), strict=True):
        Ticket.objects.filter(pk=ticket.pk).update(due_at=now + timedelta(hours=hours))
    page = ana.get("/atendimento/lista/abertos/").content.decode()
    assert page.index("Primeiro") < page.index("Segundo") < page.index("Terceiro")


def test_every_ticket_of_a_long_list_is_reached_once(cast: Cast, ana: Client) -> None:
    numbers = {cast.ticket(subject=f"Ticket {index}").number for index in range(53)}
    paused = list(Ticket.objects.order_by("id")[:5])
    Ticket.objects.filter(pk__in=[ticket.pk for ticket in paused]).update(due_at=None)
    seen: list[int] = []
    address = "/atendimento/lista/abertos/"
    while address:
        response = ana.get(address)
        seen += [row.ticket.number for group in response.context["groups"] for row in group.rows]
        address = f"/atendimento/lista/abertos/?after={response.context['after']}" if response.context["after"] else ""
    assert sorted(seen) == sorted(numbers)


def test_the_queries_of_a_list_do_not_depend_on_its_rows(cast: Cast, ana: Client) -> None:
    cast.ticket()
    counts = []
    for _round in range(2):
        ana.get("/atendimento/lista/abertos/")
        with CaptureQueriesContext(connection) as queries:
            ana.get("/atendimento/lista/abertos/")
        counts.append(len(queries))
        for _number in range(12):
            cast.ticket()
    assert counts[0] == counts[1]


def test_an_answer_reaches_the_customer_with_its_file_and_gives_the_first_response(cast: Cast, ana: Client) -> None:
    ticket = cast.ticket()
    upload = SimpleUploadedFile("orientacao.txt", b"Reenvie com a chave nova.")
    response = ana.post(
        f"/atendimento/tickets/{ticket.number}/replies/",
        {"body": "Vou **verificar**.", "key": uuid4(), "files": upload},
    )
    assert response.status_code == 303
    message = Message.objects.get(ticket=ticket, kind=MessageKind.REPLY)
    assert (message.is_from_desk, message.author) == (True, cast.ana)
    assert [attachment.file.name for attachment in message.attachments.all()] == ["orientacao.txt"]
    ticket.refresh_from_db()
    assert ticket.first_responded_at is not None
    assert ticket.state.kind == StateKind.OPEN


def test_an_answer_sent_twice_is_one(cast: Cast, ana: Client) -> None:
    ticket = cast.ticket()
    sent = {"body": "Uma vez só.", "key": uuid4()}
    for _time in range(2):
        ana.post(f"/atendimento/tickets/{ticket.number}/replies/", sent)
    assert Message.objects.filter(ticket=ticket, kind=MessageKind.REPLY).count() == 1


def test_the_state_chosen_with_an_answer_passes_the_turn(cast: Cast, ana: Client) -> None:
    ticket = cast.ticket()
    sent = {"body": "Envie o XML.", "key": uuid4(), "state": "aguardando-cliente"}
    ana.post(f"/atendimento/tickets/{ticket.number}/replies/", sent)
    ticket.refresh_from_db()
    assert ticket.state.slug == "aguardando-cliente"
    assert ticket.paused_at is not None


def test_an_empty_answer_is_refused_beside_its_box_and_the_page_stays(cast: Cast, ana: Client) -> None:
    ticket = cast.ticket()
    response = ana.post(f"/atendimento/tickets/{ticket.number}/replies/", {"body": " ", "key": uuid4()})
    assert response.status_code == 422
    assert "Escreva sua resposta ou anexe um arquivo." in response.content.decode()


def test_a_note_is_never_seen_by_the_customer(cast: Cast, ana: Client) -> None:
    ticket = cast.ticket()
    ana.post(f"/atendimento/tickets/{ticket.number}/notes/", {"body": "Segredo da equipe", "key": uuid4()})
    assert "Segredo da equipe" in ana.get(f"/atendimento/tickets/{ticket.number}/").content.decode()
    assert "Segredo da equipe" not in signed_in(cast.marina).get(f"/tickets/{ticket.number}/").content.decode()


def test_what_an_agent_types_is_shown_as_text(cast: Cast, ana: Client) -> None:
    ticket = cast.ticket(subject="<script>alert(1)</script>")
    ana.post(f"/atendimento/tickets/{ticket.number}/notes/", {"body": "<img src=x onerror=alert(1)>", "key": uuid4()})
    page = ana.get(f"/atendimento/tickets/{ticket.number}/").content.decode()
    assert "<script>alert" not in page
    assert "onerror=alert(1)&gt;" in page


@pytest.mark.parametrize(
    ("route", "sent", "field", "value"),
    [
        ("state", {"state": "aguardando-terceiros"}, "state__slug", "aguardando-terceiros"),
        ("priority", {"priority": "5"}, "priority", 5),
        ("queue", {"queue": "fiscal"}, "queue__slug", "fiscal"),
        ("closure", {}, "state__kind", "closed"),
        ("assignment", {"agent": "me"}, "owner__username", "ana"),
    ],
)
def test_a_small_change_is_one_click(
    cast: Cast, ana: Client, route: str, sent: dict[str, str], field: str, value: object
) -> None:
    ticket = cast.ticket()
    assert ana.post(f"/atendimento/tickets/{ticket.number}/{route}/", sent).status_code == 303
    assert Ticket.objects.filter(pk=ticket.pk, **{field: value}).exists()


@pytest.mark.parametrize(
    ("route", "sent"),
    [
        ("state", {"state": "nenhum"}),
        ("state", {"state": "juntado"}),
        ("priority", {"priority": "9"}),
        ("queue", {"queue": "nenhuma"}),
        ("assignment", {"agent": "99999"}),
        ("assignment", {"agent": "ana; drop table"}),
    ],
)
def test_a_choice_that_does_not_exist_is_refused_in_words(
    cast: Cast, ana: Client, route: str, sent: dict[str, str]
) -> None:
    ticket = cast.ticket()
    response = ana.post(f"/atendimento/tickets/{ticket.number}/{route}/", sent)
    assert response.status_code == 409
    assert "Escolha" in response.content.decode()


def test_a_closed_ticket_is_reopened_by_an_agent(cast: Cast, ana: Client) -> None:
    ticket = cast.ticket()
    ana.post(f"/atendimento/tickets/{ticket.number}/closure/")
    ana.post(f"/atendimento/tickets/{ticket.number}/reopening/")
    ticket.refresh_from_db()
    assert ticket.is_open


def test_who_may_only_read_sees_the_ticket_and_changes_nothing(cast: Cast) -> None:
    ticket, client = cast.ticket(), signed_in(cast.caio)
    page = client.get(f"/atendimento/tickets/{ticket.number}/")
    assert page.status_code == 200
    assert "Enviar ao cliente" not in page.content.decode()
    for route in ("replies", "notes", "state", "priority", "queue", "closure", "assignment"):
        assert client.post(f"/atendimento/tickets/{ticket.number}/{route}/", {"agent": "me"}).status_code == 404


def test_a_ticket_goes_to_an_agent_who_answers_there_only(cast: Cast, ana: Client) -> None:
    ticket = cast.ticket()
    refused = ana.post(f"/atendimento/tickets/{ticket.number}/assignment/", {"agent": cast.caio.pk})
    assert refused.status_code == 409
    give_right(cast.caio, "Atende também", [cast.n1], Right.WRITE)
    assert ana.post(f"/atendimento/tickets/{ticket.number}/assignment/", {"agent": cast.caio.pk}).status_code == 303


def test_the_activitys_dialog_asks_the_customer_and_the_ticket_waits(cast: Cast, ana: Client) -> None:
    ticket = cast.ticket()
    address = f"/atendimento/tickets/{ticket.number}/dialogos/pedir-documento/"
    assert "Pedir ao cliente" in ana.get(address).content.decode()
    assert ana.post(address, {"f-body": "Envie o XML da nota.", "key": uuid4()}).status_code == 303
    ticket.refresh_from_db()
    assert (ticket.activity, ticket.state.kind) == ("documento", StateKind.WAITING_CUSTOMER)


def test_a_dialog_that_lacks_an_answer_keeps_what_was_typed(cast: Cast, ana: Client) -> None:
    ticket = cast.ticket()
    response = ana.post(
        f"/atendimento/tickets/{ticket.number}/dialogos/pedir-documento/", {"f-body": "", "key": uuid4()}
    )
    assert response.status_code == 422
    assert ticket.activity == "triagem"


def test_a_dialog_of_an_activity_that_was_left_says_that_the_ticket_moved_on(cast: Cast, ana: Client) -> None:
    ticket = cast.ticket()
    address = f"/atendimento/tickets/{ticket.number}/dialogos/pedir-documento/"
    ana.post(address, {"f-body": "Envie o XML da nota.", "key": uuid4()})
    response = ana.post(address, {"f-body": "De novo.", "key": uuid4()})
    assert response.status_code == 409
    assert "O ticket avançou" in response.content.decode()


def test_search_finds_words_of_notes_and_numbers(cast: Cast, ana: Client, run_jobs: Callable[[], int]) -> None:
    ticket, other = cast.ticket(), cast.ticket(subject="Outro assunto qualquer")
    ana.post(f"/atendimento/tickets/{ticket.number}/notes/", {"body": "Versão do instalador", "key": uuid4()})
    run_jobs()
    for words in ("instalador", str(ticket.number)):
        found = ana.get("/atendimento/lista/abertos/", {"q": words}).context["groups"]
        assert [row.ticket.number for group in found for row in group.rows] == [ticket.number]
    assert other.number != ticket.number


def test_a_customers_answer_stands_out_until_somebody_answers(cast: Cast, ana: Client) -> None:
    ticket, now = cast.ticket(), timezone.now()
    reply(ticket=ticket, by=cast.ana, as_desk=True, body="Vejo já.", key=uuid4(), now=now)
    rows = ana.get("/atendimento/lista/abertos/").context["groups"][0].rows
    assert [row.is_new for row in rows] == [False]
    reply(ticket=ticket, by=cast.marina, as_desk=False, body="Alguma novidade?", key=uuid4(), now=now)
    rows = ana.get("/atendimento/lista/abertos/").context["groups"][0].rows
    assert [row.is_new for row in rows] == [True]


def test_opening_a_ticket_reads_the_agents_notices_of_it(cast: Cast, ana: Client, run_jobs: Callable[[], int]) -> None:
    ticket, now = cast.ticket(), timezone.now()
    ana.post(f"/atendimento/tickets/{ticket.number}/assignment/", {"agent": "me"})
    reply(ticket=ticket, by=cast.marina, as_desk=False, body="Alguma novidade?", key=uuid4(), now=now)
    run_jobs()
    page = ana.get(f"/atendimento/tickets/{ticket.number}/")
    assert page.context["unread"]() == 1
    assert "data-mark-read" in page.content.decode()
    ana.post("/notificacoes/reading/", {"ticket": ticket.number})
    page = ana.get(f"/atendimento/tickets/{ticket.number}/")
    assert page.context["unread"]() == 0
    assert "data-mark-read" not in page.content.decode()


def test_the_list_walks_its_index(cast: Cast) -> None:
    """The queue's index gives the order by promise: no ticket is sorted."""
    place = desk_listing.place_of(cast.ana, "fila:n1")
    found = desk_listing.tickets_in(cast.ana, place, timezone.now()).filter(due_at__isnull=False)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # A few rows are sorted at once; what matters is that they need not be.
            cursor.execute(
                "SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off; SET LOCAL enable_bitmapscan = off"
            )
    plan = found.order_by(*desk_listing.BY_PROMISE.ordering)[:51].explain()
    # Without statistics PostgreSQL may walk the order of all open tickets instead: as little to sort.
    assert {"ticket_queue", "ticket_open_due"} & set(re.findall(r"ticket_\w+", plan)), plan
    assert "Sort" not in plan
    assert "TEMP B-TREE" not in plan
