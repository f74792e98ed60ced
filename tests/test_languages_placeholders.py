"""Where a placeholder may stand: tables of code for each language, and the first syntax error of bad code."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from taskgen.compose.fill import check_template, fill
from taskgen.diagnostics import Location
from taskgen.text.languages import LANGUAGES

DATA = Path(__file__).parent / "data" / "languages" / "placeholders"
CASES = [
    pytest.param(path.stem, case["code"], case["finds"], id=f"{path.stem}: {case['says']}")
    for path in sorted(DATA.glob("*.toml"))
    for case in tomllib.loads(path.read_text("utf-8"))["case"]
]
VALUES = {"id": "an_id", "n": 5, "input": {"v": {"k": [1, "x"]}, "n": 5}}


@pytest.mark.parametrize(("language", "code", "finds"), CASES)
def test_placeholders(language, code, finds):
    findings = check_template(code, LANGUAGES[language], Location("library.yaml", 7, 5))
    assert [finding.rule for finding in findings] == finds, findings
    for finding in findings:
        assert finding.next_step
        if finding.rule != "does-not-parse":
            line = code.splitlines()[finding.place.line - 7]
            assert line[finding.place.column - 5 :].startswith("{{")
    filled, more = fill(code, VALUES, LANGUAGES[language], Location("library.yaml", 7, 5))
    assert (filled is None) == bool(finds), more


def test_every_language_has_a_table():
    assert {path.stem for path in DATA.glob("*.toml")} == set(LANGUAGES)


@pytest.mark.parametrize(
    ("language", "code", "where"),
    [
        ("python", "x = taskgen_x_0_", "token"),
        ("python", "x = 'a taskgen_x_0_'", "string"),
        ("python", "x = f'taskgen_x_0_'", "f-string"),
        ("python", "def taskgen_x_0_(): pass", "name"),
        ("json", '"taskgen_x_0_"', "token"),
        ("shell", "echo taskgen_x_0_", "token"),
    ],
)
def test_one_fresh_name(language, code, where):
    places = LANGUAGES[language].values.find_names(code, ["taskgen_x_0_"])
    assert places["taskgen_x_0_"].where == where


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_any_text_at_all_is_judged_without_failing(language):
    pieces = [
        "'",
        '"',
        "'''",
        '"""',
        "`",
        "f'",
        'rf"',
        "{",
        "}",
        "${",
        "$(",
        "(",
        ")",
        "[",
        "]",
        "\\",
        "\n",
        "#",
        "//",
        "/*",
    ]
    pieces += [
        "*/",
        "/",
        "<",
        ">",
        "<<EOF",
        "EOF",
        "<!--",
        "=",
        ":",
        ",",
        " ",
        "\t",
        "- ",
        "x",
        "1",
        "if",
        "é",
        "\0",
        "\ud800",
        "|",
    ]
    pieces += [
        "{{ case.id }}",
        "{{ case.id | text }}",
        "{{ case.id | name }}",
        "&a",
        "!!str ",
        "$'",
        "\u2028",
        "\r",
        "((",
        ";",
        "case ",
    ]

    @settings(max_examples=150)
    @given(st.lists(st.sampled_from(pieces), max_size=14).map("".join))
    def never_fails(code):
        findings = check_template(code, LANGUAGES[language], Location("l.yaml"))
        filled, more = fill(code, {"id": "x\"'`\n$(y)\\"}, LANGUAGES[language], Location("l.yaml"))
        assert (filled is None) == bool(more)
        assert not findings or filled is None

    never_fails()


@pytest.mark.parametrize(
    ("language", "code", "place"),
    [
        ("python", "x = 1\ny = (\n", (2, 5)),
        ("python", "a = 'b\n", (1, 5)),
        ("python", "x = '\ud800'", (1, 6)),
        ("python", "x = 1\0", (1, 1)),
        ("json", '{"a": 1,\n "b": }', (2, 7)),
        ("json", "[NaN]", (1, 1)),
        ("json", "[" * 100_000, (1, 1)),
        ("yaml", "a: 1\nb: [1\n", (3, 1)),
        ("toml", "a = 1\nb =\n", (2, 4)),
        ("toml", "a = ", (1, 5)),
        ("shell", "echo a\necho 'b\n", (2, 6)),
        ("shell", 'echo "a $(b', (1, 6)),
        ("shell", "cat <<EOF\nx\n", (2, 1)),
    ],
)
def test_the_first_problem_has_its_place(language, code, place):
    problem = LANGUAGES[language].syntax_error(code)
    assert problem is not None
    assert problem[:2] == place
    assert problem[2]


@pytest.mark.parametrize(
    ("language", "code"),
    [
        ("python", "import re\nx = re.compile('\\d')\n"),
        ("json", '{"a": [1.5e3, "\\u0041"]}'),
        ("yaml", "a: &x 1\nb: *x\n---\n- c\n"),
        ("toml", "a = 1979-05-27\n[b]\n"),
        ("javascript", "const a = /[)]/.test(`${b}`) ? {} : [1 / 2]\n"),
        ("typescript", "function f<T>(x: T): x is T { return x < 3 }\n"),
        ("shell", 'case $x in\n  a) echo "it\'s" ;;\nesac\n((x))\n'),
        ("text", "'"),
    ],
)
def test_good_code_has_no_problem(language, code):
    assert LANGUAGES[language].syntax_error(code) is None
