"""The style sheet and the script: joined, small enough, and made of what old browsers know."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from balcao.ui.finders import JoinedAssetsFinder
from balcao.ui.joining import PARTS, css_parts, joined_css, joined_js, squeeze_css, squeeze_js

KILOBYTE = 1024
TEMPLATES = PARTS.parent.parent / "templates" / "ui"


def compressed(text: str) -> int:
    return len(gzip.compress(text.encode(), 9))


def test_the_style_sheet_weighs_at_most_20_kb_compressed() -> None:
    assert compressed(joined_css()) <= 20 * KILOBYTE


def test_the_script_with_htmx_weighs_at_most_60_kb_compressed() -> None:
    assert compressed(joined_js()) <= 60 * KILOBYTE


def test_layers_come_first_and_tokens_before_components() -> None:
    sheet = joined_css()
    assert sheet.startswith("@layer reset,tokens,base,layout,components,utilities;")
    assert sheet.index("--canvas") < sheet.index(".button{")


def test_squeezing_keeps_quoted_text_and_meaning() -> None:
    assert squeeze_css('a::before { content: "a /* b */  c"; } /* gone */ b > c , d { gap : 0.5px -0.5em 10.5px }') == (
        'a::before{content:"a /* b */  c"}b>c,d{gap :.5px -.5em 10.5px}\n'
    )
    assert squeeze_js("// gone\n  const a = 1;\n\n  b(); // stays\n") == "const a = 1;\nb(); // stays\n"


@pytest.mark.parametrize("name", ["ui/balcao.css", "ui/balcao.js"])
def test_the_development_server_finds_the_joined_files(name: str) -> None:
    found = finders.find(name)
    assert found is not None
    text = Path(found).read_text()
    assert text == (joined_css() if name.endswith("css") else joined_js())


def test_collectstatic_lists_them() -> None:
    listed = {path: storage.path(path) for path, storage in JoinedAssetsFinder().list([])}
    assert set(listed) == {"ui/balcao.css", "ui/balcao.js"}
    assert all(Path(path).exists() for path in listed.values())


def test_components_name_meanings_never_colours() -> None:
    raw = re.compile(r"(?<!in )oklch\(|light-dark\(|color-mix\(in oklch, (?!currentColor)|var\(--(?:ink|night|blue)-")
    assert [part.name for part in css_parts() if part.name != "tokens.css" and raw.search(part.read_text())] == []


def test_no_rule_needs_a_selector_or_a_query_that_browsers_of_2022_do_not_know() -> None:
    unknown = re.compile(
        r":has\(|\(\s*(?:width|height)\s*[<>]|[<>]=?\s*(?:width|height)\s*\)|[;{ ]translate:|overflow: clip"
    )
    assert [part.name for part in css_parts() if unknown.search(part.read_text())] == []


def test_every_meaning_has_its_value_for_old_browsers_in_both_themes() -> None:
    tokens = (PARTS / "css" / "tokens.css").read_text()
    old, new = tokens.split("@supports (color: light-dark", 1)
    light, dark, system_dark = re.split(
        r'\[data-theme="dark"\] \{\n\s+--|:root:not\(', old.split("@supports not", 1)[1]
    )
    meanings = set(re.findall(r"(--[\w-]+): light-dark", new))
    for theme in (light, dark, system_dark):
        assert meanings - set(re.findall(r"(--[\w-]+):", "--" + theme)) == set()


def test_templates_hold_no_style_and_no_script_of_their_own() -> None:
    forbidden = re.compile(
        r"""\sstyle=|<style|\son\w+=["']|<script(?![^>]*\bsrc=)(?![^>]*application/json)|javascript:"""
    )
    assert [path.name for path in sorted(TEMPLATES.glob("*.html")) if forbidden.search(path.read_text())] == []


def test_every_icon_that_a_template_names_is_in_the_sprite() -> None:
    sprite = (PARTS / "icons.svg").read_text()
    named = {name for path in TEMPLATES.glob("*.html") for name in re.findall(r'{% icon "([\w-]+)"', path.read_text())}
    assert {name for name in named if f'id="{name}"' not in sprite} == set()
