"""A draft becomes a version that never changes."""

from datetime import datetime
from hashlib import sha256

from django.db import transaction
from django.utils.translation import gettext as _

from balcao.lib.refused import Refused
from balcao.people.models import User
from balcao.processes.engine import Document, DocumentInvalid, Names, check, parse
from balcao.processes.models import Process, ProcessVersion


def publish(*, process: Process, names: Names, by: User | None, now: datetime) -> ProcessVersion:
    """Check the kept draft and publish it; publishing the text in use again gives the same version.

    Raises DocumentInvalid with every problem when one is an error, and Refused when the draft is another process's.
    """
    with transaction.atomic():
        # What is checked is what is published, whoever keeps another draft at this moment.
        locked = Process.objects.select_for_update().get(pk=process.pk)
        document, text_hash = _checked(locked, names), sha256(locked.draft.encode()).hexdigest()
        last = locked.versions.first()
        if last is not None and last.sha256 == text_hash:
            return last
        version = ProcessVersion.objects.create(
            process=locked,
            number=last.number + 1 if last else 1,
            document=locked.draft,
            sha256=text_hash,
            name=dict(document.name),
            use_when=dict(document.use_when),
            synonyms=list(document.synonyms),
            stage_count=len(document.stages),
            published_at=now,
            published_by=by,
        )
        locked.current = version
        locked.save(update_fields=["current"])
    process.refresh_from_db()
    return version


def _checked(process: Process, names: Names) -> Document:
    document = parse(process.draft)
    if document.slug != process.slug:
        raise Refused(
            _("The document says “slug: %(said)s”, but this process is “%(slug)s”. Correct that line.")
            % {"said": document.slug, "slug": process.slug}
        )
    problems = [problem for problem in check(document, names) if problem.severity == "error"]
    if problems:
        raise DocumentInvalid(tuple(problems))
    return document
