"""Whatever is typed on the pages of the administration and at the door: a page or a refusal, never a failure."""

import re
from collections.abc import Iterator
from html import unescape

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from balcao.processes.models import Process
from tests.cast import REJECTED, Cast
from tests.security.test_odd_input import BEYOND_BIGINT, ODD

pytestmark = pytest.mark.django_db

INPUT = re.compile(r'<(?:input|select|textarea|button)\b[^>]*\bname="([^"]+)"')
LISTS = ("q", "p", "o", "all", "e", "_popup", "_to_field", "is_active__exact", "id__exact", "action", "index")
DRAFTS = (
    *ODD[1:],
    "a: &a [*a]",
    "- " * 50_000,
    "balcao: process/1\n" + "x: {" * 50 + "}" * 50,
    REJECTED.replace('fields.motivo == "duplicidade"', "(" * 50_000),
    REJECTED.replace("slug: nota-rejeitada", "slug: 9" * 100),
    REJECTED.replace("tool: emissor-fiscal", "tool: [a, {b: c}]"),
    "y" * 5_000_000,
)
DOOR = ("account_login", "account_reset_password", "account_change_password", "first_password")


def asked_for(page: str) -> set[str]:
    """The names of everything that can be filled in on a page, but what keeps it safe and counts its rows."""
    names = {unescape(name) for name in INPUT.findall(page)}
    return {name for name in names if name != "csrfmiddlewaretoken" and not name.endswith("_FORMS")}


def pages() -> Iterator[str]:
    """Every list, form and history of the administration, with the first row of each model and with odd ones."""
    yield reverse("admin:index")
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        yield reverse(f"{name}_changelist")
        yield reverse(f"{name}_add")
        first = model._default_manager.order_by("pk").values_list("pk", flat=True).first()
        for key in (first, BEYOND_BIGINT):
            if key is not None:
                for act in ("change", "history", "delete"):
                    yield reverse(f"{name}_{act}", args=[key])


@pytest.fixture
def alice(cast: Cast) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(cast.alice)
    return client


def test_no_page_of_the_administration_fails_on_odd_input(cast: Cast, alice: Client) -> None:
    cast.ticket()
    failed = []
    for address in pages():
        page = alice.get(address).content.decode()
        # Rows are counted as the page counted them: other counts are refused by Django before they are ours.
        names, rows = asked_for(page), counts(page)
        for odd in (BEYOND_BIGINT, "a\0b", "{x}"):
            looked = alice.get(address, dict.fromkeys(LISTS, odd))
            sent = alice.post(address, {**dict.fromkeys(names, odd), **rows})
            if max(looked.status_code, sent.status_code) >= 500:
                failed.append((address, odd))
    assert sorted({address for address, _odd in failed}) == []


def counts(page: str) -> dict[str, str]:
    return dict(re.findall(r'name="([^"]+_FORMS)" value="(\d+)"', page))


@pytest.mark.parametrize("button", ["_check", "_publish", "_save"])
def test_no_draft_of_a_process_fails(cast: Cast, alice: Client, button: str) -> None:
    process = Process.objects.get(slug="nota-rejeitada")
    address = reverse("admin:processes_process_change", args=[process.pk])
    form = {"is_open": "on", "offer-TOTAL_FORMS": "0", "offer-INITIAL_FORMS": "0", button: "1"}
    for draft in DRAFTS:
        answers = {alice.post(address, {**form, "draft": draft}).status_code, alice.get(address).status_code}
        assert max(answers) < 500, draft[:60]
    assert Process.objects.get(pk=process.pk).versions.count() == 1


def test_nothing_typed_at_the_door_fails(cast: Cast) -> None:
    failed = []
    for route in DOOR:
        client = Client(raise_request_exception=False)
        if route in ("account_change_password", "first_password"):
            client.force_login(cast.marina)
        names = asked_for(client.get(reverse(route)).content.decode()) | {"login", "password", "email", "next"}
        for odd in [*ODD, "x" * 5_000, "marina@acme.example\0", "//fora.example", "é" * 300]:
            statuses = {
                client.get(reverse(route), {"next": odd}).status_code,
                client.post(reverse(route), dict.fromkeys(names, odd)).status_code,
            }
            if max(statuses) >= 500:
                failed.append((route, odd[:40]))
    for token in ("a", "0" * 300, "x.y:z", "..", "%00"):
        for route in ("invitation", "invitation_renewal", "approval_link"):
            client = Client(raise_request_exception=False)
            address = reverse(route, kwargs={"token": "TOKEN"}).replace("TOKEN", token)
            if max(client.get(address).status_code, client.post(address, {"password1": "\0"}).status_code) >= 500:
                failed.append((route, token))
    assert failed == []
