"""Filling code, commands, paths and data with a case's values."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from taskgen.compose.fill import fill, fill_command
from taskgen.compose.fill_data import fill_data, fill_path
from taskgen.compose.values import values_of
from taskgen.decode import MISSING
from taskgen.diagnostics import Location
from taskgen.model import Case
from taskgen.text.languages import LANGUAGES
from taskgen.text.languages.placeholders import uses_case

DATA = Path(__file__).parent / "data" / "fill"
VALUES = {
    "id": "an_id",
    "description": "One line.",
    "input": {
        "nested": "{{ case.id }} {{ case.input.nested }}",
        "list": [1, None, True, -2.5],
        "long": {"a": "a" * 40, "b": "b" * 40},
        "half": {"a": "a" * 40},
        "n": -5,
        "big": 2**53 + 1,
        "proto": {"__proto__": 1},
        "quote": 'it\'s "so"\n',
        "reserved": "if",
        "empty": "",
        "surrogate": "\ud800",
        "escape": "\x1b[2J",
    },
}
PLACE = Location("library/snippets.yaml", 20, 7)


def table(name):
    return tomllib.loads((DATA / name).read_text("utf-8"))["case"]


@pytest.mark.parametrize("case", table("code.toml"), ids=lambda case: case["says"])
def test_code(case):
    filled, findings = fill(case["code"], VALUES, LANGUAGES[case["language"]], PLACE)
    assert filled == case.get("becomes")
    wanted = case.get("finds", [])
    assert [[f.rule, f"{f.place.line}:{f.place.column}"] for f in findings] == [found[:2] for found in wanted]
    for finding, (_rule, _place, part) in zip(findings, wanted, strict=True):
        assert part in f"{finding.message} {finding.next_step}"


@pytest.mark.parametrize(
    "case", table("paths.toml"), ids=lambda case: f"{case['template']} for {case['id'] or 'nothing'}"
)
def test_paths(case):
    path, findings = fill_path(case["template"], {"id": case["id"]}, PLACE)
    assert path == case.get("becomes")
    assert [finding.rule for finding in findings] == ([case["finds"]] if "finds" in case else [])


@pytest.mark.parametrize(
    ("template", "value", "command"),
    [
        ("taskgen run {{ case.id }}", "max_text_001", "taskgen run max_text_001"),
        ("taskgen run {{ case.id }}", '"; rm -rf ~; "', "taskgen run '\"; rm -rf ~; \"'"),
        ("run -- {{ case.id }}", "-rf", "run -- -rf"),
        ("run --id={{ case.id }}", "-rf", "run --id=-rf"),
        ("python {{ x }}", "y", "python {{ x }}"),
    ],
)
def test_commands(template, value, command):
    assert fill_command(template, {"id": value}, PLACE) == (command, [])


@pytest.mark.parametrize(
    ("template", "value", "rule"),
    [
        ("taskgen run {{ case.id }}", "--config=evil", "option-like-value"),
        ("taskgen run '{{ case.id }}'", "x", "placeholder-in-string"),
        ("{{ case.id }} run", "x", "placeholder-not-a-token"),
        ("taskgen run {{ case.id }}", "\x1b", "no-literal"),
        ("taskgen run {{ case.name }}", "x", "unknown-path"),
    ],
)
def test_commands_that_are_refused(template, value, rule):
    command, findings = fill_command(template, {"id": value}, Location("taskgen.toml", 3, 1))
    assert command is None
    assert [finding.rule for finding in findings] == [rule]
    assert findings[0].place.line == 3


def test_data_takes_values_with_their_types():
    data = {
        "model": "{{ case.input.list }}",
        "say": ["a {{ case.id | text }}b", 5, None],
        "{{ case.id | text }}": "{{x}}",
    }
    filled, findings = fill_data(data, VALUES, PLACE)
    assert findings == []
    assert filled == {"model": [1, None, True, -2.5], "say": ["a an_idb", 5, None], "an_id": "{{x}}"}


def test_values_in_data_are_spelled_for_it():
    filled, findings = fill_data(
        ["{{ case.id }}", "x {{ case.id | text }}"],
        {"id": "..."},
        PLACE,
        spell=lambda value: value.replace("...", "\\..."),
    )
    assert (filled, findings) == (["\\...", "x \\..."], [])


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (["x {{ case.id }}"], "placeholder-in-string"),
        ({"{{ case.id }}": 1}, "placeholder-in-string"),
        (["{{ case.ip }}"], "unknown-path"),
        (["x {{ case.input.list | text }}"], "no-literal"),
        (["{{ case.input.quote | name }}"], "no-literal"),
        (["{{ case.id | x }}"], "unknown-filter"),
        ({"an_id": 1, "{{ case.id | text }}": 2}, "duplicate-key"),
    ],
)
def test_data_that_is_refused(data, rule):
    filled, findings = fill_data(data, VALUES, PLACE)
    assert filled is MISSING
    assert [(finding.rule, finding.place) for finding in findings] == [(rule, PLACE)]


def test_the_values_of_a_case():
    case = Case(id="x", input={"a": 1}, place=PLACE, goal="Do it.")
    assert values_of(case) == {"id": "x", "goal": "Do it.", "input": {"a": 1}}
    assert (
        fill("x = {{ case.input.a }}, {{ case.goal }}", values_of(case), LANGUAGES["python"], PLACE)[0]
        == 'x = 1, "Do it."'
    )


@pytest.mark.parametrize(
    ("code", "uses"),
    [
        ("{{ case.id }}", True),
        ("a {{case.input.x|text}}", True),
        ("{{ case.id | oops }}", True),
        ("{{ x }} {{ case }}", False),
    ],
)
def test_code_that_uses_the_case(code, uses):
    assert uses_case(code) is uses


def test_code_that_no_longer_parses_is_told_at_its_line_of_the_library():
    code = "x = {{ case.input.long }}\nmatch y:\n    case 1 | {{ case.input.long }}.real: pass\n"
    filled, findings = fill(code, VALUES, LANGUAGES["python"], PLACE)
    assert filled is None
    assert [(finding.rule, finding.place.line) for finding in findings] == [("does-not-parse", 22)]


@settings(max_examples=200)
@given(
    st.lists(st.sampled_from(["{{ case.id }}", "{{ case.input.nested }}", "x", "\n", ", ", "[", "]", " "]), max_size=12)
)
def test_the_rest_of_the_code_stays_as_typed(parts):
    code = "".join(parts)
    filled, findings = fill(code, VALUES, LANGUAGES["python"], PLACE)
    if filled is not None:
        literals = ('"an_id"', '"{{ case.id }} {{ case.input.nested }}"')
        pieces = code.replace("{{ case.id }}", "\0").replace("{{ case.input.nested }}", "\1")
        assert filled == pieces.replace("\0", literals[0]).replace("\1", literals[1])
    else:
        assert findings
