"""Every sentence the engine says to administrators about a document, by code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from balcao.processes.engine.words import _


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
    "too_big": ProblemText(_("The document is larger than %(limit)s KB."), _("Divide it into several processes.")),
    "bad_characters": ProblemText(_("The document has characters that cannot be read."), _("Save the file as UTF-8.")),
    "not_yaml": ProblemText(
        _("This is not valid YAML."), _("Check indentation, quotes and colons on this line and the one before.")
    ),
    "empty": ProblemText(_("The document is empty."), _("Begin with “balcao: process/1”.")),
    "two_documents": ProblemText(_("The text holds more than one document."), _("Keep one process per document.")),
    "alias": ProblemText(
        _("Anchors and aliases (& and *) are not accepted."), _("Write the content out where it is used.")
    ),
    "tag": ProblemText(
        _("The tag %(tag)s is not accepted."), _("Remove it: types follow from the place in the document.")
    ),
    "too_deep": ProblemText(_("The document is nested more than %(limit)s levels deep."), _("Use fewer levels.")),
    "too_many_nodes": ProblemText(
        _("The document has more than %(limit)s elements."), _("Divide it into several processes.")
    ),
    "duplicate_key": ProblemText(
        _("“%(key)s” is written twice."), _("Keep one of the two; the first is on line %(first)s.")
    ),
    "bad_key": ProblemText(_("A key must be a plain word."), _("Write it as “word: value”.")),
    # Shapes and values
    "version": ProblemText(
        _("This is not a process document of a known version."), _("Begin with “balcao: process/1”.")
    ),
    "missing": ProblemText(_("“%(key)s” is missing."), _("Add it here.")),
    "unknown_key": ProblemText(_("“%(key)s” is not known here."), _("Remove it, or write one of: %(known)s.")),
    "did_you_mean": ProblemText(_("“%(key)s” is not known here."), _("Did you mean “%(guess)s”?")),
    "not_mapping": ProblemText(
        _("Expected several “key: value” lines."), _("Write them indented below, or as {key: value}.")
    ),
    "not_list": ProblemText(_("Expected a list."), _("Write one item per line with “- ”, or as [a, b].")),
    "not_text": ProblemText(_("Expected a text."), _("Write a single value; put it in quotes if it has “: ” or “#”.")),
    "empty_text": ProblemText(_("The text is empty."), _("Write it, or remove the line.")),
    "text_too_long": ProblemText(_("The text has %(length)s characters, at most %(limit)s."), _("Shorten it.")),
    "empty_list": ProblemText(_("The list is empty."), _("Write at least one item.")),
    "too_many": ProblemText(_("There are %(count)s items, at most %(limit)s."), _("Remove some.")),
    "no_portuguese": ProblemText(_("The text in Portuguese is missing."), _("Add “pt-br: …”.")),
    "language": ProblemText(_("“%(language)s” is not a language of the portal."), _("Use pt-br, en or es.")),
    "bad_id": ProblemText(
        _("“%(id)s” cannot be a name here."), _("Use lower-case letters, digits and hyphens: “minha-etapa”.")
    ),
    "bad_field_id": ProblemText(
        _("“%(id)s” cannot be the name of a field."),
        _("Use lower-case letters, digits and “_”, beginning with a letter, and no word of the condition language."),
    ),
    "not_boolean": ProblemText(_("Expected true or false."), _("Write true or false without quotes.")),
    "not_integer": ProblemText(_("Expected a whole number."), _("Write digits only.")),
    "not_number": ProblemText(_("Expected a number."), _("Write it with a point: 10.5.")),
    "out_of_range": ProblemText(_("%(value)s is out of range."), _("Use a value from %(low)s to %(high)s.")),
    "not_one_of": ProblemText(_("“%(value)s” is not known here."), _("Write one of: %(known)s.")),
    "not_span": ProblemText(_("“%(value)s” is not a duration."), _("Write business time such as 30m, 4h, 2d or 1d4h.")),
    "not_date": ProblemText(_("“%(value)s” is not a date."), _("Write it as 2026-12-31, or “today”.")),
    "min_above_max": ProblemText(_("The lowest limit is above the highest."), _("Exchange them.")),
    "duplicate_id": ProblemText(_("“%(id)s” is used twice in this list."), _("Give each item a name of its own.")),
    # Fields and dialogs
    "needs_options": ProblemText(
        _("A field of type %(type)s needs options."), _("Add “options: [{id: …, label: …}]”.")
    ),
    "key_not_for_type": ProblemText(_("“%(key)s” means nothing for a field of type %(type)s."), _("Remove it.")),
    "bad_pattern": ProblemText(
        _("The pattern is not a regular expression."), _("Correct it; it must match the whole value.")
    ),
    "bad_default": ProblemText(
        _("The default is not a valid value for this field."), _("Write a value that the field accepts.")
    ),
    "notice_required": ProblemText(_("A notice has nothing to fill."), _("Remove “required” and “default”.")),
    "field_twice": ProblemText(_("The dialog uses “%(field)s” twice."), _("Keep one of them.")),
    "unknown_field": ProblemText(
        _("There is no field “%(name)s”."), _("Declare it under “fields”, or correct the name.%(guess)s")
    ),
    "unknown_dialog": ProblemText(
        _("There is no dialog “%(name)s”."), _("Declare it under “dialogs”, or correct the name.%(guess)s")
    ),
    "unknown_activity": ProblemText(
        _("There is no activity “%(name)s”."), _("Declare it under “activities”, or correct the name.%(guess)s")
    ),
    "unknown_stage": ProblemText(
        _("There is no stage “%(name)s”."), _("Declare it under “stages”, or correct the name.%(guess)s")
    ),
    "start_not_offered": ProblemText(
        _("The start dialog “%(dialog)s” is not a dialog of the start activity."),
        _("Add it to that activity's “dialogs”."),
    ),
    "later_field": ProblemText(
        _("“fields.%(field)s” comes later in this dialog."), _("Show a field depending only on the ones before it.")
    ),
    # Transitions and effects
    "transition_empty": ProblemText(
        _("The transition does nothing."), _("Say where it leads with “to”, or what to do with “do”.")
    ),
    "key_not_for_trigger": ProblemText(_("“%(key)s” means nothing with “on: %(on)s”."), _("Remove it.")),
    "dialog_not_here": ProblemText(
        _("The activity does not offer the dialog “%(dialog)s”."),
        _("Add it to this activity's “dialogs”, or name one of those."),
    ),
    "enter_cycle": ProblemText(
        _("Automatic transitions lead from “%(activity)s” back to itself without a condition."),
        _("Give one of them a “when”, or another “on”."),
    ),
    "timer_shape": ProblemText(
        _("It is not clear what the timer waits for."),
        _("Write “after: 2d”, or “timer: …” with the name of one that “wait” sets."),
    ),
    "unknown_timer": ProblemText(
        _("Nothing sets the timer “%(name)s”."), _("Set it with “wait”, or correct the name.%(guess)s")
    ),
    "reserved_timer": ProblemText(_("“%(name)s” is the timer of “set_state … for”."), _("Give this one another name.")),
    "one_effect": ProblemText(_("Each item of “do” is one action."), _("Write one “action: value” per item.")),
    "not_a_choice_field": ProblemText(
        _("“%(field)s” cannot say that: it is not a choice of the right options."),
        _("Use a field of type choice with the slugs (or, for the priority, 1 to 5) as options."),
    ),
    "owner_shape": ProblemText(_("The owner is not clear."), _("Write {user: login}, {role: name} or none.")),
    "bad_value": ProblemText(
        _("The value is not valid for the field “%(field)s”."), _("Write a value that the field accepts.")
    ),
    "not_a_number_field": ProblemText(
        _("“%(field)s” is neither a number nor an amount."), _("Use “set_field”, or a field of type number.")
    ),
    "copy_types": ProblemText(
        _("“%(source)s” cannot be copied into “%(field)s”."), _("Use fields of the same type, or copy into a text.")
    ),
    "fact_type": ProblemText(
        _("A field of type %(type)s cannot begin with “%(source)s”."), _("Use a field of type text.")
    ),
    "read_only_required": ProblemText(
        _("What is only read cannot be required, and files cannot be only read."),
        _("Remove “read_only”, or what asks for an answer."),
    ),
    "recipient": ProblemText(
        _("“%(value)s” is nobody an e-mail can go to."), _("Write an address, or one of: %(known)s.")
    ),
    "bad_url": ProblemText(
        _("“%(value)s” is not a web address."),
        _("Write it whole: “https://example.com/path”, without user or password."),
    ),
    "pseudo_field": ProblemText(
        _("“%(field)s” belongs to the message and cannot be set."), _("Use a field of the process.")
    ),
    "placeholder": ProblemText(
        _("“{%(name)s}” is not something a text can show."), _("Use one of: %(known)s. Write {{ for a brace.")
    ),
    # Conditions
    "condition_syntax": ProblemText(
        _("The condition cannot be read at character %(position)s: %(reason)s."), _("Correct it; texts need quotes.")
    ),
    "condition_unexpected": ProblemText(
        _("“%(text)s” is not expected at character %(position)s of the condition."), _("Correct it; texts need quotes.")
    ),
    "condition_missing": ProblemText(
        _("“%(text)s” is missing at character %(position)s of the condition."), _("Add it there.")
    ),
    "condition_refused": ProblemText(_("The condition cannot be used: %(reason)s."), _("Write it in another way.")),
    "condition_too_long": ProblemText(_("The condition is longer than %(limit)s characters."), _("Divide it.")),
    "condition_too_deep": ProblemText(_("The condition is nested more than %(limit)s levels deep."), _("Divide it.")),
    "condition_name": ProblemText(
        _("The condition names “%(name)s” at character %(position)s, which is not known."),
        _("Use ticket, fields, filled, requester, organization, contract, now or today.%(guess)s"),
    ),
    "condition_field": ProblemText(
        _("The condition names “%(name)s” at character %(position)s, which is not known."),
        _("Check the name.%(guess)s"),
    ),
    "condition_function": ProblemText(
        _("The condition calls “%(name)s” at character %(position)s, which is not known."), _("Use one of: %(known)s.")
    ),
    "condition_arguments": ProblemText(
        _("“%(name)s” at character %(position)s is not called as it should be."), _("Write it as %(usage)s.")
    ),
    "condition_types": ProblemText(
        _("The condition cannot use “%(operator)s” with %(left)s and %(right)s (character %(position)s)."),
        _("Compare values of the same type; texts need quotes, numbers do not."),
    ),
    "condition_type": ProblemText(
        _("The condition needs %(wanted)s at character %(position)s and finds %(found)s."),
        _("Compare it with a value."),
    ),
    "condition_option": ProblemText(
        _("The field “%(field)s” has no option “%(option)s” (character %(position)s)."), _("Use one of: %(known)s.")
    ),
    # Names outside the document
    "unknown_tool": ProblemText(_("There is no tool “%(name)s”."), _("Create it, or correct the name.%(guess)s")),
    "unknown_queue": ProblemText(_("There is no queue “%(name)s”."), _("Create it, or correct the name.%(guess)s")),
    "unknown_state": ProblemText(_("There is no state “%(name)s”."), _("Create it, or correct the name.%(guess)s")),
    "unknown_role": ProblemText(_("There is no role “%(name)s”."), _("Use one of the desk's roles.%(guess)s")),
    "unknown_user": ProblemText(
        _("There is no agent “%(name)s”."), _("Create the person, or correct the name.%(guess)s")
    ),
    "unknown_process": ProblemText(
        _("There is no process “%(name)s” that takes new tickets."), _("Publish it, or correct the name.%(guess)s")
    ),
    "state_unlabelled": ProblemText(
        _("The state “%(state)s” has no name for customers."), _("Give it one on the page of states.")
    ),
    "webhooks": ProblemText(_("This desk cannot sign webhooks."), _("Set BALCAO_WEBHOOK_SECRET where the desk runs.")),
    "timers": ProblemText(_("This desk does not run timers."), _("Use another “on”.")),
    # Things to look at before publishing
    "unreachable": _warning(
        _("No path leads to the activity “%(activity)s”."), _("Add a transition to it, or remove it.")
    ),
    "dead_end": _warning(_("The activity “%(activity)s” has no way out."), _("Add a transition, or “end: true”.")),
    "no_end": _warning(
        _("From the activity “%(activity)s” no end can be reached."), _("Add a way to an activity with “end: true”.")
    ),
    "stage_unused": _warning(
        _("No activity that can be reached is in the stage “%(stage)s”."), _("Use it, or remove it.")
    ),
    "many_stages": _warning(_("There are %(count)s stages."), _("Customers follow three to six with ease; join some.")),
    "dialog_unused": _warning(
        _("No activity offers the dialog “%(dialog)s”."), _("Add it to an activity, or remove it.")
    ),
    "field_unused": _warning(_("Nothing uses the field “%(field)s”."), _("Add it to a dialog, or remove it.")),
    "dialog_unusable": _warning(
        _("The activity offers “%(dialog)s”, but nothing happens when it is sent."),
        _("Add a transition for it, or let it ask for something."),
    ),
    "required_hidden": _warning(
        _("The required field “%(field)s” is never shown."), _("Correct “show_when”, or remove the field.")
    ),
    "never": _warning(_("The condition can never be true."), _("Correct it, or remove what depends on it.")),
    "always": _warning(_("The condition is always true."), _("Remove it.")),
    "shadowed": _warning(
        _("This transition is never reached: an earlier one always comes first."), _("Put it before that one.")
    ),
    "start_skipped": _warning(
        _("The start activity is left as soon as the ticket is opened."),
        _("Name the dialog that should lead on, or add a “when”."),
    ),
    "start_not_for_customer": _warning(
        _("Customers cannot send the start dialog."),
        _("Add customer to its “for” if they open this process themselves."),
    ),
    "approval_unheard": _warning(
        _("The activity “%(activity)s” asks for approval, and nothing follows from the answer."),
        _("Add transitions with “on: approval” to it."),
    ),
    "pending_lost": _warning(
        _("The ticket does not wait in the state “%(state)s”: the activity “%(activity)s” puts another at once."),
        _("Put it into a transition with “on: enter” of that activity, or give the activity this state."),
    ),
    "timer_unheard": _warning(
        _("The activity “%(activity)s” waits for the timer “%(timer)s”, and nothing follows from it."),
        _("Add a transition with “on: timer” and “timer: %(timer)s” to it."),
    ),
    "end_open": _warning(
        _("The process ends in the state “%(state)s”, which is not a closing one."),
        _("Use a resolved or closed state."),
    ),
    "closed_midway": _warning(
        _("The activity “%(activity)s” closes the ticket though the process goes on."),
        _("Use an open state, or “end: true”."),
    ),
    "translation": _warning(
        _("%(count)s texts have no wording in “%(language)s”; the first is %(first)s."),
        _("Readers of it see Portuguese there."),
    ),
}
