"""What a process asks of the outside world is done once, tried again, and never hides a failure."""

import hashlib
import hmac
import json
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from balcao.history.models import Event
from balcao.jobs.models import Job, Status
from balcao.lib import outbound
from balcao.mail.models import OutgoingMail
from balcao.notifications.bell import bell_of
from balcao.notifications.effects import TryAgain, carry_out
from balcao.notifications.models import Kind, Notification, Reason
from balcao.people.models import User
from balcao.tickets.actions.assign import assign
from balcao.tickets.actions.retry_effect import retry_effect
from balcao.tickets.actions.settle_effect import MOST_TRIES
from balcao.tickets.models import EffectRun, EffectStatus, Ticket
from balcao.tickets.troubles import trouble_of
from tests.cast import NOW, Cast
from tests.mail.conftest import MailServer
from tests.processes.processes_of_tests import acted, document, offer, opened, press, said
from tests.tickets.helpers import at, say

pytestmark = pytest.mark.django_db

CALL = {"webhook": {"url": "https://hooks.example/x", "data": {"numero": "{ticket.number}", "nota": "{fields.nota}"}}}


class Outside:
    """Whoever is called: answers in turn what a test wrote down."""

    def __init__(self, *answers: int | Exception) -> None:
        self.answers = list(answers)
        self.calls: list[tuple[str, bytes, dict[str, str]]] = []

    def __call__(self, url: str, body: bytes, headers: dict[str, str], **_more: Any) -> outbound.Answer:
        self.calls.append((url, body, headers))
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return outbound.Answer(answer, b"")


@pytest.fixture
def outside(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Callable[..., Outside]:
    settings.WEBHOOK_SECRET = "um-segredo"

    def answering(*answers: int | Exception) -> Outside:
        there = Outside(*answers)
        monkeypatch.setattr(outbound, "post", there)
        return there

    return answering


def request_of(ticket: Ticket) -> int:
    event = Event.objects.filter(ticket_id=ticket.pk, kind="effect.requested").last()
    assert event is not None
    return event.pk


def mail(to: list[str]) -> dict[str, Any]:
    return {"send_mail": {"to": to, "subject": said("Sobre {fields.nota}"), "text": said("Olá **você**")}}


def test_a_webhook_is_signed_and_says_only_what_the_document_names(cast: Cast, outside: Callable[..., Outside]) -> None:
    there = outside(204)
    ticket = acted(cast, CALL, nota="3512")
    assert there.calls == []
    carry_out(request_of(ticket))
    carry_out(request_of(ticket))
    [(url, body, headers)] = there.calls
    run = EffectRun.objects.get()
    assert url == "https://hooks.example/x"
    assert json.loads(body) == {
        "ticket": ticket.number,
        "process": "pedido",
        "activity": "inicio",
        "delivery": str(run.key),
        "data": {"numero": str(ticket.number), "nota": "3512"},
    }
    seconds, given = (part.partition("=")[2] for part in headers["Balcao-Signature"].split(","))
    expected = hmac.new(b"um-segredo", seconds.encode() + b"." + body, hashlib.sha256).hexdigest()
    assert given == expected
    assert run.status == EffectStatus.DONE


def test_a_webhook_that_fails_is_tried_again_and_then_shown(cast: Cast, outside: Callable[..., Outside]) -> None:
    there = outside(*[500] * MOST_TRIES, 200)
    ticket = acted(cast, CALL)
    for _ in range(MOST_TRIES - 1):
        with pytest.raises(TryAgain):
            carry_out(request_of(ticket))
    assert EffectRun.objects.get().status == EffectStatus.RETRYING
    carry_out(request_of(ticket))
    run = EffectRun.objects.get()
    assert (run.status, run.problem, run.detail, run.tries) == (EffectStatus.FAILED, "bad_answer", "500", MOST_TRIES)
    assert ticket.activity == "espera"
    carry_out(request_of(ticket))
    assert len(there.calls) == MOST_TRIES
    retry_effect(run=run, by=cast.ana, now=NOW)
    carry_out(request_of(ticket))
    assert EffectRun.objects.get().status == EffectStatus.DONE


@pytest.mark.parametrize(
    ("answer", "problem"),
    [(outbound.NotAllowed("intranet"), "inside_address"), (RuntimeError("x"), "unknown")],
)
def test_what_no_retry_mends_is_shown_at_once_and_the_unknown_is_tried(
    cast: Cast, outside: Callable[..., Outside], answer: Exception, problem: str
) -> None:
    outside(answer)
    ticket = acted(cast, CALL)
    if problem == "unknown":
        with pytest.raises(TryAgain):
            carry_out(request_of(ticket))
    else:
        carry_out(request_of(ticket))
    assert EffectRun.objects.get().problem == problem


def test_a_desk_without_a_secret_sends_nothing(cast: Cast, outside: Callable[..., Outside], settings: Any) -> None:
    there = outside()
    ticket = acted(cast, CALL)
    settings.WEBHOOK_SECRET = ""
    carry_out(request_of(ticket))
    assert (there.calls, EffectRun.objects.get().problem) == ([], "no_secret")


def test_mail_goes_once_to_each_person_in_their_language(cast: Cast, run_jobs: Callable[[], int]) -> None:
    User.objects.filter(pk=cast.paulo.pk).update(language="es")
    everybody = ["requester", "participants", "manager", "owner", "queue", "marina@ACME.example", "fora@fiscal.example"]
    offered = offer(cast, document([{"add_participant": "manager"}, mail(everybody)]))
    ticket = opened(cast, offered, nota="3512")
    assign(ticket=ticket, to=cast.ana, by=cast.ana, now=NOW)
    press(ticket, "agir", cast.ana)
    carry_out(request_of(ticket))
    carry_out(request_of(ticket))
    sent = OutgoingMail.objects.filter(purpose="process")
    assert {one.to for one in sent} == {
        "marina@acme.example",
        "paulo@acme.example",
        "ana@balcao.example",
        "fora@fiscal.example",
    }
    assert sent.count() == 4
    assert {one.subject for one in sent} == {f"[nº {ticket.number}] Sobre 3512"}
    pages = {one.to: (f"/tickets/{ticket.number}/" in one.text, "/atendimento/" in one.text) for one in sent}
    assert pages == {
        "marina@acme.example": (True, False),
        "paulo@acme.example": (True, False),
        "ana@balcao.example": (True, True),
        "fora@fiscal.example": (False, False),
    }


def test_mail_for_nobody_is_a_failure_that_is_seen(cast: Cast) -> None:
    ticket = acted(cast, mail(["owner"]))
    carry_out(request_of(ticket))
    run = EffectRun.objects.get()
    assert (run.status, run.problem) == (EffectStatus.FAILED, "nobody_to_mail")


def test_who_left_the_company_gets_no_more_mail(cast: Cast) -> None:
    ticket = acted(cast, mail(["requester"]))
    cast.marina.memberships.all().delete()
    carry_out(request_of(ticket))
    assert not OutgoingMail.objects.filter(purpose="process").exists()


def test_the_effect_commits_with_its_ticket_and_is_done_by_a_job(cast: Cast, run_jobs: Callable[[], int]) -> None:
    acted(cast, mail(["requester"]))
    run_jobs()
    assert EffectRun.objects.get().status == EffectStatus.DONE
    assert not Job.objects.filter(status=Status.DEAD).exists()


def test_the_desk_shows_what_was_not_done_and_tries_again(
    cast: Cast, client_for: Callable[[User], Client], outside: Callable[..., Outside]
) -> None:
    outside(404, *[404] * MOST_TRIES)
    ticket = acted(cast, mail(["owner"]))
    carry_out(request_of(ticket))
    run = EffectRun.objects.get()
    page = reverse("desk:ticket", args=[ticket.number])
    retry = reverse("desk:effect_retry", args=[ticket.number, run.pk])
    assert retry in client_for(cast.ana).get(page).content.decode()
    assert retry not in client_for(cast.caio).get(page).content.decode()
    assign(ticket=ticket, to=cast.ana, by=cast.ana, now=NOW)
    assert client_for(cast.ana).post(retry).status_code in (302, 303)
    carry_out(request_of(ticket))
    assert EffectRun.objects.get().status == EffectStatus.DONE
    assert retry not in client_for(cast.ana).get(page).content.decode()


def test_who_follows_a_ticket_hears_of_it_at_the_desk(cast: Cast, run_jobs: Callable[[], int]) -> None:
    ticket = acted(cast, {"add_watcher": {"user": "caio"}})
    run_jobs()
    Notification.objects.all().delete()
    say(ticket, cast.ana, now=at(5))
    run_jobs()
    told = Notification.objects.filter(user=cast.caio)
    assert [(one.kind, one.reason) for one in told] == [(Kind.REPLIED, Reason.WATCHER)]
    assert bell_of(cast.caio, None).items[0].is_new


def test_a_mail_that_the_server_refuses_is_a_failure_on_the_ticket_and_goes_again_only_there(
    cast: Cast, mail_server: MailServer, run_jobs: Callable[[], int], client_for: Callable[[User], Client]
) -> None:
    mail_server.refused = {"fora@fiscal.example": "550 no such user"}
    ticket = acted(cast, mail(["requester", "fora@fiscal.example", "outra@fiscal.example"]))
    run_jobs()
    run = EffectRun.objects.get()
    assert (run.status, run.problem) == (EffectStatus.FAILED, "mail_refused")
    assert "fora@fiscal.example (550 no such user)" in trouble_of(run)
    assert Event.objects.filter(ticket_id=ticket.pk, kind="process.effect_failed").count() == 1
    page = client_for(cast.ana).get(reverse("desk:ticket", args=[ticket.number])).content.decode()
    assert "550 no such user" in page
    mail_server.refused = {}
    retry_effect(run=run, by=cast.ana, now=at(5))
    run_jobs()
    assert EffectRun.objects.get().status == EffectStatus.DONE
    taken = Counter(to for recipients, _raw in mail_server.mails for to in recipients if to != "ana@balcao.example")
    assert {to: taken[to] for to in ("fora@fiscal.example", "outra@fiscal.example")} == {
        "fora@fiscal.example": 1,
        "outra@fiscal.example": 1,
    }


def test_two_refused_addresses_are_one_failure_that_names_both(
    cast: Cast, mail_server: MailServer, run_jobs: Callable[[], int]
) -> None:
    mail_server.refused = dict.fromkeys(("a@fora.example", "b@fora.example"), "550 no")
    ticket = acted(cast, mail(["a@fora.example", "b@fora.example"]))
    run_jobs()
    assert EffectRun.objects.get().detail == "a@fora.example (550 no), b@fora.example (550 no)"
    assert Event.objects.filter(ticket_id=ticket.pk, kind="process.effect_failed").count() == 1
