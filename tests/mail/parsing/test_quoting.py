"""What of a mail is new: Gmail, Outlook, Apple Mail, Yahoo and phones, in five languages."""

import pytest
from django.utils import translation
from django.utils.translation import gettext

from balcao.mail.parsing.quoting import OUR_LINES, reply_of

OLD = "> Olá, Marina.\n> Pode enviar o XML?"


@pytest.mark.parametrize(
    "intro",
    [
        "Em seg., 1 de jun. de 2026 às 10:00, Service Desk <a@b.example> escreveu:",
        "Em seg., 1 de jun. de 2026 às 10:00, Service Desk da Balcão <\nsuporte@balcao.example> escreveu:",
        "Em 1 de jun. de 2026, à(s) 10:00, Service Desk <a@b.example> escreveu:",
        "Em segunda-feira, 1 de junho de 2026 10:00:00 BRT, Service Desk <a@b.example> escreveu:",
        "On Mon, Jun 1, 2026 at 10:00 AM Service Desk <a@b.example> wrote:",
        "On 1 Jun 2026, at 10:00, Service Desk\n<a@b.example> wrote:",
        "El lun, 1 jun 2026 a las 10:00, Service Desk (<a@b.example>) escribió:",
        "Am Mo., 1. Juni 2026 um 10:00 Uhr schrieb Service Desk <a@b.example>:",
        "Am 01.06.2026 um 10:00 schrieb Service Desk:",
        "Le lun. 1 juin 2026 à 10:00, Service Desk <a@b.example> a écrit :",
        "2026-06-01 10:00 GMT-03:00 Service Desk <a@b.example> escreveu:",
    ],
)
def test_what_follows_the_line_that_names_the_author_is_old(intro: str) -> None:
    assert reply_of(f"Segue o XML.\n\nObrigada\n\n{intro}\n\n{OLD}\n") == "Segue o XML.\n\nObrigada"


@pytest.mark.parametrize(
    "head",
    [
        f"{'_' * 32}\nDe: Service Desk <a@b.example>\nEnviado: segunda, 1 de junho\nPara: Marina\nAssunto: Nota",
        "-----Mensagem original-----\nDe: Service Desk\nEnviada em: segunda-feira\nPara: Marina\nAssunto: Nota",
        "From: Service Desk <a@b.example>\nSent: Monday, June 1, 2026 10:00 AM\nTo: Marina\nSubject: Nota",
        "Von: Service Desk <a@b.example>\nGesendet: Montag, 1. Juni 2026 10:00\nAn: Marina\nBetreff: Nota",
        "De : Service Desk <a@b.example>\nEnvoyé : lundi 1 juin 2026 10:00\nÀ : Marina\nObjet : Nota",
        "*De:* Service Desk <a@b.example>\n*Enviado el:* lunes, 1 de junio\n*Para:* Marina\n*Asunto:* Nota",
    ],
)
def test_outlooks_head_begins_what_is_old(head: str) -> None:
    assert reply_of(f"Segue o XML.\n\n{head}\n\nOlá, Marina.\n") == "Segue o XML."


@pytest.mark.parametrize(
    "end",
    [
        "-- \nMarina Duarte\nAcme",
        "Enviado do meu iPhone",
        "Sent from my Galaxy",
        "Get Outlook for iOS",
        "Obter o Outlook para Android",
        "Enviado desde mi iPhone",
        "Von meinem iPhone gesendet",
        "Envoyé de mon iPhone",
    ],
)
def test_signatures_and_phones_say_nothing_new(end: str) -> None:
    assert reply_of(f"Segue o XML.\n\n{end}\n") == "Segue o XML."


def test_our_own_line_ends_what_is_new() -> None:
    assert reply_of("Segue.\n\nResponda acima desta linha\n\nAna respondeu:\nOlá") == "Segue."
    assert reply_of("Segue.\n\n##- Please type your reply above this line -##\n\nOlá") == "Segue."


@pytest.mark.parametrize("language", ["pt-br", "en", "es"])
def test_the_line_that_cuts_is_the_one_our_mails_begin_with(language: str) -> None:
    with translation.override(language):
        assert gettext("Answer above this line") in OUR_LINES


def test_answers_between_quoted_lines_are_kept_with_them() -> None:
    text = "On Mon, Ana wrote:\n> Qual o número?\n3512\n> E a data?\n20/11"
    assert reply_of(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "De: para mim isso está resolvido.",
        "No dia 20 enviei a nota. Ela escreveu: faltou o XML. Como faço?",
        "Lista:\n- um\n- dois\n--\ntrês" + "\nmais" * 40,
        OLD,
        "",
    ],
)
def test_when_in_doubt_nothing_is_cut(text: str) -> None:
    assert reply_of(text) == text
