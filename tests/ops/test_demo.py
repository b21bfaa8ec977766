"""The demonstration is a house that one can live in: whole, believable, the same at every seeding."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth import authenticate
from django.test import RequestFactory

from balcao.catalog.access import contracted_tools
from balcao.jobs.models import Job
from balcao.mail.models import IncomingMail
from balcao.ops import demo
from balcao.ops.demo.catalogue import seed_catalogue
from balcao.ops.demo.clock import Clock
from balcao.ops.demo.data import data, documents, stories
from balcao.ops.demo.house import seed_house
from balcao.ops.demo.people import seed_people
from balcao.ops.demo.processes import demo_names, seed_drafts
from balcao.people.models import Organization, User
from balcao.processes.engine import Document, check_text, parse
from balcao.processes.engine.document import FIELD_TYPES
from balcao.tickets.models import Attachment, StateKind, Ticket, TicketPerson

SUNDAY_NIGHT = datetime(2026, 11, 22, 23, 40, tzinfo=UTC)
CALENDAR_DAYS = 92
BY_MAIL = 1


def parsed() -> dict[str, Document]:
    return {slug: parse(text) for slug, text in documents().items()}


@pytest.mark.django_db
def test_no_process_of_the_demonstration_has_anything_to_mend() -> None:
    seed_people(SUNDAY_NIGHT)
    seed_house(SUNDAY_NIGHT)
    seed_drafts()
    seed_catalogue(SUNDAY_NIGHT)
    names = demo_names()
    found = {slug: [str(problem) for problem in check_text(text, names)[1]] for slug, text in documents().items()}
    assert found == {slug: [] for slug in documents()}


def test_processes_and_catalogue_name_each_other() -> None:
    tools = {slug: row["processes"] for slug, row in data("catalogue.yaml")["tools"].items()}
    assert sorted(slug for slugs in tools.values() for slug in slugs) == sorted(documents())
    assert {slug: tool for tool, slugs in tools.items() for slug in slugs} == {
        slug: document.tool for slug, document in parsed().items()
    }


def test_the_demonstration_shows_every_type_of_field() -> None:
    shown = {field.type for document in parsed().values() for field in document.fields.values()}
    assert shown == set(FIELD_TYPES)


@pytest.mark.django_db
def test_a_seeded_house_is_whole_and_seeding_again_changes_nothing() -> None:
    assert demo.seed_if_empty(SUNDAY_NIGHT) is True
    check_people()
    check_tickets()
    check_what_acme_may_open()
    check_mails()
    assert set(Job.objects.values_list("task", flat=True)) <= {
        "balcao.files.jobs.make_preview",
        "balcao.mail.jobs.deliver",
    }
    before = [model.objects.count() for model in (User, Ticket, Attachment, Job)]
    assert demo.seed_if_empty(SUNDAY_NIGHT) is False
    assert [model.objects.count() for model in (User, Ticket, Attachment, Job)] == before


def check_people() -> None:
    for login in ("marina@acme.example", "paulo@acme.example", "rita@borealis.example", "ana@balcao.example", "admin"):
        assert authenticate(RequestFactory().get("/"), username=login, password="balcao-demo") is not None, login
    assert User.objects.count() == 19
    assert list(User.objects.filter(is_staff=True).values_list("username", flat=True)) == ["admin"]


def check_tickets() -> None:
    kinds = Counter(Ticket.objects.values_list("state__kind", flat=True))
    assert set(kinds) == set(StateKind.values)
    assert Ticket.objects.count() == len(stories()) + BY_MAIL == 61
    assert Ticket.objects.filter(updated_at__gt=SUNDAY_NIGHT).count() == 0
    first = Ticket.objects.order_by("opened_at").values_list("opened_at", flat=True)[0]
    assert (SUNDAY_NIGHT - first).days <= CALENDAR_DAYS
    check_promises()
    numbers = list(Ticket.objects.order_by("opened_at").values_list("number", flat=True))
    assert numbers == sorted(numbers)
    news = {
        (person.user.username, person.ticket.subject)
        for person in TicketPerson.objects.select_related("user", "ticket")
        if person.has_news
    }
    assert {subject for username, subject in news if username == "marina"} == {
        "Nota 3512 rejeitada",
        "Câmera não abre no Android 15",
        "Troca do certificado A1",
    }
    assert news == {(name, story["subject"]) for story in stories() for name in story.get("unread", [])}
    assert set(Attachment.objects.values_list("file__content_type", flat=True)) >= {"image/png", "application/pdf"}


def check_mails() -> None:
    """Of several fates, so that the pages about mail show what they are for."""
    fates = Counter(IncomingMail.objects.values_list("fate", "reason"))
    assert fates == {
        ("bounce", "foreign_bounce"): 1,
        ("ignored", "automatic_reply"): 1,
        ("held", "number_alone"): 1,
        ("held", "unknown_sender"): 1,
        ("ticket", "new_ticket"): 1,
    }
    assert set(IncomingMail.objects.values_list("mailbox__name", flat=True)) == {"Suporte"}


def check_promises() -> None:
    """Some are late, most are not, and nothing solved has been silent for so long that it would close by itself."""
    late = Ticket.objects.filter(closed_at=None, due_at__lt=SUNDAY_NIGHT).count()
    running = Ticket.objects.filter(closed_at=None, due_at__gte=SUNDAY_NIGHT).count()
    assert 2 <= late <= 6
    assert running >= 12
    solved = Ticket.objects.filter(state__kind=StateKind.RESOLVED).values_list("updated_at", flat=True)
    assert len(solved) >= 2
    assert min(solved) > SUNDAY_NIGHT - timedelta(days=6)


def check_what_acme_may_open() -> None:
    tools = contracted_tools(Organization.objects.get(slug="acme"), now=SUNDAY_NIGHT)
    open_now = {item.tool.slug: len(item.offers) for item in tools if item.ended_on is None}
    assert open_now == {
        "biometria-facial": 5,
        "prova-de-vida": 4,
        "validacao-de-documentos": 3,
        "assinatura-digital": 2,
        "emissor-fiscal": 5,
        "faturamento": 3,
        "portal-rh": 1,
        "outro-assunto": 1,
    }
    assert {item.tool.slug: item.ended_on.isoformat() for item in tools if item.ended_on is not None} == {
        "gestao-de-ponto": "2026-10-31"
    }


def test_a_story_never_reaches_into_the_future() -> None:
    from balcao.lib.hours import parse_hours
    from balcao.lib.working_time import WorkingCalendar

    clock = Clock(SUNDAY_NIGHT, WorkingCalendar("America/Sao_Paulo", parse_hours({"mon": [["08:00", "18:00"]]})))
    first = clock.at("1 10:12", None)
    assert first.astimezone(clock.calendar.tz).isoformat() == "2026-11-16T10:12:00-03:00"
    assert clock.at("+9 09:00", first) < SUNDAY_NIGHT
    assert clock.at("-12m", first) == datetime(2026, 11, 22, 23, 28, tzinfo=UTC)
