"""Administrators see the fate of every mail, find it, and decide about what is held."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from balcao.files.storage_down import StorageDown
from balcao.mail import filing
from balcao.mail.models import Fate, IncomingMail, Mailbox
from balcao.setup.incoming import listing
from balcao.setup.incoming.listing import ALL, Wanted, find, narrowed
from balcao.setup.incoming.parser_warnings import say_warnings
from balcao.tickets.models import Message, Ticket
from tests.cast import NOW, Cast
from tests.mail.incoming.letters import arrive, letter, mailbox

LIST = "/administracao/mail/incomingmail/"
MARINA = "Marina Duarte <marina@acme.example>"
STRANGER = "Ouvidoria <contato@fora.example>"


def of(mail: IncomingMail, act: str = "change") -> str:
    return reverse(f"admin:mail_incomingmail_{act}", args=[mail.pk])


def rows(count: int, *, fate: Fate = Fate.IGNORED, box: Mailbox | None = None, subject: str = "Aviso") -> None:
    """Mails of which only the row matters."""
    start = IncomingMail.objects.count()
    IncomingMail.objects.bulk_create(
        IncomingMail(
            mailbox=box,
            channel="lmtp",
            digest=f"{start + number:064d}",
            size=1,
            kept_at=NOW,
            from_address=f"p{start + number}@fora.example",
            subject=f"{subject} {start + number}",
            header_id=f"<{start + number}@fora.example>",
            fate=fate,
            reason="automatic_reply",
        )
        for number in range(count)
    )


def shown(client: Client, query: str = "") -> list[str]:
    """The subjects on the list, in their order."""
    return [row.mail.subject for row in client.get(f"{LIST}{query}").context["rows"]]


@pytest.fixture
def held(cast: Cast) -> IncomingMail:
    """A stranger's mail to a mailbox that opens tickets for those it knows."""
    return arrive(letter(STRANGER, "Quero uma cotação.", subject="Cotação"), box=mailbox(cast.rejected))


def test_each_mail_stands_there_with_its_fate_its_reason_and_its_ticket(cast: Cast, admin: Client) -> None:
    box = mailbox(cast.rejected)
    opened = arrive(letter(MARINA, "A nota voltou.", subject="Nota 3601"), box=box)
    away = letter(MARINA, "Volto dia 30.", subject="Férias", auto_submitted="auto-replied")
    arrive(away, box=box)
    content = admin.get(LIST).content.decode()
    assert opened.ticket is not None
    for words in ("Virou ticket", "O remetente pode abrir este processo.", "Ignorado", "É uma resposta automática."):
        assert words in content
    assert f"Ticket {opened.ticket.number}" in content
    assert shown(admin) == ["Férias", "Nota 3601"]


def test_what_is_held_comes_first_until_nothing_is(admin: Client, held: IncomingMail) -> None:
    rows(2)
    assert shown(admin) == ["Cotação"]
    assert "Para revisar <small>(1)</small>" in admin.get(LIST).content.decode()
    IncomingMail.objects.filter(pk=held.pk).update(fate=Fate.IGNORED)
    assert shown(admin) == ["Aviso 2", "Aviso 1", "Cotação"]


def test_filters_say_how_many_there_are_up_to_a_hundred(admin: Client, cast: Cast) -> None:
    rows(101)
    rows(2, fate=Fate.FAILED)
    fates = {str(choice.label): choice.count for choice in admin.get(f"{LIST}?fate=all").context["fates"]}
    assert fates == {"Falhou": "2", "Ignorado": "99+"}
    assert len(shown(admin, "?fate=failed")) == 2


def test_a_mailbox_narrows_list_and_counts(admin: Client, cast: Cast) -> None:
    box, other = mailbox(), mailbox(name="RH", address="rh@atende.example")
    rows(3, box=box)
    rows(1, box=other, subject="Folha")
    answer = admin.get(f"{LIST}?fate=all&mailbox={other.pk}")
    assert [row.mail.subject for row in answer.context["rows"]] == ["Folha 3"]
    assert [choice.count for choice in answer.context["fates"]] == ["1"]


@pytest.mark.parametrize("text", ["contato@fora.example", "CONTATO@FORA.EXAMPLE", "fora.example", "Ouvidoria", "cota"])
def test_a_mail_is_found_by_address_name_and_subject(text: str, admin: Client, held: IncomingMail) -> None:
    rows(3, subject="Outra coisa")
    IncomingMail.objects.exclude(pk=held.pk).update(from_address="p@longe.example", header_id="<1@longe.example>")
    assert shown(admin, f"?q={text}") == ["Cotação"]


def test_a_mail_is_found_by_its_message_id_with_and_without_brackets(admin: Client, held: IncomingMail) -> None:
    rows(2)
    bare = held.header_id.strip("<>")
    for text in (held.header_id, bare, bare[:20]):
        answer = admin.get(LIST, {"q": text})
        assert [row.mail.pk for row in answer.context["rows"]] == [held.pk]


def test_older_ones_follow_page_by_page_without_gaps(admin: Client, cast: Cast) -> None:
    rows(listing.PAGE * 2 + 1)
    seen: list[str] = []
    answer = admin.get(f"{LIST}?fate=all")
    while True:
        seen += [row.mail.subject for row in answer.context["rows"]]
        if not answer.context["older"]:
            break
        answer = admin.get(answer.context["older"])
    assert seen == [f"Aviso {number}" for number in reversed(range(listing.PAGE * 2 + 1))]
    assert answer.context["newest"] == f"{LIST}?fate=all"


def test_words_are_looked_for_window_by_window(admin: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    rows(1, subject="Achado")
    rows(25)
    monkeypatch.setattr(listing, "WINDOW", 10)
    first = admin.get(f"{LIST}?q=achado")
    assert (first.context["rows"], first.context["is_window"]) == ([], True)
    assert "Procurar nos mais antigos" in first.content.decode()
    second = admin.get(first.context["older"])
    third = admin.get(second.context["older"])
    assert [row.mail.subject for row in third.context["rows"]] == ["Achado 0"]


def test_an_empty_list_says_what_will_stand_there(admin: Client) -> None:
    assert "Nenhum e-mail chegou ainda" in admin.get(LIST).content.decode()
    assert "Nada para revisar" in admin.get(f"{LIST}?fate=held").content.decode()
    assert "Nenhum e-mail assim" in admin.get(f"{LIST}?q=nada").content.decode()


def test_the_list_asks_the_database_the_same_however_many_mails_there_are(admin: Client, cast: Cast) -> None:
    box = mailbox()

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert admin.get(f"{LIST}?fate=all").status_code == 200
        return len(queries)

    rows(1, box=box)
    admin.get(f"{LIST}?fate=all")
    few = asked()
    IncomingMail.objects.update(ticket=cast.ticket())
    rows(40, box=box)
    assert asked() == few


@pytest.mark.parametrize("is_later", [False, True])
@pytest.mark.parametrize(
    ("fate", "by_mailbox", "index"),
    [(Fate.HELD, False, "incoming_fate"), (ALL, True, "mailbox"), (Fate.HELD, True, "incoming_mailbox_fate")],
)
def test_each_list_walks_an_index(fate: str, by_mailbox: bool, index: str, is_later: bool, cast: Cast) -> None:
    box = mailbox()
    rows(600)
    rows(60, box=box, fate=Fate.HELD)
    rows(600)
    after = IncomingMail.objects.order_by("-pk")[100].pk if is_later else None
    plan = plan_of(narrowed(Wanted(fate, box.pk if by_mailbox else None, after=after))[: listing.PAGE + 1])
    assert index in plan, plan
    assert "TEMP B-TREE" not in plan
    assert "Sort" not in plan


def test_a_whole_address_or_message_id_is_looked_up_by_its_index(cast: Cast) -> None:
    rows(1200)
    plan = plan_of(narrowed(Wanted()).filter(listing.exactly("p7@fora.example")), is_walked=False)
    assert "incoming_from" in plan, plan
    assert "incoming_header_id" in plan, plan


def plan_of(mails: object, *, is_walked: bool = True) -> str:
    """With what the planner would take for few rows left out. `is_walked`: in the order of the list."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute(f"SET LOCAL enable_sort = {'off' if is_walked else 'on'}")
    return str(mails.explain())  # type: ignore[attr-defined]


def test_the_page_of_a_mail_says_what_was_understood(admin: Client, cast: Cast) -> None:
    body = "Segue o XML.\n\nEm seg., 23 de nov. de 2026, Ana <ana@balcao.example> escreveu:\n> Envie o XML."
    raw = letter(MARINA, body, files=[("nota.xml", "application/xml", b"<nfe/>" * 400)], subject="Nota 3601")
    mail = arrive(raw, box=mailbox(cast.rejected))
    answer = admin.get(of(mail))
    seen, content = answer.context["seen"], answer.content.decode()
    assert (seen.new, [one.filename for one in seen.attachments]) == ("Segue o XML.", ["nota.xml"])
    assert "> Envie o XML." in seen.quoted
    for words in ("Como decidimos", "Abre um ticket?", "Texto citado e assinatura", "nota.xml", "Nota 3601", "SPF"):
        assert words in content
    assert "Subject: Nota 3601" in seen.source
    assert "Liberar" not in content
    assert "Anexar a um ticket" not in content


def test_what_is_odd_about_a_mail_is_said_in_the_readers_language(admin: Client, cast: Cast) -> None:
    raw = b"From: a@b.example\nFrom: c@d.example\nDate: nada\nSubject: Dois\n\nTexto"
    content = admin.get(of(arrive(raw, box=mailbox()))).content.decode()
    for words in ("Há vários remetentes.", "O cabeçalho From aparece mais de uma vez.", "A data não pode ser lida."):
        assert words in content


def test_every_warning_of_the_parser_has_its_words() -> None:
    """Those that stand in the parser's sources, and a new one as it is."""
    from pathlib import Path

    from balcao.mail import parsing

    sources = "".join(path.read_text() for path in Path(parsing.__path__[0]).glob("*.py"))
    static = [known for known in _known() if known in sources]
    assert static == _known()
    with translation.override("pt-br"):
        said = say_warnings([*_known(), "The header Date stands there more than once.", "Something new."])
    assert [one for one in said if one in _known()] == []
    assert said[-2:] == ["O cabeçalho Date aparece mais de uma vez.", "Observação da leitura: Something new."]


def _known() -> list[str]:
    from balcao.setup.incoming import parser_warnings

    return [known for known in parser_warnings._SAID if "not taken apart" not in known]


def test_a_failed_mail_shows_its_tries_and_its_last_error(admin: Client, held: IncomingMail) -> None:
    IncomingMail.objects.filter(pk=held.pk).update(fate=Fate.FAILED, sorts=8, last_error="OperationalError: disk")
    content = admin.get(of(held)).content.decode()
    assert "Classificado 8 vezes" in content
    assert "OperationalError: disk" in content


def test_a_released_mail_becomes_a_ticket_and_who_did_it_is_kept(admin: Client, cast: Cast, held: IncomingMail) -> None:
    page = admin.post(of(held, "release"), follow=True).content.decode()
    held.refresh_from_db()
    assert (held.fate, held.decided_by) == (Fate.TICKET, cast.alice)
    assert held.ticket is not None
    assert held.ticket.subject == "Cotação"
    assert "Virou ticket" in page
    assert [entry.get_change_message() for entry in LogEntry.objects.all()] == ["Liberado"]


def test_a_discarded_mail_keeps_why(admin: Client, held: IncomingMail) -> None:
    assert "Descartar este e-mail?" in admin.get(of(held, "discard")).content.decode()
    page = admin.post(of(held, "discard"), {"reason": "Propaganda"}, follow=True).content.decode()
    held.refresh_from_db()
    assert (held.fate, held.reason) == (Fate.IGNORED, "discarded")
    assert "Descartado: Propaganda" in page
    assert Ticket.objects.count() == 0


def test_a_mail_is_sorted_again_after_its_sender_became_known(admin: Client, cast: Cast, held: IncomingMail) -> None:
    type(cast.marina).objects.filter(pk=cast.marina.pk).update(email="contato@fora.example")
    admin.post(of(held, "sort"))
    held.refresh_from_db()
    assert (held.fate, held.person, held.sorts) == (Fate.TICKET, cast.marina, 2)


def test_a_mail_is_put_on_the_ticket_that_was_looked_up(admin: Client, cast: Cast, held: IncomingMail) -> None:
    ticket = cast.ticket()
    looked = admin.get(of(held, "attach"), {"number": ticket.number}).content.decode()
    assert "Marina Duarte" in looked
    assert "Acme Tecnologia" in looked
    assert held.fate == Fate.HELD
    admin.post(of(held, "attach"), {"number": ticket.number})
    held.refresh_from_db()
    assert (held.fate, held.ticket, held.decided_by) == (Fate.NOTE, ticket, cast.alice)
    assert Message.objects.filter(ticket=ticket, kind="note").count() == 1


@pytest.mark.parametrize("number", ["98765", "abc", "-1", "9" * 30, "١٢"])
def test_a_number_of_no_ticket_is_refused(number: str, admin: Client, held: IncomingMail) -> None:
    assert "Não há ticket com este número." in admin.get(of(held, "attach"), {"number": number}).content.decode()
    assert admin.post(of(held, "attach"), {"number": number}).status_code == 422
    held.refresh_from_db()
    assert held.fate == Fate.HELD


def test_what_is_on_a_ticket_is_moved_by_nobody(admin: Client, cast: Cast) -> None:
    mail = arrive(letter(MARINA, "A nota voltou."), box=mailbox(cast.rejected))
    other = cast.ticket()
    for act, data in (("release", {}), ("sort", {}), ("discard", {}), ("attach", {"number": other.number})):
        page = admin.post(of(mail, act), data, follow=True).content.decode()
        assert "Este e-mail já está em um ticket." in page, act
    after = IncomingMail.objects.get(pk=mail.pk)
    assert (after.fate, after.ticket_id) == (Fate.TICKET, mail.ticket_id)


def test_the_original_is_a_file_byte_for_byte_and_taking_it_is_written_down(admin: Client, cast: Cast) -> None:
    raw = letter(STRANGER, "Olá", html="<script>alert(1)</script>")
    mail = arrive(raw, box=mailbox())
    answer = admin.get(of(mail, "original"))
    assert answer.content == raw
    assert answer["Content-Disposition"] == f'attachment; filename="mail-{mail.pk}.eml"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert [(entry.user, entry.get_change_message()) for entry in LogEntry.objects.all()] == [
        (cast.alice, "Original baixado")
    ]


def test_several_held_mails_are_let_in_or_discarded_at_once(admin: Client, cast: Cast) -> None:
    box = mailbox(cast.rejected)
    mails = [
        arrive(letter(f"p{number}@fora.example", f"Pedido {number}", subject=f"Pedido {number}"), box=box)
        for number in range(4)
    ]
    bulk = reverse("admin:mail_incomingmail_bulk")
    told = admin.post(bulk, {"act": "release", "mail": [mails[0].pk, mails[1].pk]}, follow=True).content.decode()
    assert "2 e-mails foram liberados." in told
    asked = admin.post(bulk, {"act": "ask", "mail": [mails[2].pk, mails[3].pk]}).content.decode()
    assert "Descartar 2 e-mails?" in asked
    assert IncomingMail.objects.filter(fate=Fate.HELD).count() == 2
    admin.post(bulk, {"act": "discard", "mail": [mails[2].pk, mails[3].pk], "reason": "Propaganda"})
    fates = list(IncomingMail.objects.order_by("pk").values_list("fate", flat=True))
    assert fates == [Fate.TICKET, Fate.TICKET, Fate.IGNORED, Fate.IGNORED]
    assert LogEntry.objects.count() == 4


def test_a_storage_that_is_away_is_told_and_the_mail_stays_held(
    admin: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    box = mailbox(cast.rejected)
    files = [("nota.xml", "application/xml", b"<nfe/>")]
    mails = [arrive(letter(f"p{number}@fora.example", files=files), box=box) for number in range(2)]

    def away(**given: object) -> None:
        raise StorageDown("no space left\x00 on device")

    monkeypatch.setattr(filing, "store_bytes", away)
    told = admin.post(of(mails[0], "release"), follow=True).content.decode()
    assert "Nada foi feito; o e-mail está guardado." in told
    assert "no space left on device" in told
    bulk = reverse("admin:mail_incomingmail_bulk")
    admin.post(bulk, {"act": "release", "mail": [mail.pk for mail in mails]})
    assert set(IncomingMail.objects.values_list("fate", flat=True)) == {Fate.HELD}
    assert (Ticket.objects.count(), LogEntry.objects.count()) == (0, 0)


@pytest.mark.parametrize("given", [{}, {"mail": "x"}, {"mail": "9" * 40, "act": "release"}, {"mail": "1", "act": "y"}])
def test_an_odd_choice_changes_nothing(given: dict[str, str], admin: Client, held: IncomingMail) -> None:
    assert admin.post(reverse("admin:mail_incomingmail_bulk"), given).status_code == 302
    assert IncomingMail.objects.get().fate == Fate.HELD


def test_nothing_is_done_by_following_a_link(admin: Client, held: IncomingMail) -> None:
    for act in ("release", "sort"):
        assert admin.get(of(held, act)).status_code == 405
    assert admin.get(reverse("admin:mail_incomingmail_bulk")).status_code == 405


def test_the_bar_tells_administrators_what_is_wrong_and_what_waits(admin: Client, held: IncomingMail) -> None:
    content = admin.get("/administracao/").content.decode()
    assert "1 e-mail espera revisão." in content
    assert "Ver as caixas" not in content
    box = Mailbox.objects.create(
        name="Faturas", address="f@atende.example", kind="imap", failing_since=NOW, trouble="expired"
    )
    content = admin.get("/administracao/").content.decode()
    assert "A permissão para ler a caixa expirou" in content
    Mailbox.objects.filter(pk=box.pk).update(is_active=False)
    IncomingMail.objects.update(fate=Fate.IGNORED)
    assert "notice--danger" not in admin.get("/administracao/").content.decode()


def test_agents_who_administer_read_it_at_the_desk_and_others_do_not(cast: Cast, held: IncomingMail) -> None:
    client = Client(headers={"accept-language": "pt-br"})
    client.force_login(cast.ana)
    assert "espera revisão" not in client.get("/atendimento/lista/abertos/").content.decode()
    type(cast.ana).objects.filter(pk=cast.ana.pk).update(is_staff=True)
    assert "espera revisão" in client.get("/atendimento/lista/abertos/").content.decode()


def test_times_are_the_readers_own(admin: Client, held: IncomingMail) -> None:
    IncomingMail.objects.update(kept_at=NOW - timedelta(days=400))
    assert "/2025" in admin.get(of(held)).content.decode()


def test_find_answers_one_page_and_where_the_next_begins(cast: Cast) -> None:
    rows(listing.PAGE + 1)
    found = find(Wanted())
    assert len(found.mails) == listing.PAGE
    assert found.older == found.mails[-1].pk
