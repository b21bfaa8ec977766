"""Whatever somebody types into an address or a form: a page, a refusal or a 404, never a failure of ours."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import URLResolver, get_resolver

import balcao
from tests.cast import Cast
from tests.security.test_matrix import Scene

pytestmark = pytest.mark.django_db

BEYOND_BIGINT = "9223372036854775808"
ODD = ["", BEYOND_BIGINT, "9" * 40, "a\0b", "²", "{x}"]
PLACE = re.compile(r"<(?:\w+:)?(\w+)>")

TEMPLATES = Path(balcao.__file__).parent.rglob("*.html")
NAMES = {name for page in TEMPLATES for name in re.findall(r'\bname="([\w.-]+)"', page.read_text(encoding="utf-8"))}
NAMES |= {"after", "assunto", "baixar", "before", "campo.motivo", "descricao", "f-body", "f-chave", "f-motivo", "body"}
NAMES |= {"f-subject", "f-attachments-kept", "files-kept", "lista", "news", "notices", "parar", "period", "sort"}
NAMES |= {"name", "participants", "process", "requester", "theme", "time_zone", "tool"}
NAMES -= {"remove", "trocar"}  # buttons that do another deed than the form's
"""Of inputs, and what stands in addresses or is named by a process."""


def patterns(resolver: URLResolver, before: str = "") -> Iterator[str]:
    """Every address with its places, `tickets/<int:number>/`, but Django's administration, sign-in and out."""
    for pattern in resolver.url_patterns:
        address = before + str(pattern.pattern).removeprefix("^")
        if isinstance(pattern, URLResolver):
            if pattern.namespace != "admin":
                yield from patterns(pattern, address)
        elif not (pattern.name or "").startswith("account_"):
            yield address


def filled(pattern: str, words: dict[str, object]) -> str:
    return "/" + PLACE.sub(lambda place: str(words.get(place[1], "1")), pattern)


def addresses(scene: Scene) -> Iterator[tuple[str, list[str]]]:
    """Each address of the scene's ticket with what is sent to it; and with one odd value after the other in it."""
    words = {**scene.words, "pk": scene.words["approval"], "file_id": scene.file.pk, "dialog": "pedir-documento"}
    words |= {"tool": "emissor-fiscal", "process": "nota-rejeitada", "place": "abertos"}
    words |= {"user_id": scene.words["participant"]}
    for pattern in patterns(get_resolver()):
        yield filled(pattern, words), ODD
        for name in PLACE.findall(pattern):
            for odd in (BEYOND_BIGINT, "a\0b", "fila:\0"):
                yield filled(re.sub(rf"<(?:\w+:)?{name}>", quote(odd, safe=""), pattern), words), [""]


@pytest.mark.parametrize("relation", ["of the company", "agent"])
def test_no_address_and_no_form_fails_on_odd_input(cast: Cast, relation: str) -> None:
    scene = Scene(cast)
    person = scene.people[relation]
    assert person is not None
    failed = []
    for address, values in addresses(scene):
        for odd in values:
            client = Client(raise_request_exception=False)
            client.force_login(person)
            sent = dict.fromkeys(NAMES, odd)
            statuses = {client.get(address, sent).status_code, client.post(address, sent).status_code}
            if max(statuses) >= 500:
                failed.append((address, odd))
    assert failed == []
