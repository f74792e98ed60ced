"""Literals: their layout, and the values that have none."""

from __future__ import annotations

import json
import re

import pytest

from taskgen.text.languages import json_data, python, shell
from taskgen.text.languages.literals import LiteralError

WRITERS = {"python": python, "json": json_data, "shell": shell}


def test_literals_are_the_same_bytes_whatever_the_width_of_the_value():
    literal = WRITERS["python"].literal
    assert literal({"a": [1, None], "b": "x"}) == '{"a": [1, None], "b": "x"}'
    assert literal({"a": "x" * 90}) == '{\n    "a": "' + "x" * 90 + '",\n}'
    assert literal([["x" * 40, "y" * 40]], 88, "  ") == (
        '[\n      [\n          "' + "x" * 40 + '",\n          "' + "y" * 40 + '",\n      ],\n  ]'
    )
    assert literal(["a" * 20], 30, "", 4) == '["aaaaaaaaaaaaaaaaaaaa"]'
    assert literal(["a" * 20], 30, "", 8) == '[\n    "aaaaaaaaaaaaaaaaaaaa",\n]'


@pytest.mark.parametrize("language", ["python", "json"])
def test_a_literal_of_many_lines_is_the_same_value(language):
    value = {"outer key": [{"k": "v" * 50, "list": ["w" * 60, ["x" * 30]]}] * 2, "k" * 1500: "v"}
    code = WRITERS[language].literal(value)
    assert "\n" in code
    assert (json.loads if language == "json" else eval)(code) == value


def test_nesting_has_a_limit():
    value: list = []
    for _level in range(200_000):
        value = [value]
    for writer in WRITERS.values():
        with pytest.raises(ValueError, match="levels deep"):
            writer.literal(value)
    while value:
        value = value.pop()


def named(value):
    """A value as a part of a test's name."""
    return value if isinstance(value, str) and value.isascii() and value.isprintable() else type(value).__name__


@pytest.mark.parametrize(
    ("language", "value", "why"),
    [
        ("python", float("nan"), "not finite"),
        ("python", float("inf"), "not finite"),
        ("python", 10**5000, "more than 4,200 digits"),
        ("json", "\ud83d\ude00", "side by side"),
        ("json", [float("-inf")], "not finite"),
        ("shell", "a\0b", "U+0000"),
        ("shell", "\ud800", "lone surrogate"),
        ("shell", "\u202e", "no visible spelling"),
    ],
    ids=named,
)
def test_values_without_a_literal_are_refused_with_the_reason(language, value, why):
    with pytest.raises(LiteralError, match=re.escape(why)):
        WRITERS[language].literal(value)


@pytest.mark.parametrize(
    ("language", "value"),
    [
        ("python", "\ud83d\ude00"),
        ("json", "\ud800"),
        ("json", 10**4000),
        ("shell", "two\nlines\tand 'quotes'"),
    ],
    ids=named,
)
def test_values_at_the_edge_have_a_literal(language, value):
    assert WRITERS[language].literal(value)


@pytest.mark.parametrize("value", [{1: 2}, [b"x"], {"a": {1, 2}}, (1, 2)], ids=["number-key", "bytes", "set", "tuple"])
def test_what_is_no_json_is_refused(value):
    with pytest.raises(ValueError, match="holds a"):
        WRITERS["python"].literal(value)
