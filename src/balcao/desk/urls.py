"""`/atendimento/`: pages in Portuguese nouns, what is posted in English."""

from django.urls import path

from balcao.desk.views import changes, dialogs, effects, inbox, messages

app_name = "desk"

urlpatterns = [
    path("", inbox.inbox, name="inbox"),
    path("lista/<str:place>/", inbox.place, name="place"),
    path("tickets/<int:number>/", inbox.ticket, name="ticket"),
    path("tickets/<int:number>/dialogos/<slug:dialog>/", dialogs.dialog, name="dialog"),
    path("tickets/<int:number>/replies/", messages.reply_to_customer, name="reply"),
    path("tickets/<int:number>/notes/", messages.note, name="note"),
    path("tickets/<int:number>/assignment/", changes.assignment, name="assignment"),
    path("tickets/<int:number>/state/", changes.state, name="state"),
    path("tickets/<int:number>/priority/", changes.priority, name="priority"),
    path("tickets/<int:number>/queue/", changes.queue, name="queue"),
    path("tickets/<int:number>/effects/<int:pk>/retry/", effects.retry, name="effect_retry"),
    path("tickets/<int:number>/closure/", changes.closure, name="closure"),
    path("tickets/<int:number>/reopening/", changes.reopening, name="reopening"),
]
