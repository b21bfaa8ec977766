"""Whatever the file is: an answer in bounded time, and never an exception that is not ours."""

from __future__ import annotations

import copy
import time
from contextlib import suppress
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from balcao.processes.importing import ImportRefused, convert
from tests.processes.importing.files import DESK, action, brought, condition, field, match, order, text_of

BOMB = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 10)}]\n" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "no process file"),
        ("- a\n- b\n", "no process file"),
        ("Process: 3\n", "no process file"),
        ("Process: {Name: A::B}\nActivities: {}\n", "start activity"),
        ("Process: {a: {Name: A}, b: {Name: B}}\n", "more than one process"),
        ("a: [1\n", "line 2: This is not valid YAML"),
        ("a: b\n--- \nc: d\n", "more than one document"),
        ("a: 1\na: 2\n", "line 2: “a” is written twice"),
        ("a: &x [*x]\n", "points to itself"),
        ("a: *nothing\n", "points to itself or to nothing"),
        ("{[a, b]: c}\n", "key must be a word"),
        ("x" * 5_000_000, "larger than"),
        ("a: " + "[" * 500 + "]" * 500, "levels deep"),
        (BOMB, "unfolds into more than"),
        ("a: \x00\n", "characters"),
        ("a: \ud800\n", "characters"),
    ],
    ids=range(16),
)
def test_a_file_that_is_none_is_refused_with_the_reason(text: str, told: str) -> None:
    began = time.perf_counter()
    with pytest.raises(ImportRefused, match=told):
        convert(text, DESK)
    assert time.perf_counter() - began < 10


def test_ten_thousand_activities_are_refused_by_their_number() -> None:
    file = order(Activities={f"A{index}": {"Name": "Etapa", "Config": {}} for index in range(10_000)})
    with pytest.raises(ImportRefused, match="10,000 entries under “Activities”"):
        brought(file)


def test_the_largest_process_comes_over_in_bounded_time() -> None:
    names = [f"A{index}" for index in range(500)]
    file = order(
        Activities={name: {"Name": "Etapa", "Config": {"ActivityDialog": {"1": "AD1"}}} for name in names},
        Transitions={name: condition({"DynamicField_Status": match(name)}) for name in names},
    )
    file["Process"]["Config"] |= {
        "StartActivity": "A0",
        # Each leads to the next two, and the last back to the first: circles are nothing special.
        "Path": {
            name: {one: {"ActivityEntityID": one} for one in (names[(at + 1) % 500], names[(at + 2) % 500])}
            for at, name in enumerate(names)
        },
    }
    began = time.perf_counter()
    assert len(brought(file).document.activities) == 500
    assert time.perf_counter() - began < 20


def test_too_many_fields_are_refused_by_their_number() -> None:
    file = order()
    file["ActivityDialogs"]["AD1"]["Config"]["Fields"] = {f"DynamicField_X{index}": field() for index in range(300)}
    with pytest.raises(ImportRefused, match="fields; one process takes at most 200"):
        brought(file)


def _paths(node: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    below = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    return [path, *(one for key, value in below for one in _paths(value, (*path, key)))]


WHOLE = order()
WHOLE["TransitionActions"] |= {
    "TA3": action("TicketArticleCreate", Subject="S", Body="<OTRS_TICKET_Title>", IsVisibleForCustomer="1"),
    "TA4": action("DynamicFieldIncrement", Value="2", Contador="1"),
    "TA5": action("ArticleSend", To="a@b.example, <OTRS_OWNER_UserEmail>", Subject="S", Body="B", MimeType="text/html"),
}
WHOLE["Process"]["Config"]["Path"]["A1"]["T1"]["TransitionAction"] = ["TA1", "TA3", "TA4", "TA5"]
WHOLE["ActivityDialogs"]["AD2"]["Config"]["Fields"] |= {
    "State": field("1"), "Queue": field("2"), "Priority": field("2", "3 normal"), "Type": field("1"),
    "Lock": field("0", "lock"),
}  # fmt: skip
PATHS = _paths(WHOLE)[1:]
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-5, 10**6)
    | st.text(max_size=30)
    | st.sampled_from(["", "0", "1", "A1", "<OTRS_X>"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(st.sampled_from(PATHS), VALUES, st.booleans()), min_size=1, max_size=4))
def test_wrong_types_anywhere_are_told_or_refused(changes: list[tuple[tuple[Any, ...], Any, bool]]) -> None:
    file = copy.deepcopy(WHOLE)
    for path, value, is_gone in changes:
        at: Any = file
        try:
            for step in path[:-1]:
                at = at[step]
            if is_gone:
                del at[path[-1]]
            else:
                at[path[-1]] = value
        except (KeyError, IndexError, TypeError):
            continue
    try:
        first = convert(text_of(file), DESK)
    except ImportRefused:
        return
    assert convert(text_of(file), DESK).text == first.text


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.text(max_size=200) | st.binary(max_size=200).map(lambda raw: raw.decode("latin-1")) | VALUES.map(yaml.safe_dump)
)
def test_any_text_at_all_is_refused_or_comes_over(text: str) -> None:
    with suppress(ImportRefused):
        convert(text, DESK)
