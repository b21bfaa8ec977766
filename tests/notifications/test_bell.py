from collections.abc import Callable
from datetime import timedelta

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from balcao.notifications.bell import bell_of, count_of, mark_all_read, unread_tickets
from balcao.notifications.jobs import forget
from balcao.notifications.models import Kind, Notification
from balcao.people.models import Membership, User
from balcao.site.current import forget_site
from balcao.site.models import Site
from balcao.tickets.actions.assign import assign
from balcao.tickets.models import StateKind
from tests.cast import NOW, Cast
from tests.tickets.helpers import at, say

Run = Callable[[], int]
For = Callable[[User], Client]


def member(user: User) -> Membership:
    return user.memberships.get()


def test_one_item_for_each_ticket_the_newest_first(cast: Cast, run_jobs: Run) -> None:
    first, second = cast.ticket(subject="Primeiro"), cast.ticket(subject="Segundo")
    say(first, cast.ana, now=at(1))
    say(second, cast.ana, now=at(2))
    say(first, cast.ana, now=at(3))
    run_jobs()
    items = bell_of(cast.marina, member(cast.marina)).items
    assert [(item.ticket, item.count, item.is_new) for item in items] == [(first, 2, True), (second, 1, True)]


def test_reading_the_ticket_empties_the_bell(cast: Cast, run_jobs: Run, client_for: For) -> None:
    ticket = cast.ticket()
    say(ticket, cast.ana, now=at(1))
    run_jobs()
    assert count_of(cast.marina, member(cast.marina)) == 1
    client_for(cast.marina).post(f"/tickets/{ticket.number}/reading/")
    assert count_of(cast.marina, member(cast.marina)) == 0
    assert bell_of(cast.marina, member(cast.marina), only_new=True).items == []
    assert [item.is_new for item in bell_of(cast.marina, member(cast.marina)).items] == [False]


def test_the_bell_says_whose_answer_it_is(cast: Cast, run_jobs: Run, client_for: For) -> None:
    """«Houve uma resposta da OITI»: of the company that runs the desk; of the desk while no company is named."""
    say(cast.ticket(), cast.ana, now=at(1))
    run_jobs()
    assert "resposta do Service Desk" in client_for(cast.marina).get("/notificacoes/").content.decode()
    Site.objects.update(company="OITI")
    forget_site()
    assert "resposta da OITI" in client_for(cast.marina).get("/notificacoes/").content.decode()


def test_progress_is_listed_and_not_counted(cast: Cast, run_jobs: Run) -> None:
    ticket = cast.ticket()
    assign(ticket=ticket, to=cast.ana, by=cast.ana, now=at(1))
    run_jobs()
    items = bell_of(cast.marina, member(cast.marina)).items
    assert [(item.notice.kind, item.is_new, item.count) for item in items] == [(Kind.ASSIGNED, False, 0)]
    assert count_of(cast.marina, member(cast.marina)) == 0


def test_the_agents_bell(cast: Cast, run_jobs: Run, client_for: For) -> None:
    ticket = cast.ticket()
    assign(ticket=ticket, to=cast.ana, by=cast.ana, now=at(1))
    say(ticket, cast.marina, now=at(2))
    run_jobs()
    assert list(unread_tickets(cast.ana, None)) == [ticket.pk]
    page = client_for(cast.ana).get("/notificacoes/").content.decode()
    assert f"/atendimento/tickets/{ticket.number}/" in page
    mark_all_read(by=cast.ana, membership=None, now=at(3))
    assert unread_tickets(cast.ana, None) == {}


def test_an_agent_without_right_on_the_queue_sees_nothing_of_it(cast: Cast, run_jobs: Run) -> None:
    ticket = cast.ticket()
    assign(ticket=ticket, to=cast.ana, by=cast.ana, now=at(1))
    say(ticket, cast.marina, now=at(2))
    run_jobs()
    cast.ana.teams.clear()
    assert bell_of(cast.ana, None).items == []
    assert unread_tickets(cast.ana, None) == {}


def test_another_companys_notices_are_not_shown(cast: Cast, run_jobs: Run) -> None:
    ticket = cast.ticket()
    say(ticket, cast.ana, now=at(1))
    run_jobs()
    elsewhere = Membership.objects.create(user=cast.marina, organization=cast.borealis)
    assert bell_of(cast.marina, elsewhere).items == []
    assert count_of(cast.marina, elsewhere) == 0


def test_the_page_says_who_did_what(cast: Cast, run_jobs: Run, client_for: For) -> None:
    asked, answered = cast.ticket(subject="Nota 3512 rejeitada"), cast.ticket(subject="Câmera não abre")
    say(asked, cast.ana, "Envie o **XML** da nota.", now=at(1), state=cast.state(StateKind.WAITING_CUSTOMER))
    say(answered, cast.ana, "A correção sai amanhã.", now=at(2))
    run_jobs()
    page = client_for(cast.marina).get("/notificacoes/").content.decode()
    for words in ("Ana precisa de você", "Envie o XML da nota.", "Ana respondeu", "A correção sai amanhã."):
        assert words in page


def test_marking_all_as_read_is_a_post(cast: Cast, run_jobs: Run, client_for: For) -> None:
    say(cast.ticket(), cast.ana, now=at(1))
    run_jobs()
    client = client_for(cast.marina)
    assert client.get("/notificacoes/reading/").status_code == 405
    assert count_of(cast.marina, member(cast.marina)) == 1
    answer = client.post("/notificacoes/reading/", {"next": "https://mal.example/"})
    assert answer.headers["Location"] == "/notificacoes/"
    assert count_of(cast.marina, member(cast.marina)) == 0


def test_its_queries_do_not_grow_with_it(cast: Cast, run_jobs: Run, client_for: For) -> None:
    client = client_for(cast.marina)

    def queries() -> int:
        run_jobs()
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert client.get("/notificacoes/?tab=all").status_code == 200
        return len(seen)

    say(cast.ticket(), cast.ana, now=at(1))
    queries()
    few = queries()
    for minute in range(12):
        say(cast.ticket(), cast.ana, now=at(minute))
    assert queries() == few


def test_notices_are_kept_for_ninety_days(cast: Cast, run_jobs: Run) -> None:
    say(cast.ticket(), cast.ana, now=at(1))
    run_jobs()
    assert forget(now=NOW + timedelta(days=90)) == 0
    assert forget(now=at(2) + timedelta(days=90)) == 1
    assert not Notification.objects.exists()
    assert timezone.is_aware(NOW)


def test_the_agents_bell_is_in_their_masthead_with_its_count(cast: Cast, run_jobs: Run, client_for: For) -> None:
    ticket = cast.ticket()
    assign(ticket=ticket, to=cast.ana, by=cast.ana, now=at(1))
    assert "1 não lida" not in client_for(cast.ana).get("/notificacoes/").content.decode()
    say(ticket, cast.marina, now=at(2))
    run_jobs()
    assert "1 não lida" in client_for(cast.ana).get("/notificacoes/").content.decode()
