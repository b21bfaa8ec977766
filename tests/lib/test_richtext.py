from __future__ import annotations

import re
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from html.parser import HTMLParser

import pytest
from django.template import Context, Engine
from hypothesis import given, settings
from hypothesis import strategies as st

from balcao.lib.richtext import (
    FOREIGN_TAGS,
    MAX_BRACKETS,
    MAX_LENGTH,
    MAX_LINES,
    MAX_NESTING,
    REL,
    TAGS,
    clean_html,
    plain,
    plain_html,
    render_markdown,
    safe,
)
from tests.lib.xss import VECTORS

Render = Callable[[str], str]


class Inspector(HTMLParser):
    """Reads HTML and fails on whatever is not on the short list."""

    def __init__(self, tags: frozenset[str]) -> None:
        super().__init__(convert_charrefs=True)
        self.tags = tags
        self.text = ""
        self.seen: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in self.tags, tag
        self.seen.append(tag)
        for name, value in attrs:
            allowed = {
                ("a", "href"): r"(?i:https?://[^/\\\s]|mailto:[^/\\\s]).*",
                ("a", "rel"): re.escape(REL),
                ("ol", "start"): r"[0-9]+",
            }.get((tag, name))
            assert allowed is not None, (tag, name)
            assert re.fullmatch(allowed, value or "", re.DOTALL), (tag, name, value)

    def handle_endtag(self, tag: str) -> None:
        assert tag in self.tags, tag

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"comment: {data}")

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(f"declaration: {decl}")

    def handle_pi(self, data: str) -> None:
        raise AssertionError(f"instruction: {data}")

    def unknown_decl(self, data: str) -> None:
        raise AssertionError(f"declaration: {data}")


def inspect(html: str, tags: frozenset[str]) -> Inspector:
    inspector = Inspector(tags)
    inspector.feed(html)
    inspector.close()
    return inspector


# Each vector alone, inside what people write, and twice encoded.
SETTINGS = [
    "{}",
    "Olá\n\n{}\n\ntudo bem?",
    "<p>{}</p>",
    "> - {}",
    "<table><tr><td>{}",
    "<a href='{}'>x</a>",
    "[{}](https://x.example)",
]


def test_the_corpus_is_no_small_one() -> None:
    assert len(set(VECTORS)) == len(VECTORS) >= 100


@pytest.mark.parametrize("vector", VECTORS)
def test_no_vector_gets_through(vector: str) -> None:
    for setting in SETTINGS:
        text = setting.replace("{}", vector)
        inspect(render_markdown(text), TAGS)
        inspect(clean_html(text), FOREIGN_TAGS)
        inspect(clean_html(clean_html(text)), FOREIGN_TAGS)
        inspect(clean_html(render_markdown(text)), FOREIGN_TAGS)
        inspect(clean_html(plain_html(text)), FOREIGN_TAGS)


@settings(max_examples=300)
@given(
    st.lists(st.sampled_from([*VECTORS, "<p>", "</p>", "**", "\n", "`", "[", "](", "<", ">", '"', "&lt;"]), max_size=8)
)
def test_no_mixture_of_vectors_gets_through(parts: list[str]) -> None:
    text = "".join(parts)

    inspect(render_markdown(text), TAGS)
    inspect(clean_html(text), FOREIGN_TAGS)


@settings(max_examples=200)
@given(st.text(st.characters(), max_size=200))
def test_arbitrary_text_is_rendered_and_nothing_of_it_is_obeyed(text: str) -> None:
    inspect(render_markdown(text), TAGS)
    once = clean_html(text)
    inspect(once, FOREIGN_TAGS)
    assert clean_html(once) == once


@given(st.text("ab \n*_~`#>-+1.|<&[]()!\\", max_size=80))
def test_what_is_rendered_once_is_clean_already(text: str) -> None:
    html = render_markdown(text)

    assert clean_html(html) == html


def test_markdown_as_people_write_it() -> None:
    html = render_markdown(
        "# Nota rejeitada\n\nOlá, **Ana**, ~~ontem~~ *hoje*\nsegue o `código`:\n\n- um\n- dois\n\n3. três\n\n"
        "> citado\n\n```\nx < y\n```"
    )

    assert html == (
        "<h3>Nota rejeitada</h3>\n"
        "<p>Olá, <strong>Ana</strong>, <del>ontem</del> <em>hoje</em><br>\nsegue o <code>código</code>:</p>\n"
        "<ul>\n<li>um</li>\n<li>dois</li>\n</ul>\n"
        '<ol start="3">\n<li>três</li>\n</ol>\n'
        "<blockquote>\n<p>citado</p>\n</blockquote>\n"
        "<pre><code>x &lt; y\n</code></pre>\n"
    )


def test_tables_are_kept() -> None:
    assert inspect(render_markdown("| a | b |\n|---|:-:|\n| 1 | 2 |"), TAGS).seen == (
        ["table", "thead", "tr", "th", "th", "tbody", "tr", "td", "td"]
    )


def test_headings_stand_below_those_of_the_page() -> None:
    assert inspect(render_markdown("# a\n\n## b\n\n#### c\n\n###### d"), TAGS).seen == ["h3", "h4", "h6", "h6"]
    assert clean_html("<h1>a</h1><h2>b</h2><h3>c</h3>") == "<h3>a</h3><h4>b</h4><h3>c</h3>"


def test_html_typed_into_markdown_is_shown() -> None:
    assert render_markdown("use <b>x</b> & <script>") == "<p>use &lt;b&gt;x&lt;/b&gt; &amp; &lt;script&gt;</p>\n"


def link(address: str, text: str | None = None) -> str:
    return f'<a href="{address}" rel="{REL}">{text or address}</a>'


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("veja https://a.example/x.", f"veja {link('https://a.example/x')}."),
        ("(https://a.example)", f"({link('https://a.example')})"),
        ("https://a.example/x_(y)", link("https://a.example/x_(y)")),
        ("https://a.example/?a=1&b=2", link("https://a.example/?a=1&amp;b=2")),
        ("**https://a.example**", f"<strong>{link('https://a.example')}</strong>"),
        ("[texto](https://a.example)", link("https://a.example", "texto")),
        ("[https://a.example](https://b.example)", link("https://b.example", "https://a.example")),
        ("<https://a.example>", link("https://a.example")),
        ("<ana@a.example>", link("mailto:ana@a.example", "ana@a.example")),
        ("`https://a.example`", "<code>https://a.example</code>"),
        ("ftp://a.example", "ftp://a.example"),
        ("xhttps://a.example", "xhttps://a.example"),
        ("https://", "https://"),
        ("[daqui](/tickets/1/)", "[daqui](/tickets/1/)"),
    ],
)
def test_links(text: str, html: str) -> None:
    assert render_markdown(text) == f"<p>{html}</p>\n"


def test_images_become_their_alternative_text() -> None:
    assert render_markdown("![foto da <nota>](https://a.example/x.png)") == "<p>foto da &lt;nota&gt;</p>\n"


def test_mails_html_keeps_its_lines_and_stress_and_loses_everything_else() -> None:
    mail = (
        "<html><head><title>t</title><style>p{}</style></head><body bgcolor=red><div class=x>Olá <b>Ana</b></div>"
        "<div><br></div><span style='color:red'>vermelho</span><o:p></o:p><img src=cid:1><!-- c --></body></html>"
    )

    assert clean_html(mail) == "<div>Olá <b>Ana</b></div><div><br></div>vermelho"


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("# Título\n\na **b**\nc\n\n- x\n- y", "Título\n\na b\nc\n\n- x\n- y"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "a b\n1 2"),
        ("&lt; <b> &amp;", "< <b> &"),
        ("```\n  x\n   y\n```", "  x\n   y"),
        ("", ""),
    ],
)
def test_markdown_as_plain_text(text: str, read: str) -> None:
    assert plain(text) == read


def test_html_as_plain_text() -> None:
    assert plain_html("<div>Olá</div><div><br></div><div>tudo\nbem?</div><p>x</p><script>y</script>") == (
        "Olá\n\ntudo bem?\n\nx"
    )
    large = "<style>x</style><!-- a > b --><p>Olá &amp; <b>b</b>om</p>\n<script>y</script>" * 3_000
    assert set(plain_html(large).split("\n")) == {"", "Olá & bom"}


def test_templates_show_safe_html_as_it_is() -> None:
    template = Engine().from_string("{{ body }}")

    assert template.render(Context({"body": safe("<p>x</p>")})) == "<p>x</p>"
    assert template.render(Context({"body": "<p>x</p>"})) == "&lt;p&gt;x&lt;/p&gt;"


@pytest.mark.parametrize(
    "text",
    [
        "**a**\n\n<b>\n" + "x" * MAX_LENGTH,
        "**a**\n\n<b>" + "\nx" * (MAX_LINES + 1),
        "**a**\n\n<b>" + "[" * (MAX_BRACKETS + 1),
        "**a**\n\n<b>\n\n" + ">" * (MAX_NESTING + 5) + " fim",
    ],
)
def test_what_is_too_much_is_shown_as_it_was_written(text: str) -> None:
    html = render_markdown(text)

    assert html.startswith("<p>**a**</p>\n<p>&lt;b&gt;")
    read = inspect(html, TAGS)
    assert set(read.seen) <= {"p", "br"}
    assert re.sub(r"\s", "", read.text) == re.sub(r"\s", "", text)


def test_deep_quotes_that_people_do_write_are_rendered() -> None:
    assert inspect(render_markdown(">" * 15 + " olá"), TAGS).seen.count("blockquote") == 15


N = MAX_LENGTH
MARKDOWN_BOMBS = {
    "quotes": ("> " * N)[:N],
    "quotes and lazy lines": ">" * 38 + "a\n" + "b\n" * (MAX_LINES - 2),
    "quoted lists": ("> - " * 12 + "a\n") * 1_900,
    "deep lists": "".join(" " * depth + "- a\n" for depth in range(440)),
    "open brackets": "[" * MAX_BRACKETS + "a" * 90_000,
    "links in links": "[" * MAX_BRACKETS + "a" + "](b)" * 20_000,
    "images in images": "![" * MAX_BRACKETS + "a" + "](b)" * 20_000,
    "stress": ("*a **a " * N)[:N],
    "underlines": ("*a_ " * N)[:N],
    "backticks": "".join("`" * count + "x" for count in range(1, 446)),
    "ampersands": "&" * N,
    "addresses": ("http://a " * N)[:N],
    "closing brackets": "http://a" + ").)" * 33_000,
    "wide table": "|a" * 1_000 + "\n" + "|-" * 1_000 + "\n" + "|\n" * (MAX_LINES - 3),
    "long table": "a|b\n-|-\n" + "x|y\n" * (MAX_LINES - 3),
    "references": "[a]: b\n" * MAX_LINES,
}
HTML_BOMBS = {
    "divisions": ("<div>" * N)[:N],
    "formatting": ("<b><i><u><s><em>" * N)[:N],
    "formatting with attributes": "".join(f"<b c={count}>" for count in range(9_000)),
    "formatting and paragraphs": "".join(f"<b c={count}>" for count in range(4_000)) + "<p>x" * 10_000,
    "lists": ("<ul><li>" * N)[:N],
    "tables": ("<table><tr><td>" * N)[:N],
    "links and blocks": ("<a><b><div>" * N)[:N],
    "drawings": ("<svg>" * N)[:N],
    "comments": ("<!--" * N)[:N],
    "attributes": "<a " + " ".join(f"x{count}=1" for count in range(14_000)) + ">",
    "large open tags": "<a " * 200_000,
    "large scripts": "<script>" * 100_000,
    "large comments": "<!--" * 300_000,
}


CASES = [(render_markdown, text) for text in MARKDOWN_BOMBS.values()] + [
    (clean_html, html) for html in HTML_BOMBS.values()
]


@pytest.mark.parametrize(("render", "bomb"), CASES, ids=[*MARKDOWN_BOMBS, *HTML_BOMBS])
def test_bombs_take_bounded_time_and_room(render: Render, bomb: str) -> None:
    began = time.process_time()

    html = render(bomb)

    # The slowest takes about 3 s where this was written; without the limits some take minutes.
    assert time.process_time() - began < 20
    assert len(html) < 2_000_000


def test_many_threads_may_render_at_once() -> None:
    texts = [f"**{number}** https://a.example/{number} <b>" for number in range(200)]

    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(render_markdown, texts)), list(pool.map(clean_html, texts))

    assert together == (list(map(render_markdown, texts)), list(map(clean_html, texts)))
