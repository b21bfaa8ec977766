"""What agents use again and again: ready answers, macros, tags."""

from typing import Any, cast

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from balcao.lib.texts import fold, pick, snippet
from balcao.people.models import User
from balcao.setup.macro_form import MacroForm
from balcao.setup.pages.base import Page
from balcao.tickets.acts.steps import say_steps
from balcao.tickets.models import CannedAnswer, Macro, Tag


@admin.register(CannedAnswer)
class CannedAnswerPage(Page):
    """Those for everybody or a team; agents keep their own at the desk."""

    list_display = ["shortcut", "title", "beginning", "team"]
    list_display_links = ["shortcut", "title"]
    list_select_related = ["team"]
    search_fields = ["shortcut", "title"]
    fields = ["shortcut", "title", "texts", "team"]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).filter(owner__isnull=True)

    @admin.display(description=_("text"))
    def beginning(self, answer: CannedAnswer) -> str:
        return snippet(pick(answer.texts, get_language()), 80)


@admin.register(Macro)
class MacroPage(Page):
    form = MacroForm
    list_display = ["name", "does", "team", "is_active", "position"]
    list_select_related = ["team"]
    search_fields = ["name"]
    fieldsets = [
        (None, {"fields": ["name", "team", "position", "is_active"]}),
        (
            _("What it does, in this order"),
            {"fields": ["assign", "queue", "priority", "tag", "untag", "note", "reply", "state", "close"]},
        ),
    ]

    def get_queryset(self, request: HttpRequest) -> Any:
        self.reader = cast(User, request.user)
        return super().get_queryset(request)

    @admin.display(description=_("does"))
    def does(self, macro: Macro) -> str:
        return snippet("; ".join(say_steps(macro.steps, self.reader)), 120)


class TagForm(forms.ModelForm[Tag]):
    def clean_name(self) -> str:
        name = str(self.cleaned_data["name"])
        self.instance.slug = fold(name)[:60]
        if Tag.objects.filter(slug=self.instance.slug).exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("This tag exists already."))
        return name


@admin.register(Tag)
class TagPage(Page):
    form = TagForm
    list_display = ["name", "used"]
    search_fields = ["name"]
    fields = ["name"]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).annotate(used_count=Count("on_tickets"))

    @admin.display(description=_("tickets"), ordering="used_count")
    def used(self, tag: Any) -> int:
        return int(tag.used_count)
