"""What the tags write into a page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone, translation

NOW = datetime(2026, 11, 24, 17, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def portuguese() -> Iterator[None]:
    with translation.override("pt-br"), timezone.override("America/Sao_Paulo"):
        yield


def write(source: str, **values: Any) -> str:
    return Template("{% load ui %}" + source).render(Context({"now": NOW, **values}))


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_an_icon_is_a_symbol_of_the_sprite_hidden_from_screen_readers() -> None:
    html = write('{% icon "bell" "s" %}')
    assert re.fullmatch(
        r'<svg class="icon icon--s" aria-hidden="true"><use href="/static/ui/icons(\.\w+)?\.svg#bell"></use></svg>',
        html,
    )


def test_texts_of_people_come_in_the_readers_language() -> None:
    texts = {"pt-br": "Recebido", "en": "Received", "es": "Recibido"}
    assert write("{{ name|text }}", name=texts) == "Recebido"
    with translation.override("es"):
        assert write("{{ name|text }}", name=texts) == "Recibido"
    assert write("{{ name|text }}", name={"en": "Only English"}) == "Only English"
    assert write("{{ name|text }}", name=None) == ""


def test_texts_are_escaped() -> None:
    assert write("{{ name|text }}", name={"pt-br": "<b>"}) == "&lt;b&gt;"
    assert "&lt;b&gt;" in write('{% state "open" label %}', label="<b>")
    assert "<b>" not in write("{% person name %}", name="<b> <b>")


def test_a_person_is_a_photo_or_initials() -> None:
    assert write('{% person "Marina Duarte" "" "m" True %}') == (
        '<span class="person person--m person--you" aria-hidden="true">MD</span>'
    )
    assert write('{% person "Ana" "/fotos/1/" %}') == (
        '<span class="person" aria-hidden="true"><img src="/fotos/1/" alt=""></span>'
    )


def test_a_time_carries_the_instant_the_words_and_the_absolute_title() -> None:
    html = write("{% when value %}", value=NOW - timedelta(minutes=12))
    assert html == ('<time datetime="2026-11-24T14:18-03:00" title="ter, 24/11/2026, 14:18">há 12 min</time>')
    assert words(write("{% when value clock=True %}", value=NOW - timedelta(days=1))) == "14:30"
    assert write("{% when value %}", value=None) == ""


def test_a_given_now_beats_the_pages() -> None:
    html = write("{% when value now=later %}", value=NOW, later=NOW + timedelta(hours=2))
    assert words(html) == "há 2 h"


def test_moment_and_promise_are_told_in_the_readers_zone() -> None:
    with timezone.override("America/Manaus"):
        assert words(write("{% due value %}", value=NOW + timedelta(hours=2))) == "hoje até 15:30 (Manaus)"
        assert words(write("{% moment value %}", value=NOW)) == "ter, 24/11/2026, 13:30"
        assert write("{{ value|moment_text }}", value=NOW) == "ter, 24/11/2026, 13:30"
        assert write("{% day_heading value %}", value=NOW) == "Hoje, terça, 24/11"


@pytest.mark.parametrize(
    ("hours", "state", "tone", "said"),
    [
        (3, "running", "sla sla--soon", "vence em 3h"),
        (30, "running", "sla", "vence amanhã 20:30"),
        (-2, "running", "sla sla--late", "vencido há 2h"),
        (-2, "paused", "sla", "pausado"),
        (-2, "done", "sla", "resolvido"),
    ],
)
def test_the_promise_chip_has_words_icon_and_tone(hours: int, state: str, tone: str, said: str) -> None:
    html = write("{% sla due state %}", due=NOW + timedelta(hours=hours), state=state)
    assert f'class="{tone}"' in html
    assert "<svg" in html
    assert words(html) == said


def test_without_a_promise_there_is_no_chip() -> None:
    assert write("{% sla none %}", none=None) == ""


@pytest.mark.parametrize(
    ("kind", "tone", "icon"),
    [
        ("new", "state state--open", "received"),
        ("open", "state state--open", "turn-desk"),
        ("waiting_customer", "state state--you", "turn-you"),
        ("waiting_third_party", "state", "turn-third"),
        ("resolved", "state state--ok", "done"),
        ("closed", "state state--closed", "check"),
        ("cancelled", "state state--closed", "x"),
        ("merged", "state state--closed", "link"),
    ],
)
def test_a_state_is_an_icon_and_words(kind: str, tone: str, icon: str) -> None:
    html = write("{% state kind 'Estado' %}", kind=kind)
    assert f'class="{tone}"' in html
    assert f"#{icon}" in html
    assert words(html) == "Estado"


def test_the_desk_does_not_fill_what_waits_for_the_customer() -> None:
    html = write("{% state 'waiting_customer' 'Aguardando cliente' desk=True short=True %}")
    assert html.startswith('<span class="state">')
    assert '<span class="hidden-text">Aguardando cliente</span>' in html


def test_ministeps_show_done_current_and_to_come() -> None:
    bars = '<i></i><i class="now"></i><i class="next"></i><i class="next"></i>'
    assert write("{% ministeps 2 4 %}") == f'<span class="ministeps" aria-hidden="true">{bars}</span>'
    assert "now" not in write("{% ministeps 5 4 %}")


def test_a_filter_link_changes_one_thing_and_starts_at_the_first_page() -> None:
    request = RequestFactory().get("/tickets/", {"tab": "abertos", "q": "nota fiscal", "after": "99"})
    assert write("{% query_string tab='fechados' %}", request=request) == "?tab=fechados&amp;q=nota+fiscal"
    assert write("{% query_string q=None %}", request=request) == "?tab=abertos"
    assert write("{% query_string after=7 q='' %}", request=request) == "?tab=abertos&amp;after=7"
    assert (
        write("{% query_string tool=tools q=None tab=None %}", request=request, tools=["a", "b"])
        == "?tool=a&amp;tool=b"
    )
