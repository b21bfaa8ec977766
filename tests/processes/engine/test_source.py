"""YAML is read as it was written, within limits."""

from __future__ import annotations

import time

import pytest

from balcao.processes.engine import DocumentInvalid, parse
from balcao.processes.engine.source import Mapping, Scalar, read
from tests.processes.engine.documents import invoice_text, problems_of


def _refusal(text: str) -> tuple[str, int]:
    with pytest.raises(DocumentInvalid) as refused:
        read(text)
    (problem,) = refused.value.problems
    assert problem.message
    assert problem.hint
    return problem.code, problem.line


@pytest.mark.parametrize(
    "written", ["no", "on", "yes", "08:30", "1_000", "0x1F", "2026-11-20", "1e3", "null-ish", ".5"]
)
def test_a_value_is_the_text_that_was_written(written: str) -> None:
    node, problems = read(f"on: {written}")
    assert problems == []
    assert isinstance(node, Mapping)
    value = node.entries["on"]
    assert isinstance(value, Scalar)
    assert value.text == written


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("", "empty", 1),
        ("# só um comentário", "empty", 1),
        ("a: 1\nb: [1, 2\nc: 3", "not_yaml", 3),
        ("a: 1\n\tb: 2", "not_yaml", 2),
        ("a: 'aberto", "not_yaml", 1),
        ("a: \x01", "bad_characters", 1),
        ("a: \ud800", "bad_characters", 1),
        ("a: 1\n---\nb: 2", "two_documents", 3),
        ("a: &x 1\nb: *x", "alias", 1),
        ("a: 1\nb: *x", "alias", 2),
        ("[" * 30, "too_deep", 1),
        ("\n".join("  " * level + "a:" for level in range(30)) + " 1", "too_deep", 25),
        ("a: [" + "1," * 50_000 + "1]", "too_many_nodes", 1),
        ("a: " + "x" * 1_000_000, "too_big", 1),
    ],
)
def test_what_cannot_be_a_document_is_refused_with_its_line(text: str, code: str, line: int) -> None:
    assert _refusal(text) == (code, line)


def test_what_is_wrong_in_places_is_noted_and_the_rest_is_read() -> None:
    text = "balcao: process/1\nslug: a\nslug: b\ntool: !!python/object:os.system x\n? [a, b]\n: c\n"
    _node, problems = read(text)
    assert [(problem.line, problem.code, problem.path) for problem in problems] == [
        (3, "duplicate_key", "slug"),
        (4, "tag", "tool"),
        (5, "bad_key", ""),
    ]


def test_a_duplicate_deep_inside_has_its_path() -> None:
    _node, problems = read("a:\n  - b: 1\n    c: {d: 1, d: 2}\n")
    assert [(problem.path, problem.params) for problem in problems] == [("a[0].c.d", {"key": "d", "first": 3})]


@pytest.mark.parametrize(
    "text",
    [
        "a: " * 100_000,
        "- " * 200_000,
        "[" * 500_000,
        "{" * 500_000,
        "? " * 200_000,
        "&a " * 100_000,
        "!!map " * 100_000,
        "a: |\n" + " x\n" * 300_000,
        "\n".join(f"k{number}: {{a: 1}}" for number in range(60_000)),
        '"' + "\\u0041" * 150_000 + '"',
        "a: " + "x" * 5_000_000,
        "- a\n" * 1_250_000,
        "a: &a [*a]\n",
        "a: &a [x]\n" + "".join(f"b{n}: &b{n} [{', '.join(['*a'] * 9)}]\n" for n in range(900)),
        "activities:\n" + "".join(f"  a{n}: {{name: A, stage: s, state: x}}\n" for n in range(10_000)),
        "activities: {a: {transitions: [{on: dialog, when: '" + "fields.a == 1 && " * 6_000 + "true', to: a}]}}",
        "activities: {a: {transitions: [{on: dialog, when: '" + "(" * 50_000 + ")" * 50_000 + "', to: a}]}}",
    ],
    ids=range(17),
)
def test_hostile_texts_are_answered_within_a_second(text: str) -> None:
    begun = time.perf_counter()
    assert problems_of(text)
    assert time.perf_counter() - begun < 3, "generous for a loaded machine; about 0.2 s alone"


def test_line_ends_and_byte_order_marks_of_windows_do_not_matter() -> None:
    text = invoice_text()
    assert parse(text.replace("\n", "\r\n")) == parse(text)
    assert parse("\ufeff" + text) == parse(text)


def test_comments_and_order_do_not_matter() -> None:
    text = invoice_text()
    first, rest = text.split("\nstages:", 1)
    assert parse("# nosso processo\nstages:" + rest + "\n" + first) == parse(text)
