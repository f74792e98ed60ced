"""YAML: a file under data/yaml is a case; its `# finds:` lines are the findings, a `.json` beside it the data."""

import itertools
import json
import re
import time
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from taskgen.diagnostics import Severity
from taskgen.read.yaml_nodes import resolve
from taskgen.read.yaml_text import load, load_all

DATA = Path(__file__).parent / "data" / "yaml"
FILES = sorted(DATA.glob("*.yaml"))


def lines_of(findings):
    return [
        f"{found.severity} {found.rule} {found.place.line}:{found.place.column}"
        for found in sorted(findings, key=lambda found: found.sort_key)
    ]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
@pytest.mark.parametrize("parser", ["libyaml", "python"])
def test_a_file_gives_its_findings_and_data(file, parser, monkeypatch):
    if parser == "python":
        monkeypatch.delattr(yaml, "CSafeLoader")
    text = file.read_text(encoding="utf-8")
    document, findings = load("x.yaml", text)
    expected = re.findall(r"^# finds: (.*)$", text, re.MULTILINE)
    if parser == "python":  # its error places differ a little
        assert [line.rsplit(" ", 1)[0] for line in lines_of(findings)] == [line.rsplit(" ", 1)[0] for line in expected]
    else:
        assert lines_of(findings) == expected
    if file.stem.startswith("good"):
        assert document.data == json.loads(file.with_suffix(".json").read_text(encoding="utf-8"))
    assert all("\n" not in found.message and found.next_step for found in findings)


def test_every_bad_file_has_a_finding():
    assert len(FILES) > 30
    assert all("# finds:" in file.read_text() for file in FILES if not file.stem.startswith("good"))


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("a: 1\r\nb: |\r\n  x\r\n  y\r\n", {"a": 1, "b": "x\ny\n"}),
        ("\ufeffa: 1", {"a": 1}),
        ("", None),
        ("---\n...\n", None),
        ("é: 😀", {"é": "😀"}),
    ],
    ids=["windows lines", "a byte order mark", "nothing", "an empty document", "letters beyond ASCII"],
)
def test_reads_quietly(text, data):
    document, findings = load("x.yaml", text)
    assert (document.data, findings) == (data, [])


@pytest.mark.parametrize("bad", ["\x07", "\ud800", "\x7f", "\ufffe"], ids=ascii)
def test_a_character_that_yaml_has_not_is_shown_with_its_place(bad):
    document, [found] = load("x.yaml", f"é: 1\nb: x{bad}\n")
    assert document is None
    assert (found.rule, found.place.line, found.place.column) == ("unreadable-character", 2, 5)


TEXT = """\
snippets:
  - id: one
    code: |2

        x = 1
      y = 2
    folded: >
      no block
    plain: text
    spread: &spread |- # comment
      z
again: *spread
twice: [a, *spread, {b: c}]
"""


@pytest.mark.parametrize(
    ("path", "place", "is_block", "content"),
    [
        ((), "1:1", False, "1:1"),
        (("snippets",), "1:1", False, "1:1"),
        (("snippets", 0), "2:5", False, "2:5"),
        (("snippets", 0, "id"), "2:5", False, "2:5"),
        (("snippets", 0, "code"), "3:5", True, "4:7"),
        (("snippets", 0, "folded"), "7:5", False, "7:5"),
        (("snippets", 0, "plain"), "9:5", False, "9:5"),
        (("snippets", 0, "spread"), "10:5", True, "11:7"),
        (("again",), "12:1", True, "11:7"),
        (("twice", 1), "13:12", True, "11:7"),
        (("twice", 2, "b"), "13:22", False, "13:22"),
        (("snippets", 0, "nowhere", "at", 1), "2:5", False, "2:5"),
        (("snippets", 7), "1:1", False, "1:1"),
        (("snippets", "id"), "1:1", False, "1:1"),
        (("nowhere",), "1:1", False, "1:1"),
    ],
    ids=str,
)
def test_every_path_has_a_place(path, place, is_block, content):
    document, _ = load("x.yaml", TEXT)
    assert str(document.locate(path)) == f"x.yaml:{place}"
    assert document.is_block(path) is is_block
    assert str(document.content_place(path)) == f"x.yaml:{content}"


def test_damage_is_known_above_and_beside_nothing_else():
    document, _ = load("x.yaml", "a: {b: {c: 1, c: 2}}\nd: {e: 1}\n")
    assert [document.is_damaged(path) for path in [(), ("a",), ("a", "b"), ("d",)]] == [True, True, True, False]


def test_several_documents_come_up_to_the_first_bad_one():
    documents, findings = load_all("x.yaml", "a: 1\n---\n- b\n---\n[\n")
    assert [document.data for document in documents] == [{"a": 1}, ["b"]]
    assert str(documents[1].locate((0,))) == "x.yaml:3:3"
    assert [found.rule for found in findings] == ["bad-yaml"]


def test_load_takes_one_document_only():
    document, [found] = load("x.yaml", "a: 1\n---\nb: 2\n")
    assert (document.data, found.rule, found.place.line) == ({"a": 1}, "several-documents", 3)


def laughs(joke):
    letters = "abcdefghijkl"
    lines = [f"a: &a [{', '.join([joke] * 9)}]"]
    lines += [f"{one}: &{one} [{', '.join([f'*{before}'] * 9)}]" for before, one in itertools.pairwise(letters)]
    return "\n".join(lines)


def ladder():
    return "\n".join([f"a0: &a0 {'[' * 60}{']' * 60}"] + [f"a{n}: &a{n} [*a{n - 1}]" for n in range(1, 9)])


def merges():
    lines = ["a0: &a0 {x: 1}"] + [f"a{n}: &a{n} {{<<: [{', '.join([f'*a{n - 1}'] * 9)}]}}" for n in range(1, 12)]
    return "\n".join(lines)


BOMBS = {
    "25,000 open brackets": ("[" * 25_000, {"too-deep"}),
    "25,000 open braces": ("{a: " * 25_000, {"too-deep"}),
    "25,000 dashes": ("- " * 25_000, {"too-deep"}),
    "depth through aliases": (ladder(), {"too-deep"}),
    "a billion laughs": (laughs("ha"), {"alias-bomb"}),
    "a billion silent laughs": (laughs("[]"), {"alias-bomb"}),
    "one long text many times": ("a: &a " + "x" * 100_000 + "\nb: [" + "*a, " * 1000 + "]", {"alias-bomb"}),
    "a merge bomb": (merges(), {"merge-key"}),
    "10 MB on one line": ('"' + "a" * 10_000_000 + '"', {"too-large"}),
    "a file of commas": ("[" + "1," * 1_000_000 + "]", {"too-many-values"}),
    "20,000 tag lines": ("%TAG !a! x\n" * 20_000 + "---\n", {"unknown-tag"}),
    "a key of 2 MB": ("a" * 2_000_000 + ": 1", {"bad-yaml"}),
    "2 million blank lines": ("a: |\n" + "\n" * 2_000_000 + " x", set()),
}


@pytest.mark.parametrize(("text", "rules"), BOMBS.values(), ids=BOMBS)
def test_a_bomb_is_refused_at_once(text, rules):
    begun = time.process_time()
    _, findings = load("x.yaml", text)
    assert time.process_time() - begun < 2  # a tenth of it on a quiet machine
    assert {found.rule for found in findings} == rules


def test_the_size_is_the_callers_to_choose():
    text = "- " + "x" * 3_000_000
    assert load("x.yaml", text)[1][0].rule == "too-large"
    assert load("x.yaml", text, size=4_000_000)[1] == []


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from("ab:-[]{}#&*!|>'\"%@`?, \n\t<1.") | st.characters(), max_size=60))
def test_any_text_gives_a_document_or_an_error(text):
    document, findings = load("x.yaml", text)
    assert document is not None or any(found.severity is Severity.ERROR for found in findings)
    if document is not None:
        document.locate(("a", 0, "b"))
        json.dumps(document.data)


LETTERS = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"], exclude_characters="\ufffe\uffff"), max_size=8
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | LETTERS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(LETTERS, inner, max_size=3),
    max_leaves=12,
)


def quoted(value):
    return json.dumps(value, ensure_ascii=False)


def written(value, depth=0):
    """A block-style dumper of our own: one member or element a line, strings double-quoted."""
    pad = "  " * depth
    if isinstance(value, dict) and value:
        return "".join(f"\n{pad}{quoted(key)}:{written(member, depth + 1)}" for key, member in value.items())
    if isinstance(value, list) and value:
        return "".join(f"\n{pad}-{written(element, depth + 1)}" for element in value)
    return f" {quoted(value)}"


@settings(max_examples=150, deadline=None)
@given(VALUES)
def test_what_was_written_is_read_back(value):
    document, findings = load("x.yaml", written(value).lstrip("\n"))
    assert (document.data, findings) == (value, [])
    assert json.dumps(document.data) == json.dumps(value)  # 1 is not true, 1.0 is not 1


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(st.text("abc", min_size=1, max_size=3), VALUES, min_size=1, max_size=5))
def test_each_member_is_placed_where_its_key_stands(value):
    text = written(value).lstrip("\n")
    document, _ = load("x.yaml", text)
    for key in value:
        place = document.locate((key,))
        line = text.split("\n")[place.line - 1]
        assert line[place.column - 1 :].startswith(quoted(key) + ":")


@settings(max_examples=200, deadline=None)
@given(st.from_regex(r"[-+]?[0-9_]{1,5}(\.[0-9]{0,3})?([eE][-+]?[0-9]{1,3})?", fullmatch=True))
def test_a_number_is_one_only_where_writing_it_back_gives_the_same_text(text):
    assert str(resolve(text)) == text
