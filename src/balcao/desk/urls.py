"""`/atendimento/`: pages in Portuguese nouns, what is posted in English."""

from django.urls import path

from balcao.desk.views import (
    acts,
    canned,
    changes,
    dialogs,
    effects,
    inbox,
    lists,
    messages,
    on_behalf,
    relations,
    tools,
    transcripts,
)

app_name = "desk"

urlpatterns = [
    path("", inbox.inbox, name="inbox"),
    path("lista/<str:place>/", inbox.place, name="place"),
    path("proximo/", lists.next_ticket, name="next"),
    path("views/", lists.saving, name="view_saving"),
    path("views/<int:pk>/removal/", lists.removal, name="view_removal"),
    path("tickets/<int:number>/", inbox.ticket, name="ticket"),
    path("tickets/<int:number>/respostas-prontas/", canned.answers, name="canned"),
    path("tickets/<int:number>/dialogos/<slug:dialog>/", dialogs.dialog, name="dialog"),
    path("tickets/<int:number>/historico.pdf", transcripts.pdf, name="pdf"),
    path("tickets/<int:number>/historico.zip", transcripts.archive, name="zip"),
    path("tickets/<int:number>/replies/", messages.reply_to_customer, name="reply"),
    path("tickets/<int:number>/notes/", messages.note, name="note"),
    path("tickets/<int:number>/assignment/", changes.assignment, name="assignment"),
    path("tickets/<int:number>/state/", changes.state, name="state"),
    path("tickets/<int:number>/priority/", changes.priority, name="priority"),
    path("tickets/<int:number>/queue/", changes.queue, name="queue"),
    path("tickets/<int:number>/effects/<int:pk>/retry/", effects.retry, name="effect_retry"),
    path("tickets/<int:number>/snooze/", tools.snooze, name="snooze"),
    path("tickets/<int:number>/tags/", tools.tags, name="tags"),
    path("tickets/<int:number>/following/", tools.following, name="following"),
    path("tickets/<int:number>/tasks/", tools.tasks, name="tasks"),
    path("tickets/<int:number>/tasks/<int:pk>/", tools.task, name="task"),
    path("tickets/<int:number>/time/", tools.time_spent, name="time"),
    path("tickets/<int:number>/links/", relations.links, name="links"),
    path("tickets/<int:number>/juntar/", relations.joining, name="joining"),
    path("tickets/<int:number>/mensagens/<int:pk>/separar/", relations.splitting, name="splitting"),
    path("tickets/<int:number>/macros/<int:pk>/", acts.macro_preview, name="macro"),
    path("tickets/<int:number>/macros/<int:pk>/run/", acts.macro, name="macro_run"),
    path("acts/", acts.bulk, name="bulk"),
    path("acts/<uuid:key>/", acts.progress, name="act"),
    path("acts/<uuid:key>/undo/", acts.undo, name="undo"),
    path("novo/", on_behalf.who, name="new"),
    path("novo/<int:membership>/", on_behalf.what, name="new_process"),
    path("novo/<int:membership>/<int:offer>/", on_behalf.form, name="new_form"),
    path("tickets/<int:number>/closure/", changes.closure, name="closure"),
    path("tickets/<int:number>/reopening/", changes.reopening, name="reopening"),
]
