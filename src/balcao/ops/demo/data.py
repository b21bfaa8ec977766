"""The demonstration's files, read."""

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).resolve().parent


@lru_cache(maxsize=8)
def data(name: str) -> Any:
    """The YAML file of this name in the demonstration's folder."""
    return _read(FOLDER / name)


def stories() -> list[dict[str, Any]]:
    """Every told ticket, file by file."""
    return [story for path in sorted((FOLDER / "conversations").glob("*.yaml")) for story in _read(path)]


def documents() -> dict[str, str]:
    """Process documents by slug, as text."""
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted((FOLDER / "processes").glob("*.yaml"))}


def _read(path: Path) -> Any:
    # The C loader is the safe one too, and ten times faster.
    return yaml.load(path.read_text(encoding="utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
