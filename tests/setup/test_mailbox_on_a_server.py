"""«Testar conexão» with a real IMAP server: what it answers is said, and nothing there is changed."""

from __future__ import annotations

from uuid import uuid4

from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from balcao.mail.models import Mailbox
from balcao.mail.secrets import seal
from tests.cast import Cast
from tests.dovecot import Dovecot
from tests.mail.transports.boxes import a_mailbox


def told(admin: Client, box: Mailbox) -> str:
    answer = admin.post(reverse("admin:mail_mailbox_test", args=[box.pk]), follow=True)
    return "; ".join(str(message) for message in answer.context["messages"])


def test_a_mailbox_is_tried_out(
    transactional_db: None, admin: Client, cast: Cast, dovecot: Dovecot, settings: Settings
) -> None:
    settings.OUTBOUND_ALLOW = ["127.0.0.1"]
    box = a_mailbox(f"u{uuid4().hex[:10]}", port=dovecot.imap)
    assert "Conectado. Há 0 e-mail na pasta." in told(admin, box)
    Mailbox.objects.update(path="Nenhuma")
    assert "A pasta não pode ser aberta" in told(admin, box)
    Mailbox.objects.update(path="", secret=seal("canario-errado"))
    said = told(admin, box)
    assert "O servidor recusa o usuário ou a senha" in said
    assert "canario-errado" not in said
