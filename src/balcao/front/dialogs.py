"""A dialog of a process as a form: opening a ticket, the customer's steps and the agent's use the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.forms import BoundField
from django.forms.utils import ErrorDict, ErrorList
from django.http import QueryDict
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import get_language

from balcao.files.models import StoredFile
from balcao.front.dialog_fields import FilesInput, file_limit, make_field
from balcao.front.dialog_parts import Part, parts_of, rows_of
from balcao.front.field_problems import problem_text
from balcao.front.uploads import Taken, take_uploads
from balcao.lib.texts import pick
from balcao.people.models import User
from balcao.processes import engine
from balcao.tickets.earlier import earlier_answers
from balcao.tickets.models import Draft
from balcao.ui.widgets import PlaceInput

PREFIX = "f"
"""A process names its fields freely; this keeps them apart from the page's own inputs."""
FORMATTED = frozenset({"number", "money", "phone", "cpf", "cnpj", "cep", "nfe_key"})


class Answers(forms.Form):
    """The Django form inside: holds what was typed and where the errors stand."""

    use_required_attribute = False


class DialogForm:
    """Fields, words and limits come from the document; the engine judges what was sent.

    `stored` are the fields that the ticket already has; `given` are wishes of a link (field id → text), shown as if
    typed; `given_files` are attachments that were stored before; `draft` is this form as it was left. Valid or not,
    files that arrived are stored and shown again (`front.uploads`).

    After `is_valid()`: `values` for the engine, `subject`, `body`, `files` (attachments) and `answers` (files of the
    process's own file fields, by field id).
    """

    def __init__(
        self,
        document: engine.Document,
        dialog: engine.Dialog,
        facts: engine.Facts,
        *,
        upload_owner: User,
        stored: Mapping[str, engine.Value] | None = None,
        data: QueryDict | None = None,
        files: MultiValueDict[str, UploadedFile[Any]] | None = None,
        given: Mapping[str, object] | None = None,
        given_files: Sequence[StoredFile] = (),
        draft: Draft | None = None,
        now: datetime | None = None,
        prefix: str = PREFIX,
    ) -> None:
        self.document, self.dialog, self.facts = document, dialog, facts
        self.reader = upload_owner
        self.stored: dict[str, engine.Value] = dict(stored or {})
        self.now = now or timezone.now()
        self.language = get_language() or "pt-br"
        self.prefix = prefix
        self.values: dict[str, engine.Value] = {}
        self.form = Answers(data, files, initial={**self._initial(), **(given or {})}, prefix=prefix)
        self._add_fields()
        self._taken: dict[str, Taken] = {"attachments": Taken(list(given_files))} if given_files else {}
        if draft is not None:
            self._take_up(draft)
        if data is not None:
            self._taken = self._take_files(data, files if files is not None else MultiValueDict(), upload_owner)

    def is_valid(self) -> bool:
        """Whether the engine has nothing to say against the answers and every file was taken."""
        if not self.form.is_bound:
            return False
        cleaned = engine.clean_values(self.document, self.dialog, self._raw(), self.facts, self.now, stored=self.stored)
        self.values = cleaned.values
        for problem in cleaned.problems:
            if not (problem.code == "attach" and self._taken[problem.field].problems):
                self.form.add_error(problem.field, problem_text(problem))
        for name in cleaned.shown:
            for sentence in self._taken[name].problems if name in self._taken else []:
                self.form.add_error(name, sentence)
        return not self.form.errors

    def add_error(self, field: str | None, message: str) -> None:
        """Something said no after the answers were found right."""
        self.form.add_error(field, message)

    @property
    def title(self) -> str:
        return pick(self.dialog.title, self.language)

    @property
    def description(self) -> str:
        return pick(self.dialog.description or {}, self.language)

    @property
    def advice(self) -> str:
        return pick(self.dialog.advice or {}, self.language)

    @property
    def submit_label(self) -> str:
        return pick(self.dialog.submit, self.language)

    @property
    def subject(self) -> str:
        return str(self.values.get("subject", ""))

    @property
    def body(self) -> str:
        return str(self.values.get("body", ""))

    @property
    def files(self) -> list[StoredFile]:
        return self._files_of("attachments")

    @property
    def answers(self) -> dict[str, list[StoredFile]]:
        return {name: found for name in self._taken if name != "attachments" and (found := self._files_of(name))}

    @cached_property
    def parts(self) -> list[Part]:
        """The fields in order, for templates."""
        return parts_of(self)

    @property
    def rows(self) -> list[list[Part]]:
        """All parts but the attachments, short neighbours two by two."""
        return rows_of([part for part in self.parts if part.name != "attachments"])

    def held(self, use: engine.FieldUse) -> engine.Value:
        """What a field that is only read holds."""
        values = engine.initial_values(self.document, self.dialog, self.facts, self.now, stored=self.stored)
        return values.get(use.field, "")

    @property
    def attachments(self) -> Part | None:
        return next((part for part in self.parts if part.name == "attachments"), None)

    @property
    def errors(self) -> ErrorDict:
        return self.form.errors

    def non_field_errors(self) -> ErrorList:
        return self.form.non_field_errors()

    def __iter__(self) -> Iterator[BoundField]:
        return iter(self.form)

    def kept(self, name: str) -> list[StoredFile]:
        """The files stored at this or an earlier try, to be shown again."""
        return self._taken[name].files if name in self._taken else []

    @property
    def file_fields(self) -> set[str]:
        return {name for name, field in self.form.fields.items() if isinstance(field.widget, FilesInput)}

    def declared(self, use: engine.FieldUse) -> engine.Field | None:
        """The process's field; None for subject, body and attachments."""
        return self.document.fields.get(use.field)

    def _add_fields(self) -> None:
        today = self.now.astimezone(ZoneInfo(self.facts.zone)).date().isoformat()
        for use in self.dialog.fields:
            declared = self.declared(use)
            if not use.read_only and (declared is None or declared.type != "notice"):
                self.form.fields[use.field] = make_field(use, declared, self.language, today)
        self._suggest_places()

    def _suggest_places(self) -> None:
        """What the reader's earlier tickets of the company say to this process. A query for forms that ask for it."""
        places = {name: one.widget for name, one in self.form.fields.items() if isinstance(one.widget, PlaceInput)}
        if places:
            company = self.facts.organization.slug
            said = earlier_answers(self.reader, company=company, process=self.document.slug, fields=tuple(places))
            for name, widget in places.items():
                widget.suggestions = said[name]

    def _take_up(self, draft: Draft) -> None:
        """Show what was typed before, as it was typed, with its files."""
        typed = QueryDict(mutable=True)
        for name, values in draft.payload.items():
            typed.setlist(name, values)
        for name, field in self.form.fields.items():
            html_name = self.form.add_prefix(name)
            if name in self.file_fields:
                self._taken[name] = Taken(draft.files_of(html_name))
            else:
                self.form.initial[name] = field.widget.value_from_datadict(typed, MultiValueDict(), html_name)

    def _initial(self) -> dict[str, object]:
        values = engine.initial_values(self.document, self.dialog, self.facts, self.now, stored=self.stored)
        return {name: self._as_typed(name, value) for name, value in values.items()}

    def _as_typed(self, name: str, value: engine.Value) -> object:
        declared = self.document.fields.get(name)
        if declared is not None and declared.type in FORMATTED:
            return engine.shown_value(declared, value, self.language)
        return value

    def _raw(self) -> dict[str, str | list[str]]:
        """What was sent, in the engine's shapes: nothing is judged here."""
        raw: dict[str, str | list[str]] = {}
        for name, field in self.form.fields.items():
            if name in self._taken:
                raw[name] = [str(file.pk) for file in self._taken[name].files]
                continue
            value = field.widget.value_from_datadict(self.form.data, self.form.files, self.form.add_prefix(name))
            raw[name] = list(value) if isinstance(value, list) else "on" if value is True else str(value or "")
        return raw

    def _take_files(
        self, data: QueryDict, files: MultiValueDict[str, UploadedFile[Any]], owner: User
    ) -> dict[str, Taken]:
        taken = {}
        for name in self.file_fields:
            declared = self.document.fields.get(name)
            most = file_limit(declared) if declared else settings.UPLOAD_MAX_FILES
            html_name = self.form.add_prefix(name)
            taken[name] = take_uploads(data, files, html_name, by=owner, now=self.now, limit=most)
        return taken

    def _files_of(self, name: str) -> list[StoredFile]:
        ids = self.values.get(name, [])
        return [file for file in self.kept(name) if isinstance(ids, list) and str(file.pk) in ids]
