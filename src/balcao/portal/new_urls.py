"""Opening a ticket. Mounted at the root."""

from django.urls import path

from balcao.portal.views import new_ticket, new_ticket_form, shared

urlpatterns = [
    path("novo/", new_ticket.choose, name="new_ticket"),
    path("novo/compartilhado/", shared.share, name="share"),
    path("novo/<slug:tool>/<slug:process>/", new_ticket_form.form, name="new_ticket_form"),
    path("tickets/<int:number>/enviado/", new_ticket.sent, name="ticket_sent"),
]
