"""A running ticket goes on in another version of its process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from balcao.processes.engine.advance import Advance
from balcao.processes.engine.document import Activity, Document, Value
from balcao.processes.engine.effects import ChangeActivity, ChangeStage, Effect, SetPromise, WakeAfter
from balcao.processes.engine.errors import EngineError
from balcao.processes.engine.run import Run


@dataclass(frozen=True, slots=True)
class Differences:
    """What a move changes for every ticket: activities and fields of the old version that the new one lacks."""

    activities: tuple[str, ...]
    fields: tuple[str, ...]


def differences(old: Document, new: Document) -> Differences:
    """Activities need a destination; the answers of fields that are gone, or of another type now, are dropped."""
    return Differences(
        tuple(one for one in old.activities if one not in new.activities),
        tuple(
            name for name, field in old.fields.items() if name not in new.fields or new.fields[name].type != field.type
        ),
    )


def move(old: Document, new: Document, run: Run, mapping: Mapping[str, str]) -> Advance:
    """The run in the new version. `mapping`: old activity → new one; an activity not named keeps its name.

    The ticket enters nothing: no transition fires, its state and queue stay. Only its stage, its internal promise and
    its timers are those of the new activity. Raises EngineError when its activity has no destination.
    """
    target = new.activities.get(mapping.get(run.activity, run.activity))
    if target is None:
        raise EngineError(f"The new version has no activity for “{run.activity}”.")
    kept = {name: value for name, value in run.fields.items() if _is_kept(old, new, name, value)}
    entered = tuple(_walked(new, mapping, activity, stage) for activity, stage in run.entered)
    moved = replace(
        run,
        activity=target.id,
        stage=target.stage,
        fields=kept,
        entered=_ending_in(tuple(one for one in entered if one), target),
        finished=target.end,
    )
    effects: list[Effect] = [ChangeActivity(target.id)]
    if target.stage != run.stage:
        effects.append(ChangeStage(target.stage))
    effects.append(SetPromise(target.promise.response, target.promise.resolution))
    effects.extend(
        WakeAfter(target.timer_name(one), one.after) for one in target.transitions if one.on == "timer" and one.after
    )
    return Advance(moved, tuple(effects), (target.id,))


def _is_kept(old: Document, new: Document, name: str, value: Value) -> bool:
    """The same field, and an answer that it can still hold."""
    before, after = old.fields.get(name), new.fields.get(name)
    if before is None or after is None or before.type != after.type:
        return False
    if after.type == "choice":
        return value == "" or after.option(str(value)) is not None
    if after.type == "multiple" and isinstance(value, list):
        return all(after.option(one) is not None for one in value)
    return True


def _walked(new: Document, mapping: Mapping[str, str], activity: str, stage: str) -> tuple[str, str] | None:
    """A step of the path, by the names of the new version; None for one that it does not know."""
    known = new.activities.get(mapping.get(activity, activity))
    if known is not None:
        return known.id, known.stage
    return (activity, stage) if any(one.id == stage for one in new.stages) else None


def _ending_in(path: tuple[tuple[str, str] | None, ...], target: Activity) -> tuple[tuple[str, str], ...]:
    found = tuple(one for one in path if one is not None)
    here = (target.id, target.stage)
    return found if found and found[-1] == here else (*found, here)
