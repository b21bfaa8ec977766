"""One wake-up as it arrives."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Heard:
    topics: Sequence[str]
    kind: str
    ids: Mapping[str, int]
