"""What a document may name that is not in it."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Names:
    """What exists on this desk; `states` says each one's kind. `timers`: whether it wakes tickets by time.

    `users` are user names of agents (lower case), `processes` those that take new tickets; None: not known, so not
    checked. `unlabelled`: states without a name for customers. `webhooks`: whether the desk can sign what it sends.
    """

    queues: Set[str] = frozenset()
    states: Mapping[str, str] = field(default_factory=dict)
    tools: Set[str] = frozenset()
    roles: Set[str] = frozenset()
    timers: bool = False
    users: Set[str] | None = None
    processes: Set[str] | None = None
    unlabelled: Set[str] = frozenset()
    webhooks: bool = True
