"""A process brought over from elsewhere becomes a draft."""

from typing import Literal

from django.db import transaction

from balcao.processes.importing import Imported, ImportRefused, origin_of
from balcao.processes.models import Process

Outcome = Literal["new", "changed", "same"]


def import_draft(*, imported: Imported, replace: bool = False) -> Outcome:
    """Keep the document as the draft of its process; versions in use are never touched.

    Importing the same file with the same names twice changes nothing, also when the draft was edited since.
    Raises ImportRefused when the slug belongs to another process, or when a draft edited by hand would be lost;
    `replace` allows both.
    """
    slug = imported.document.slug
    with transaction.atomic():
        process = Process.objects.select_for_update().filter(slug=slug).first()
        if process is None:
            Process.objects.create(slug=slug, draft=imported.text)
            return "new"
        known = process.draft or (process.current.document if process.current else "")
        if known == imported.text:
            return "same"
        if known and not replace:
            origin = origin_of(known)
            if origin is None or origin.entity != imported.entity:
                raise ImportRefused(
                    f"There is another process “{slug}” already. Give this one a name of its own: --slug NAME."
                )
            if not origin.is_untouched:
                if origin.source == imported.source and origin.names == imported.names:
                    return "same"
                raise ImportRefused(f"The draft of “{slug}” was changed by hand since. To lose that: --replace.")
        process.draft = imported.text
        process.save(update_fields=["draft"])
    return "changed"
