"""Every route × everybody's relation to a ticket → what they get. A route that stands in no row fails the suite.

`-`: the way to the login page, `ok`: a page, or on to the next one after a deed, `no`: refused in words,
`404`: like what does not exist, `desk`/`admin`/`home`: sent to their own place.
"""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from balcao.files.actions.start_upload import start_upload
from balcao.files.actions.store import store_file
from balcao.files.models import StoredFile
from balcao.history.models import Event
from balcao.jobs.worker import run_due
from balcao.mail.intake import keep
from balcao.mail.models import BadAddress, Fate, IncomingMail, Mailbox, MailboxKind, RawMail
from balcao.people.models import Department, Membership, Sight, User
from balcao.processes.engine import SetKind, effect_to_json
from balcao.tickets.actions.add_note import add_note
from balcao.tickets.actions.ask_about_person import ask_about_person
from balcao.tickets.actions.checklist import add_item
from balcao.tickets.actions.close import close
from balcao.tickets.actions.participants import add_participant
from balcao.tickets.actions.reply import reply
from balcao.tickets.actions.save_draft import Edit, save_draft
from balcao.tickets.acts.perform import act_on
from balcao.tickets.approvals import token_of
from balcao.tickets.draft_places import box_of
from balcao.tickets.models import Approval, EffectRun, EffectStatus, Macro, Message, SavedView, Ticket, TicketPerson
from tests.cast import Cast, customer

pytestmark = pytest.mark.django_db

RELATIONS = (
    "anonymous",
    "stranger",
    "requester",
    "participant",
    "colleague",
    "of the department",
    "of another department",
    "of the company",
    "agent of another queue",
    "agent who reads",
    "agent",
    "administrator",
)

#              anonym. strang. request partic. colleag departm another company  otherq  reads   agent   admin
# fmt: off
EVERYBODY = "  ok      ok      ok      ok      ok      ok      ok      ok       ok      ok      ok      ok"
SIGNED_IN = "  -       ok      ok      ok      ok      ok      ok      ok       ok      ok      ok      ok"
CUSTOMERS = "  -       ok      ok      ok      ok      ok      ok      ok       desk    desk    desk    admin"
HOME = "       ok      ok      ok      ok      ok      ok      ok      ok       desk    desk    desk    admin"
TICKET = "     -       404     ok      ok      404     ok      404     ok       desk    desk    desk    admin"
ON_TICKET = "  -       404     ok      ok      404     no      404     ok       desk    desk    desk    admin"
FILE = "       -       404     ok      ok      404     ok      404     ok       404     ok      ok      404"
NOTE_FILE = "  -       404     404     404     404     404     404     404      404     ok      ok      404"
AGENTS = "     -       404     404     404     404     404     404     404      ok      ok      ok      404"
READERS = "    -       404     404     404     404     404     404     404      404     ok      ok      404"
VIEW_OWNER = " -       404     404     404     404     404     404     404      404     404     desk    404"
WRITERS = "    -       404     404     404     404     404     404     404      404     404     ok      404"
ENTRANCE = "   ok      home    home    home    home    home    home    home     home    home    home    home"
HOMEWARDS = "  home    home    home    home    home    home    home    home     home    home    home    home"
GONE = "       410     410     410     410     410     410     410     410      410     410     410     410"
FIRST = "      -       home    home    home    home    home    home    home     home    home    home    home"
MY_OWN = "     -       404     404     404     404     404     404     404      404     404     404     404"
TAKEN = "      -       no      no      no      no      no      no      no       no      no      no      no"
NOT_READ = "   -       400     400     400     400     400     400     400      400     400     400     400"
OWN_UPLOAD = " -       404     ok      404     404     404     404     404      404     404     404     404"
NOWHERE = "    404     404     404     404     404     404     404     404      404     404     404     404"
NOWHERE_AT_DESK="-     404     404     404     404     404     404     404      404     404     404     404"
NO_CUSTOMER = "-       404     404     404     404     404     404     404      desk    desk    desk    admin"
NOT_OFFERED = "-       404     no      no      404     no      404     no       desk    desk    desk    admin"
APPROVER = "   -       404     404     404     404     404     404     ok       desk    desk    desk    admin"
WRITES = "     -       404     ok      ok      404     ok      404     ok       404     404     404     404"
WRITES_OPENING="-      404     ok      ok      ok      ok      ok      ok       404     404     404     404"
OWN_DRAFT = "  -       404     ok      404     404     404     404     404      404     404     404     404"
DESKS = "      -       404     404     404     404     404     404     404      no      desk    desk    404"
DOER = "       -       404     404     404     404     404     404     404      404     404     ok      404"
UNDOER = "     -       404     404     404     404     404     404     404      404     404     desk    404"
NOBODY_YET = " -       404     404     404     404     404     404     404      404     404     404     404"
STAFF = "      -       404     404     404     404     404     404     404      404     404     404     ok"


@dataclass(frozen=True)
class Call:
    """One way to use a route. `words` in `where` and `data` are filled from the scene."""

    expected: str
    method: str = "get"
    where: dict[str, str] = field(default_factory=dict)
    data: dict[str, str] = field(default_factory=dict)


NUMBER = {"number": "number"}
WORDS = {"body": "Mais uma informação.", "key": "key"}


def page(expected: str, **where: str) -> list[Call]:
    """A route that is only read."""
    return [Call(expected, where=where)]


def deed(expected: str, data: dict[str, str] | None = None, **where: str) -> list[Call]:
    """A route that is only posted to."""
    return [Call(expected, "post", where, data or {})]


ROUTES: dict[str, list[Call]] = {
    "healthz": page(EVERYBODY),
    # Front: sign-in, first access, what the desk says of itself
    "account_login": page(ENTRANCE),
    "account_logout": deed(HOMEWARDS),
    "account_reset_password": page(EVERYBODY),
    "account_reset_password_done": page(EVERYBODY),
    "account_reset_password_from_key": page(GONE, uid="1", token="x-y"),
    "account_change_password": page(EVERYBODY),
    "first_password": page(FIRST),
    "invitation": page(NOWHERE, token="nobodys"),
    "invitation_renewal": deed(EVERYBODY, token="nobodys"),
    "language": deed(HOMEWARDS, {"language": "es"}),
    "company": deed(FIRST, {"organization": "1"}),
    "manifest": page(EVERYBODY),
    "worker": page(EVERYBODY),
    "offline": page(EVERYBODY),
    "theme": deed(FIRST, {"theme": "dark"}),
    "live_state": page(SIGNED_IN),
    "live_presence": page(READERS, ticket_id="ticket") + deed(READERS, ticket_id="ticket"),
    "hours": page(EVERYBODY),
    "help": page(EVERYBODY),
    "privacy": page(EVERYBODY),
    "accessibility": page(EVERYBODY),
    "preferences": page(SIGNED_IN),
    "preferences_notices": deed(SIGNED_IN),
    "my_data": deed(SIGNED_IN),
    "my_data_copy": page(MY_OWN, key="key"),
    "preferences_quiet": deed(TAKEN),
    "session_end": deed(SIGNED_IN, pk="1"),
    "sessions_end": deed(SIGNED_IN),
    "preferences_profile": deed(TAKEN),
    "preferences_photo": deed(TAKEN),
    "preferences_password": deed(TAKEN),
    "preferences_appearance": deed(TAKEN),
    "photo": page(MY_OWN, user_id="requester", name="none.webp"),
    # Drafts: saved, sent, undone, thrown away
    "draft_save": deed(WRITES, {**WORDS, "draft-for": "reply"})
    + deed(WRITERS, {**WORDS, "draft-for": "desk-reply"})
    + deed(WRITERS, {**WORDS, "draft-for": "note"})
    + deed(WRITES_OPENING, {**WORDS, "draft-for": "opening"}),
    "draft_sending": deed(WRITES, {**WORDS, "draft-for": "reply"})
    + deed(WRITERS, {**WORDS, "draft-for": "desk-reply"})
    + deed(WRITERS, {**WORDS, "draft-for": "note"}),
    "draft_undo": deed(OWN_DRAFT, {"key": "draft"}),
    "draft_discard": deed(SIGNED_IN, {"key": "draft"}),
    "draft_restoration": deed(OWN_DRAFT, {"key": "draft"}),
    "draft_state": page(OWN_DRAFT, key="draft"),
    "kept_mails": page(NOWHERE),
    "kept_mail": page(NOWHERE, mail_id="1"),
    "kept_mail_html": page(NOWHERE, mail_id="1"),
    # Files
    "file": page(FILE, file_id="file") + page(NOTE_FILE, file_id="note_file"),
    "uploads": deed(NOT_READ),
    "upload": page(OWN_UPLOAD, upload_id="upload"),
    "file_preview": page(MY_OWN, file_id="file"),
    "ticket_files": page(FILE, number="number"),
    # Portal
    "home": page(HOME),
    "tickets": page(CUSTOMERS),
    "tickets_csv": page(CUSTOMERS),
    "drafts": page(CUSTOMERS),
    "notifications": page(SIGNED_IN),
    "palette": page(SIGNED_IN),
    "notifications_reading": deed(SIGNED_IN),
    "new_ticket": page(CUSTOMERS),
    "share": deed(CUSTOMERS, {"title": "Nota"}),
    "new_ticket_form": page(CUSTOMERS, tool="emissor-fiscal", process="nota-rejeitada")
    + page(NO_CUSTOMER, tool="assinatura", process="nenhum"),
    "ticket_sent": page(TICKET, number="number"),
    "ticket": page(TICKET, number="number"),
    "ticket_pdf": page(TICKET, number="number"),
    "ticket_zip": page(TICKET, number="number"),
    "ticket_dialog": page(NOT_OFFERED, number="number", dialog="pedir-documento"),
    "ticket_replies": deed(TICKET, WORDS, number="number"),
    "ticket_closure": deed(ON_TICKET, number="number"),
    "ticket_reopening": deed(ON_TICKET, number="closed"),
    "ticket_participants": deed(ON_TICKET, {"user": "colleague"}, number="number"),
    "ticket_participant_removal": deed(ON_TICKET, number="number", user_id="participant"),
    "ticket_reading": deed(TICKET, number="number"),
    "ticket_pending": deed(ON_TICKET, {"decision": "include"}, number="number", pk="pending"),
    "approval_link": page(EVERYBODY, token="token") + page(NOWHERE, token="forged"),
    "approval": page(APPROVER, number="number", pk="approval"),
    "approval_decision": deed(APPROVER, {"decision": "approved"}, number="number", pk="approval"),
    # Desk
    "desk:inbox": page(AGENTS),
    "desk:place": page(AGENTS, place="abertos") + page(READERS, place="fila:n1"),
    "desk:next": page(AGENTS),
    "desk:view_saving": deed(AGENTS, {"place": "abertos", "query": "prioridade=5", "name": "Urgentes"}),
    "desk:view_removal": deed(VIEW_OWNER, pk="view"),
    "desk:ticket": page(READERS, number="number"),
    "desk:canned": page(WRITERS, number="number"),
    "desk:dialog": page(WRITERS, number="number", dialog="pedir-documento"),
    "desk:pdf": page(READERS, number="number"),
    "desk:zip": page(READERS, number="number"),
    "desk:reply": deed(WRITERS, WORDS, number="number"),
    "desk:note": deed(WRITERS, WORDS, number="number"),
    "desk:assignment": deed(WRITERS, {"agent": "me"}, number="number"),
    "desk:state": deed(WRITERS, {"state": "em-atendimento"}, number="number"),
    "desk:priority": deed(WRITERS, {"priority": "4"}, number="number"),
    "desk:queue": deed(WRITERS, {"queue": "fiscal"}, number="number"),
    "desk:effect_retry": deed(WRITERS, number="number", pk="effect"),
    "desk:closure": deed(WRITERS, number="number"),
    "desk:snooze": deed(WRITERS, {"until": "em 2 dias"}, number="number"),
    "desk:tags": deed(WRITERS, {"tags": "sefaz"}, number="number"),
    "desk:following": deed(READERS, {"follow": "1"}, number="number"),
    "desk:tasks": deed(WRITERS, {"text": "Conferir"}, number="number"),
    "desk:task": deed(WRITERS, {"done": "1"}, number="number", pk="task"),
    "desk:time": deed(WRITERS, {"spent": "45"}, number="number"),
    "desk:person_note": deed(WRITERS, {"text": "Prefere telefone", "seen": ""}, number="number"),
    "desk:company_note": deed(WRITERS, {"text": "Fecha às 17h", "seen": ""}, number="number"),
    "desk:links": deed(WRITERS, {"other": "closed"}, number="number"),
    "desk:joining": page(WRITERS, number="closed") + deed(WRITERS, {"target": "number"}, number="closed"),
    "desk:original": page(READERS, number="number", pk="mailed") + page(NOWHERE_AT_DESK, number="number", pk="answer"),
    "desk:pending": deed(WRITERS, {"decision": "include"}, number="number", pk="pending"),
    "desk:splitting": page(WRITERS, number="number", pk="answer"),
    "desk:macro": page(WRITERS, number="number", pk="macro"),
    "desk:macro_run": deed(WRITERS, number="number", pk="macro"),
    "desk:bulk": deed(DESKS, {"number": "number", "do": "priority", "priority": "4"}),
    "desk:act": page(DOER, key="act"),
    "desk:undo": deed(UNDOER, key="act"),
    "desk:customers": page(AGENTS),
    "desk:numbers": page(AGENTS),
    "desk:palette": page(AGENTS),
    "desk:new": page(AGENTS),
    "desk:new_process": page(AGENTS, membership="member"),
    "desk:new_form": page(AGENTS, membership="member", offer="offer"),
    "customer_view": deed(READERS, number="number"),
    "seen_as_customer": page(NOBODY_YET, number="number"),
    "desk:reopening": deed(WRITERS, number="closed"),
}


# Of the administration's addresses those that are ours and not Django's; `mail` is one that is held.
ADMINISTRATION: dict[str, list[Call]] = {
    "mail_incomingmail_changelist": page(STAFF),
    "mail_incomingmail_add": page(NOBODY_YET),
    "mail_incomingmail_change": page(STAFF, object_id="mail"),
    "mail_incomingmail_history": page(STAFF, object_id="mail"),
    "mail_incomingmail_delete": page(NOBODY_YET, object_id="mail"),
    "mail_incomingmail_bulk": deed(STAFF, {"act": "release", "mail": "mail"}),
    "mail_incomingmail_sort": deed(STAFF, pk="mail"),
    "mail_incomingmail_release": deed(STAFF, pk="mail"),
    "mail_incomingmail_discard": page(STAFF, pk="mail") + deed(STAFF, pk="mail"),
    "mail_incomingmail_attach": page(STAFF, pk="mail") + deed(STAFF, {"number": "number"}, pk="mail"),
    "mail_incomingmail_original": page(STAFF, pk="mail"),
    "mail_mailbox_changelist": page(STAFF),
    "mail_mailbox_add": page(STAFF),
    "mail_mailbox_change": page(STAFF, object_id="mailbox"),
    "mail_mailbox_history": page(STAFF, object_id="mailbox"),
    "mail_mailbox_delete": page(STAFF, object_id="mailbox") + deed(STAFF, {"post": "yes"}, object_id="mailbox"),
    "mail_mailbox_test": deed(STAFF, pk="mailbox"),
    "mail_mailbox_switch": deed(STAFF, {"active": "no"}, pk="mailbox"),
    "mail_badaddress_changelist": page(STAFF),
    "mail_badaddress_add": page(NOBODY_YET),
    "mail_badaddress_change": page(STAFF, object_id="refused"),
    "mail_badaddress_history": page(STAFF, object_id="refused"),
    "mail_badaddress_delete": page(NOBODY_YET, object_id="refused"),
    "mail_badaddress_end": deed(STAFF, pk="refused"),
}


@pytest.fixture
def scene(cast: Cast) -> "Scene":
    return Scene(cast)


class Scene:
    """A ticket of Marina's with an answer, a note, files of both, and somebody of each relation."""

    def __init__(self, cast: Cast) -> None:
        now = timezone.now()
        fiscal = Department.objects.get(organization=cast.acme, name="Fiscal")
        julia, otavio, nadia = (customer(name.lower(), f"{name} Prado") for name in ("Julia", "Otavio", "Nadia"))
        Membership.objects.create(user=julia, organization=cast.acme)
        Membership.objects.create(user=otavio, organization=cast.acme, department=fiscal)
        Membership.objects.create(user=nadia, organization=cast.acme, department=fiscal, sight=Sight.DEPARTMENT)
        self.ticket = cast.ticket()
        add_participant(ticket=self.ticket, person=julia, by=cast.marina, now=now)
        asked = ask_about_person(ticket=self.ticket, person=cast.rafael, now=now)
        answer_by_mail = mailed(self.ticket, cast.marina)
        self.file = store_file(upload=SimpleUploadedFile("a.txt", b"texto"), by=cast.ana, now=now)
        self.note_file = store_file(upload=SimpleUploadedFile("b.txt", b"nota"), by=cast.ana, now=now)
        reply(ticket=self.ticket, by=cast.ana, as_desk=True, body="Vejo já.", key=uuid4(), now=now, files=[self.file])
        add_note(ticket=self.ticket, by=cast.ana, body="Nota", key=uuid4(), now=now, files=[self.note_file])
        self.closed = cast.ticket(subject="Nota 3498 rejeitada")
        add_participant(ticket=self.closed, person=julia, by=cast.marina, now=now)
        close(ticket=self.closed, by=cast.marina, as_desk=False, now=now)
        self.people: dict[str, User | None] = {
            "anonymous": None,
            "stranger": cast.rita,
            "requester": cast.marina,
            "participant": julia,
            "colleague": otavio,
            "of the department": nadia,
            "of another department": cast.rafael,
            "of the company": cast.paulo,
            "agent of another queue": cast.bia,
            "agent who reads": cast.caio,
            "agent": cast.ana,
            "administrator": cast.alice,
        }
        approval = Approval.objects.create(
            ticket=self.ticket, activity=self.ticket.activity, question={"pt-br": "Pode?"}, asked_at=now
        )
        approval.asked_of.add(cast.paulo)
        effect = EffectRun.objects.create(
            ticket=self.ticket,
            key=uuid4(),
            kind="SetKind",
            effect=effect_to_json(SetKind("Incidente")),
            activity=self.ticket.activity,
            status=EffectStatus.FAILED,
            asked_at=now,
        )
        upload = start_upload(upload_id=uuid4(), name="c.txt", size=9, by=cast.marina, now=now)
        draft = save_draft(
            key=uuid4(),
            by=cast.marina,
            place=box_of(cast.marina, "reply", self.ticket.number),
            payload={"body": ["Segue."]},
            files={},
            edit=Edit(),
            now=now,
        )
        task = add_item(ticket=self.ticket, text="Conferir o XML", by=cast.ana, now=now)
        macro = Macro.objects.create(name="Assumir", steps=[{"do": "assign", "to": "me"}])
        key = uuid4()
        act_on(
            tickets=[self.ticket],
            steps=[{"do": "priority", "priority": 2}],
            by=cast.ana,
            key=key,
            clock=timezone.now,
        )
        self.mailbox = Mailbox.objects.create(
            name="Suporte", address="suporte@balcao.example", kind=MailboxKind.HANDED, offer=cast.rejected
        )
        self.words = {
            "mailbox": self.mailbox.pk,
            "mail": held_mail(self.mailbox).pk,
            "refused": BadAddress.objects.create(address="antigo@acme.example", since=now).pk,
            "task": task.pk,
            "macro": macro.pk,
            "act": key,
            "answer": Message.objects.get(ticket=self.ticket, kind="reply", is_from_desk=True).pk,
            "member": cast.marina.memberships.get().pk,
            "offer": cast.rejected.pk,
            "draft": draft.pk,
            "reply": f"reply:{self.ticket.number}",
            "desk-reply": f"desk-reply:{self.ticket.number}",
            "note": f"note:{self.ticket.number}",
            "opening": f"opening:{cast.acme.pk}:emissor-fiscal/nota-rejeitada",
            "upload": upload.pk,
            "approval": approval.pk,
            "pending": asked.pk,
            "mailed": answer_by_mail.pk,
            "token": token_of(approval),
            "effect": effect.pk,
            "view": SavedView.objects.create(owner=cast.ana, name="Minhas", place="abertos", created_at=now).pk,
            "ticket": self.ticket.pk,
            "number": self.ticket.number,
            "closed": self.closed.number,
            "file": self.file.pk,
            "note_file": self.note_file.pk,
            "participant": julia.pk,
            "colleague": otavio.pk,
            "requester": cast.marina.pk,
        }

    def fill(self, values: dict[str, str]) -> dict[str, object]:
        words = {**self.words, "key": uuid4()}
        return {name: words.get(value, value) for name, value in values.items()}

    def ask(self, route: str, call: Call, relation: str) -> str:
        """What this person gets."""
        client = Client()
        person = self.people[relation]
        if person is not None:
            client.force_login(person)
        address = reverse(route, kwargs=self.fill(call.where))
        response = client.post(address, self.fill(call.data)) if call.method == "post" else client.get(address)
        return outcome(response)


def held_mail(mailbox: Mailbox) -> IncomingMail:
    """Of somebody whom nobody knows."""
    raw = b"From: contato@fora.example\nSubject: Pedido\nMessage-ID: <1@fora.example>\n\nQuero uma cotacao."
    keep(content=raw, channel="lmtp", mailbox=mailbox, now=timezone.now())
    run_due(queues=["mail"])
    return IncomingMail.objects.get(fate=Fate.HELD)


def mailed(ticket: Ticket, by: User) -> Message:
    """An answer that came by mail."""
    message = reply(ticket=ticket, by=by, as_desk=False, body="Por e-mail.", key=uuid4(), now=timezone.now())
    mail = IncomingMail.objects.create(
        channel="lmtp", digest="0", size=1, kept_at=timezone.now(), ticket=ticket, message=message
    )
    RawMail.objects.create(mail=mail, content=zlib.compress(b"From: marina@acme.example\n\nPor e-mail."))
    return message


def outcome(response: HttpResponseBase) -> str:
    """One word for an answer; whatever is none of ours stays as it is and fails the comparison."""
    if response.status_code in {301, 302, 303}:
        target = response.headers["Location"]
        if target.startswith("/entrar/?"):
            return "-"
        return {"/atendimento/": "desk", "/administracao/": "admin", "/": "home"}.get(target, "ok")
    if response.status_code in {200, 204}:
        return "ok"
    if response.status_code in {409, 422}:
        return "no"
    return str(response.status_code)


def routes(resolver: URLResolver, namespace: str = "") -> Iterator[str]:
    """The names of all addresses; Django's administration counts as one and has its own test."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}"
        elif pattern.namespace != "admin":
            inner = f"{pattern.namespace}:" if pattern.namespace else namespace
            yield from routes(pattern, inner)


def test_every_route_stands_in_the_matrix() -> None:
    assert set(routes(get_resolver())) == set(ROUTES)


@pytest.mark.parametrize("route", sorted(ROUTES))
def test_everybody_gets_just_what_is_theirs(scene: Scene, route: str) -> None:
    for call in ROUTES[route]:
        expected = dict(zip(RELATIONS, call.expected.split(), strict=True))
        got = {}
        for relation in RELATIONS:
            with transaction.atomic():
                got[relation] = scene.ask(route, call, relation)
                transaction.set_rollback(True)
        assert got == expected, f"{call.method} {route} {call.where}"


def test_no_route_changes_anything_by_being_read(scene: Scene) -> None:
    """Reading every page as everybody leaves tickets, events, messages and read marks as they were."""
    before = state_of_things()
    for route, calls in ROUTES.items():
        for call in calls:
            if call.method == "get":
                for relation in RELATIONS:
                    scene.ask(route, call, relation)
    assert state_of_things() == before


def state_of_things() -> dict[str, object]:
    return {
        "tickets": list(Ticket.objects.values().order_by("pk")),
        "events": Event.objects.count(),
        "messages": Message.objects.count(),
        "people": list(TicketPerson.objects.values().order_by("pk")),
        "files": StoredFile.objects.count(),
    }


def test_not_allowed_reads_like_not_there(scene: Scene) -> None:
    client = Client()
    stranger = scene.people["stranger"]
    assert stranger is not None
    client.force_login(stranger)
    for address in ("/tickets/{}/", "/tickets/{}/enviado/"):
        hidden = client.get(address.format(scene.ticket.number))
        missing = client.get(address.format(98765))
        assert (hidden.status_code, missing.status_code) == (404, 404)
        assert without_tokens(hidden.content) == without_tokens(missing.content)


def without_tokens(content: bytes) -> str:
    """The page without what differs from one reading to the next: its CSRF tokens and its own address."""
    text = re.sub(r"/tickets/\d+/", "/tickets/n/", content.decode())
    return re.sub(r'(csrfmiddlewaretoken" value="|X-CSRFToken": ")[^"]+', r"\1", text)


def test_every_address_about_mail_stands_in_the_matrix_of_the_administration() -> None:
    administration = next(one for one in get_resolver().url_patterns if getattr(one, "namespace", "") == "admin")
    assert isinstance(administration, URLResolver)
    names = {name for name in routes(administration) if re.match(r"mail_(incomingmail|mailbox|badaddress)_", name)}
    assert names == set(ADMINISTRATION)


@pytest.mark.parametrize("route", sorted(ADMINISTRATION))
def test_mail_is_shown_and_decided_about_by_administrators_only(scene: Scene, route: str) -> None:
    for call in ADMINISTRATION[route]:
        expected = dict(zip(RELATIONS, call.expected.split(), strict=True))
        got = {}
        for relation in RELATIONS:
            with transaction.atomic():
                got[relation] = scene.ask(f"admin:{route}", call, relation)
                transaction.set_rollback(True)
        assert got == expected, f"{call.method} {route}"


def test_the_administration_is_for_administrators(scene: Scene) -> None:
    for relation in RELATIONS:
        client = Client()
        person = scene.people[relation]
        if person is not None:
            client.force_login(person)
        status = client.get("/administracao/").status_code
        assert (status == 200) == (relation == "administrator"), relation
