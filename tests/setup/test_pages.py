"""Every page of the administration answers administrators, speaks Portuguese, and exists for nobody else."""

import re

import pytest
from django.contrib.admin import ModelAdmin, site
from django.db.models import Model
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from balcao.catalog.models import Calendar
from balcao.history.models import Event
from balcao.jobs.models import Job
from balcao.mail.intake import keep
from balcao.mail.models import BadAddress, Mailbox, OutgoingMail
from balcao.tickets.models import CannedAnswer, Macro, Tag
from tests.cast import Cast

PAGES: list[tuple[type[Model], ModelAdmin[Model]]] = list(site._registry.items())
READ_ONLY = {"ticket", "event", "job", "outgoingmail", "incomingmail", "badaddress"}
ENGLISH = re.compile(r"\b(Select|Add|Change|Delete|Save|History|the|your|was|Search|Filter|Home|None|Yes|by)\b")


def address(model: type[Model], page: str, *args: object) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def visible(content: str) -> str:
    """What a reader sees: without tags, scripts and the process documents, whose English wordings are data."""
    content = re.sub(r"<(script|textarea|pre|select)\b.*?</\1>", " ", content, flags=re.DOTALL)
    return re.sub(r"<[^>]+>", " ", content)


def everything(cast: Cast) -> None:
    """At least one row of each kind."""
    cast.ticket()
    now = timezone.now()
    CannedAnswer.objects.create(shortcut="ola", title="Saudação", texts={"pt-br": "Olá"})
    Macro.objects.create(name="Encerrar", steps=[{"do": "close"}])
    Tag.objects.create(slug="sefaz", name="SEFAZ")
    Job.objects.create(task="balcao.x", max_attempts=1, run_after=now, enqueued_at=now, status="dead")
    box = Mailbox.objects.create(name="Suporte", address="suporte@b.example", kind="imap", host="imap.b.example")
    keep(content=b"From: Rita <rita@b.example>\nSubject: Nota\n\nSegue.", channel="imap", mailbox=box, now=now)
    BadAddress.objects.create(address="antigo@b.example", status="5.1.1", since=now)
    OutgoingMail.objects.create(to="a@b.example", subject="Convite", text="…", message_id="<1@b>", created_at=now)


def test_the_index_shows_every_page_once_in_our_groups(admin: Client) -> None:
    shown = [part["model"] for group in admin.get("/administracao/").context["app_list"] for part in group["models"]]
    assert len(shown) == len(set(shown))
    assert set(shown) == {model for model, _page in PAGES}


@pytest.mark.parametrize(("model", "page"), PAGES, ids=[model._meta.label for model, _page in PAGES])
def test_lists_forms_and_deletions_open_in_portuguese(
    model: type[Model], page: ModelAdmin[Model], admin: Client, cast: Cast
) -> None:
    everything(cast)
    first = model._default_manager.first()
    assert first is not None
    addresses = [address(model, "change", first.pk), address(model, "history", first.pk)]
    if model._meta.model_name != "site":
        addresses.append(address(model, "changelist"))
    if model._meta.model_name not in READ_ONLY | {"site"}:
        addresses += [address(model, "add"), address(model, "delete", first.pk)]
    for one in addresses:
        answer = admin.get(one)
        assert answer.status_code == 200, one
        assert ENGLISH.findall(visible(answer.content.decode())) == [], one
        assert re.search(r"\sstyle=|\son[a-z]+=\"|<script>", answer.content.decode()) is None, one


@pytest.mark.parametrize("name", sorted(READ_ONLY))
def test_what_is_only_looked_up_can_be_neither_added_nor_deleted(name: str, admin: Client, cast: Cast) -> None:
    everything(cast)
    model = next(model for model, _page in PAGES if model._meta.model_name == name)
    first = model._default_manager.first()
    assert first is not None
    assert admin.get(address(model, "add")).status_code in {403, 404}
    assert admin.post(address(model, "delete", first.pk), {"post": "yes"}).status_code in {403, 404}
    assert model._default_manager.filter(pk=first.pk).exists()


def test_who_has_not_signed_in_goes_to_the_login_page_and_comes_back(db: None) -> None:
    answer = Client().get(address(Calendar, "changelist"))
    assert answer.status_code in {302, 303}
    assert answer["Location"] == "/entrar/?next=/administracao/catalog/calendar/"


@pytest.mark.parametrize("name", ["marina", "paulo", "ana"])
def test_for_customers_and_agents_the_administration_does_not_exist(name: str, cast: Cast) -> None:
    client = Client()
    client.force_login(getattr(cast, name))
    everything(cast)
    for model, _page in PAGES:
        first = model._default_manager.first()
        for one in (address(model, "changelist"), address(model, "change", first.pk if first else 1)):
            assert client.get(one).status_code == 404, one
    for one in ("/administracao/", "/administracao/people/user/invite/", "/administracao/jsi18n/", "/administracao/x/"):
        assert client.get(one).status_code == 404, one


def test_an_event_is_told_in_words(admin: Client, cast: Cast) -> None:
    ticket = cast.ticket()
    event = Event.objects.get(kind="ticket.opened")
    content = admin.get(address(Event, "change", event.pk)).content.decode()
    assert "Ticket aberto" in content
    assert str(ticket.number) in content


def test_a_company_that_is_used_says_what_keeps_it(admin: Client, cast: Cast) -> None:
    cast.ticket()
    one = address(type(cast.acme), "delete", cast.acme.pk)
    content = visible(admin.get(one).content.decode())
    assert "Ainda em uso por: 1 ticket." in content
    admin.post(one, {"post": "yes"})
    assert type(cast.acme).objects.filter(pk=cast.acme.pk).exists()


def test_a_dead_job_is_run_again(admin: Client, cast: Cast) -> None:
    everything(cast)
    job = Job.objects.get(task="balcao.x")
    admin.post(address(Job, "changelist"), {"action": "run_again", "_selected_action": [job.pk]})
    job.refresh_from_db()
    assert (job.status, job.attempts) == ("ready", 0)
