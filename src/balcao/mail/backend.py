"""Django's e-mail backend: whatever sends mail by Django's own means goes through the outbox too."""

from collections.abc import Sequence

from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from balcao.mail.outbox import post


class OutboxBackend(BaseEmailBackend):
    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """One row per recipient. Raises ValueError for attachments, which the outbox does not carry."""
        for message in email_messages:
            self._post(message)
        return len(email_messages)

    def _post(self, message: EmailMessage) -> None:
        if message.attachments:
            raise ValueError("the outbox sends no attachments")
        html = ""
        if isinstance(message, EmailMultiAlternatives):
            html = next((str(content) for content, kind in message.alternatives if kind == "text/html"), "")
        for recipient in message.recipients():
            post(
                to=recipient,
                subject=str(message.subject),
                text=str(message.body),
                html=html,
                purpose="django",
                now=timezone.now(),
            )
