"""What the script adds, in a real browser under the strict content policy."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django import forms

if TYPE_CHECKING:
    from tests.ui.conftest import OpenPage, Pages

pytestmark = pytest.mark.browser


def process(name: str, tool: str, url: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "tool": tool, "icon": "receipt", "url": f"/novo/{url}/", "use": "", **more}


CATALOGUE: dict[str, Any] = {
    "processes": [
        process("Nota fiscal rejeitada pela SEFAZ", "Emissor Fiscal", "a", words="nfe rejeição"),
        process("Corrigir ou cancelar nota fiscal", "Emissor Fiscal", "b"),
        process("Segunda via de nota fiscal", "Faturamento", "c", use="boleto"),
        process("Férias", "Portal RH", "d", boost=3),
    ],
    "tickets": [
        {"number": 10482, "subject": "Nota 3512 rejeitada", "url": "/tickets/10482/", "state": "Aguardando você"}
    ],
}
CHOOSER = (
    '{{ catalogue|json_script:"catalogo" }}{% include "ui/ask.html" with action="/novo/" label="Do que você precisa?" '
    'placeholder="Ex.: nota" data_id="catalogo" all_href="/novo/" other_href="/novo/outro/" large=True %}'
    "<div data-browse>Todas as ferramentas</div>"
)


def options(page: Any) -> list[str]:
    return [option.inner_text() for option in page.locator("[role=option] b").all()]


def test_the_chooser_finds_by_beginnings_of_words_without_accents(open_page: OpenPage) -> None:
    page = open_page(CHOOSER, catalogue=CATALOGUE)
    box = page.get_by_role("combobox", name="Do que você precisa?")
    box.fill("REJEICAO nota")
    assert options(page) == ["Nota fiscal rejeitada pela SEFAZ"]
    assert page.locator(".results__count").inner_text() == "1 resultado"
    box.fill("ferias")
    assert options(page) == ["Férias"]
    assert page.locator("mark").all_inner_texts() == ["Férias"]
    assert not page.locator("[data-browse]").is_visible()


def test_the_chooser_groups_by_tool_marks_what_was_typed_and_lists_open_tickets_after(open_page: OpenPage) -> None:
    page = open_page(CHOOSER, catalogue=CATALOGUE)
    page.get_by_role("combobox").fill("nota")
    assert page.locator(".results__group").all_inner_texts() == [
        "Emissor Fiscal",
        "Faturamento",
        "Seus tickets abertos",
    ]
    assert options(page)[-1] == "Você já tem o nº 10482 sobre isso – ver"
    page.get_by_role("combobox").fill("nota fis")
    assert page.locator("mark").first.inner_text() == "Nota fis"


def test_the_chooser_is_used_by_keyboard(open_page: OpenPage) -> None:
    page = open_page(CHOOSER, catalogue=CATALOGUE)
    box = page.get_by_role("combobox")
    box.fill("nota fis")
    assert box.get_attribute("aria-expanded") == "true"
    first = box.get_attribute("aria-activedescendant")
    box.press("ArrowDown")
    assert box.get_attribute("aria-activedescendant") != first
    assert page.locator("[role=option][aria-selected=true]").count() == 1
    box.press("End")
    box.press("Escape")
    assert box.input_value() == ""
    assert box.get_attribute("aria-expanded") == "false"
    box.fill("segunda")
    box.press("Enter")
    page.wait_for_url("**/novo/c/")


def test_the_chooser_forgives_a_slip_and_says_when_there_is_nothing(open_page: OpenPage) -> None:
    page = open_page(CHOOSER, catalogue=CATALOGUE)
    box = page.get_by_role("combobox")
    box.fill("segumda via")
    assert options(page) == ["Segunda via de nota fiscal"]
    box.fill("xpto")
    assert page.locator(".results__count").inner_text() == "Nada com “xpto” nas ferramentas da sua empresa."
    other = page.get_by_role("link", name="Descrever em Outro assunto")
    assert (other.get_attribute("href") or "").endswith("/novo/outro/?assunto=xpto")


def test_the_chooser_answers_500_processes_within_a_frame(open_page: OpenPage) -> None:
    processes = [
        process(
            f"Processo {n} de consulta biométrica", f"Ferramenta {n % 12}", str(n), words="captura selfie documento"
        )
        for n in range(500)
    ]
    page = open_page(CHOOSER, catalogue={"processes": processes})
    spent = page.evaluate(
        """() => {
          const box = document.querySelector(".ask__box");
          const times = [];
          for (const text of ["c", "co", "con", "cons", "consulta bio", "processo 49", "selfi"]) {
            const start = performance.now();
            box.value = text;
            box.dispatchEvent(new Event("input"));
            times.push(performance.now() - start);
          }
          return times.sort((a, b) => a - b)[3];
        }"""
    )
    assert page.locator("[role=option]").count() == 12
    assert spent < 50  # the goal is 16 ms; a shared machine is given room


class RuleForm(forms.Form):
    reason = forms.ChoiceField(choices=[("", "-"), ("a", "A"), ("b", "B")], required=False)
    agreed = forms.BooleanField(required=False)
    why = forms.CharField(required=False)
    more = forms.CharField(required=False)


def test_fields_show_when_the_rule_holds_and_hidden_ones_are_not_sent(open_page: OpenPage) -> None:
    rules = {
        "why": json.dumps(
            ["or", ["==", ["field", "reason"], ["value", "b"]], ["==", ["field", "agreed"], ["value", True]]]
        ),
        "more": json.dumps(["and", ["filled", "why"], ["not", ["in", ["field", "why"], ["value", ["x", "y"]]]]]),
    }
    page = open_page(
        "<form data-prefix='p-'>{% field form.reason %}{% field form.agreed %}{% field form.why show_when=rules.why %}"
        "{% field form.more show_when=rules.more %}</form>",
        form=RuleForm(prefix="p"),
        rules=rules,
    )
    why, more = page.locator("#id_p-why"), page.locator("#id_p-more")
    assert not why.is_visible()
    assert why.is_disabled()
    page.locator("#id_p-reason").select_option("b")
    assert why.is_visible()
    why.fill("z")
    assert more.is_visible()
    why.fill("x")
    assert not more.is_visible()
    why.fill("z")
    page.locator("#id_p-reason").select_option("a")
    assert not why.is_visible()
    assert not more.is_visible()
    page.locator("#id_p-agreed").check()
    assert why.is_visible()


def test_numbers_are_spelled_on_leaving_the_field(open_page: OpenPage) -> None:
    page = open_page(
        '<input aria-label="cpf" data-mask="cpf"><input aria-label="cnpj" data-mask="cnpj">'
        '<input aria-label="phone" data-mask="phone">'
    )
    for name, typed, spelled in [
        ("cpf", "52998224725", "529.982.247-25"),
        ("cnpj", "12ABC34501DE35", "12.ABC.345/01DE-35"),
        ("phone", "92981114020", "(92) 98111-4020"),
        ("phone", "+55 92 98111-4020", "+55 92 98111-4020"),
        ("cpf", "123", "123"),
    ]:
        box = page.get_by_label(name)
        box.fill(typed)
        box.blur()
        assert box.input_value() == spelled


COMPOSER = (
    '<form method="post" action="/enviar/" enctype="multipart/form-data">{% include "ui/composer.html" with '
    'id="resposta" label="Escreva sua resposta" action_label="Enviar" max_files=2 max_bytes=2048 %}</form>'
)


def test_the_toolbar_writes_markdown_and_takes_it_back(open_page: OpenPage) -> None:
    page = open_page(COMPOSER)
    area = page.get_by_label("Escreva sua resposta")
    area.fill("um dois")
    area.evaluate("area => area.setSelectionRange(3, 7)")
    page.get_by_role("button", name="Negrito").click()
    assert area.input_value() == "um **dois**"
    page.get_by_role("button", name="Negrito").click()
    assert area.input_value() == "um dois"
    page.get_by_role("button", name="Lista").click()
    assert area.input_value() == "- um dois"
    page.get_by_role("button", name="Lista").click()
    page.get_by_role("button", name="Citação").click()
    assert area.input_value() == "> um dois"


def test_a_form_is_sent_once_with_ctrl_enter(open_page: OpenPage, pages: Pages) -> None:
    page = open_page(COMPOSER)
    area = page.get_by_label("Escreva sua resposta")
    area.fill("Segue o XML")
    area.press("Control+Enter")
    area.press("Control+Enter")
    button = page.get_by_role("button", name="Enviando…")
    button.wait_for()
    page.wait_for_timeout(200)
    assert len(pages.posts) == 1
    assert button.get_attribute("aria-disabled") == "true"


def test_chosen_files_are_listed_limited_removed_and_stay_in_the_input(open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page(COMPOSER)
    small = [tmp_path / f"nota-{n}.xml" for n in range(3)]
    for path in small:
        path.write_bytes(b"x" * 1000)
    big, empty = tmp_path / "lote.zip", tmp_path / "vazio.txt"
    big.write_bytes(b"x" * 5000)
    empty.write_bytes(b"")
    chosen = page.locator("input[type=file]")
    held = "input => [...input.files].map(file => file.name)"
    chosen.set_input_files([small[0], big])
    assert page.locator(".file b").all_inner_texts() == ["nota-0.xml"]
    assert "O arquivo lote.zip tem 5\xa0KB; o limite é 2\xa0KB." in page.get_by_role("alert").inner_text()
    chosen.set_input_files([empty])
    assert "O arquivo vazio.txt está vazio." in page.get_by_role("alert").inner_text()
    chosen.set_input_files(small[1:])
    assert "Até 2 arquivos por vez" in page.get_by_role("alert").inner_text()
    assert chosen.evaluate(held) == ["nota-0.xml", "nota-1.xml"]
    page.get_by_role("button", name="Retirar nota-0.xml").click()
    assert chosen.evaluate(held) == ["nota-1.xml"]


def test_a_pasted_screenshot_gets_a_name_with_its_hour(open_page: OpenPage) -> None:
    page = open_page(COMPOSER)
    page.get_by_label("Escreva sua resposta").evaluate(
        """area => {
          const data = new DataTransfer();
          data.items.add(new File([new Uint8Array(900)], "image.png", { type: "image/png" }));
          area.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }"""
    )
    name = page.locator(".file b").inner_text()
    assert re.fullmatch(r"captura-\d{4}-\d{2}-\d{2}-\d{4}\.png", name)


def test_a_password_can_be_seen(open_page: OpenPage) -> None:
    class SignIn(forms.Form):
        password = forms.CharField(label="Senha", widget=forms.PasswordInput)

    page = open_page("{% field form.password %}", form=SignIn())
    box = page.locator("#id_password")
    page.get_by_role("button", name="Mostrar").click()
    assert box.get_attribute("type") == "text"
    page.get_by_role("button", name="Ocultar").click()
    assert box.get_attribute("type") == "password"


def test_a_menu_closes_on_escape_and_gives_focus_back(open_page: OpenPage) -> None:
    page = open_page(
        '<details class="menu"><summary class="tool">Mais</summary><div class="menu__panel">'
        '<a href="/x/">Copiar link</a></div></details><p>fora</p>'
    )
    page.get_by_text("Mais").click()
    page.get_by_role("link", name="Copiar link").focus()
    page.keyboard.press("Escape")
    assert not page.get_by_role("link", name="Copiar link").is_visible()
    assert page.evaluate("document.activeElement.textContent") == "Mais"
    page.get_by_text("Mais").click()
    page.get_by_text("fora").click()
    assert not page.get_by_role("link", name="Copiar link").is_visible()


KEYS = (
    '<a href="/tickets/" data-key="g t">Meus Tickets <kbd>g t</kbd></a><a href="/novo/" data-key="n">Novo Ticket</a>'
    '<input aria-label="Buscar" data-key="/"><button type="button" hidden data-key="x">Nunca</button>'
)


def test_keys_follow_links_focus_fields_and_rest_while_one_writes(open_page: OpenPage) -> None:
    page = open_page(KEYS)
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Buscar"
    page.keyboard.type("n")
    assert page.get_by_label("Buscar").input_value() == "n"
    page.get_by_label("Buscar").blur()
    page.keyboard.press("g")
    page.keyboard.press("t")
    page.wait_for_url("**/tickets/")


def test_the_question_mark_lists_the_keys_of_this_page(open_page: OpenPage) -> None:
    page = open_page(KEYS)
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Atalhos do teclado")
    assert dialog.locator("dt").all_inner_texts() == ["Meus Tickets", "Novo Ticket", "Buscar", "Mostrar os atalhos"]
    assert dialog.locator("dd").first.inner_text() == "g e depois t"
    page.keyboard.press("Escape")
    assert not dialog.is_visible()


def test_keys_can_be_turned_off(open_page: OpenPage) -> None:
    page = open_page(KEYS, shortcuts=False)
    page.keyboard.press("n")
    page.keyboard.press("?")
    page.wait_for_timeout(100)
    assert page.url.endswith("balcao.test/")
    assert page.locator("dialog[open]").count() == 0


def test_pictures_open_one_at_a_time_and_focus_returns(open_page: OpenPage) -> None:
    files = [
        {"name": f"tela-{n}.png", "href": f"/static/ui/favicon.svg?{n}", "preview_href": "/static/ui/favicon.svg",
         "download_href": f"/baixar/{n}/", "size": 2048, "kind": "image"}
        for n in (1, 2)
    ]  # fmt: skip
    page = open_page('{% include "ui/attachments.html" %}', files=files)
    page.get_by_role("link", name="tela-1.png").click()
    box = page.locator("dialog[data-lightbox]")
    assert box.locator("[data-name]").inner_text() == "tela-1.png"
    assert box.locator("[data-place]").inner_text() == "1 de 2"
    page.keyboard.press("ArrowRight")
    assert box.locator("[data-name]").inner_text() == "tela-2.png"
    assert (box.get_by_role("link", name="Baixar").get_attribute("href") or "").endswith("/baixar/2/")
    page.keyboard.press("ArrowRight")
    assert box.locator("[data-name]").inner_text() == "tela-1.png"
    page.keyboard.press("Escape")
    assert not box.is_visible()
    assert "tela-1.png" in page.evaluate("document.activeElement.textContent")


def test_the_open_page_marks_itself_read_and_its_button_leaves(open_page: OpenPage, pages: Pages) -> None:
    page = open_page(
        '<form method="post" action="/tickets/1/reading/" data-mark-read><input type="hidden" name="event" value="7">'
        "<button>Marcar como lido</button></form>"
    )
    page.get_by_role("button", name="Marcar como lido").wait_for(state="hidden")
    assert [(request.url.rpartition("test")[2], request.post_data) for request in pages.posts] == [
        ("/tickets/1/reading/", "event=7")
    ]


def test_a_number_is_copied(open_page: OpenPage) -> None:
    page = open_page('{% include "ui/copy.html" with text="10482" shown="nº 10482" %}')
    page.evaluate("document.execCommand = () => true")
    page.get_by_role("button", name="Copiar 10482").click()
    assert page.get_by_role("status").inner_text() == "Copiado"


def test_the_error_summary_takes_focus(open_page: OpenPage) -> None:
    page = open_page('{% include "ui/error_summary.html" %}{% field form.why %}', form=Needy({}))
    assert page.evaluate("document.activeElement.className") == "errors"
    page.get_by_role("link", name="Por quê").click()
    assert page.evaluate("document.activeElement.id") == "id_why"


class Needy(forms.Form):
    why = forms.CharField(label="Por quê")


def test_without_a_script_the_plain_controls_stand_there(open_page: OpenPage) -> None:
    page = open_page(
        COMPOSER + CHOOSER + '<button class="no-js">Salvar</button>', javascript=False, catalogue=CATALOGUE
    )
    assert page.locator("input[type=file]").is_visible()
    assert page.locator("[data-md]").first.is_hidden()
    assert page.get_by_role("button", name="Salvar").is_visible()
    assert page.locator(".results").is_hidden()
    assert page.get_by_role("searchbox", name="Do que você precisa?").is_visible()
