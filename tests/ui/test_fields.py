"""The field component, by widget."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django import forms
from django.template import Context, Template
from django.utils import translation


class TicketForm(forms.Form):
    subject = forms.CharField(label="Assunto", help_text="Entre 5 e 140 letras")
    body = forms.CharField(label="Descrição", widget=forms.Textarea, required=False)
    retried = forms.ChoiceField(
        label="De novo?", widget=forms.RadioSelect, choices=[("", "---"), ("s", "Sim"), ("n", "Não")]
    )
    reason = forms.ChoiceField(label="Motivo", choices=[("a", "Duplicidade")])
    secret = forms.CharField(label="Senha", widget=forms.PasswordInput)
    keep = forms.BooleanField(label="Manter conectado", required=False)
    key = forms.CharField(widget=forms.HiddenInput, required=False)
    other = forms.CharField(
        label="Outro", required=False, widget=forms.TextInput(attrs={"data-show-when": '["filled","reason"]'})
    )


@pytest.fixture(autouse=True)
def portuguese() -> Iterator[None]:
    with translation.override("pt-br"):
        yield


def write(source: str, data: dict[str, str] | None = None) -> str:
    form = TicketForm(data)
    values: dict[str, Any] = {"form": form}
    return Template("{% load ui %}" + source).render(Context(values))


def test_label_hint_and_control_belong_together() -> None:
    html = write("{% field form.subject %}")
    assert '<label class="field__label" for="id_subject">Assunto</label>' in html
    assert 'aria-describedby="id_subject_helptext"' in html
    assert '<p class="field__hint" id="id_subject_helptext">Entre 5 e 140 letras</p>' in html
    assert 'class="input"' in html


def test_an_error_is_told_with_icon_words_and_relation() -> None:
    html = write("{% field form.subject %}", {"subject": ""})
    assert 'class="field field--error"' in html
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_subject_helptext id_subject_error"' in html
    assert 'id="id_subject_error"' in html
    assert "#late" in html


def test_what_may_be_left_out_says_so_and_a_checkbox_never_does() -> None:
    assert "opcional" in write("{% field form.body %}")
    assert "opcional" not in write("{% field form.body optional=False %}")
    assert "opcional" not in write("{% field form.subject %}")
    assert "opcional" not in write("{% field form.keep %}")


def test_few_short_answers_are_segments_without_the_empty_one() -> None:
    html = write("{% field form.retried %}")
    assert "<legend" in html
    assert html.count('type="radio"') == 2
    assert 'class="segments"' in html


def test_each_widget_has_its_shape() -> None:
    assert 'class="select"' in write("{% field form.reason %}")
    assert 'data-reveal="id_secret"' in write("{% field form.secret %}")
    assert 'class="check"' in write("{% field form.keep %}")
    assert "data-composer" in write("{% field form.body composer=True rows=5 %}")
    assert "field" not in write("{% field form.key %}")
    assert 'data-mask="cpf"' in write("{% field form.other mask='cpf' %}")


def test_a_dependent_field_carries_its_rule() -> None:
    assert 'data-show-when="[&quot;filled&quot;,&quot;reason&quot;]"' in write("{% field form.other %}")


def test_an_unknown_option_is_a_mistake_of_the_page_author() -> None:
    with pytest.raises(TypeError, match="colour"):
        write("{% field form.subject colour='red' %}")


def test_the_summary_links_to_the_fields_and_takes_focus() -> None:
    html = write('{% include "ui/error_summary.html" %}', {"subject": "", "retried": "", "reason": "a", "secret": "x"})
    assert 'role="alert"' in html
    assert "data-focus" in html
    assert '<a href="#id_subject">Assunto: Este campo é obrigatório.</a>' in html
    assert '<a href="#id_retried">' in html
    assert write('{% include "ui/error_summary.html" %}').strip() == ""
