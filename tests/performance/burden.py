"""One more of everything that can hang on a ticket at the desk."""

from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from balcao.files.actions.store import store_file
from balcao.people.actions.keep_note import note_person
from balcao.people.models import Membership, PersonNote
from balcao.tickets.actions.add_note import add_note
from balcao.tickets.actions.assign import assign
from balcao.tickets.actions.checklist import add_item
from balcao.tickets.actions.follow import follow
from balcao.tickets.actions.link import link
from balcao.tickets.actions.log_time import log_time
from balcao.tickets.actions.participants import add_participant
from balcao.tickets.actions.reply import reply
from balcao.tickets.actions.tag import change_tags
from balcao.tickets.models import Macro, Right, Ticket
from tests.cast import Cast, agent, customer, give_right
from tests.tickets.helpers import say


def burden(cast: Cast, ticket: Ticket, number: int) -> None:
    """Answers with files, a note, people, another agent, a tag, a task, time, a follower, a link, a macro."""
    now, ana = timezone.now(), cast.ana
    person = customer(f"pessoa{number}", f"Pessoa {number}")
    Membership.objects.create(user=person, organization=cast.acme, is_manager=True)
    colleague = agent(f"atendente{number}", f"Atendente {number}")
    give_right(colleague, f"Equipe {number}", [ticket.queue], Right.WRITE)
    file = store_file(upload=SimpleUploadedFile(f"{number}.txt", b"texto"), by=ana, now=now)
    reply(ticket=ticket, by=ana, as_desk=True, body=f"Resposta {number}", key=uuid4(), now=now, files=[file])
    say(ticket, cast.marina, now=now)
    add_note(ticket=ticket, by=colleague, body="Vejo já.", key=uuid4(), now=now)
    add_participant(ticket=ticket, person=person, by=ana, now=now)
    assign(ticket=ticket, to=colleague, by=cast.alice, now=now)
    change_tags(ticket=ticket, add=[f"etiqueta {number}"], by=ana, now=now)
    add_item(ticket=ticket, text=f"Tarefa {number}", by=ana, now=now)
    log_time(ticket=ticket, by=ana, minutes=5, worked_on=now.date(), key=uuid4(), now=now)
    follow(ticket=ticket, agent=colleague, by=ana, now=now)
    link(ticket=ticket, other=cast.ticket(now=now), by=ana, now=now)
    Macro.objects.create(name=f"Macro {number}", steps=[{"do": "assign", "to": "me"}])
    before = PersonNote.objects.filter(person=cast.marina).values_list("text", flat=True).first() or ""
    note_person(person=cast.marina, text=f"Nota {number}", seen=before, by=ana, now=now)
