"""A macro as a form: one input for each thing it may do, instead of JSON."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from balcao.lib.refused import Refused
from balcao.people.models import User
from balcao.setup.fields.texts import TextsField
from balcao.tickets.actions.close import Reason
from balcao.tickets.acts.steps import check_steps
from balcao.tickets.models import Macro, Priority, Queue, State

AS_IT_IS = ("", _("leave as it is"))


class MacroForm(forms.ModelForm[Macro]):
    """The steps are always carried out in this order: whom it belongs to first, what ends it last."""

    assign = forms.ChoiceField(label=_("give it to"), required=False)
    queue = forms.ModelChoiceField(
        Queue.objects.all(),
        label=_("move it to the queue"),
        required=False,
        to_field_name="slug",
        empty_label=AS_IT_IS[1],
    )
    priority = forms.ChoiceField(label=_("set the priority"), required=False, choices=[AS_IT_IS, *Priority.choices])
    tag = forms.CharField(label=_("add the tags"), required=False, help_text=_("Separate them with commas."))
    untag = forms.CharField(label=_("take off the tags"), required=False)
    note = TextsField(label=_("write an internal note"), required=False, is_long=True)
    reply = TextsField(label=_("answer the customer"), required=False, is_long=True)
    state = forms.ModelChoiceField(
        State.objects.all(), label=_("set the state"), required=False, to_field_name="slug", empty_label=AS_IT_IS[1]
    )
    close = forms.ChoiceField(label=_("close the ticket"), required=False, choices=[("", _("no")), *Reason.choices])

    class Meta:
        model = Macro
        fields = ["name", "team", "position", "is_active"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agents = User.objects.filter(is_agent=True, is_active=True).order_by("name").values_list("pk", "name")
        choice = cast(forms.ChoiceField, self.fields["assign"])
        choice.choices = [
            AS_IT_IS,
            ("me", _("whoever runs the macro")),
            ("nobody", _("nobody")),
            *((str(pk), name) for pk, name in agents),
        ]
        for step in self.instance.steps or []:
            self.initial.update(_shown(step))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        steps = _steps(data)
        if not steps:
            raise ValidationError(_("Choose at least one thing that the macro does."))
        try:
            self.instance.steps = check_steps(steps)
        except Refused as refusal:
            raise ValidationError(refusal.message) from refusal
        return data


def _steps(data: dict[str, Any]) -> list[dict[str, Any]]:
    """What was filled in, as steps."""
    steps: list[dict[str, Any]] = []
    if data.get("assign"):
        to = data["assign"]
        steps.append({"do": "assign", "to": int(to) if to.isdigit() else ("me" if to == "me" else None)})
    if data.get("queue"):
        steps.append({"do": "queue", "queue": data["queue"].slug})
    if data.get("priority"):
        steps.append({"do": "priority", "priority": int(data["priority"])})
    for kind in ("tag", "untag"):
        names = [name.strip() for name in data.get(kind, "").split(",") if name.strip()]
        if names:
            steps.append({"do": kind, "names": names})
    steps += [{"do": kind, "texts": data[kind]} for kind in ("note", "reply") if data.get(kind)]
    if data.get("state"):
        steps.append({"do": "state", "state": data["state"].slug})
    if data.get("close"):
        steps.append({"do": "close", "reason": data["close"]})
    return steps


def _shown(step: dict[str, Any]) -> dict[str, Any]:
    """A step as what the inputs begin with."""
    kind = step["do"]
    match kind:
        case "assign":
            return {"assign": "nobody" if step["to"] is None else str(step["to"])}
        case "tag" | "untag":
            return {kind: ", ".join(step["names"])}
        case "note" | "reply":
            return {kind: step["texts"]}
        case "close":
            return {"close": step.get("reason", Reason.SOLVED)}
    return {kind: step[kind]}
