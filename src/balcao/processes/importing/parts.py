"""Activities, dialogs, fields, transitions and stages of a file, put together."""

from __future__ import annotations

import re
from collections.abc import Iterator

from balcao.lib.names import clean_line
from balcao.processes.importing.actions import Actions
from balcao.processes.importing.conditions import Conditions
from balcao.processes.importing.cursor import Cursor
from balcao.processes.importing.desk import Names
from balcao.processes.importing.field_actions import Effect
from balcao.processes.importing.fields import Fields
from balcao.processes.importing.forms import Forms
from balcao.processes.importing.ids import Ids
from balcao.processes.importing.placeholders import Placeholders
from balcao.processes.importing.report import Report
from balcao.processes.importing.scan import name_everything, wanted_attributes
from balcao.processes.importing.source import ImportRefused
from balcao.processes.importing.stages import stages_of

LIMITS = {"Activities": 500, "ActivityDialogs": 500, "Transitions": 5_000, "TransitionActions": 5_000}
MAX_LEADS, MAX_EFFECTS, MAX_OFFERED, MAX_FIELDS = 100, 50, 50, 200
_NUMBER = re.compile(r"[0-9]+")


class Parts:
    """Reads the parts of one file."""

    def __init__(self, root: Cursor, config: Cursor, names: Names, report: Report, text: str) -> None:
        self._config = config
        self._report = report
        self._activities = _section(root, "Activities", "Activity")
        self._dialogs = _section(root, "ActivityDialogs", "ActivityDialog")
        self._transitions = _section(root, "Transitions", "Transition")
        self._actions = _section(root, "TransitionActions", "TransitionAction")
        self._path = config.peek("Path")
        self._names = names
        self._fields = Fields()
        wanted = wanted_attributes(self._transitions, self._dialogs, text)
        placeholders = Placeholders(self._fields, report)
        self._conditions = Conditions(self._fields, names, report)
        self._effects = Actions(self._fields, names, report, placeholders, wanted)
        self._forms = Forms(self._fields, names, report, wanted)
        self._wanted = wanted

    def read(self) -> dict[str, object]:
        """The rest of the document, from `stages` on."""
        start = self._config.text("StartActivity")
        if not self._activities.has(start):
            raise ImportRefused(f"The start activity “{start[:80]}” is not in the file.")
        name_everything(self._transitions, self._dialogs, self._actions, self._names)
        leads = {key: self._leads(key) for key in self._activities.names()}
        stages = stages_of(start, leads)
        order = [key for stage in stages for key in stage]
        ids = Ids(self._activities, order)
        offered = {key: self._offered(self._activities.peek(key)) for key in order}
        start_dialog = self._start_dialog(start, offered)
        used = list(dict.fromkeys(name for names in offered.values() for name in names))
        forms = Ids(self._dialogs, [*used, *(key for key in self._dialogs.names() if key not in used)])
        dialogs = {
            forms[key]: self._forms.of(self._dialogs.peek(key), starts=key == start_dialog) for key in forms.keys
        }
        self._begin_unlocked(dialogs[forms[start_dialog]])
        activities: dict[str, object] = {}
        for position, stage in enumerate(stages):
            for key in stage:
                activity = self._activity(key, ids, f"{position + 1}")
                activity["dialogs"] = [forms[name] for name in offered[key]]
                activities[ids[key]] = activity
        return self._put_together(start, start_dialog, stages, ids, forms, activities, dialogs)

    def _put_together(
        self,
        start: str,
        start_dialog: str,
        stages: list[list[str]],
        ids: Ids,
        forms: Ids,
        activities: dict[str, object],
        dialogs: dict[str, dict[str, object]],
    ) -> dict[str, object]:
        staged = Ids(self._activities, [stage[0] for stage in stages])
        for _position, stage in enumerate(stages):
            for key in stage:
                activity = activities[ids[key]]
                assert isinstance(activity, dict)
                activity["stage"] = staged[stage[0]]
                if not activity["dialogs"]:
                    del activity["dialogs"]
                    if not self._leads(key):
                        activity["end"] = True
        fields = self._fields.written()
        if len(fields) > MAX_FIELDS:
            raise ImportRefused(f"The process has {len(fields)} fields; one process takes at most {MAX_FIELDS}.")
        self._tell_stages(stages)
        self._tell_unfilled(activities, dialogs)
        return {
            "stages": [{"id": staged[stage[0]], "name": self._name(stage[0])[:80].strip()} for stage in stages],
            **({"fields": fields} if fields else {}),
            "start": {"activity": ids[start], "dialog": forms[start_dialog]},
            "activities": activities,
            "dialogs": dialogs,
        }

    def _activity(self, key: str, ids: Ids, stage: str) -> dict[str, object]:
        place = self._activities.peek(key)
        name = self._name(key)
        place.text("Name")
        found: dict[str, object] = {"name": name, "customer_name": name, "stage": stage}
        if key == self._config.text("StartActivity"):
            found["state"] = self._names.resolve("state", "new", "Process.Config.StartActivity")
        transitions = [one for lead in self._sorted(key) for one in self._transition(key, lead, ids)]
        if len(transitions) > MAX_LEADS:
            raise ImportRefused(f"From “{name}” lead {len(transitions)} transitions; at most {MAX_LEADS} can.")
        if transitions:
            found["transitions"] = transitions
        return found

    def _sorted(self, key: str) -> list[str]:
        """There, transitions are tried in the order of their ids, and the first that fits is taken."""
        return sorted(self._path.peek(key).names())

    def _transition(self, activity: str, transition: str, ids: Ids) -> list[dict[str, object]]:
        lead = self._path.peek(activity, transition)
        target = lead.text("ActivityEntityID")
        if not self._activities.has(target):
            self._report.add("kept", lead.path, f"It leads to “{target[:80]}”, which is not in the file: left out.")
            return []
        if not self._transitions.has(transition):
            self._report.add("kept", lead.path, f"The transition “{transition[:80]}” is not in the file: left out.")
            return []
        effects = [effect for name in lead.texts("TransitionAction") for effect in self._effects_of(name, lead)]
        found: list[dict[str, object]] = []
        for condition in self._conditions.of(self._transitions.peek(transition)):
            written: dict[str, object] = {"on": "any", "when": condition}
            if effects:
                written["do"] = effects[:MAX_EFFECTS]
            found.append({**written, "to": ids[target]})
        if len(effects) > MAX_EFFECTS:
            self._report.add(
                "kept", lead.path, f"It does {len(effects)} things; only the first {MAX_EFFECTS} are done."
            )
        return found

    def _effects_of(self, name: str, lead: Cursor) -> list[Effect]:
        if not self._actions.has(name):
            self._report.add("kept", lead.path, f"The action “{name[:80]}” is not in the file: left out.")
            return []
        return self._effects.of(self._actions.peek(name))

    def _leads(self, key: str) -> list[str]:
        targets = [self._path.peek(key, lead, "ActivityEntityID").node for lead in self._sorted(key)]
        return [target for target in targets if isinstance(target, str)]

    def _offered(self, activity: Cursor) -> list[str]:
        """The dialogs of an activity, in the order of their numbers."""
        config = activity.config()
        numbered = config.peek("ActivityDialog")
        if isinstance(activity.peek("ActivityDialogs").node, list):
            activity.peek("ActivityDialogs").take()
        found = []
        for number in sorted(
            numbered.names(), key=lambda text: (int(text) if _NUMBER.fullmatch(text[:9]) else 0, text)
        ):
            place = numbered.peek(number)
            name = place.text("ActivityDialogEntityID") if place.names() else numbered.text(number)
            if self._dialogs.has(name):
                found.append(name)
            else:
                self._report.add("kept", place.path, f"The dialog “{name[:80]}” is not in the file: left out.")
        return list(dict.fromkeys(found))[:MAX_OFFERED]

    def _start_dialog(self, start: str, offered: dict[str, list[str]]) -> str:
        name = self._config.text("StartActivityDialog")
        if not self._dialogs.has(name):
            raise ImportRefused(f"The start dialog “{name[:80]}” is not in the file.")
        if name not in offered[start]:
            offered[start].insert(0, name)
        return name

    def _begin_unlocked(self, form: dict[str, object]) -> None:
        """New tickets there are unlocked; a condition may look at that."""
        if "Lock" in self._wanted:
            name = self._fields.attribute("Lock").id
            known = form.get("do")
            effects = known if isinstance(known, list) else []
            form["do"] = [{"set_field": {"field": name, "value": "unlock"}}, *effects]

    def _name(self, key: str) -> str:
        written = self._activities.peek(key, "Name").node
        return (
            clean_line(written, 120) if isinstance(written, str) and clean_line(written, 120) else f"Etapa {key[:60]}"
        )

    def _tell_unfilled(self, *parts: object) -> None:
        """Fields that conditions look at and nothing here fills: a slip there, or filled by something outside."""
        filled = set(_filled(parts))
        for draft in self._fields.drafts.values():
            if draft.id not in filled:
                self._report.add(
                    "told",
                    draft.there,
                    "It is looked at, but no form and no action of this process fills it.",
                    draft.id,
                )

    def _tell_stages(self, stages: list[list[str]]) -> None:
        named = ", ".join(f"“{self._name(stage[0])}” ({len(stage)})" for stage in stages)
        self._report.add(
            "assumed",
            "Process.Config.Path",
            f"{len(stages)} stages for customers, by steps from the start: {named} (activities). Name them better.",
            "stages",
        )
        self._report.add(
            "assumed", "Activities", "Customers read the team's names of activities until you write “customer_name”."
        )


def _filled(node: object) -> Iterator[str]:
    """The fields that forms ask for and effects set, anywhere below."""
    if isinstance(node, dict):
        for key in ("use", "field", "to", "increment_field"):
            if isinstance(node.get(key), str):
                yield node[key]
    below = node.values() if isinstance(node, dict) else node if isinstance(node, list | tuple) else ()
    for one in below:
        yield from _filled(one)


def _section(root: Cursor, plural: str, singular: str) -> Cursor:
    found = root.peek(plural) if root.peek(plural).names() else root.peek(singular)
    found = found if found.names() else root.peek(plural)
    if len(found.names()) > LIMITS[plural]:
        count, limit = len(found.names()), LIMITS[plural]
        raise ImportRefused(f"The file has {count:,} entries under “{plural}”; one process takes at most {limit:,}.")
    return found
