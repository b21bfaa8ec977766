"""Agents keep what the team should know about a person or a company."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from balcao.history.record import record
from balcao.lib.names import clean_text
from balcao.lib.refused import Refused
from balcao.people.models import Organization, PersonNote, User

LONGEST = 2000


def note_person(*, person: User, text: str, seen: str, by: User, now: datetime) -> None:
    """Make this the note on the person; blank takes it away. `seen`: the text that was there when `by` began.

    Raises Refused when somebody else changed it since then, and for more than 2,000 letters.
    """
    wanted = _clean(text)
    with transaction.atomic():
        # The person's row is the lock: the note may not exist yet.
        User.objects.select_for_update().get(pk=person.pk)
        note = PersonNote.objects.filter(person=person).first()
        before = note.text if note is not None else ""
        if not _changes(before, wanted, seen):
            return
        if wanted:
            PersonNote.objects.update_or_create(person=person, defaults={"text": wanted})
        else:
            PersonNote.objects.filter(person=person).delete()
        record("person.note_changed", now=now, actor_id=by.pk, data={"user": person.pk, "letters": len(wanted)})


def note_organization(*, organization: Organization, text: str, seen: str, by: User, now: datetime) -> None:
    """The same for a company."""
    wanted = _clean(text)
    with transaction.atomic():
        locked = Organization.objects.select_for_update().get(pk=organization.pk)
        if not _changes(locked.note, wanted, seen):
            return
        locked.note = wanted
        locked.save(update_fields=["note"])
        data: dict[str, object] = {"organization": locked.pk, "letters": len(wanted)}
        record("organization.note_changed", now=now, actor_id=by.pk, data=data)


def _clean(text: str) -> str:
    wanted = clean_text(text).strip()
    if len(wanted) > LONGEST:
        raise Refused(_("A note has at most %(count)d letters.") % {"count": LONGEST})
    return wanted


def _changes(before: str, wanted: str, seen: str) -> bool:
    """Whether there is something to write. Raises Refused when it would undo what somebody else wrote meanwhile."""
    if before == wanted:
        return False
    if clean_text(seen).strip() != clean_text(before).strip():
        raise Refused(_("Somebody changed this note while you were writing. Read it again, then change it."))
    return True
