"""What is in the copy of a person's data, as the files of a ZIP; read ticket by ticket, never all at once."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.core.files.storage import default_storage
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import QuerySet

from balcao.files.archive import Entry, distinct_names
from balcao.files.models import StoredFile
from balcao.mail.models import OutgoingMail
from balcao.mail.notices import wanted_by
from balcao.mail.quiet import quiet_time_of
from balcao.notifications.models import Notification
from balcao.people.access import memberships_of
from balcao.people.models import PersonNote, User
from balcao.people.sessions import sessions_of
from balcao.tickets.models import Attachment, Ticket
from balcao.tickets.transcript import as_json, transcript_of

FORMAT = "balcao.person/1"


def entries_for(person: User, now: datetime) -> Iterator[Entry]:
    """`resumo.pdf`, `meus-dados.json`, a JSON for each ticket, the person's own files and photo."""
    from balcao.front.my_data_pdf import pdf_of  # brings the fonts

    tickets, files = own_tickets(person), own_files(person)
    names = distinct_names(file.name for file in files)
    paths = {file.pk: f"arquivos/{name}" for file, name in zip(files, names, strict=True)}
    yield Entry("resumo.pdf", now, pdf_of(person, tickets, len(files), now=now))
    yield Entry("meus-dados.json", now, _json(about(person, now)))
    for ticket in tickets.iterator(chunk_size=100):
        transcript = transcript_of(ticket, side="customer", now=now)
        of_others = {file.pk: "" for file in transcript.files}
        yield Entry(f"tickets/{ticket.number}.json", now, _json(as_json(transcript, {**of_others, **paths})))
    for file in files:
        yield Entry(paths[file.pk], file.created_at, file)
    if person.photo_key and default_storage.exists(person.photo_key):
        with default_storage.open(person.photo_key) as photo:
            yield Entry("foto.webp", now, photo.read())


def own_tickets(person: User) -> QuerySet[Ticket]:
    """Opened by the person or with them as a participant, in companies to which they still belong."""
    companies = [membership.organization_id for membership in memberships_of(person)]
    mine = Ticket.objects.filter(people__user=person, organization_id__in=companies)
    return mine.select_related("requester", "organization", "tool", "state", "owner").order_by("number")


def own_files(person: User) -> list[StoredFile]:
    """What the person attached, in their tickets."""
    attached = Attachment.objects.filter(message__ticket__in=own_tickets(person).values("pk"))
    attached = attached.filter(file__uploaded_by=person, message__author=person)
    return [attachment.file for attachment in attached.select_related("file").order_by("file__created_at", "id")]


def about(person: User, now: datetime) -> dict[str, Any]:
    """The account: what was given, what was chosen, where it is open, what was told."""
    quiet = quiet_time_of(person)
    return {
        "format": FORMAT,
        "made_at": now,
        "profile": {
            "user_name": person.username,
            "name": person.name,
            "email": person.email,
            "phone": person.phone,
            "job_title": person.job_title,
            "alias": person.alias,
            "created_at": person.created_at,
            "last_sign_in_at": person.last_login,
        },
        "companies": [
            {
                "name": one.organization.name,
                "department": one.department.name if one.department else "",
                "sight": one.sight,
                "is_manager": one.is_manager,
            }
            for one in memberships_of(person)
        ],
        "note_of_the_desk": note_on(person),
        "preferences": {
            "language": person.language,
            "time_zone": person.time_zone,
            "theme": person.theme,
            "density": person.density,
            "text_size": person.text_size,
            "reduces_motion": person.reduces_motion,
            "has_shortcuts": person.has_shortcuts,
            "notices_by_email": sorted(wanted_by(person)),
            "do_not_disturb": {
                "is_on": quiet.is_on,
                "from": quiet.starts_at,
                "until": quiet.ends_at,
                "whole_days": quiet.days,
            },
        },
        "sessions": [
            {"browser": one.browser, "system": one.system, "since": one.signed_in_at, "last_used_at": one.seen_at}
            for one in sessions_of(person, now=now)
        ],
        "notices": list(
            Notification.objects.filter(user_id=person.pk)
            .order_by("event_id")
            .values("kind", "reason", "created_at", "ticket__number")
        ),
        "emails": list(
            OutgoingMail.objects.filter(person=person).order_by("id").values("to", "subject", "created_at", "sent_at")
        ),
    }


def note_on(person: User) -> str:
    """What the team keeps about the person: personal data, which the person may ask for (LGPD art. 18 II)."""
    note = PersonNote.objects.filter(person=person).first()
    return note.text if note is not None else ""


def _json(values: dict[str, Any]) -> bytes:
    return json.dumps(values, ensure_ascii=False, indent=2, cls=DjangoJSONEncoder).encode()
