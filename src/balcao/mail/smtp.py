"""One mail to the SMTP server of the settings; tells a final no from a passing one."""

import smtplib
from email.utils import format_datetime

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.smtp import EmailBackend
from django.utils.timezone import localtime

from balcao.mail.models import OutgoingMail
from balcao.mail.sender import sender


class Refusal(Exception):
    """The server will not take this mail to this address, now or later (5xx)."""


def send(mail: OutgoingMail) -> None:
    """Raises Refusal for a 5xx about the recipient or the content; anything else that it raises may pass."""
    message = compose(mail)
    try:
        EmailBackend(fail_silently=False, timeout=settings.EMAIL_TIMEOUT).send_messages([message])
    except smtplib.SMTPRecipientsRefused as error:
        code, answer = next(iter(error.recipients.values()))
        raise_if_final(code, answer, error)
        raise
    except smtplib.SMTPDataError as error:
        raise_if_final(error.smtp_code, error.smtp_error, error)
        raise


def raise_if_final(code: int, answer: bytes | str, cause: Exception) -> None:
    if 500 <= code < 600:
        words = answer.decode(errors="replace") if isinstance(answer, bytes) else answer
        raise Refusal(f"{code} {words}"[:2000]) from cause


def compose(mail: OutgoingMail) -> EmailMultiAlternatives:
    """The row as a message: one recipient, plain text, HTML beside it."""
    headers = {
        "Message-ID": mail.message_id,
        "Date": format_datetime(localtime(mail.created_at)),
        "Auto-Submitted": "auto-generated",
        **mail.headers,
    }
    message = EmailMultiAlternatives(
        subject=mail.subject,
        body=mail.text,
        from_email=sender(),
        to=[mail.to],
        headers={name: value for name, value in headers.items() if value},
    )
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    return message
