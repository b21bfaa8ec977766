"""Who a new ticket is for and who else is told; and the key that makes sending twice one ticket."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from balcao.front.sent_once import key_of
from balcao.lib.names import clean_line, clean_text
from balcao.people.access import chosen_colleagues, colleagues_of
from balcao.people.models import Membership, User
from balcao.processes.engine import Document
from balcao.tickets.models import Ticket

LONGEST_SUBJECT = 140


class PeopleForm(forms.Form):
    """`requester` only for managers, who may open for colleagues; colleagues of the own company only."""

    use_required_attribute = False

    def __init__(
        self, membership: Membership, data: QueryDict | None = None, typed: Mapping[str, list[str]] | None = None
    ) -> None:
        """`typed` are values of a draft, by input name."""
        typed = typed or {}
        requester = typed.get("requester", [str(membership.user_id)])[0]
        super().__init__(data, initial={"requester": requester, "participants": typed.get("participants", [])})
        self.membership = membership
        others = [(one.pk, one.name) for one in colleagues_of(membership) if one.pk != membership.user_id]
        if membership.is_manager and others:
            me = (membership.user_id, _("%(name)s (you)") % {"name": membership.user.name})
            self.fields["requester"] = self._choice(forms.TypedChoiceField, _("On behalf of"), [me, *others])
        if others:
            shown = [(membership.user_id, membership.user.name), *others] if membership.is_manager else others
            widget = forms.SelectMultiple({"data-tokens": _("Add a colleague"), "data-remove": _("Remove {name}")})
            self.fields["participants"] = self._choice(
                forms.TypedMultipleChoiceField, _("Participants"), shown, required=False, widget=widget
            )

    @property
    def requester_field(self) -> bool:
        """Whether the reader may open for others."""
        return "requester" in self.fields

    @cached_property
    def _people(self) -> dict[int, User]:
        """Those chosen, and the reader."""
        wanted = {self.cleaned_data.get("requester") or 0, *(self.cleaned_data.get("participants") or [])}
        mine = self.membership.user
        return {mine.pk: mine, **chosen_colleagues(self.membership, wanted - {0, mine.pk})}

    @property
    def requester(self) -> User:
        return self._people[self.cleaned_data.get("requester") or self.membership.user_id]

    @property
    def participants(self) -> list[User]:
        chosen = self.cleaned_data.get("participants") or []
        return [self._people[pk] for pk in chosen if pk != self.requester.pk]

    def _choice(
        self,
        kind: type[forms.TypedChoiceField] | type[forms.TypedMultipleChoiceField],
        label: str,
        choices: Any,
        **options: Any,
    ) -> forms.Field:
        gone = _("This person is no longer in your company. Choose another.")
        field = kind(label=label, choices=choices, coerce=int, **options)
        field.error_messages["invalid_choice"] = gone
        return field


def own_key(request: HttpRequest, by: User) -> UUID:
    """The key of the form; a new one also for somebody else's."""
    key = key_of(request)
    return uuid4() if Ticket.objects.filter(key=key).exclude(opened_by=by).exists() else key


def wishes(query: QueryDict, document: Document) -> dict[str, object]:
    """What a link asks to fill in: `assunto`, `descricao` and `campo.<id>`; shown as if typed, judged when sent."""
    given: dict[str, object] = {}
    if subject := clean_line(query.get("assunto", ""), LONGEST_SUBJECT):
        given["subject"] = subject
    if body := clean_text(query.get("descricao", "")):
        given["body"] = body
    for name, declared in document.fields.items():
        typed = query.get(f"campo.{name}", "")
        if typed and declared.type not in {"file", "notice"}:
            given[name] = _wish(declared.type, typed)
    return given


def _wish(kind: str, typed: str) -> object:
    if kind == "boolean":
        return typed.strip().lower() in {"1", "sim", "on", "true"}
    if kind == "multiple":
        return [part.strip() for part in typed.split(",")]
    return clean_text(typed) if kind == "longtext" else clean_line(typed, 500)
