"""Every sentence the engine says to administrators about a document, by code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class ProblemText:
    """`message` says what is wrong, `hint` what to do; both may hold `%(name)s`."""

    message: str
    hint: str
    warning: bool = False


def _warning(message: str, hint: str) -> ProblemText:
    return ProblemText(message, hint, warning=True)


PROBLEMS: Final[Mapping[str, ProblemText]] = {
    # The text as YAML
    "too_big": ProblemText("The document is larger than %(limit)s KB.", "Divide it into several processes."),
    "bad_characters": ProblemText("The document has characters that cannot be read.", "Save the file as UTF-8."),
    "not_yaml": ProblemText("This is not valid YAML: %(reason)s.", "Check indentation, quotes and colons near here."),
    "empty": ProblemText("The document is empty.", "Begin with “balcao: process/1”."),
    "two_documents": ProblemText("The text holds more than one document.", "Keep one process per document."),
    "alias": ProblemText("Anchors and aliases (& and *) are not accepted.", "Write the content out where it is used."),
    "tag": ProblemText("The tag %(tag)s is not accepted.", "Remove it: types follow from the place in the document."),
    "too_deep": ProblemText("The document is nested more than %(limit)s levels deep.", "Use fewer levels."),
    "too_many_nodes": ProblemText(
        "The document has more than %(limit)s elements.", "Divide it into several processes."
    ),
    "duplicate_key": ProblemText("“%(key)s” is written twice.", "Keep one of the two; the first is on line %(first)s."),
    "bad_key": ProblemText("A key must be a plain word.", "Write it as “word: value”."),
    # Shapes and values
    "version": ProblemText("This is not a process document of a known version.", "Begin with “balcao: process/1”."),
    "missing": ProblemText("“%(key)s” is missing.", "Add it here."),
    "unknown_key": ProblemText("“%(key)s” is not known here.", "Remove it, or write one of: %(known)s."),
    "did_you_mean": ProblemText("“%(key)s” is not known here.", "Did you mean “%(guess)s”?"),
    "not_mapping": ProblemText(
        "Expected several “key: value” lines.", "Write them indented below, or as {key: value}."
    ),
    "not_list": ProblemText("Expected a list.", "Write one item per line with “- ”, or as [a, b]."),
    "not_text": ProblemText("Expected a text.", "Write a single value; put it in quotes if it has “: ” or “#”."),
    "empty_text": ProblemText("The text is empty.", "Write it, or remove the line."),
    "text_too_long": ProblemText("The text has %(length)s characters, at most %(limit)s.", "Shorten it."),
    "empty_list": ProblemText("The list is empty.", "Write at least one item."),
    "too_many": ProblemText("There are %(count)s items, at most %(limit)s.", "Remove some."),
    "no_portuguese": ProblemText("The text in Portuguese is missing.", "Add “pt-br: …”."),
    "language": ProblemText("“%(language)s” is not a language of the portal.", "Use pt-br, en or es."),
    "bad_id": ProblemText(
        "“%(id)s” cannot be a name here.", "Use lower-case letters, digits and hyphens: “minha-etapa”."
    ),
    "bad_field_id": ProblemText(
        "“%(id)s” cannot be the name of a field.",
        "Use lower-case letters, digits and “_”, beginning with a letter, and no word of the condition language.",
    ),
    "not_boolean": ProblemText("Expected true or false.", "Write true or false without quotes."),
    "not_integer": ProblemText("Expected a whole number.", "Write digits only."),
    "not_number": ProblemText("Expected a number.", "Write it with a point: 10.5."),
    "out_of_range": ProblemText("%(value)s is out of range.", "Use a value from %(low)s to %(high)s."),
    "not_one_of": ProblemText("“%(value)s” is not known here.", "Write one of: %(known)s."),
    "not_span": ProblemText("“%(value)s” is not a duration.", "Write business time such as 30m, 4h, 2d or 1d4h."),
    "not_date": ProblemText("“%(value)s” is not a date.", "Write it as 2026-12-31, or “today”."),
    "min_above_max": ProblemText("The lowest limit is above the highest.", "Exchange them."),
    "duplicate_id": ProblemText("“%(id)s” is used twice in this list.", "Give each item a name of its own."),
    # Fields and dialogs
    "needs_options": ProblemText("A field of type %(type)s needs options.", "Add “options: [{id: …, label: …}]”."),
    "key_not_for_type": ProblemText("“%(key)s” means nothing for a field of type %(type)s.", "Remove it."),
    "bad_pattern": ProblemText(
        "The pattern is not a regular expression.", "Correct it; it must match the whole value."
    ),
    "bad_default": ProblemText(
        "The default is not a valid value for this field.", "Write a value that the field accepts."
    ),
    "notice_required": ProblemText("A notice has nothing to fill.", "Remove “required” and “default”."),
    "field_twice": ProblemText("The dialog uses “%(field)s” twice.", "Keep one of them."),
    "unknown_field": ProblemText(
        "There is no field “%(name)s”.", "Declare it under “fields”, or correct the name.%(guess)s"
    ),
    "unknown_dialog": ProblemText(
        "There is no dialog “%(name)s”.", "Declare it under “dialogs”, or correct the name.%(guess)s"
    ),
    "unknown_activity": ProblemText(
        "There is no activity “%(name)s”.", "Declare it under “activities”, or correct the name.%(guess)s"
    ),
    "unknown_stage": ProblemText(
        "There is no stage “%(name)s”.", "Declare it under “stages”, or correct the name.%(guess)s"
    ),
    "start_not_offered": ProblemText(
        "The start dialog “%(dialog)s” is not a dialog of the start activity.", "Add it to that activity's “dialogs”."
    ),
    "later_field": ProblemText(
        "“fields.%(field)s” comes later in this dialog.", "Show a field depending only on the ones before it."
    ),
    # Transitions and effects
    "transition_empty": ProblemText(
        "The transition does nothing.", "Say where it leads with “to”, or what to do with “do”."
    ),
    "key_not_for_trigger": ProblemText("“%(key)s” means nothing with “on: %(on)s”.", "Remove it."),
    "dialog_not_here": ProblemText(
        "The activity does not offer the dialog “%(dialog)s”.",
        "Add it to this activity's “dialogs”, or name one of those.",
    ),
    "enter_cycle": ProblemText(
        "Automatic transitions lead from “%(activity)s” back to itself without a condition.",
        "Give one of them a “when”, or another “on”.",
    ),
    "one_effect": ProblemText("Each item of “do” is one action.", "Write one “action: value” per item."),
    "owner_shape": ProblemText("The owner is not clear.", "Write {user: login}, {role: name} or none."),
    "bad_value": ProblemText(
        "The value is not valid for the field “%(field)s”.", "Write a value that the field accepts."
    ),
    "pseudo_field": ProblemText("“%(field)s” belongs to the message and cannot be set.", "Use a field of the process."),
    "placeholder": ProblemText(
        "“{%(name)s}” is not something a text can show.", "Use one of: %(known)s. Write {{ for a brace."
    ),
    # Conditions
    "condition_syntax": ProblemText(
        "The condition cannot be read at character %(position)s: %(reason)s.", "Correct it; texts need quotes."
    ),
    "condition_too_long": ProblemText("The condition is longer than %(limit)s characters.", "Divide it."),
    "condition_too_deep": ProblemText("The condition is nested more than %(limit)s levels deep.", "Divide it."),
    "condition_name": ProblemText(
        "The condition names “%(name)s” at character %(position)s, which is not known.",
        "Use ticket, fields, filled, requester, organization, contract, now or today.%(guess)s",
    ),
    "condition_field": ProblemText(
        "The condition names “%(name)s” at character %(position)s, which is not known.",
        "Check the name.%(guess)s",
    ),
    "condition_function": ProblemText(
        "The condition calls “%(name)s” at character %(position)s, which is not known.", "Use one of: %(known)s."
    ),
    "condition_arguments": ProblemText(
        "“%(name)s” at character %(position)s is not called as it should be.", "Write it as %(usage)s."
    ),
    "condition_types": ProblemText(
        "The condition cannot use “%(operator)s” with %(left)s and %(right)s (character %(position)s).",
        "Compare values of the same type; texts need quotes, numbers do not.",
    ),
    "condition_type": ProblemText(
        "The condition needs %(wanted)s at character %(position)s and finds %(found)s.", "Compare it with a value."
    ),
    "condition_option": ProblemText(
        "The field “%(field)s” has no option “%(option)s” (character %(position)s).", "Use one of: %(known)s."
    ),
    # Names outside the document
    "unknown_tool": ProblemText("There is no tool “%(name)s”.", "Create it, or correct the name.%(guess)s"),
    "unknown_queue": ProblemText("There is no queue “%(name)s”.", "Create it, or correct the name.%(guess)s"),
    "unknown_state": ProblemText("There is no state “%(name)s”.", "Create it, or correct the name.%(guess)s"),
    "unknown_role": ProblemText("There is no role “%(name)s”.", "Use one of the desk's roles.%(guess)s"),
    "timers": ProblemText("This desk does not run timers.", "Use another “on”."),
    # Things to look at before publishing
    "unreachable": _warning("No path leads to the activity “%(activity)s”.", "Add a transition to it, or remove it."),
    "dead_end": _warning("The activity “%(activity)s” has no way out.", "Add a transition, or “end: true”."),
    "no_end": _warning(
        "From the activity “%(activity)s” no end can be reached.", "Add a way to an activity with “end: true”."
    ),
    "stage_unused": _warning("No activity that can be reached is in the stage “%(stage)s”.", "Use it, or remove it."),
    "many_stages": _warning("There are %(count)s stages.", "Customers follow three to six with ease; join some."),
    "dialog_unused": _warning("No activity offers the dialog “%(dialog)s”.", "Add it to an activity, or remove it."),
    "field_unused": _warning("Nothing uses the field “%(field)s”.", "Add it to a dialog, or remove it."),
    "dialog_unusable": _warning(
        "The activity offers “%(dialog)s”, but nothing happens when it is sent.",
        "Add a transition for it, or let it ask for something.",
    ),
    "required_hidden": _warning(
        "The required field “%(field)s” is never shown.", "Correct “show_when”, or remove the field."
    ),
    "never": _warning("The condition can never be true.", "Correct it, or remove what depends on it."),
    "always": _warning("The condition is always true.", "Remove it."),
    "shadowed": _warning(
        "This transition is never reached: an earlier one always comes first.", "Put it before that one."
    ),
    "start_skipped": _warning(
        "The start activity is left as soon as the ticket is opened.",
        "Name the dialog that should lead on, or add a “when”.",
    ),
    "start_not_for_customer": _warning(
        "Customers cannot send the start dialog.", "Add customer to its “for” if they open this process themselves."
    ),
    "end_open": _warning(
        "The process ends in the state “%(state)s”, which is not a closing one.", "Use a resolved or closed state."
    ),
    "closed_midway": _warning(
        "The activity “%(activity)s” closes the ticket though the process goes on.",
        "Use an open state, or “end: true”.",
    ),
    "translation": _warning(
        "%(count)s texts have no wording in “%(language)s”; the first is %(first)s.",
        "Readers of it see Portuguese there.",
    ),
}
