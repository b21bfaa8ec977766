"""The ticket page and what is sent from it."""

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
from balcao.site.current import current_site, forget_site
from balcao.tickets.actions.add_note import add_note
from balcao.tickets.actions.close import Reason, close
from balcao.tickets.actions.participants import add_participant
from balcao.tickets.actions.submit_dialog import submit_dialog
from balcao.tickets.models import Attachment, Message, StateKind, Ticket, TicketLink, TicketPerson
from tests.cast import Cast
from tests.tickets.helpers import at, fresh, say, with_news

For = Callable[[User], Client]


def page(client: Client, ticket: Ticket) -> str:
    answer = client.get(f"/tickets/{ticket.number}/")
    assert answer.status_code == 200
    return answer.content.decode()


def without_tokens(text: str) -> str:
    """A page without the masked CSRF tokens, which differ each time."""
    return re.sub(r'(value=|X-CSRFToken": )"[A-Za-z0-9]{64}"', "", text)


def ask_for_document(cast: Cast, ticket: Ticket) -> None:
    submit_dialog(
        ticket=ticket,
        dialog="pedir-documento",
        by=cast.ana,
        as_desk=True,
        values={"body": "Envie o XML."},
        body="Envie o XML.",
        key=uuid4(),
        now=at(1),
    )


def test_it_says_where_the_ticket_is(cast: Cast, client_for: For) -> None:
    ticket = cast.ticket()
    text = page(client_for(cast.marina), ticket)
    for words in (
        "Nota 3512 rejeitada",
        f"nº&nbsp;{ticket.number}",
        "Ferramenta",
        "Emissor Fiscal",
        "Nota fiscal rejeitada pela SEFAZ",
        "Triagem",
        "<dt>Estado</dt><dd>Recebido",
        f"<dt>Protocolo</dt><dd>{ticket.number}",
        "Acme Tecnologia",
        "Informações enviadas",
        "Erro de cadastro",
        "etapa 1 de 3, atual",
    ):
        assert words in text, words


def test_the_reply_box_stands_below_what_was_sent_and_said(cast: Cast, client_for: For) -> None:
    text = page(client_for(cast.marina), cast.ticket())
    places = [text.index(words) for words in ("Informações enviadas", "rejeição 204", 'id="responder"')]
    assert places == sorted(places)


def test_notes_and_names_of_agents_stay_with_the_desk(cast: Cast, client_for: For) -> None:
    ticket = cast.ticket()
    add_note(ticket=ticket, by=cast.ana, body="Suspeita de fraude.", key=uuid4(), now=at(1))
    say(ticket, cast.ana, "Olá.", now=at(2))
    text = page(client_for(cast.marina), ticket)
    assert "fraude" not in text
    assert "Ana Ribeiro" not in text


@pytest.mark.parametrize("body", ["<script>alert(1)</script>", "[x](javascript:alert(1))", '<img src=x onerror="a()">'])
def test_what_people_write_is_shown_and_never_run(cast: Cast, client_for: For, body: str) -> None:
    ticket = cast.ticket(subject=f"Assunto {body}")
    say(ticket, cast.marina, body, now=at(1))
    text = page(client_for(cast.marina), ticket)
    assert "<script>alert" not in text
    assert 'href="javascript' not in text
    assert "<img src=x" not in text


def test_what_is_not_yours_looks_like_what_does_not_exist(cast: Cast, client_for: For) -> None:
    ticket = cast.ticket(by=cast.rita)
    client = client_for(cast.marina)
    answers = [client.get(f"/tickets/{number}/") for number in (ticket.number, 987654321, 10**30)]
    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert len({without_tokens(answer.content.decode()) for answer in answers}) == 1
    assert "Você não tem acesso a este ticket" in answers[0].content.decode()
    for path in ("replies", "closure", "reopening", "participants", "reading"):
        assert client.post(f"/tickets/{ticket.number}/{path}/", {"body": "Oi"}).status_code == 404
    assert Message.objects.count() == 1


def test_looking_changes_nothing(cast: Cast, client_for: For) -> None:
    ticket = cast.ticket()
    say(ticket, cast.ana, now=at(1))
    text = page(client_for(cast.marina), ticket)
    assert "novas mensagens" in text
    assert "data-mark-read" in text
    assert with_news(ticket) == {"marina"}


def test_its_queries_do_not_grow_with_the_conversation(cast: Cast, client_for: For) -> None:
    ticket, client = cast.ticket(), client_for(cast.marina)

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            page(client, ticket)
        return len(seen)

    for minute in range(2):
        say(ticket, cast.ana if minute % 2 else cast.marina, now=at(minute))
    queries()
    few = queries()
    for minute in range(2, 22):
        say(ticket, cast.ana if minute % 2 else cast.marina, now=at(minute))
    assert queries() == few


def test_the_middle_of_a_long_conversation_is_folded_and_never_the_news(cast: Cast, client_for: For) -> None:
    ticket, client = cast.ticket(), client_for(cast.marina)
    for minute in range(1, 16):
        say(ticket, cast.ana if minute % 2 else cast.marina, f"Mensagem {minute}.", now=at(minute))
    client.post(f"/tickets/{ticket.number}/reading/")
    assert "Mostrar 10 mensagens" in page(client, ticket)
    for minute in range(16, 24):
        say(ticket, cast.ana, f"Mensagem {minute}.", now=at(minute))
    text = page(client, ticket)
    assert "Mostrar 15 mensagens" in text
    assert text.index("novas mensagens") < text.index("Mensagem 16.")


def test_whose_turn_it_is(cast: Cast, client_for: For) -> None:
    ticket, client = cast.ticket(now=timezone.now()), client_for(cast.marina)
    assert "Estamos cuidando." in page(client, ticket)
    ask_for_document(cast, ticket)
    text = page(client, ticket)
    assert "Precisamos de você." in text
    assert "Ana pediu: “Envie o XML.”" in text
    say(ticket, cast.ana, "Feito.", now=at(9), state=cast.state(StateKind.RESOLVED))
    text = page(client, ticket)
    for words in ("Marcamos como resolvido.", "Deu certo?", "Sim, fechar", "Ainda não"):
        assert words in text


def test_a_missed_promise_is_said_unless_the_site_keeps_it(cast: Cast, client_for: For) -> None:
    ticket, client = cast.ticket(now=timezone.now() - timedelta(days=30)), client_for(cast.marina)
    assert "Passamos do prazo previsto" in page(client, ticket)
    site = current_site()
    site.says_when_late = False
    site.save()
    forget_site()
    text = page(client, ticket)
    assert "Passamos do prazo" not in text
    assert "Estamos cuidando." in text


def test_replying_sends_once_with_files_and_leads_to_the_message(cast: Cast, client_for: For) -> None:
    ticket, client, key = cast.ticket(), client_for(cast.marina), str(uuid4())
    sent = [
        client.post(
            f"/tickets/{ticket.number}/replies/",
            {"body": "Segue.", "key": key, "open": "1", "files": SimpleUploadedFile("nota.xml", b"<nota/>")},
        )
        for _again in range(2)
    ]
    message = Message.objects.get(key=key)
    assert [answer.headers["Location"] for answer in sent] == [f"/tickets/{ticket.number}/#m-{message.pk}"] * 2
    assert [attachment.file.name for attachment in message.attachments.all()] == ["nota.xml"]
    assert Message.objects.filter(ticket=ticket).count() == 2


def test_an_answer_without_words_or_files_comes_back(cast: Cast, client_for: For) -> None:
    ticket = cast.ticket()
    answer = client_for(cast.marina).post(f"/tickets/{ticket.number}/replies/", {"body": "  ", "key": str(uuid4())})
    assert answer.status_code == 422
    assert "Escreva sua resposta ou anexe um arquivo." in answer.content.decode()


def test_nothing_typed_and_no_file_is_lost_when_something_is_wrong(cast: Cast, client_for: For) -> None:
    ticket, client, key = cast.ticket(), client_for(cast.marina), str(uuid4())
    answer = client.post(
        f"/tickets/{ticket.number}/replies/",
        {
            "body": "Segue o que pediu.",
            "key": key,
            "files": [SimpleUploadedFile("vazio.txt", b""), SimpleUploadedFile("bom.txt", b"conteudo")],
        },
    )
    text = answer.content.decode()
    assert answer.status_code == 422
    for kept in ("Segue o que pediu.", key, "bom.txt", "files-kept", "vazio.txt"):
        assert kept in text
    kept_id = text.partition('name="files-kept" value="')[2].partition('"')[0]
    client.post(f"/tickets/{ticket.number}/replies/", {"body": "Segue.", "key": key, "files-kept": kept_id})
    assert [one.file.name for one in Attachment.objects.all()] == ["bom.txt"]


def test_too_much_text_comes_back_with_the_limit(cast: Cast, client_for: For) -> None:
    ticket = cast.ticket()
    answer = client_for(cast.marina).post(f"/tickets/{ticket.number}/replies/", {"body": "a" * 20_001})
    assert answer.status_code == 422
    assert "20.000" in answer.content.decode() or "20000" in answer.content.decode()


def test_a_ticket_that_was_closed_meanwhile_keeps_the_text_and_asks(cast: Cast, client_for: For) -> None:
    ticket, client = cast.ticket(now=timezone.now()), client_for(cast.marina)
    close(ticket=ticket, by=cast.ana, as_desk=True, now=timezone.now())
    answer = client.post(f"/tickets/{ticket.number}/replies/", {"body": "Ainda falha.", "open": "1"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "foi fechado enquanto você escrevia" in text
    assert "Ainda falha." in text
    assert 'name="open"' not in text
    assert client.post(f"/tickets/{ticket.number}/replies/", {"body": "Ainda falha."}).status_code == 303
    assert fresh(ticket).is_open


def test_after_the_window_a_new_linked_one_is_offered_and_the_text_stays(cast: Cast, client_for: For) -> None:
    long_ago = timezone.now() - timedelta(days=40)
    ticket, client = cast.ticket(now=long_ago), client_for(cast.marina)
    close(ticket=ticket, by=cast.ana, as_desk=True, now=long_ago)
    text = page(client, ticket)
    assert f"/novo/?origin={ticket.number}" in text
    assert 'id="responder"' not in text
    answer = client.post(f"/tickets/{ticket.number}/replies/", {"body": "Voltou a falhar."})
    assert answer.status_code == 422
    assert "Voltou a falhar." in answer.content.decode()
    assert not fresh(ticket).is_open


def test_closing_and_reopening(cast: Cast, client_for: For) -> None:
    ticket, client = cast.ticket(now=timezone.now()), client_for(cast.marina)
    client.post(f"/tickets/{ticket.number}/closure/", {"reason": Reason.NOT_NEEDED})
    assert fresh(ticket).state.kind == StateKind.CANCELLED
    assert client.post(f"/tickets/{ticket.number}/closure/").status_code == 409
    assert "Reabrir" in page(client, ticket)
    client.post(f"/tickets/{ticket.number}/reopening/")
    assert fresh(ticket).is_open
    client.post(f"/tickets/{ticket.number}/closure/", {"reason": "nonsense"})
    assert fresh(ticket).state.kind == StateKind.CLOSED


def test_a_closed_ticket_keeps_everything(cast: Cast, client_for: For) -> None:
    ticket, client = cast.ticket(), client_for(cast.marina)
    solution = say(ticket, cast.ana, "Nota autorizada.", now=at(1), state=cast.state(StateKind.RESOLVED))
    close(ticket=ticket, by=cast.marina, as_desk=False, now=at(2))
    text = page(client, ticket)
    for words in ("rejeição 204", "Nota autorizada.", f"#m-{solution.pk}", "Ver a solução", "Erro de cadastro"):
        assert words in text
    assert "Fechar ticket" not in text


def test_who_only_has_sight_may_read_and_answer_and_nothing_more(cast: Cast, client_for: For) -> None:
    ticket = cast.ticket()
    cast.rafael.memberships.update(sight="company")
    client = client_for(cast.rafael)
    assert "Fechar ticket" not in page(client, ticket)
    for path in ("closure", "reopening", "participants"):
        assert client.post(f"/tickets/{ticket.number}/{path}/", {"user": cast.paulo.pk}).status_code == 409
    assert fresh(ticket).is_open
    client.post(f"/tickets/{ticket.number}/replies/", {"body": "Também vi isso.", "key": str(uuid4())})
    assert TicketPerson.objects.filter(ticket=ticket, user=cast.rafael).exists()


def test_a_manager_may_close_a_colleagues_ticket(cast: Cast, client_for: For) -> None:
    ticket = cast.ticket()
    client_for(cast.paulo).post(f"/tickets/{ticket.number}/closure/")
    assert not fresh(ticket).is_open


def people(ticket: Ticket) -> set[str]:
    return set(TicketPerson.objects.filter(ticket=ticket).values_list("user__username", flat=True))


def test_adding_and_leaving(cast: Cast, client_for: For) -> None:
    ticket, marina = cast.ticket(), client_for(cast.marina)
    marina.post(f"/tickets/{ticket.number}/participants/", {"user": cast.rafael.pk})
    assert people(ticket) == {"marina", "rafael"}
    rafael = client_for(cast.rafael)
    assert "Sair deste ticket" in page(rafael, ticket)
    answer = rafael.post(f"/tickets/{ticket.number}/participants/{cast.rafael.pk}/removal/")
    assert answer.headers["Location"] == "/tickets/"
    assert people(ticket) == {"marina"}
    assert rafael.get(f"/tickets/{ticket.number}/").status_code == 404


def test_people_of_other_companies_cannot_be_added(cast: Cast, client_for: For) -> None:
    ticket = cast.ticket()
    for user in (cast.rita.pk, cast.ana.pk, "x", "", 10**20):
        answer = client_for(cast.marina).post(f"/tickets/{ticket.number}/participants/", {"user": user})
        assert answer.status_code == 409
    assert people(ticket) == {"marina"}


def test_only_the_requester_and_managers_take_others_off(cast: Cast, client_for: For) -> None:
    ticket = cast.ticket()
    for person in (cast.rafael, cast.paulo):
        add_participant(ticket=ticket, person=person, by=cast.marina, now=at(1))
    removal = f"/tickets/{ticket.number}/participants/{cast.paulo.pk}/removal/"
    assert client_for(cast.rafael).post(removal).status_code == 409
    client_for(cast.marina).post(removal)
    assert people(ticket) == {"marina", "rafael"}
    requester = f"/tickets/{ticket.number}/participants/{cast.marina.pk}/removal/"
    assert client_for(cast.paulo).post(requester).status_code == 409
    assert people(ticket) == {"marina", "rafael"}


def test_reading_is_a_post_up_to_what_the_page_knew(cast: Cast, client_for: For) -> None:
    ticket, client = cast.ticket(), client_for(cast.marina)
    say(ticket, cast.ana, now=at(1))
    seen = TicketPerson.objects.get(ticket=ticket, user=cast.marina).news_event_id
    say(ticket, cast.ana, now=at(2))
    beacon = client.post(f"/tickets/{ticket.number}/reading/", {"up_to": seen}, headers={"Sec-Fetch-Mode": "cors"})
    assert beacon.status_code == 204
    assert with_news(ticket) == {"marina"}
    assert client.post(f"/tickets/{ticket.number}/reading/", {"up_to": "x"}).status_code == 303
    assert with_news(ticket) == set()
    assert client.get(f"/tickets/{ticket.number}/reading/").status_code == 405


def test_linked_tickets_are_those_that_one_may_see(cast: Cast, client_for: For) -> None:
    ticket, mine, others = cast.ticket(), cast.ticket(subject="Minha outra"), cast.ticket(by=cast.paulo, subject="Dele")
    TicketLink.objects.create(origin=mine, follow_up=ticket)
    TicketLink.objects.create(origin=ticket, follow_up=others)
    text = page(client_for(cast.marina), ticket)
    assert "Minha outra" in text
    assert "Dele" not in text


def test_a_step_of_the_process_is_filled_in_on_its_page(cast: Cast, client_for: For) -> None:
    ticket, client = cast.ticket(), client_for(cast.marina)
    ask_for_document(cast, ticket)
    path = f"/tickets/{ticket.number}/dialogos/enviar-documento/"
    assert f'href="{path}"' in page(client, ticket)
    assert "XML da nota" in client.get(path).content.decode()
    assert "<html" not in client.get(path, headers={"HX-Request": "true"}).content.decode()
    key = str(uuid4())
    wrong = client.post(path, {"key": key, "f-body": "Segue o XML."})
    assert wrong.status_code == 422
    assert "Segue o XML." in wrong.content.decode()
    right = client.post(
        path, {"key": key, "f-body": "Segue o XML.", "f-xml": SimpleUploadedFile("nota.xml", b"<nota/>")}
    )
    assert right.status_code == 303
    assert fresh(ticket).activity == "analise"
    assert client.post(path, {"key": key}).status_code == 409
    assert "nota.xml" in page(client, ticket)


@pytest.mark.parametrize("dialog", ["abrir", "pedir-documento", "nao-existe"])
def test_steps_that_are_not_the_customers_now_are_refused(cast: Cast, client_for: For, dialog: str) -> None:
    ticket = cast.ticket()
    assert client_for(cast.marina).get(f"/tickets/{ticket.number}/dialogos/{dialog}/").status_code == 409


@pytest.mark.parametrize("path", ["replies", "closure", "reopening", "participants"])
def test_no_get_changes_anything(cast: Cast, client_for: For, path: str) -> None:
    ticket = cast.ticket()
    assert client_for(cast.marina).get(f"/tickets/{ticket.number}/{path}/").status_code == 405


def test_guests_come_back_to_the_ticket_after_signing_in(cast: Cast) -> None:
    ticket = cast.ticket()
    answer = Client().get(f"/tickets/{ticket.number}/")
    assert answer.headers["Location"] == f"/entrar/?next=/tickets/{ticket.number}/"
