"""The stages that customers follow, made from the order in which activities come."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence

MOST = 6


def stages_of(start: str, leads: Mapping[str, Sequence[str]]) -> list[list[str]]:
    """Activities in stages, in the order of the way: as many as steps from the start, at most MOST.

    Activities from which nothing leads on are in the last one; those that nothing leads to, in the first.
    """
    far = _distances(start, leads)
    middle = sorted({distance for name, distance in far.items() if leads.get(name) and name != start})
    has_end = any(not leads.get(name) and name != start for name in far)
    room = MOST - 1 - has_end
    stages: list[list[str]] = [[start]]
    leading = [name for name in far if name != start and leads.get(name)]
    stages += [[name for name in leading if far[name] in group] for group in _grouped(middle, room)]
    if has_end:
        stages.append([name for name in far if name != start and not leads.get(name)])
    stages[0] += [name for name in leads if name not in far]
    return stages


def _distances(start: str, leads: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """Steps from the start to each activity that can be reached, in that order."""
    far = {start: 0}
    waiting = deque([start])
    while waiting:
        here = waiting.popleft()
        for there in leads.get(here, ()):
            if there in leads and there not in far:
                far[there] = far[here] + 1
                waiting.append(there)
    return far


def _grouped(distances: Sequence[int], room: int) -> list[list[int]]:
    """Distances in at most `room` groups of about the same size, in order."""
    if len(distances) <= room:
        return [[distance] for distance in distances]
    count = len(distances)
    return [list(distances[count * index // room : count * (index + 1) // room]) for index in range(room)]
