"""What a mail brings: its text, its files byte for byte, and nothing that runs (security.md rows C, K, N; §2, 10)."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from PIL import Image

from balcao.mail import understanding
from balcao.mail.models import Fate, Mailbox
from balcao.people.models import User
from balcao.tickets.models import Attachment, Message, Ticket
from tests.cast import Cast
from tests.mail.incoming.letters import arrive, letter
from tests.mail.incoming.test_trust import MARINA, said, to

ClientFor = Callable[[User], Client]

XSS = """<p onclick=alert(1)>Oi<script>alert(2)</script><img src=x onerror=alert(3)>
<a href="javascript:alert(4)">ver</a><svg onload=alert(5)></svg><style>*{position:fixed}</style>
<iframe srcdoc="<script>alert(6)</script>"></iframe><math><mi//xlink:href="data:x,<script>alert(7)</script>">"""
FORBIDDEN = ("<script>alert", "<img src=x", '<a href="javascript:', "<svg onload", "<iframe srcdoc", "<style>*")
NAMES = ["<img src=x onerror=alert(1)>.svg", "..\\..\\a.html", "a\u202egpj.exe", "x" * 400 + ".txt", '"><script>.pdf']


def photo() -> bytes:
    """With the place where it was taken, which the portal's uploads lose."""
    out = BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "Camera"
    Image.new("RGB", (40, 30), "red").save(out, "JPEG", exif=exif)
    return out.getvalue() + b"appended"


def test_attachments_are_byte_for_byte_what_was_sent(cast: Cast, box: Mailbox) -> None:
    ticket = cast.ticket()
    sent = {
        "foto.jpg": photo(),
        "vazio.txt": b"",
        "nota.xml": b"<?xml version='1.0'?>\r\n<a>\r</a>\n",
        "b.bin": bytes(99),
    }
    raw = letter(
        MARINA,
        to=[to(ticket, cast.marina)],
        files=[(name, "application/octet-stream", content) for name, content in sent.items()],
    )
    arrive(raw, box=box)
    found = {}
    for attachment in Attachment.objects.filter(message__ticket=ticket).select_related("file"):
        with default_storage.open(attachment.file.key) as source:
            found[attachment.file.name] = source.read()
        assert attachment.file.sha256 == sha256(found[attachment.file.name]).hexdigest()
    assert found == sent
    shown = Attachment.objects.get(file__name="foto.jpg").file
    assert (shown.content_type, shown.width, shown.height) == ("image/jpeg", 40, 30)


def test_a_mail_full_of_scripts_runs_none(cast: Cast, box: Mailbox, client_for: ClientFor) -> None:
    files = [(name, "text/html", f"<script>alert({n})</script>".encode()) for n, name in enumerate(NAMES)]
    ticket = cast.ticket()
    raw = letter(
        "<script>alert(0)</script> <marina@acme.example>".replace("<script>", '"<script>').replace(
            "</script>", '</script>"'
        ),
        XSS,
        html=XSS,
        subject="<script>alert(9)</script>",
        to=[to(ticket, cast.marina)],
        files=files,
    )
    mail = arrive(raw, box=box)
    assert mail.fate == Fate.REPLY
    for person, route in ((cast.marina, "ticket"), (cast.ana, "desk:ticket")):
        page = client_for(person).get(reverse(route, args=[ticket.number])).content.decode()
        for forbidden in FORBIDDEN:
            assert forbidden not in page
    for attachment in Attachment.objects.filter(message__ticket=ticket).select_related("file"):
        response = client_for(cast.marina).get(reverse("file", args=[attachment.file_id]))
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Content-Disposition"].startswith("attachment")
        assert "sandbox" in response.headers["Content-Security-Policy"]


def test_an_html_mail_is_read_as_text(cast: Cast, box: Mailbox) -> None:
    ticket = cast.ticket()
    raw = f"From: {MARINA}\r\nTo: {to(ticket, cast.marina)}\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
    arrive(raw.encode() + "<p>Olá,</p><p>segue <b>tudo</b>.</p>".encode(), box=box)
    assert said(ticket)[0][4] == "Olá,\n\nsegue tudo."


def test_names_and_subjects_stay_on_one_line(cast: Cast, box: Mailbox) -> None:
    raw = b"From: =?utf-8?q?Marina=0D=0ABcc=3A_x=40y?= <marina@acme.example>\r\nTo: suporte@atende.example\r\n"
    raw += b"Subject: =?utf-8?q?Nota=0D=0ABcc=3A_todos=40acme.example=00?=\r\n\r\nOi"
    mail = arrive(raw, box=box)
    ticket = Ticket.objects.get(pk=mail.ticket_id or 0)
    assert ticket.subject == "Nota Bcc: todos@acme.example"
    assert mail.from_name == "Marina Bcc: x@y"


def test_over_a_limit_the_ticket_exists_with_the_mail_as_it_came(
    cast: Cast, box: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(understanding, "MOST_READ", 2_000)
    raw = letter(MARINA, "Segue.\n" * 400, subject="Grande")
    mail = arrive(raw, box=box)
    assert mail.fate == Fate.TICKET
    message = Message.objects.get(ticket=mail.ticket)
    assert message.body_text == "Este e-mail não pôde ser lido por inteiro. Ele está anexado como chegou."
    with default_storage.open(Attachment.objects.get(message=message).file.key) as source:
        assert source.read() == raw


def nested(depth: int) -> bytes:
    head = f"From: {MARINA}\r\nTo: suporte@atende.example\r\nSubject: fundo\r\nMIME-Version: 1.0\r\n".encode()
    opening = b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (n, n) for n in range(depth))
    return head + opening + b"Content-Type: text/plain\r\n\r\nfundo\r\n"


def many_parts(number: int) -> bytes:
    head = f"From: {MARINA}\r\nTo: suporte@atende.example\r\nSubject: partes\r\nMIME-Version: 1.0\r\n".encode()
    part = b"--b\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; filename=a.txt\r\n\r\nx\r\n"
    return head + b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n' + part * number + b"--b--\r\n"


@pytest.mark.parametrize(
    "raw",
    [
        nested(40),
        nested(3_000),
        many_parts(600),
        f"From: {MARINA}\r\nTo: {'a@b.example, ' * 100_000}\r\nSubject: muitos\r\n\r\nOi".encode(),
    ],
    ids=["nested 40", "nested 3000", "600 parts", "100,000 recipients"],
)
def test_a_mail_made_to_cost_time_is_a_ticket_all_the_same(cast: Cast, box: Mailbox, raw: bytes) -> None:
    mail = arrive(raw, box=box)
    assert mail.fate == Fate.TICKET
    names = set(Attachment.objects.filter(message__ticket=mail.ticket).values_list("file__name", flat=True))
    if b"100" not in raw[:400] and b"multipart" in raw:
        assert f"original-{mail.pk}.eml" in names
