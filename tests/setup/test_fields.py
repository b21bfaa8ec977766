"""Texts by language and the hours of a week, as people write them."""

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from balcao.catalog.models import Calendar
from balcao.setup.fields.hours import HoursField, read_day
from balcao.setup.fields.texts import TextsField
from balcao.tickets.models import State, StateKind
from tests.cast import Cast


def test_texts_come_back_as_they_were_written() -> None:
    class Form(forms.Form):
        name = TextsField(required=True)

    sent = Form({"name_pt-br": "Recebido", "name_en": "", "name_es": "Recibido"})
    assert sent.is_valid(), sent.errors
    assert sent.cleaned_data["name"] == {"pt-br": "Recebido", "es": "Recibido"}
    shown = Form(initial={"name": sent.cleaned_data["name"]}).as_p()
    assert 'value="Recebido"' in shown
    assert 'value="Recibido"' in shown
    assert not Form(
        {"name_pt-br": "Recebido", "name_en": "", "name_es": "Recibido"}, initial=sent.cleaned_data
    ).has_changed()


def test_the_language_of_the_site_is_needed() -> None:
    with pytest.raises(ValidationError):
        TextsField(required=True).clean(["", "Received", ""])


def test_an_administrator_renames_a_state_for_customers(admin: Client, cast: Cast) -> None:
    state = cast.state(StateKind.NEW)
    row = {"name": "Novo", "slug": state.slug, "position": "10", "is_default": "on"}
    texts = {"customer_label_pt-br": "Chegou", "customer_label_en": "Arrived", "customer_label_es": ""}
    answer = admin.post(reverse("admin:tickets_state_change", args=[state.pk]), row | texts)
    assert answer.status_code == 302
    assert State.objects.get(pk=state.pk).customer_label == {"pt-br": "Chegou", "en": "Arrived"}


@pytest.mark.parametrize(
    ("text", "intervals"),
    [
        ("", []),
        ("08:00–18:00", [["08:00", "18:00"]]),
        ("8h-12h, 13h-17h30", [["08:00", "12:00"], ["13:00", "17:30"]]),
        ("8:00 às 12:00 e 13:00 às 18:00", [["08:00", "12:00"], ["13:00", "18:00"]]),
        ("00:00–24:00", [["00:00", "24:00"]]),
    ],
)
def test_hours_are_read_as_people_write_them(text: str, intervals: list[list[str]]) -> None:
    assert read_day(text, "Segunda") == intervals


def test_every_wrong_day_is_named_and_nothing_is_lost(admin: Client, cast: Cast) -> None:
    calendar = Calendar.objects.get(is_default=True)
    row = {
        "name": calendar.name,
        "time_zone": calendar.time_zone,
        "hours_mon": "de manhã",
        "hours_tue": "18:00–08:00",
        "hours_wed": "08:00–18:00",
        "holidays-TOTAL_FORMS": "0",
        "holidays-INITIAL_FORMS": "0",
    }
    content = admin.post(reverse("admin:catalog_calendar_change", args=[calendar.pk]), row).content.decode()
    assert "Segunda-feira: não entendemos “de manhã”" in content
    assert "Terça-feira:" in content
    assert 'value="de manhã"' in content
    calendar.refresh_from_db()
    assert calendar.hours["mon"] == Calendar.objects.get(pk=calendar.pk).hours["mon"]


def test_hours_go_round_without_change() -> None:
    field = HoursField()
    stored = {"mon": [["08:00", "12:00"], ["13:00", "18:00"]], "sat": [["09:00", "24:00"]]}
    assert field.clean(field.widget.decompress(stored)) == stored


def test_a_week_without_hours_is_refused() -> None:
    with pytest.raises(ValidationError):
        HoursField().clean([""] * 7)
