"""The form of a process: sent once whatever happens, nothing typed is lost, nobody opens what is not theirs."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from balcao.catalog.models import Contract, Tool
from balcao.files.models import StoredFile
from balcao.people.models import User
from balcao.tickets.models import Attachment, Ticket, TicketLink, TicketPerson, TicketRole
from tests.cast import Cast, offer_process

ClientFor = Callable[[User], Client]
URL = "/novo/emissor-fiscal/nota-rejeitada/"


def answers(**changes: Any) -> dict[str, Any]:
    """A form that may be sent."""
    return {
        "key": str(uuid4()),
        "f-subject": "Nota 3512 rejeitada",
        "f-body": "A nota voltou com a rejeição 204.",
        "f-motivo": "erro",
        **changes,
    }


def without_tokens(response: Any) -> str:
    """The page without what differs in every answer."""
    return re.sub(r"[A-Za-z0-9]{64}", "", response.content.decode())


def pdf(name: str = "DANFE.pdf", content: bytes = b"%PDF-1.4 nota") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/pdf")


@pytest.fixture
def marina(cast: Cast, client_for: ClientFor) -> Client:
    return client_for(cast.marina)


def test_a_ticket_is_opened_and_confirmed_on_a_page_of_its_own(cast: Cast, marina: Client) -> None:
    response = marina.post(URL, answers())
    ticket = Ticket.objects.get()
    assert (response.status_code, response.headers["Location"]) == (303, f"/tickets/{ticket.number}/enviado/")
    assert (ticket.subject, ticket.requester, ticket.organization) == ("Nota 3512 rejeitada", cast.marina, cast.acme)
    page = marina.get(response.headers["Location"]).content.decode()
    assert "Ticket aberto" in page
    assert f"{ticket.number}" in page
    assert "Protocolo" in page
    assert "O que acontece agora" in page
    assert "Próxima resposta prevista" in page
    assert f'href="/tickets/{ticket.number}/"' in page
    assert "Enviamos uma cópia para marina@acme.example" in page


def test_the_form_says_what_to_expect_and_keeps_the_name_of_the_section(marina: Client) -> None:
    page = marina.get(URL).content.decode()
    assert "Descrição do Diálogo" in page
    assert "Conte o que aconteceu. Quanto mais detalhe, menos idas e vindas." in page
    assert "3 etapas" in page
    assert "atendimento seg–sex, 8h–18h" in page


def test_a_double_click_a_refresh_and_two_tabs_of_one_form_are_one_ticket(marina: Client) -> None:
    form = answers()
    first, second = marina.post(URL, form), marina.post(URL, form)
    assert Ticket.objects.count() == 1
    assert first.headers["Location"] == second.headers["Location"]


def test_the_key_of_somebody_else_is_not_taken(cast: Cast, marina: Client, client_for: ClientFor) -> None:
    form = answers()
    marina.post(URL, form)
    client_for(cast.rafael).post(URL, form)
    assert {ticket.requester for ticket in Ticket.objects.all()} == {cast.marina, cast.rafael}


def test_mistakes_are_said_above_and_at_the_field_and_nothing_typed_is_lost(marina: Client) -> None:
    response = marina.post(URL, answers(**{"f-subject": "abc", "f-motivo": "", "attachments": ""}))
    page = response.content.decode()
    assert response.status_code == 422
    assert Ticket.objects.count() == 0
    assert page.count("Escreva pelo menos 5 caracteres; há 3.") == 2
    assert page.count("Escolha uma das opções.") == 2
    assert 'value="abc"' in page
    assert "A nota voltou com a rejeição 204." in page
    assert re.search(r'<input[^>]*name="f-subject"[^>]*aria-invalid="true"', page)


def test_a_field_is_asked_for_only_when_its_answer_calls_for_it(marina: Client) -> None:
    assert marina.post(URL, answers(**{"f-motivo": "duplicidade"})).status_code == 422
    assert marina.post(URL, answers(**{"f-motivo": "duplicidade", "f-numero": "3512"})).status_code == 303
    assert marina.post(URL, answers()).status_code == 303
    assert sorted(ticket.run["fields"].get("numero", "") for ticket in Ticket.objects.all()) == ["", "3512"]


def test_files_survive_a_form_that_was_not_right(cast: Cast, marina: Client) -> None:
    wrong = marina.post(URL, answers(**{"f-subject": "", "f-attachments": [pdf()]}))
    stored = StoredFile.objects.get()
    page = wrong.content.decode()
    assert "DANFE.pdf" in page
    assert f'value="{stored.pk}"' in page
    marina.post(URL, answers(**{"f-attachments-kept": [str(stored.pk)]}))
    assert [attachment.file for attachment in Attachment.objects.all()] == [stored]


def test_a_kept_file_of_somebody_else_is_not_attached(cast: Cast, marina: Client, client_for: ClientFor) -> None:
    client_for(cast.rita).post(URL, answers(**{"f-subject": "", "f-attachments": [pdf()]}))
    marina.post(URL, answers(**{"f-attachments-kept": [str(StoredFile.objects.get().pk)]}))
    assert Attachment.objects.count() == 0


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ([pdf("vazio.pdf", b"")], "O arquivo vazio.pdf está vazio."),
        ([pdf(f"nota-{number}.pdf") for number in range(300)], "São até 20 arquivos por vez. Ficaram os 20 primeiros."),
    ],
    ids=["0 bytes", "300 files"],
)
def test_files_that_cannot_be_taken_are_named_and_the_text_stays(
    marina: Client, files: list[SimpleUploadedFile], sentence: str
) -> None:
    response = marina.post(URL, answers(**{"f-attachments": files}))
    page = response.content.decode()
    assert response.status_code == 422
    assert sentence in page
    assert "A nota voltou com a rejeição 204." in page
    assert StoredFile.objects.count() == min(20, len(files) if len(files) > 1 else 0)


def test_a_file_above_the_limit_is_named_with_its_size(marina: Client, settings: Any) -> None:
    settings.UPLOAD_MAX_BYTES = 2 * 1024 * 1024
    response = marina.post(URL, answers(**{"f-attachments": [pdf("lote.pdf", b"%PDF-" + b"0" * 3 * 1024 * 1024)]}))
    assert (
        "O arquivo lote.pdf tem 3\u00a0MB; o limite é 2\u00a0MB. Divida ou envie um link." in response.content.decode()
    )


def test_a_text_that_is_too_long_is_said_and_kept(marina: Client) -> None:
    text = "nota " * 5_000
    response = marina.post(URL, answers(**{"f-body": text}))
    assert response.status_code == 422
    assert "Escreva até 20000 caracteres" in response.content.decode()
    assert text.strip() in response.content.decode()


def test_a_contract_that_ends_while_typing_keeps_the_text(cast: Cast, marina: Client) -> None:
    Contract.objects.filter(pk=cast.contract.pk).update(ends_on=timezone.localdate() - timedelta(days=1))
    response = marina.post(URL, answers())
    page = response.content.decode()
    assert response.status_code == 422
    assert "O contrato desta ferramenta terminou em" in page
    assert "A nota voltou com a rejeição 204." in page
    assert Ticket.objects.count() == 0


def test_a_process_that_closes_while_typing_keeps_the_text(cast: Cast, marina: Client) -> None:
    cast.rejected.process.is_open = False
    cast.rejected.process.save()
    response = marina.post(URL, answers())
    assert response.status_code == 422
    assert "Este processo não recebe novos tickets agora." in response.content.decode()
    assert marina.get(URL).status_code == 404


def test_changing_the_process_takes_subject_text_and_files_along(cast: Cast, marina: Client) -> None:
    response = marina.post(URL, answers(trocar="1", **{"f-attachments": [pdf()]}))
    assert response.headers["Location"] == "/novo/?continuar=1"
    assert 'href="/novo/portal-rh/folha/?continuar=1"' in marina.get("/novo/?continuar=1").content.decode()
    page = marina.get("/novo/portal-rh/folha/?continuar=1").content.decode()
    stored = StoredFile.objects.get()
    assert 'value="Nota 3512 rejeitada"' in page
    assert "A nota voltou com a rejeição 204." in page
    assert str(stored.pk) in page
    assert Ticket.objects.count() == 0
    marina.post("/novo/portal-rh/folha/", answers(**{"f-attachments-kept": [str(stored.pk)]}))
    assert Attachment.objects.get().file == stored
    assert "A nota voltou" not in marina.get("/novo/portal-rh/folha/?continuar=1").content.decode()


def test_a_link_fills_fields_in_and_writes_nothing(marina: Client) -> None:
    query = {"assunto": "Nota 99", "descricao": "Veio do emissor", "campo.motivo": "duplicidade", "campo.numero": "99"}
    page = marina.get(URL, query).content.decode()
    assert 'value="Nota 99"' in page
    assert "Veio do emissor" in page
    assert re.search(r'<input[^>]*value="duplicidade"[^>]*checked', page)
    assert 'value="99"' in page
    assert Ticket.objects.count() == 0


def test_what_does_not_exist_and_what_was_never_contracted_look_alike(
    cast: Cast, marina: Client, client_for: ClientFor
) -> None:
    rita = client_for(cast.rita)
    missing = rita.get("/novo/emissor-fiscal/nao-existe/")
    not_mine = rita.get("/novo/portal-rh/folha/")
    assert (missing.status_code, not_mine.status_code) == (404, 404)
    assert without_tokens(missing) == without_tokens(not_mine)
    assert rita.post("/novo/portal-rh/folha/", answers()).status_code == 404


def test_an_ended_contract_says_when_it_ended_and_whom_to_ask(cast: Cast, marina: Client) -> None:
    Contract.objects.filter(tool=cast.ended_tool).update(ends_on=date(2026, 10, 31))
    cast.acme.account_manager = cast.ana
    cast.acme.save()
    response = marina.get("/novo/assinatura/assinar/")
    page = response.content.decode()
    assert response.status_code == 410
    assert "Assinatura Digital não faz parte do contrato da Acme Tecnologia (venceu em 31/10/2026)." in page
    assert "Fale com Ana Ribeiro" in page


def test_only_a_manager_opens_on_behalf_of_a_colleague(cast: Cast, marina: Client, client_for: ClientFor) -> None:
    assert "Em nome de" not in marina.get(URL).content.decode()
    marina.post(URL, answers(requester=str(cast.rafael.pk)))
    assert Ticket.objects.get().requester == cast.marina
    paulo = client_for(cast.paulo)
    assert "Em nome de" in paulo.get(URL).content.decode()
    paulo.post(URL, answers(requester=str(cast.rafael.pk)))
    ticket = Ticket.objects.order_by("-id")[0]
    assert (ticket.requester, ticket.opened_by) == (cast.rafael, cast.paulo)


def test_a_manager_cannot_open_for_somebody_of_another_company(cast: Cast, client_for: ClientFor) -> None:
    response = client_for(cast.paulo).post(URL, answers(requester=str(cast.rita.pk)))
    assert response.status_code == 422
    assert "Esta pessoa não está mais na sua empresa." in response.content.decode()


def test_participants_are_colleagues_only(cast: Cast, marina: Client) -> None:
    marina.post(URL, answers(participants=[str(cast.rafael.pk)]))
    people = TicketPerson.objects.values_list("user", "role")
    assert set(people) == {(cast.marina.pk, TicketRole.REQUESTER), (cast.rafael.pk, TicketRole.PARTICIPANT)}
    assert marina.post(URL, answers(participants=[str(cast.rita.pk)])).status_code == 422


def test_a_ticket_follows_up_one_that_the_reader_may_see(cast: Cast, marina: Client) -> None:
    mine, strange = cast.ticket(), cast.ticket(by=cast.rita)
    assert f"Ligado ao nº {mine.number}" in marina.get(URL, {"origin": mine.number}).content.decode()
    marina.post(URL, answers(origin=str(mine.number)))
    assert str(strange.number) not in marina.get(URL, {"origin": strange.number}).content.decode()
    marina.post(URL, answers(origin=str(strange.number)))
    assert [link.origin for link in TicketLink.objects.all()] == [mine]


def test_the_confirmation_is_for_who_may_see_the_ticket(cast: Cast, marina: Client, client_for: ClientFor) -> None:
    ticket = cast.ticket()
    assert marina.get(f"/tickets/{ticket.number}/enviado/").status_code == 200
    assert client_for(cast.rita).get(f"/tickets/{ticket.number}/enviado/").status_code == 404


def test_a_subject_with_a_script_stays_text(marina: Client) -> None:
    response = marina.post(URL, answers(**{"f-subject": "<script>alert(1)</script>"}), follow=True)
    assert "<script>alert(1)" not in response.content.decode()


def test_every_type_of_field_is_shown_and_its_answers_are_kept(cast: Cast, marina: Client) -> None:
    document = (Path(__file__).parents[1] / "todos_os_campos.yaml").read_text(encoding="utf-8")
    offer_process(document, "todos-os-campos", cast.fiscal_tool)
    url = "/novo/emissor-fiscal/todos-os-campos/"
    page = marina.get(url).content.decode()
    assert page.count('inputmode="numeric"') >= 2
    assert 'type="date"' in page
    assert 'autocapitalize="characters"' in page
    response = marina.post(
        url,
        answers(
            **{
                "f-nome": "Bruna Prado",
                "f-quantidade": "3",
                "f-valor": "1.234,56",
                "f-inicio": "2030-01-31",
                "f-hora": "9:30",
                "f-perfil": "emitir",
                "f-qual": "não conta",
                "f-modulos": ["nfe", "nfse"],
                "f-ciente": "on",
                "f-termo": [pdf("termo.pdf")],
                "f-email": "bruna@ACME.example.com",
                "f-telefone": "(92) 99123-4567",
                "f-cpf": "529.982.247-25",
                "f-cnpj": "12.abc.345/01de-35",
                "f-cep": "69005-010",
                "f-uf": "AM",
            }
        ),
    )
    assert response.status_code == 303
    ticket = Ticket.objects.get()
    kept = {name: value for name, value in ticket.run["fields"].items() if value not in ("", [], False)}
    attachment = Attachment.objects.get()
    assert attachment.field == "termo"
    assert kept == {
        "motivo": "erro",
        "nome": "Bruna Prado",
        "quantidade": "3",
        "valor": "1234.56",
        "inicio": "2030-01-31",
        "hora": "09:30",
        "perfil": "emitir",
        "modulos": ["nfe", "nfse"],
        "ciente": True,
        "termo": [str(attachment.file_id)],
        "email": "bruna@acme.example.com",
        "telefone": "+5592991234567",
        "cpf": "52998224725",
        "cnpj": "12ABC34501DE35",
        "cep": "69005010",
        "uf": "AM",
    }


def test_a_tool_for_everyone_needs_no_contract(cast: Cast, client_for: ClientFor) -> None:
    Tool.objects.filter(pk=cast.hr_tool.pk).update(is_for_everyone=True)
    assert client_for(cast.rita).post("/novo/portal-rh/folha/", answers()).status_code == 303
