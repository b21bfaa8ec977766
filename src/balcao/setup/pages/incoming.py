"""Mail that came in: every mail's fate, and what can be done with it."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path

from balcao.mail.models import IncomingMail
from balcao.setup.pages.base import ReadOnlyPage
from balcao.setup.views.incoming import mail_list, mail_page
from balcao.setup.views.incoming_acts import attach_mail, discard_mail, original, release_mail, sort_mail_again
from balcao.setup.views.incoming_bulk import act_on_mails


@admin.register(IncomingMail)
class IncomingMailPage(ReadOnlyPage):
    """Its lists are our own: Django's read every row's place to count pages, and mails are many."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        name = "mail_incomingmail"
        return [
            path("bulk/", view(act_on_mails), name=f"{name}_bulk"),
            path("<int:pk>/sort/", view(sort_mail_again), name=f"{name}_sort"),
            path("<int:pk>/release/", view(release_mail), name=f"{name}_release"),
            path("<int:pk>/discard/", view(discard_mail), name=f"{name}_discard"),
            path("<int:pk>/attach/", view(attach_mail), name=f"{name}_attach"),
            path("<int:pk>/original/", view(original), name=f"{name}_original"),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return mail_list(request)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        mail = self.get_object(request, unquote(object_id))
        if mail is None:
            raise Http404
        return mail_page(request, mail.pk)
