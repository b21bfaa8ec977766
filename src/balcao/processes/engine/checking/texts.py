"""Texts without a wording in one of the portal's languages, told once per language."""

from __future__ import annotations

from collections.abc import Iterator

from balcao.lib.texts import Texts
from balcao.processes.engine.checking.finding import problem_at
from balcao.processes.engine.document import Document
from balcao.processes.engine.effects import AddNote, AskApproval, DocumentEffect, SendMail, SendMessage
from balcao.processes.engine.place import LANGUAGES
from balcao.processes.engine.problems import Problem
from balcao.processes.engine.reading.links import effects_of


def translation_problems(document: Document) -> Iterator[Problem]:
    """One problem per language that is missing somewhere, at its first place."""
    texts = list(texts_of(document))
    for language in LANGUAGES:
        without = [path for path, wording in texts if language not in wording]
        if without:
            yield problem_at(
                document, without[0], "translation", count=len(without), language=language, first=without[0]
            )


def texts_of(document: Document) -> Iterator[tuple[str, Texts]]:
    """Every text that customers or agents read, with its path."""
    yield "name", document.name
    yield "use_when", document.use_when
    if document.description:
        yield "description", document.description
    for index, stage in enumerate(document.stages):
        yield f"stages[{index}].name", stage.name
    yield from _of_fields(document)
    yield from _of_activities(document)
    yield from _of_dialogs(document)
    for path, effect in effects_of(document):
        yield from _of_effect(path, effect)


def _of_fields(document: Document) -> Iterator[tuple[str, Texts]]:
    for field in document.fields.values():
        yield f"fields.{field.id}.label", field.label
        if field.help:
            yield f"fields.{field.id}.help", field.help
        for index, option in enumerate(field.options):
            yield f"fields.{field.id}.options[{index}].label", option.label


def _of_activities(document: Document) -> Iterator[tuple[str, Texts]]:
    for activity in document.activities.values():
        yield f"activities.{activity.id}.name", activity.name
        yield f"activities.{activity.id}.customer_name", activity.customer_name


def _of_effect(path: str, effect: DocumentEffect) -> Iterator[tuple[str, Texts]]:
    match effect:
        case AddNote(texts=texts) | SendMessage(texts=texts):
            yield path, texts
        case SendMail(subject=subject, texts=texts):
            yield f"{path}.send_mail.subject", subject
            yield f"{path}.send_mail.text", texts
        case AskApproval(question=question):
            yield f"{path}.ask_approval.question", question


def _of_dialogs(document: Document) -> Iterator[tuple[str, Texts]]:
    for dialog in document.dialogs.values():
        yield f"dialogs.{dialog.id}.title", dialog.title
        for key, texts in (("short", dialog.short), ("description", dialog.description), ("advice", dialog.advice)):
            if texts:
                yield f"dialogs.{dialog.id}.{key}", texts
        for use in dialog.fields:
            for rule in use.valid_when:
                yield rule.when.path.removesuffix("when") + "message", rule.message
            if use.section:
                yield f"dialogs.{dialog.id}.fields", use.section
        yield f"dialogs.{dialog.id}.submit", dialog.submit
