"""A row of the outbox as a message: plain text, HTML with its picture beside it, attachments."""

import logging
from email import encoders
from email.message import Message
from email.mime.base import MIMEBase
from email.mime.image import MIMEImage
from email.utils import format_datetime

from django.core.files.storage import default_storage
from django.core.mail import EmailMultiAlternatives
from django.core.mail.message import SafeMIMEMultipart, SafeMIMEText
from django.utils.timezone import localtime

from balcao.files.models import StoredFile
from balcao.mail.mark import CID, REFERENCE, picture
from balcao.mail.models import OutgoingMail
from balcao.mail.sender import sender

log = logging.getLogger("balcao.mail")


class Letter(EmailMultiAlternatives):
    """Text and HTML; pictures that the HTML names by `cid:` travel with the HTML, not as attachments."""

    html = ""

    def _create_alternatives(self, msg: Message) -> Message:
        if not self.html:
            return msg
        both = SafeMIMEMultipart(_subtype="alternative", encoding="utf-8")
        both.attach(msg)
        both.attach(self._html_part())
        return both

    def _html_part(self) -> Message:
        page = SafeMIMEText(self.html, "html", "utf-8")
        if REFERENCE not in self.html:
            return page
        mark = MIMEImage(picture(), "png")
        mark.add_header("Content-ID", f"<{CID}>")
        mark.add_header("Content-Disposition", "inline", filename="mark.png")
        related = SafeMIMEMultipart(_subtype="related", encoding="utf-8")
        related.attach(page)
        related.attach(mark)
        return related


def compose(mail: OutgoingMail) -> Letter:
    """One recipient; the headers of the row win over the usual ones, an empty one leaves them out."""
    headers = {
        "Message-ID": mail.message_id,
        "Date": format_datetime(localtime(mail.created_at)),
        "Auto-Submitted": "auto-generated",
        **mail.headers,
    }
    message = Letter(
        subject=mail.subject,
        body=mail.text,
        from_email=sender(),
        to=[mail.to],
        headers={name: value for name, value in headers.items() if value},
    )
    message.html = mail.html
    for file in StoredFile.objects.filter(pk__in=mail.files).order_by("created_at", "name"):
        _attach(message, file)
    return message


def _attach(message: Letter, file: StoredFile) -> None:
    """The bytes as they were stored. A file that was lost holds no mail back: the mail names it, with its page."""
    try:
        with default_storage.open(file.key) as source:
            content = source.read()
    except FileNotFoundError:
        log.error("File %s is gone from the storage; its mail leaves without it", file.pk)
        return
    main, _slash, kind = file.content_type.partition("/")
    part = MIMEBase(main, kind)
    part.set_payload(content)
    encoders.encode_base64(part)
    name = file.name if file.name.isascii() else ("utf-8", "", file.name)
    part.add_header("Content-Disposition", "attachment", filename=name)
    message.attach(part)
