"""Ways in which mail comes in."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from balcao.mail.models import Mailbox, MailboxKind, MailPlace
from balcao.setup.mailboxes.fields import COMMON_HELP, FIELDSETS, HELP
from balcao.setup.mailboxes.form import PLACE, SECRETS, MailboxForm
from balcao.setup.pages.base import Page
from balcao.setup.views.mailboxes import health_shown, kind_choice, mailbox_list, switch_mailbox, test_mailbox


@admin.register(Mailbox)
class MailboxPage(Page):
    form = MailboxForm
    change_form_template = "setup/mailboxes/change_form.html"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/test/", view(test_mailbox), name="mail_mailbox_test"),
            path("<int:pk>/switch/", view(switch_mailbox), name="mail_mailbox_switch"),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return mailbox_list(request)

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name == "oauth_token_url":
            kwargs["assume_scheme"] = "https"
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if request.GET.get("kind") not in MailboxKind.values:
            return kind_choice(request)
        return super().add_view(request, form_url, extra_context)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        return FIELDSETS[_kind(request, obj)]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        kind = _kind(request, obj)
        made: Any = super().get_form(request, obj, change, **kwargs)

        class OfKind(made):  # type: ignore[misc]
            def __init__(self, *args: Any, **options: Any) -> None:
                super().__init__(*args, **options)
                self.instance.kind = kind
                for name in SECRETS.keys() - set(flatten_fieldsets(FIELDSETS[kind])):
                    del self.fields[name]

        for name, text in {**COMMON_HELP, **HELP[kind]}.items():
            if name in OfKind.base_fields:
                OfKind.base_fields[name].help_text = text
        return OfKind

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change and PLACE & set(form.changed_data):
            # Numbers of mails on another server would pass for those that are kept already; the bytes tell twins apart.
            MailPlace.objects.filter(mailbox=obj).delete()

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
            context["row"] = health_shown(Mailbox.objects.get(pk=obj.pk))
        return super().render_change_form(request, context, add, change, form_url, obj)


def _kind(request: HttpRequest, mailbox: Mailbox | None) -> str:
    kind = mailbox.kind if mailbox is not None else request.GET.get("kind", "")
    return kind if kind in MailboxKind.values else MailboxKind.HANDED.value
