"""Processes as documents: written, checked, published; the versions that tickets run on stay to be read."""

from pathlib import Path
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from balcao.catalog.models import Offer, Tool
from balcao.lib.texts import pick
from balcao.processes.actions.publish import publish
from balcao.processes.engine import DocumentInvalid
from balcao.processes.models import Process
from balcao.setup.checking import Finding, findings
from balcao.setup.pages.base import Page, StackedInline
from balcao.setup.views.moves import move_running
from balcao.setup.views.versions import process_version, versions_of
from balcao.tickets.known_names import known_names

STARTER = Path(__file__).resolve().parent.parent / "starter.yaml"


class ProcessForm(forms.ModelForm):  # type: ignore[type-arg]
    draft = forms.CharField(
        label=gettext_lazy("Document (YAML)"),
        strip=False,
        max_length=1_000_000,
        widget=forms.Textarea(
            attrs={"rows": 34, "class": "document", "spellcheck": "false", "wrap": "off", "autocapitalize": "off"}
        ),
    )

    class Meta:
        model = Process
        fields = ["slug", "is_open", "draft"]

    def clean_draft(self) -> str:
        # Browsers send CRLF, and a document's hash must not depend on who typed it.
        draft: str = self.cleaned_data["draft"]
        return draft.replace("\r\n", "\n").replace("\r", "\n")


class NewProcessForm(forms.ModelForm):  # type: ignore[type-arg]
    tool = forms.ModelChoiceField(Tool.objects.all(), label=gettext_lazy("Tool"))

    class Meta:
        model = Process
        fields = ["slug"]

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"]
        if slug != slug.lower() or "_" in slug:
            raise ValidationError(_("Use lower-case letters, digits and hyphens: “minha-etapa”."))
        return slug


class OfferOfProcessInline(StackedInline):
    model = Offer
    fields = ["tool", "promise", "position"]
    max_num = 1
    can_delete = False
    verbose_name = verbose_name_plural = gettext_lazy("where customers find it")


@admin.register(Process)
class ProcessPage(Page):
    list_display = ["shown_name", "slug", "tool", "version", "is_open", "has_draft"]
    list_filter = ["is_open", "offer__tool"]
    list_select_related = ["current", "offer__tool"]
    search_fields = ["slug", "draft"]
    change_form_template = "setup/process/change_form.html"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(process_version)
        address = path("<int:pk>/versions/<int:number>/", view, name="processes_process_version")
        move = self.admin_site.admin_view(move_running)
        moving = path("<int:pk>/versions/<int:number>/move/", move, name="processes_process_move")
        return [address, moving, *super().get_urls()]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = NewProcessForm if obj is None else ProcessForm
        return super().get_form(request, obj, change, **{**kwargs, "form": form})

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        fields = ["slug", "tool"] if obj is None else ["slug", "is_open", "draft"]
        return [(None, {"fields": fields})]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["slug"] if obj is not None else []

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        return [OfferOfProcessInline] if obj is not None else []

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change:
            tool = form.cleaned_data["tool"]
            obj.draft = STARTER.read_text(encoding="utf-8").replace("SLUG", obj.slug).replace("TOOL", tool.slug)
        super().save_model(request, obj, form, change)
        if not change:
            Offer.objects.create(tool=form.cleaned_data["tool"], process=obj)

    def render_change_form(
        self,
        request: HttpRequest,
        context: Any,
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> HttpResponse:
        if obj is not None:
            found = findings(obj, request.POST.get("draft", obj.draft))
            context.update(
                subtitle=self.shown_name(obj), findings=found, errors_found=_errors(found), versions=versions_of(obj)
            )
        return super().render_change_form(request, context, add, change, form_url, obj)

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: str | None = None) -> HttpResponse:
        return redirect("admin:processes_process_change", obj.pk)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        """[Verificar] and [Publicar] keep the draft first: nothing typed is ever lost."""
        if "_publish" in request.POST:
            self._publish(request, obj)
        elif "_check" in request.POST:
            self._say_findings(request, findings(obj, obj.draft))
        else:
            return super().response_change(request, obj)
        return redirect(f"{reverse('admin:processes_process_change', args=[obj.pk])}#verificacao")

    def _publish(self, request: HttpRequest, process: Process) -> None:
        found = findings(process, process.draft)
        if _errors(found):
            self._say_findings(request, found)
            return
        before = process.current_id
        try:
            version = publish(process=process, names=known_names(), by=request.user, now=timezone.now())  # type: ignore[arg-type]
        except DocumentInvalid:  # something it names was deleted this very moment
            self._say_findings(request, findings(process, process.draft))
            return
        if version.pk == before:
            messages.info(request, _("This text is version %(number)d already.") % {"number": version.number})
            return
        said = _("Version %(number)d is published. New tickets use it; running ones keep theirs.")
        self.log_change(request, process, _("Published version %(number)d") % {"number": version.number})
        messages.success(request, said % {"number": version.number})

    def _say_findings(self, request: HttpRequest, found: list[Finding]) -> None:
        errors = _errors(found)
        if errors:
            text = ngettext(
                "The draft is kept. %(count)d thing keeps it from being published.",
                "The draft is kept. %(count)d things keep it from being published.",
                errors,
            )
            messages.error(request, text % {"count": errors})
        else:
            messages.success(request, _("The draft is kept and can be published."))

    @admin.display(description=gettext_lazy("name"))
    def shown_name(self, process: Process) -> str:
        return pick(process.current.name, get_language()) if process.current else process.slug

    @admin.display(description=gettext_lazy("tool"))
    def tool(self, process: Process) -> str:
        offer = getattr(process, "offer", None)
        return pick(offer.tool.name, get_language()) if offer else ""

    @admin.display(description=gettext_lazy("version"))
    def version(self, process: Process) -> int | None:
        return process.current.number if process.current else None

    @admin.display(description=gettext_lazy("draft differs"), boolean=True)
    def has_draft(self, process: Process) -> bool:
        return process.current is None or process.draft != process.current.document


def _errors(found: list[Finding]) -> int:
    return sum(finding.is_error for finding in found)
