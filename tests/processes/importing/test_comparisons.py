"""Conditions compare as Znuny and OTOBO do: lists, capital letters, numbers in texts, dates, fields without a value."""

from __future__ import annotations

import pytest

from balcao.processes.engine.conditions import znuny


@pytest.mark.parametrize(
    ("function", "value", "match", "holds"),
    [
        # String: to the letter, one item of a list is enough, nothing is equal to nothing
        (znuny.string, "Aprovado", "Aprovado", True),
        (znuny.string, "aprovado", "Aprovado", False),
        (znuny.string, "10", "10.0", False),
        (znuny.string, 3, "3", True),
        (znuny.string, ["a", "b"], "b", True),
        (znuny.string, ["a", "b"], "a, b", False),
        (znuny.string, "", "", False),
        (znuny.string, True, "1", True),
        # Regexp: anywhere, capital letters count, "0" is nothing
        (znuny.regexp, "novo pedido", "pedido", True),
        (znuny.regexp, "novo Pedido", "pedido", False),
        (znuny.regexp, ["x", "abc"], "^b|c$", True),
        (znuny.regexp, "", ".*", False),
        (znuny.regexp, [], ".*", False),
        (znuny.regexp, "0", ".", False),
        (znuny.regexp, "uma linha\n", "linha$", True),
        # Array: all of them
        (znuny.array, ["a", "b", "c"], ["a", "c"], True),
        (znuny.array, ["a"], ["a", "c"], False),
        (znuny.array, "a", ["a"], False),
        # Equal: capital letters do not count; lists in order; a text with commas is a list
        (znuny.equal, "Aprovado", "APROVADO", True),
        (znuny.equal, "2026-1-5", "2026-01-05", True),
        (znuny.equal, "2026-01-05 10:00", "2026-01-05 10:00:00", True),
        (znuny.equal, ["A", "b"], "a, B", True),
        (znuny.equal, ["b", "a"], "a, b", False),
        (znuny.equal, ["A"], "a", True),
        (znuny.equal, ["a", "b"], "a", False),
        (znuny.equal, ["a", "b"], ["a", "b"], True),
        (znuny.equal, ["A", "b"], ["a", "b"], False),
        (znuny.equal, "a,b", ["A", "B"], True),
        (znuny.equal, "", "a", False),
        (znuny.equal, "a", "", False),
        # NotEqual: false without a value; in lists the match must be in small letters to be found
        (znuny.not_equal, "a", "b", True),
        (znuny.not_equal, "a", "A", False),
        (znuny.not_equal, "", "b", False),
        (znuny.not_equal, "a", "", True),
        (znuny.not_equal, ["A"], "a", False),
        (znuny.not_equal, ["a"], "A", True),
        (znuny.not_equal, ["a"], ["a"], False),
        (znuny.not_equal, ["a"], ["b"], True),
        # Contains: a pattern, capital letters do not count; NotContains in lists is about whole items
        (znuny.contains, "Pedido de Livro", "LIVRO", True),
        (znuny.contains, "abc", "a.c", True),
        (znuny.contains, ["x", "Livro"], "liv", True),
        (znuny.contains, "", "a", False),
        (znuny.not_contains, "abc", "d", True),
        (znuny.not_contains, "abc", "B", False),
        (znuny.not_contains, ["Livro"], "liv", True),
        (znuny.not_contains, ["Livro"], "livro", False),
        (znuny.not_contains, "", "d", False),
        (znuny.not_contains, [], "d", False),
        # Order: whole numbers and dates only
        (znuny.greater_than, "10", "9", True),
        (znuny.greater_than, "10.5", "9", False),
        (znuny.greater_than, "010", "9", False),
        (znuny.greater_than, "", "9", False),
        (znuny.greater_than, "2026-02-01", "2026-01-31", True),
        (znuny.greater_than, 3.0, "2", True),
        (znuny.greater_or_equal, "9", "9", True),
        (znuny.less_than, "-3", "2", True),
        (znuny.less_than, ["1"], "2", False),
        (znuny.less_or_equal, "2026-01-31", "2026-01-31 00:00", True),
        (znuny.less_or_equal, "2026-13-31", "2027-01-01", False),
    ],
)
def test_comparison(function: object, value: object, match: object, holds: bool) -> None:
    assert callable(function)
    assert function(value, match) is holds


def test_xor_is_exactly_one() -> None:
    assert [znuny.one(answers) for answers in ([True], [True, False], [True, True], [False])] == [
        True,
        True,
        False,
        False,
    ]


def test_names_there_of_what_is_here() -> None:
    assert znuny.named("novo", ["novo=new", "resolvido=closed successful"]) == "new"
    assert znuny.named("outro", ["novo=new"]) == "outro"
    assert [znuny.priority(level) for level in (1, 3, 9)] == ["1 very low", "3 normal", ""]
