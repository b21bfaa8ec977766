"""Parsed documents of published versions, kept per process: a version never changes, so neither does its parse."""

from functools import lru_cache

from balcao.processes.engine import Document, parse
from balcao.processes.models import ProcessVersion


def definition_of(version: ProcessVersion) -> Document:
    """The version's document, parsed once."""
    return _parsed(version.sha256, version.document)


def definition_by_id(version_id: int) -> Document:
    """The document of the version with this id, without a query once it is kept."""
    return _by_id(version_id)


@lru_cache(maxsize=512)
def _parsed(sha256: str, document: str) -> Document:
    return parse(document)


@lru_cache(maxsize=512)
def _by_id(version_id: int) -> Document:
    return definition_of(ProcessVersion.objects.get(pk=version_id))


def forget() -> None:
    """Read documents anew, for tests in whose databases ids come again."""
    _by_id.cache_clear()
