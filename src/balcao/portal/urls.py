"""The customers' pages. Pages in Portuguese, what is sent to them in English. Mounted at the root."""

from django.urls import include, path

from balcao.portal.views import (
    approvals,
    closures,
    dialogs,
    drafts,
    home,
    notifications,
    palette,
    participants,
    pending,
    readings,
    replies,
    seen,
    ticket,
    tickets,
    transcripts,
)

one = [
    path("", ticket.ticket, name="ticket"),
    path("dialogos/<str:dialog>/", dialogs.dialog, name="ticket_dialog"),
    path("replies/", replies.reply, name="ticket_replies"),
    path("closure/", closures.closure, name="ticket_closure"),
    path("reopening/", closures.reopening, name="ticket_reopening"),
    path("participants/", participants.add, name="ticket_participants"),
    path("participants/<int:user_id>/removal/", participants.remove, name="ticket_participant_removal"),
    path("pending/<int:pk>/decision/", pending.decision, name="ticket_pending"),
    path("reading/", readings.reading, name="ticket_reading"),
    path("customer-view/", seen.look, name="customer_view"),
    path("como-o-cliente-ve/", seen.seen, name="seen_as_customer"),
    path("historico.pdf", transcripts.pdf, name="ticket_pdf"),
    path("historico.zip", transcripts.archive, name="ticket_zip"),
    path("aprovacoes/<int:pk>/", approvals.approval, name="approval"),
    path("approvals/<int:pk>/decision/", approvals.decision, name="approval_decision"),
]

urlpatterns = [
    path("", home.home, name="home"),
    path("paleta/", palette.palette, name="palette"),
    path("tickets/", tickets.tickets, name="tickets"),
    path("tickets/tickets.csv", tickets.tickets_csv, name="tickets_csv"),
    path("tickets/rascunhos/", drafts.drafts, name="drafts"),
    path("tickets/<int:number>/", include(one)),
    path("aprovacoes/<str:token>/", approvals.link, name="approval_link"),
    path("notificacoes/", notifications.notifications, name="notifications"),
    path("notificacoes/reading/", notifications.mark_read, name="notifications_reading"),
]
