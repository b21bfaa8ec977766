"""Gives `ui/balcao.css` and `ui/balcao.js` to collectstatic and to the development server."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage, Storage

from balcao.ui.joining import joined_css, joined_js

ASSETS: dict[str, Callable[[], str]] = {"ui/balcao.css": joined_css, "ui/balcao.js": joined_js}


class JoinedAssetsFinder(BaseFinder):
    """Joins the parts at each look, so that development sees every change; writes only what differs."""

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> str | list[str]:  # type: ignore[override]
        every = find_all or bool(kwargs.get("all"))
        if path not in ASSETS:
            return []
        found = str(_build(path))
        return [found] if every else found

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterable[tuple[str, Storage]]:
        storage = FileSystemStorage(location=_folder())
        for path in ASSETS:
            _build(path)
            yield path, storage


def _folder() -> Path:
    return Path(settings.DATA) / "assets"


def _build(path: str) -> Path:
    target = _folder() / path
    text = ASSETS[path]()
    if not target.exists() or target.read_text() != text:
        target.parent.mkdir(parents=True, exist_ok=True)
        # Two processes may start at once: each writes its own file, and the last to rename wins with the same text.
        draft = target.with_name(f"{target.name}.{os.getpid()}")
        draft.write_text(text)
        draft.replace(target)
    return target
