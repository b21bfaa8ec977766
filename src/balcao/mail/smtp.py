"""One mail to the SMTP server of the settings; tells a final no from a passing one."""

import smtplib

from django.conf import settings
from django.core.mail.backends.smtp import EmailBackend

from balcao.mail.composing import compose
from balcao.mail.models import OutgoingMail


class Refusal(Exception):
    """The server will not take this mail to this address, now or later (5xx).

    `is_of_address`: it was the recipient that it refused, not what the mail says.
    """

    is_of_address = False


class NoSuchAddress(Refusal):
    is_of_address = True


def send(mail: OutgoingMail) -> None:
    """Raises Refusal for a 5xx about the recipient or the content; anything else that it raises may pass."""
    message = compose(mail)
    try:
        EmailBackend(fail_silently=False, timeout=settings.EMAIL_TIMEOUT).send_messages([message])
    except smtplib.SMTPRecipientsRefused as error:
        code, answer = next(iter(error.recipients.values()))
        raise_if_final(code, answer, error, kind=NoSuchAddress)
        raise
    except smtplib.SMTPDataError as error:
        raise_if_final(error.smtp_code, error.smtp_error, error)
        raise


def raise_if_final(code: int, answer: bytes | str, cause: Exception, *, kind: type[Refusal] = Refusal) -> None:
    if 500 <= code < 600:
        words = answer.decode(errors="replace") if isinstance(answer, bytes) else answer
        raise kind(f"{code} {words}"[:2000]) from cause
