"""Answers: what a target's value is taken for."""

from __future__ import annotations

import pytest

from taskgen.expect.answers import as_answer

UNTOUCHED = [None, True, 3, [], ["content"], {}, {"content": 3}, {"content": None}, {"total": 3}]


@pytest.mark.parametrize("value", UNTOUCHED, ids=str)
def test_other_json_stays_as_it_is(value):
    assert as_answer(value) == value


NOT_JSON = [
    "",
    "Hello",
    "12",
    '"text"',
    "null",
    "{",
    '{"a": 1} and more',
    "[NaN]",
    "[Infinity]",
    '```json\n{"a": 1}\n```',
]


@pytest.mark.parametrize("text", [*NOT_JSON, "[" * 100_000, "[" + "9" * 5000 + "]"], ids=lambda text: text[:20])
def test_text_that_is_no_object_or_array_gets_no_json(text):
    assert as_answer(text) == {"content": text}
    assert as_answer({"content": text}) == {"content": text}


@pytest.mark.parametrize(
    ("text", "parsed"),
    [('{"a": 1}', {"a": 1}), (" [1, 2]\n", [1, 2]), ("{}", {}), ("[]", [])],
)
def test_text_that_is_an_object_or_array_is_parsed(text, parsed):
    assert as_answer(text) == {"content": text, "json": parsed}
    assert as_answer({"content": text, "model": "m"}) == {"content": text, "model": "m", "json": parsed}


def test_a_json_that_is_there_stays():
    assert as_answer({"content": "[1]", "json": "mine"}) == {"content": "[1]", "json": "mine"}


def test_the_value_is_not_changed():
    value = {"content": "[1]"}
    as_answer(value)
    assert value == {"content": "[1]"}
