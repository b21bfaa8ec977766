"""Mails as the world writes them, and what is understood of them."""

import hashlib
import random
from base64 import b64encode
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from balcao.mail.parsing.parse import parse


def letter(head: str, body: bytes | str = b"", charset: str = "utf-8") -> bytes:
    return head.strip().encode("utf-8") + b"\r\n\r\n" + (body.encode(charset) if isinstance(body, str) else body)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("=?utf-8?B?w6lsw6lwaGFudA==?=", "éléphant"),
        ("=?ISO-8859-1?Q?Priorit=E4t?= normal", "Priorität normal"),
        ("=?utf-8?Q?a=C3?= =?utf-8?Q?=A7=C3=A3o?=", "ação"),
        ("=?utf-8?q?Emiss=C3=A3o de nota?=", "Emissão de nota"),
        ("=?x-unknown?Q?a=E7=E3o?=", "ação"),
        ("=?utf-8*pt?Q?nota?=", "nota"),
        ("=?utf-8?B?w6k?=", "é"),
        ("=?utf-8?Q?sem fim", "=?utf-8?Q?sem fim"),
        ("a =?iso-2022-jp?B?GyRCRnxLXBsoQg==?= b", "a 日本 b"),
        ("linha\r\n quebrada", "linha quebrada"),
        ("com\u202eoculto\u200b", "com oculto"),
    ],
)
def test_subjects_in_every_form(written: str, read: str) -> None:
    assert parse(letter(f"From: a@b.example\r\nSubject: {written}")).subject == read


def test_bytes_without_encoding_are_read_as_what_they_look_like() -> None:
    assert parse(b"From: a@b.example\r\nSubject: a\xe7\xe3o\r\n\r\n").subject == "ação"
    assert parse("From: a@b.example\r\nSubject: ação\r\n\r\n".encode()).subject == "ação"


@pytest.mark.parametrize(
    ("header", "sender"),
    [
        ('"Duarte, Marina" <Marina@ACME.example>', "Duarte, Marina <Marina@acme.example>"),
        ("marina@acme.example (Marina)", "Marina <marina@acme.example>"),
        ("=?utf-8?Q?ana=40balcao=2Eexample?= <eva@evil.example>", "ana@balcao.example <eva@evil.example>"),
        ("=?utf-8?Q?ana=40balcao=2Eexample?=", ""),
        ("<>", ""),
        ("a@b.example, c@d.example", ""),
        ("grupo: a@b.example, c@d.example;", ""),
        ("(" * 5000 + "a@b.example", ""),
    ],
)
def test_an_encoded_word_is_a_name_and_several_senders_are_nobody(header: str, sender: str) -> None:
    assert str(parse(letter(f"From: {header}")).sender) == sender


def test_two_from_headers_are_nobody_and_said() -> None:
    mail = parse(letter("From: a@b.example\r\nFrom: c@d.example"))
    assert mail.sender.address == ""
    assert "The header From stands there more than once." in mail.warnings


@pytest.mark.parametrize(
    ("charset", "data", "text"),
    [
        ("iso-8859-1", b"R$ 10 \x96 \x93ok\x94", "R$ 10 – “ok”"),
        ("utf-8", b"a\xe7\xe3o", "a��o"),
        ("us-ascii", "ação".encode(), "ação"),
        ("x-nobody-knows", "ação".encode("cp1252"), "ação"),
        ("utf-7", b"a+AOcA4w-o", "ação"),
        ("base64", b"texto", "texto"),
        ("gb2312", "中文".encode("gb18030"), "中文"),
        ('"windows-1252"', b"a\xe7\xe3o", "ação"),
        ("utf-16", b"\xff\xfea\0b\0", "ab"),
        ("utf-8", b"a\0b", "ab"),
    ],
)
def test_charsets_unknown_and_untrue(charset: str, data: bytes, text: str) -> None:
    assert parse(letter(f"From: a@b.example\r\nContent-Type: text/plain; charset={charset}", data)).text == text


@pytest.mark.parametrize(
    ("parameter", "name"),
    [
        ('filename="=?utf-8?Q?relat=C3=B3rio.pdf?="', "relatório.pdf"),
        ("filename*=utf-8''relat%C3%B3rio.pdf", "relatório.pdf"),
        ("filename*0*=utf-8''relat%C3%B3; filename*1*=rio.pdf", "relatório.pdf"),
        ("filename*=iso-8859-1'pt'relat%F3rio.pdf", "relatório.pdf"),
        ('filename="../../etc/passwd"', "passwd"),
        ('filename=""', "part-2.pdf"),
    ],
)
def test_file_names_in_every_form(parameter: str, name: str) -> None:
    body = (
        "--x\r\nContent-Type: text/plain\r\n\r\nSegue.\r\n"
        f"--x\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; {parameter}\r\n\r\n%PDF\r\n--x--\r\n"
    )
    mail = parse(letter("From: a@b.example\r\nContent-Type: multipart/mixed; boundary=x", body))
    assert mail.text == "Segue."
    assert [one.filename for one in mail.attachments] == [name]


def test_attachments_come_byte_for_byte() -> None:
    data = random.Random(7).randbytes(50_000)
    message = EmailMessage()
    message["From"], message["Subject"] = "a@b.example", "anexo"
    message.set_content("Segue.")
    message.add_attachment(data, maintype="application", subtype="octet-stream", filename="dados.bin")
    found = parse(message.as_bytes()).attachments
    assert [(one.content == data, one.sha256) for one in found] == [(True, hashlib.sha256(data).hexdigest())]


def test_broken_base64_gives_what_can_be_read() -> None:
    body = b64encode(b"um texto qualquer")[:-3] + b"!!"
    mail = parse(letter("From: a@b.example\r\nContent-Transfer-Encoding: base64", body))
    assert mail.text.startswith("um texto")


def test_alternatives_are_one_text_and_inline_pictures_are_told_apart() -> None:
    message = EmailMessage()
    message["From"] = "a@b.example"
    message.set_content("Veja a imagem.")
    message.add_alternative('<p>Veja <img src="cid:foto"></p><script>x()</script>', subtype="html")
    html = message.get_payload()[1]  # type: ignore[index]
    html.add_related(b"\x89PNG", "image", "png", cid="<foto>")  # type: ignore[union-attr]
    mail = parse(message.as_bytes())
    assert mail.text == "Veja a imagem."
    assert "script" not in mail.html
    assert [(one.content_id, one.is_inline) for one in mail.attachments] == [("foto", True)]


def test_html_alone_is_read_as_text() -> None:
    html = "<style>p{}</style><p>Olá,</p><p>a nota <b>3512</b> voltou.</p>"
    mail = parse(letter("From: a@b.example\r\nContent-Type: text/html; charset=utf-8", html))
    assert mail.text == "Olá,\n\na nota 3512 voltou."


def test_a_text_that_is_only_an_excuse_gives_way_to_the_html() -> None:
    message = EmailMessage()
    message["From"] = "a@b.example"
    message.set_content("Seu programa não mostra HTML.")
    message.add_alternative(f"<p>{'A nota voltou com a rejeição 204. ' * 20}</p>", subtype="html")
    mail = parse(message.as_bytes())
    assert mail.text.startswith("A nota voltou")
    assert "Text and HTML differ: the HTML was read." in mail.warnings


def test_a_mail_within_the_mail_is_a_file() -> None:
    inner = b"From: c@d.example\r\nSubject: =?utf-8?Q?Notifica=C3=A7=C3=A3o?=\r\n\r\nOi\r\n"
    body = b"--x\r\n\r\nVeja.\r\n--x\r\nContent-Type: message/rfc822\r\n\r\n" + inner + b"\r\n--x--"
    mail = parse(letter("From: a@b.example\r\nContent-Type: multipart/mixed; boundary=x", body))
    assert [(one.filename, one.content_type) for one in mail.attachments] == [("Notificação.eml", "message/rfc822")]
    assert b"From: c@d.example" in mail.attachments[0].content


def test_lines_that_flow_are_put_together() -> None:
    head = "From: a@b.example\r\nContent-Type: text/plain; format=flowed"
    mail = parse(letter(head, "Uma frase \r\nlonga.\r\n> citada \r\n> também\r\n-- \r\nMarina"))
    assert mail.text == "Uma frase longa.\n> citada também\n-- \nMarina"


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        ("Auto-Submitted: auto-replied", "reply"),
        ("Auto-Submitted: auto-generated; x=y", "bulk"),
        ("Auto-Submitted: no", ""),
        ("X-Autoreply: yes", "reply"),
        ("Precedence: bulk", "bulk"),
        ("Precedence: auto_reply", "reply"),
        ("List-Id: <lista.example>", "list"),
        ("Return-Path: <>", "bounce"),
        ("Subject: Resposta automática: férias", "reply"),
        ("Subject: Out of Office: back on Monday", "reply"),
        ("Subject: Fora do escritório", "reply"),
        ("Subject: A nota voltou", ""),
    ],
)
def test_what_nobody_wrote_by_hand_is_known(head: str, kind: str) -> None:
    assert parse(letter(f"From: marina@acme.example\r\n{head}")).automatic.kind == kind


def test_a_notification_of_failure_names_address_and_mail() -> None:
    body = """--b
Content-Type: text/plain

Sorry.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; marina@acme.example
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 no such user

Final-Recipient: rfc822; paulo@acme.example
Action: delayed
Status: 4.4.1
--b
Content-Type: message/rfc822

Message-ID: <ticket-10001.abc@balcao.example>
Subject: x

y
--b--
"""
    head = "From: MAILER-DAEMON@mx.example\nContent-Type: multipart/report; report-type=delivery-status; boundary=b"
    mail = parse(letter(head, body))
    assert mail.automatic.kind == "bounce"
    assert [(one.address, one.status, one.is_final) for one in mail.failures] == [
        ("marina@acme.example", "5.1.1", True),
        ("paulo@acme.example", "4.4.1", False),
    ]
    assert mail.returned_message_id == "<ticket-10001.abc@balcao.example>"


def test_threads_by_ids_in_any_shape() -> None:
    mail = parse(
        letter("From: a@b.example\r\nIn-Reply-To: <a@b> (x)\r\nReferences: <1@a>\r\n <2@a><1@a>\r\nMessage-ID: bare@id")
    )
    assert (mail.in_reply_to, mail.references, mail.message_id) == (["<a@b>"], ["<1@a>", "<2@a>"], "<bare@id>")


HOSTILE = {
    "nested": b"".join(b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (n, n) for n in range(1500)),
    "parts": b"Content-Type: multipart/mixed; boundary=x\n\n" + b"--x\nContent-Type: text/plain\n\nhi\n" * 20_000,
    "recipients": b"To: " + b"a@b.c, " * 50_000,
    "words": b"Subject: " + b"=?utf-8?q?a?= " * 20_000,
    "headers": b"X-A: b\n" * 30_000,
    "html": b"Content-Type: text/html\n\n" + b"<div>" * 50_000,
    "quotes": b"\n" + b"Em x escreveu:\n> a\nb\n" * 10_000,
    "parameters": b"Content-Type: text/plain" + b"; a*0*=x" * 5_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_mails_made_to_cost_time_are_bounded(name: str) -> None:
    mail = parse(b"From: a@b.example\n" + HOSTILE[name] + b"\n\nfim")
    assert len(mail.text) <= 500_000
    assert len(mail.attachments) <= 500
    assert len(mail.to) <= 200


@settings(deadline=None, max_examples=150)
@given(st.binary(max_size=2000))
def test_any_bytes_are_a_mail(data: bytes) -> None:
    for raw in (data, b"From: a@b.example\r\nContent-Type: " + data):
        parse(raw).to_json()


SAMPLE = "\r\n".join(
    (
        "From: =?utf-8?Q?Marina_Duarte?= <marina@acme.example>",
        "Subject: =?iso-8859-1?Q?Rejei=E7=E3o?=",
        "MIME-Version: 1.0",
        'Content-Type: multipart/mixed; boundary="=_b"',
        "",
        "--=_b",
        "Content-Type: text/html; charset=windows-1252",
        "Content-Transfer-Encoding: quoted-printable",
        "",
        "<p>Ol=E1</p>",
        "--=_b",
        "Content-Type: application/pdf; name*0*=utf-8''n%C3%B3ta; name*1=.pdf",
        "Content-Transfer-Encoding: base64",
        "",
        "JVBERi0xLjQ=",
        "--=_b--",
    )
).encode()


@settings(deadline=None, max_examples=150)
@given(st.lists(st.tuples(st.integers(0, len(SAMPLE) - 1), st.binary(max_size=6), st.integers(0, 20)), max_size=12))
def test_damaged_mails_are_mails(cuts: list[tuple[int, bytes, int]]) -> None:
    raw = bytearray(SAMPLE)
    for at, put, gone in cuts:
        raw[at : at + gone] = put
    mail = parse(bytes(raw))
    for text in (mail.text, mail.html, mail.subject, str(mail.to_json())):
        text.encode("utf-8")
        assert "\0" not in text
