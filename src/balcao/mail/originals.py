"""The mails behind the messages of a ticket: who wrote from where, what speaks for it, and the mail itself."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.http import Http404
from django.utils.translation import gettext as _

from balcao.mail.authentication import METHODS, UNKNOWN
from balcao.mail.models import IncomingMail
from balcao.tickets.models import Message


@dataclass(frozen=True, slots=True)
class Original:
    """`checks`: «SPF pass» and the like, of those that are known."""

    sender: str
    to: str
    subject: str
    checks: str
    is_whole: bool


def originals_of(message_ids: Iterable[int]) -> dict[int, Original]:
    """Message → its mail, in one query; none when there are no messages to ask for."""
    wanted = list(message_ids)
    if not wanted:
        return {}
    mails = IncomingMail.objects.filter(message_id__in=wanted).order_by("pk")
    return {mail.message_id: _original(mail) for mail in mails if mail.message_id is not None}


def mail_behind(message: Message) -> IncomingMail:
    """Raises Http404 for a message that came another way."""
    mail = IncomingMail.objects.filter(message_id=message.pk).order_by("pk").first()
    if mail is None:
        raise Http404
    return mail


def _original(mail: IncomingMail) -> Original:
    name, address = mail.from_name, mail.from_address
    return Original(
        sender=f"{name} <{address}>" if name and name != address else address,
        to=mail.to_line or ", ".join(str(one) for one in mail.envelope_to),
        subject=mail.subject,
        checks=checks_in_words(mail.authentication),
        is_whole=not mail.warnings,
    )


def checks_in_words(known: Mapping[str, object]) -> str:
    """«SPF pass · DKIM pass (acme.example)»; a sentence when nothing was checked."""
    said = []
    for method in METHODS:
        result = str(known.get(method, UNKNOWN))
        if result != UNKNOWN:
            domain = str(known.get("signed_by", "")) if method == "dkim" else ""
            said.append(f"{method.upper()} {result}" + (f" ({domain})" if domain else ""))
    return " · ".join(said) or _("not checked")
