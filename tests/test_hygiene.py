"""Characters that nobody sees, secrets, private paths."""

from __future__ import annotations

import re
import sys
import time
import tomllib
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from taskgen.diagnostics import Severity
from taskgen.expect.quoting import quoted
from taskgen.hygiene import MOST, private_paths, secrets, unseen, visible
from taskgen.text.languages import json_data, python

DATA = Path(__file__).parent / "data" / "hygiene"
UNSEEN = tomllib.loads((DATA / "unseen.toml").read_text("utf-8"))["case"]
SECRETS = tomllib.loads((DATA / "secrets.toml").read_text("utf-8"))
PATHS = tomllib.loads((DATA / "paths.toml").read_text("utf-8"))


@pytest.mark.parametrize("case", UNSEEN, ids=lambda case: case["says"])
def test_unseen(case):
    findings = unseen(case["text"], "tasks.md")
    assert [[f.rule, f"{f.place.line}:{f.place.column}"] for f in findings] == case["finds"]
    for finding in findings:
        assert finding.severity is Severity.ERROR
        assert re.match(r"U\+[0-9A-F]{4,6}", finding.message)
        assert finding.message.isprintable()


def test_a_character_is_named_and_a_run_is_one_finding():
    (finding,) = unseen("x\u202e\u202d\u202c", "a.md")
    assert finding.message == (
        "U+202E RIGHT-TO-LEFT OVERRIDE, with 2 more of its kind behind it: "
        "a bidi control, which shows text in another order"
    )
    assert "U+001B ESCAPE" in unseen("\x1b", "a.md")[0].message


def test_lone_surrogates():
    assert [finding.rule for finding in unseen("a\ud800b", "a.md")] == ["lone-surrogate"]


def test_every_control_and_format_character_is_found_but_those_of_visible_scripts():
    tolerated = {"\t", "\n"} | {chr(code) for code in [*range(0x600, 0x606), 0x6DD, 0x70F, 0x890, 0x891, 0x8E2]}
    tolerated |= {chr(code) for code in [0x110BD, 0x110CD, *range(0x13430, 0x13440)]}
    for code in range(sys.maxunicode + 1):
        char = chr(code)
        if unicodedata.category(char) in {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"} and char not in tolerated:
            assert unseen(f"a{char}b", "x"), f"U+{code:04X}"


def test_what_is_unseen_is_escaped_in_literals():
    for code in range(sys.maxunicode + 1):
        char = chr(code)
        if unseen(f"a{char}b", "x"):
            assert python.literal(char).isascii(), f"U+{code:04X}"
            assert visible(char).isascii(), f"U+{code:04X}"


def test_many_findings_are_counted():
    findings = unseen("a\u200bb\n" * 1000, "x")
    assert len(findings) == MOST
    assert findings[-1].message.endswith(f"(and {1000 - MOST} more places like it)")
    assert findings[-1].place.line == MOST


@pytest.mark.parametrize(
    "text", ["\x1b[a", "a\u200b", "é\r\n", "\U0001f468\u200d", "/home/", "sk-", "eyJaaaaaaaa.", "://a:"]
)
def test_the_work_grows_with_the_text(text):
    started = time.process_time()
    for look in (unseen, secrets, private_paths):
        look(text * (300_000 // len(text)), "x")
    visible(text * (300_000 // len(text)))
    assert time.process_time() - started < 5


@pytest.mark.parametrize("case", SECRETS["found"], ids=lambda case: case["what"])
def test_secrets(case):
    text = "".join(case["text"])
    findings = secrets(f"x = 1\n {text} \n", "a.md")
    assert len(findings) == 1, findings
    assert case["what"] in findings[0].message
    assert findings[0].severity is Severity.WARNING
    assert findings[0].place.line == 2
    assert case["text"][1][-8:] not in findings[0].message or "PRIVATE" in text


@pytest.mark.parametrize("case", SECRETS["none"], ids=lambda case: case["text"][:30])
def test_what_is_no_secret(case):
    assert secrets(f"a {case['text']} b", "a.md") == []


@pytest.mark.parametrize("text", PATHS["found"])
def test_private_paths(text):
    findings = private_paths(f"see\n  {text} b", "a.md")
    assert [(finding.rule, finding.severity, finding.place.line) for finding in findings] == [
        ("private-path", Severity.WARNING, 2)
    ]


@pytest.mark.parametrize("text", PATHS["none"])
def test_paths_of_nobody(text):
    assert private_paths(f"a {text} b", "a.md") == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("a\nb\tc\r", "a\\nb\\tc\\r"),
        ("\x1b[31mred\x07", "\\x1b[31mred\\x07"),
        ("\x9b\u202e\u200b\U000e0041\ud800", "\\x9b\\u202e\\u200b\\U000e0041\\ud800"),
        ("\u26a0\ufe0f é 漢", "\u26a0\ufe0f é 漢"),
    ],
)
def test_text_for_a_terminal(text, shown):
    assert visible(text) == shown


@settings(max_examples=200)
@given(st.text(st.characters(exclude_categories=[]), max_size=30))
def test_visible_text_has_nothing_unseen(text):
    once = visible(text)
    assert unseen(once, "x") == []
    assert visible(once) == once
    assert "\n" not in once


@settings(max_examples=200)
@given(st.text(st.characters(exclude_categories=[]), max_size=30))
def test_literals_hold_nothing_unseen(text):
    for language in (python, json_data):
        try:
            assert unseen(language.literal(text), "x") == []
        except ValueError:
            assert language is not python


def test_sketches_show_all_that_is_reported_as_unseen():
    for code in range(sys.maxunicode + 1):
        if unseen(f"a{chr(code)}b", "x"):
            assert quoted(chr(code)).isascii(), f"U+{code:04X}"


def test_real_lists_hold_little_of_it(corpus):
    """None of them has unseen characters but for those that people need."""
    read = 0
    for path in sorted(corpus.rglob("*.md")):
        try:
            text = path.read_text("utf-8")
        except UnicodeDecodeError:
            continue
        read += 1
        assert unseen(text, path.name) == []
    assert read > 20
