"""«Informações enviadas»: what the forms of a ticket's process were filled in with."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from balcao.files.models import StoredFile
from balcao.lib.prepared import Prepared
from balcao.lib.texts import pick
from balcao.processes import engine
from balcao.processes.definitions import definition_by_id
from balcao.tickets.models import Attachment, Ticket

CODES = frozenset({"nfe_key", "cpf", "cnpj"})

_FILES = Prepared(
    lambda ticket: Attachment.objects.filter(message__ticket_id=ticket).exclude(field="").select_related("file")
)


@dataclass(frozen=True, slots=True)
class Answer:
    """`is_code`: a long number, better read in a fixed-width type. `files`: the answer of a file field."""

    label: str
    value: str
    is_code: bool
    files: tuple[StoredFile, ...]


def answers_of(
    ticket: Ticket, language: str, side: engine.Actor = "agent", files: Sequence[Attachment] | None = None
) -> list[Answer]:
    """The filled fields in the order of the document, in the reader's language.

    `files`: the ticket's, when they were read already; without, one query if there are file fields.

    Customers see what a dialog of theirs asks; what agents fill in among themselves stays at the desk.
    """
    document = definition_by_id(ticket.process_version_id)
    values = engine.Run.from_json(ticket.run).fields
    # What only rules fill in was not sent by anybody.
    dialogs = [dialog for dialog in document.dialogs.values() if side == "agent" or side in dialog.actors]
    asked = {use.field for dialog in dialogs for use in dialog.fields}
    has_files = any(field.type == "file" for field in document.fields.values())
    attached = _by_field(_FILES.rows(ticket.pk) if files is None else files) if has_files else {}
    answers = []
    for field in document.fields.values():
        if field.id not in asked:
            continue
        label = pick(field.label, language)
        if field.type == "file":
            if field.id in attached:
                answers.append(Answer(label, "", False, tuple(attached[field.id])))
        elif field.id in values and not engine.is_empty(values[field.id]):
            shown = engine.shown_value(field, values[field.id], language)
            answers.append(Answer(label, shown, field.type in CODES, ()))
    return answers


def _by_field(attachments: Iterable[Attachment]) -> dict[str, list[StoredFile]]:
    found: dict[str, list[StoredFile]] = defaultdict(list)
    for attachment in attachments:
        if attachment.field:
            found[attachment.field].append(attachment.file)
    return found
