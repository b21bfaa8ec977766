"""Mail that leaves, and what became of it."""

from django.contrib import admin

from balcao.mail.models import OutgoingMail
from balcao.setup.pages.base import ReadOnlyPage


@admin.register(OutgoingMail)
class MailPage(ReadOnlyPage):
    list_display = ["to", "subject", "status", "created_at", "sent_at"]
    list_filter = ["status"]
    search_fields = ["to", "subject"]
    # Never the text: it may hold a link that signs in.
    fields = ["to", "subject", "status", "attempts", "last_error", "created_at", "sent_at"]
