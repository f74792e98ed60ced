"""Paths into JSON values: one grammar for checks, conditions of the library, and placeholders in code."""

from __future__ import annotations

import pytest

from taskgen.compose.values import look_up
from taskgen.decode import MISSING
from taskgen.diagnostics import Location
from taskgen.link.conditions import Facts, holds
from taskgen.model import Case, Condition
from taskgen.places import at_path, line_and_column, read_path
from taskgen.text.languages.placeholders import find_placeholders

INPUT = {"items": [{"k": "v"}], "codes": {"404": "no"}, "a.b": 1}


@pytest.mark.parametrize("path", ["items[0].k", "items.0.k", "items[0]['k']"])
def test_an_element_is_spelled_in_two_ways(path):
    assert read_path(path) == ("items", 0, "k")
    assert at_path(INPUT, path) == "v"
    assert look_up(f"input.{path}", {"id": "c", "input": INPUT}) == "v"


@pytest.mark.parametrize("path", ["items[0].k", "items.0.k"])
def test_conditions_and_placeholders_know_both_spellings(path):
    place = Location("x")
    facts = Facts(Case(id="c", place=place, input=INPUT), None, str)
    assert holds(Condition(key=f"input.{path}", wanted=("v",), place=place), facts)
    assert holds(Condition(key="has", wanted=(path,), place=place), facts)
    [placeholder], faults = find_placeholders(f"x = {{{{ case.input.{path} }}}}")
    assert (placeholder.path, faults) == (f"input.{path}", [])


@pytest.mark.parametrize(
    ("path", "value"), [("codes.404", "no"), ("a.b", 1), ("codes['404']", "no"), ("items.1", MISSING)]
)
def test_a_number_may_name_a_member(path, value):
    assert at_path(INPUT, path) == value


@pytest.mark.parametrize("path", ["", ".a", "a.", "a..b", "a[", "a[x]", "[0]b", "a]", "a" + ".a" * 50])
def test_what_is_no_path(path):
    assert read_path(path) is None


def test_a_line_and_a_column_begin_at_one():
    assert [line_and_column("ab\ncd", offset) for offset in (0, 2, 3, 5)] == [(1, 1), (1, 3), (2, 1), (2, 3)]
