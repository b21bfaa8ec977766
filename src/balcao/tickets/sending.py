"""Writes a message with its attachments; the verbs that do so share it."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from balcao.files.models import StoredFile
from balcao.lib.names import clean_text
from balcao.lib.refused import Refused
from balcao.lib.richtext import render_markdown, render_plain
from balcao.tickets.changes import Change, note_public_message
from balcao.tickets.models import Attachment, Channel, Draft, Message, MessageKind


def write_message(
    change: Change,
    *,
    key: UUID,
    kind: MessageKind,
    channel: Channel,
    body: str,
    is_from_desk: bool,
    files: Sequence[StoredFile] = (),
    answers: Mapping[str, Sequence[StoredFile]] | None = None,
    dialog: str = "",
    is_plain: bool = False,
) -> Message:
    """`files` hang on the message; `answers` are the files of file fields (field id → files).
    `is_plain`: the body is text as it stands, not Markdown (mails).

    Raises Refused when the key belongs to another message.
    """
    if Message.objects.filter(key=key).exists():
        raise Refused(_("This form was already sent. Open the page again and write anew."))
    text = clean_text(body)
    message = Message.objects.create(
        ticket=change.ticket,
        key=key,
        author=change.by,
        is_from_desk=is_from_desk,
        kind=kind,
        channel=channel,
        dialog=dialog,
        lang=change.by.language if change.by else "",
        body_text=text,
        body_html=render_plain(text) if is_plain else render_markdown(text),
        created_at=change.now,
    )
    given = [("", file) for file in files]
    given += [(field, file) for field, several in (answers or {}).items() for file in several]
    Attachment.objects.bulk_create(
        Attachment(message=message, file=file, field=field, position=position)
        for position, (field, file) in enumerate(given)
    )
    # The draft that it was, if any, is this message now.
    Draft.objects.filter(pk=key, author=change.by).delete()
    note_public_message(change, message)
    return message
