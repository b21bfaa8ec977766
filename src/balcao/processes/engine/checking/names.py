"""What a document may name that is not in it."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Names:
    """Slugs that exist on this desk; `states` says each one's kind. `timers`: whether it wakes tickets by time."""

    queues: Set[str] = frozenset()
    states: Mapping[str, str] = field(default_factory=dict)
    tools: Set[str] = frozenset()
    roles: Set[str] = frozenset()
    timers: bool = False
