"""Mail that leaves, and what became of it."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from balcao.mail.models import OutgoingMail
from balcao.setup.pages.base import ReadOnlyPage, moment


@admin.register(OutgoingMail)
class MailPage(ReadOnlyPage):
    list_display = ["to", "subject", "status", "made", "left"]
    list_filter = ["status"]
    search_fields = ["to", "subject"]
    # Never the text: it may hold a link that signs in.
    fields = ["to", "subject", "status", "attempts", "last_error", "created_at", "sent_at"]

    @admin.display(description=_("created at"), ordering="created_at")
    def made(self, mail: OutgoingMail) -> str:
        return moment(mail.created_at)

    @admin.display(description=_("sent at"), ordering="sent_at")
    def left(self, mail: OutgoingMail) -> str:
        return moment(mail.sent_at)
