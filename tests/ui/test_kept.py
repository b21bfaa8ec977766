"""Kept pieces: nobody sees another's, and nothing is shown that has changed meanwhile."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from django.template import Context, Template
from django.utils import timezone, translation
from django.utils.safestring import SafeString

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)


def drawn(source: str, now: datetime = NOW, **values: object) -> str:
    return Template(source).render(Context({"now": now, **values}))


ENTRY = '{% kept "ui/entry.html" number=number href="/x/" subject=subject at=at new=new %}'


def entry(now: datetime = NOW, *, subject: object = "Nota", at: datetime = NOW, new: object = False) -> str:
    return drawn(ENTRY, now, number=1, subject=subject, at=at, new=new)


def test_each_value_counts_and_what_it_is_too() -> None:
    assert "Nota" in entry()
    assert "Boleto" in entry(subject="Boleto")
    assert "&lt;b&gt;" in entry(subject="<b>")
    assert "<b>" in entry(subject=SafeString("<b>"))
    assert "entry--new" in entry(new=True)
    assert "entry--new" not in entry()


def test_the_words_of_time_go_on() -> None:
    with translation.override("pt-br"):
        assert "agora" in entry()
        assert "há 5 min" in entry(NOW + timedelta(minutes=5))
        old = NOW - timedelta(days=400)
        assert "2025" in entry(at=old)


def test_language_and_zone_have_their_own() -> None:
    at = NOW - timedelta(days=1)
    with translation.override("pt-br"), timezone.override("America/Sao_Paulo"):
        here = entry(at=at)
        with timezone.override("America/Manaus"):
            assert entry(at=at) != here
        with translation.override("en"):
            assert entry(at=at) != here
        assert entry(at=at) == here


def test_lists_of_dicts_and_of_values_are_part_of_the_key() -> None:
    facts = '{% kept "ui/facts.html" title="T" rows=rows %}'
    assert "Um" in drawn(facts, rows=[{"label": "Um", "value": "1"}])
    assert "Dois" in drawn(facts, rows=[{"label": "Dois", "value": "1"}])
    changed = drawn(facts, rows=[{"label": "Um", "value": "<i>"}])
    assert "&lt;i&gt;" in changed


def test_times_inside_of_lists_go_on_too() -> None:
    @dataclass(frozen=True)
    class Line:
        who: str
        text: str
        at: datetime

    events = '{% kept "ui/events.html" lines=lines %}'
    with translation.override("pt-br"):
        lines = [Line("Ana", "assumiu", NOW)]
        assert "agora" in drawn(events, lines=lines)
        assert "há 9 min" in drawn(events, NOW + timedelta(minutes=9), lines=lines)


def test_a_row_is_a_dataclass_whose_fields_are_the_values() -> None:
    @dataclass(frozen=True)
    class Row:
        number: int
        href: str
        subject: object
        at: datetime
        new: bool

    rows = [Row(1, "/1/", "<b>", NOW, False), Row(1, "/1/", SafeString("<b>"), NOW, False)]
    found = drawn('{% kept_each "ui/entry.html" rows %}', rows=rows)
    assert found.count("&lt;b&gt;") == 1
    assert found.count("<b>") == 1


@pytest.mark.parametrize("token", ["a" * 64, "b" * 64])
def test_each_page_puts_its_own_token_in(token: str) -> None:
    values = 'href="/" title="T" number=1 subject="S" at=now new=True read_action="/r/" csrf_token=csrf_token'
    source = f'{{% kept "ui/news.html" {values} %}}'
    found = drawn(source, csrf_token=token)
    assert f'value="{token}"' in found
    assert drawn(source, csrf_token="c" * 64) == found.replace(token, "c" * 64)
