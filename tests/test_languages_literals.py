"""Literals: their layout, and the values that have none."""

from __future__ import annotations

import json
import re
import tomllib

import pytest
import yaml

from taskgen.text.languages import LANGUAGES, LiteralError


def test_literals_are_the_same_bytes_whatever_the_width_of_the_value():
    literal = LANGUAGES["python"].literal
    assert literal({"a": [1, None], "b": "x"}) == '{"a": [1, None], "b": "x"}'
    assert literal({"a": "x" * 90}) == '{\n    "a": "' + "x" * 90 + '",\n}'
    assert literal([["x" * 40, "y" * 40]], 88, "  ") == (
        '[\n      [\n          "' + "x" * 40 + '",\n          "' + "y" * 40 + '",\n      ],\n  ]'
    )
    assert literal(["a" * 20], 30, "", 4) == '["aaaaaaaaaaaaaaaaaaaa"]'
    assert literal(["a" * 20], 30, "", 8) == '[\n    "aaaaaaaaaaaaaaaaaaaa",\n]'


@pytest.mark.parametrize("language", sorted(set(LANGUAGES) - {"text", "shell"}))
def test_a_literal_of_many_lines_is_the_same_value(language):
    value = {"outer key": [{"k": "v" * 50, "list": ["w" * 60, ["x" * 30]]}] * 2, "k" * 1500: "v"}
    code = LANGUAGES[language].literal(value)
    assert "\n" in code or language == "toml"
    read = {"json": json.loads, "yaml": yaml.safe_load, "toml": lambda text: tomllib.loads(f"a = {text}")["a"]}
    if language in read:
        assert read[language](code) == value
    if language == "python":
        assert eval(code) == value  # noqa: S307 - a literal


def test_nesting_has_a_limit():
    value: list = []
    for _level in range(200_000):
        value = [value]
    for language in set(LANGUAGES) - {"text"}:
        with pytest.raises(ValueError, match="levels deep"):
            LANGUAGES[language].literal(value)
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
        ("yaml", {"\ud800": 1}, "lone surrogate"),
        ("toml", {"a": None}, "null"),
        ("toml", 2**63, "64 bits"),
        ("toml", "\udc00", "lone surrogate"),
        ("javascript", 2**53 + 1, "beyond 2^53"),
        ("typescript", -(2**60), "beyond 2^53"),
        ("shell", "a\0b", "U+0000"),
        ("shell", "\ud800", "lone surrogate"),
        ("shell", "\u202e", "no visible spelling"),
        ("text", "x", "no literal in plain text"),
    ],
    ids=named,
)
def test_values_without_a_literal_are_refused_with_the_reason(language, value, why):
    with pytest.raises(LiteralError, match=re.escape(why)):
        LANGUAGES[language].literal(value)


@pytest.mark.parametrize(
    ("language", "value"),
    [
        ("python", "\ud83d\ude00"),
        ("json", "\ud800"),
        ("json", 10**4000),
        ("toml", -(2**63)),
        ("javascript", 2**53),
        ("javascript", "\ud800"),
        ("shell", "two\nlines\tand 'quotes'"),
    ],
    ids=named,
)
def test_values_at_the_edge_have_a_literal(language, value):
    assert LANGUAGES[language].literal(value)


@pytest.mark.parametrize("value", [{1: 2}, [b"x"], {"a": {1, 2}}, (1, 2)], ids=["number-key", "bytes", "set", "tuple"])
def test_what_is_no_json_is_refused(value):
    with pytest.raises(ValueError, match="holds a"):
        LANGUAGES["python"].literal(value)
