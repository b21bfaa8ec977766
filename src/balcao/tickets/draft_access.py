"""The only way to get hold of a draft: its author's, and only while what it is about is visible to them."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from balcao.lib.prepared import Prepared
from balcao.people.models import Membership, User
from balcao.tickets.access import visible_tickets
from balcao.tickets.draft_places import DraftPlace, place_named, place_of
from balcao.tickets.models import Draft, DraftStatus

WRITTEN = (DraftStatus.WRITING, DraftStatus.REFUSED)
LISTED = (*WRITTEN, DraftStatus.SENDING)
MOST_LISTED = 200

_IN = Prepared(
    lambda user, company: (
        Draft.objects.filter(author_id=user, organization_id=company, status__in=LISTED)
        .order_by()
        .values_list("pk")[:1]
    )
)
_AT = Prepared(
    lambda user, company, ticket, offer, kind, is_from_desk: (
        Draft.objects.filter(
            author_id=user,
            organization_id=company,
            ticket_id=ticket,
            offer_id=offer,
            kind=kind,
            is_from_desk=is_from_desk,
            status__in=LISTED,
        )
        .order_by()
        .values_list("pk")[:1]
    )
)


def draft_of(user: User, key: UUID) -> Draft:
    """The person's own draft. Raises Http404 for anybody else's, and when its ticket or company is out of sight."""
    draft = _shown().filter(pk=key, author=user).first()
    if draft is None:
        raise Http404
    place_named(user, place_of(draft).name)
    return draft


def newest_draft(user: User, place: DraftPlace, *, device: str = "") -> Draft | None:
    """What the person wrote last at this place, rather in this browser than in another; None when nothing."""
    if _is_empty(user, place):
        return None
    found = _at(user, place).filter(status__in=WRITTEN, is_blank=False)
    mine = found.filter(device=device).first() if device else None
    return mine or found.first()


def outgoing_drafts(user: User, place: DraftPlace) -> list[Draft]:
    """What the person has just sent there and may still take back, oldest first."""
    if _is_empty(user, place):
        return []
    return list(_at(user, place).filter(status=DraftStatus.SENDING).order_by("send_at"))


def drafts_of(membership: Membership) -> list[Draft]:
    """The member's drafts in this company, newest first, without those of tickets that went out of their sight."""
    if not _IN.count(membership.user_id, membership.organization_id):
        return []
    found = _shown().filter(
        author=membership.user_id,
        organization=membership.organization_id,
        is_from_desk=False,
        is_blank=False,
        status__in=LISTED,
    )
    return _visible(membership.user, list(found.order_by("-updated_at")[:MOST_LISTED]))


def _visible(user: User, drafts: Sequence[Draft]) -> list[Draft]:
    tickets = [draft.ticket for draft in drafts if draft.ticket is not None]
    seen = {ticket.pk for ticket in visible_tickets(user, tickets)}
    return [draft for draft in drafts if draft.ticket_id is None or draft.ticket_id in seen]


def _is_empty(user: User, place: DraftPlace) -> bool:
    """Nearly always, at nearly every page with a form: found out at little cost."""
    return not _AT.count(*_arguments(user, place))


def _arguments(user: User, place: DraftPlace) -> tuple[int | str | None, ...]:
    ticket, offer = place.ticket, place.offer
    return (
        *(user.pk, place.organization_id, ticket.pk if ticket else None, offer.pk if offer else None),
        *(place.kind.value, place.is_from_desk),
    )


def _at(user: User, place: DraftPlace) -> QuerySet[Draft]:
    return _shown().filter(
        author=user,
        organization=place.organization_id,
        ticket=place.ticket,
        offer=place.offer,
        kind=place.kind,
        is_from_desk=place.is_from_desk,
    )


def _shown() -> QuerySet[Draft]:
    return (
        Draft.objects.select_related("author", "ticket__organization", "offer__tool", "offer__process__current")
        .defer("offer__process__draft", "offer__process__current__document")
        .prefetch_related("files__file__attachment")
    )
