"""A form as it was sent by its own page, by `drafts.js` or by a plain button, as a draft of its place."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from balcao.files.models import StoredFile
from balcao.front.reader import ReaderRequest
from balcao.front.sent_once import KEY, key_of
from balcao.front.uploads import take_uploads
from balcao.tickets.actions.save_draft import Edit, Payload, save_draft
from balcao.tickets.draft_places import DraftPlace, place_named
from balcao.tickets.models import Draft, DraftKind
from balcao.ui.times import clock, moment

META = "draft-"
"""Inputs of `front/drafts/meta.html`: `draft-for` (the place), `-revision`, `-person`, and of the script `-writer`,
`-step`. They say what the form is; all others are what was typed."""
NOT_TYPED = frozenset({KEY, "csrfmiddlewaretoken"})
KEPT = "-kept"
DEVICE = "balcao_device"
"""The cookie by which a browser knows its own drafts from those of another one."""
DEVICE_AGE = 60 * 60 * 24 * 400
LONGEST_NAME = 100
LONGEST = {False: 20_000, True: 100_000}
"""Characters of one message, by whether the desk writes it."""


@dataclass(frozen=True, slots=True)
class SentForm:
    """`problems`: files that could not be taken, and why."""

    key: UUID
    place: DraftPlace
    payload: Payload
    edit: Edit
    files: dict[str, list[StoredFile]] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


def read_form(request: ReaderRequest) -> SentForm:
    """What was sent; its files are stored. Raises Http404 when the reader may not write there."""
    post = request.POST
    place = place_named(request.reader.user, post.get(f"{META}for", ""))
    names = [name for name in post if len(name) <= LONGEST_NAME and not name.startswith(META)]
    payload = {
        name: [str(value).replace("\0", "") for value in post.getlist(name)]
        for name in names
        if name not in NOT_TYPED and not name.endswith(KEPT)
    }
    form = SentForm(key_of(request), place, payload, _edit(request))
    inputs = [name.removesuffix(KEPT) for name in names if name.endswith(KEPT)]
    inputs += [name for name in request.FILES if len(name) <= LONGEST_NAME]
    for name in dict.fromkeys(inputs):
        taken = take_uploads(post, request.FILES, name, by=request.reader.user, now=request.reader.now)
        form.problems.extend(taken.problems)
        if taken.files:
            form.files[name] = taken.files
    return form


def keep(request: ReaderRequest, form: SentForm, *, anew: bool = False) -> Draft:
    """Save it; `anew` under a key of its own, beside what another tab or device wrote. Raises as `save_draft` does."""
    return save_draft(
        key=uuid4() if anew else form.key,
        by=request.reader.user,
        place=form.place,
        payload=form.payload,
        files=form.files,
        edit=Edit(0, form.edit.writer, form.edit.step, form.edit.device) if anew else form.edit,
        now=request.reader.now,
    )


def too_long(body: str, *, is_from_desk: bool) -> list[str]:
    """The sentence for a message above its limit."""
    limit = LONGEST[is_from_desk]
    if len(body) <= limit:
        return []
    words = _("Write at most %(limit)s characters, or send the rest as a file.")
    return [words % {"limit": number_format(limit, force_grouping=True)}]


def is_other_person(request: ReaderRequest) -> bool:
    """The page was opened by somebody else, who signed out of this browser since."""
    given = request.POST.get(f"{META}person", "")
    return bool(given) and given != str(request.reader.user.pk)


def device_of(request: HttpRequest) -> str:
    """This browser's own mark, or nothing while it has none."""
    return request.COOKIES.get(DEVICE, "")[:40]


def revision_of(request: HttpRequest) -> int:
    """The one that the page knew last: a form that comes back with a mistake goes on from it."""
    return _count(request.POST.get(f"{META}revision", ""))


def as_json(draft: Draft, request: ReaderRequest) -> dict[str, Any]:
    """For `drafts.js`: words included, since scripts hold none."""
    return {
        "key": str(draft.pk),
        "revision": draft.revision,
        "status": draft.status,
        "saved": saved_words(draft),
        "when": moment(draft.updated_at, request.reader.now),
        "refusal": draft.refusal,
        "fields": draft.payload,
        "files": {
            name: [
                {"id": str(file.pk), "name": file.name, "size": file.size, "content_type": file.content_type}
                for file in draft.files_of(name)
            ]
            for name in sorted({one.name for one in draft.files.all()})
        },
    }


def saved_words(draft: Draft) -> str:
    return _("Draft saved at %(time)s") % {"time": clock(draft.updated_at)}


def continue_href(draft: Draft) -> str:
    """The page on which the draft stands in its form again."""
    if draft.kind == DraftKind.OPENING and draft.offer is not None:
        address = reverse("new_ticket_form", args=[draft.offer.tool.slug, draft.offer.process.slug])
        return f"{address}?rascunho={draft.pk}"
    assert draft.ticket is not None
    page = reverse("desk:ticket" if draft.is_from_desk else "ticket", args=[draft.ticket.number])
    return f"{page}?rascunho={draft.pk}#responder"


def _edit(request: ReaderRequest) -> Edit:
    post = request.POST
    return Edit(
        revision=revision_of(request),
        writer=post.get(f"{META}writer", "")[:40],
        step=_count(post.get(f"{META}step", "")),
        device=device_of(request),
    )


def _count(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
