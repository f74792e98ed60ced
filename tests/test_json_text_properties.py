"""What holds of every text that is read as JSON."""

from __future__ import annotations

import json
import random

from hypothesis import given, settings
from hypothesis import strategies as st

from taskgen.read import json_text
from taskgen.read.cases import file as cases
from taskgen.read.json_edits import Mended
from taskgen.read.json_repair import Repair
from taskgen.read.json_report import Report
from taskgen.read.text import Lines

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=12,
)
CONTAINERS = VALUES.filter(lambda value: isinstance(value, list | dict))
PIECES = st.sampled_from(
    ['"', "'", "{", "}", "[", "]", ",", ":", " ", "\n", "\r\n", "\t", "1", "-", "+", ".", "e", "0x1F", "true", "True",
     "None", "NaN", "Infinity", "a", "$", "/", "//", "/*", "*/", "#", "\\", "\\u", "\\d", '\\"', "...", "```json\n",
     '"id"', '"x": 1', "\ufeff", "\u00a0", "é", "😀", "\0", "\x0b", "\ud800", "1e999", '"cases"', "\u2028"]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=40).map("".join)
NAMES = st.sampled_from(["f.json", "f.jsonl", "f.yaml", "f.txt", "f"])


@given(TEXTS | st.text(max_size=60), NAMES)
@settings(max_examples=600)
def test_no_text_raises_and_all_that_is_read_has_places(text, name):
    documents, findings = json_text.load(name, text)
    assert documents or findings
    for document in documents:
        json.dumps(document.data, allow_nan=False)
        document.locate(("a", 0))
        document.is_damaged((0,))
    found, said = cases.read(name, text)
    assert found is not None or any(finding.severity == "error" for finding in said)


@given(TEXTS)
@settings(max_examples=400)
def test_mending_always_gives_strict_json(text):
    repair = Repair(text, Report(Lines("f.json", text)))
    repair.region(0, len(text))
    mended = Mended(text, repair.edits).text
    decoder = json.JSONDecoder()
    at = 0
    while mended[at:].strip(" \t\r\n"):
        at += len(mended[at:]) - len(mended[at:].lstrip(" \t\r\n"))
        at = decoder.raw_decode(mended, at)[1]


@given(VALUES, st.sampled_from([None, 1]))
def test_strict_json_gives_its_data_and_no_findings(value, indent):
    documents, findings = json_text.load("f.json", json.dumps(value, indent=indent))
    assert [document.data for document in documents] == [value]
    assert findings == []


@given(CONTAINERS)
def test_strict_json_needs_no_mending(value):
    text = json.dumps(value)
    report = Report(Lines("f.json", text))
    repair = Repair(text, report)
    repair._tries = 0
    repair.region(0, len(text))
    assert Mended(text, repair.edits).text == text
    assert report.findings == []


def tokens(value):
    """The tokens of a value, each with the path of what it begins (None for those that begin nothing)."""

    def walk(inner, path):
        if isinstance(inner, dict):
            yield "{", path
            for index, (key, member) in enumerate(inner.items()):
                if index:
                    yield ",", None
                yield json.dumps(key), (*path, key)
                yield ":", None
                yield from (
                    (token, None if where == (*path, key) else where) for token, where in walk(member, (*path, key))
                )
            yield "}", None
        elif isinstance(inner, list):
            yield "[", path
            for index, element in enumerate(inner):
                if index:
                    yield ",", None
                yield from walk(element, (*path, index))
            yield "]", None
        else:
            yield json.dumps(inner), path

    return list(walk(value, ()))


NOISE = ("", " ", "\n", "\r\n", '/* , ] " */', "// it's } \"\n", "# {\n", "\t", "\u00a0", "\n\n  ")


@given(CONTAINERS, st.integers(0, 2**32), st.booleans())
@settings(max_examples=300)
def test_comments_trailing_commas_and_marks_change_no_data_and_no_place(value, seed, has_mark):
    chance = random.Random(seed)  # noqa: S311 - a repeatable choice
    text = "\ufeff" if has_mark else ""
    places = {}
    before = ""
    for token, path in tokens(value):
        if token in "]}" and before not in "[{" and chance.random() < 0.5:
            text += "," + chance.choice(NOISE)
        if path is not None:
            places[path] = len(text)
        text += token + chance.choice(NOISE)
        before = token
    documents, findings = json_text.load("f.json", text)
    assert [document.data for document in documents] == [value]
    assert {finding.severity.value for finding in findings} <= {"note"}
    lines = Lines("f.json", text)
    for path, offset in places.items():
        assert documents[0].locate(path) == lines.location(offset)


@given(st.dictionaries(st.text(max_size=5), st.integers(), min_size=1, max_size=5), st.integers(0, 4), st.booleans())
def test_a_key_that_stands_twice_is_always_reported(members, index, has_comment):
    keys = list(members)
    twice = keys[index % len(keys)]
    pairs = [*members.items(), (twice, 0)]
    inside = ", ".join(f"{json.dumps(key)}: {number}" for key, number in pairs)
    text = f"[{{{inside}}}{' // c' if has_comment else ''}\n]"
    _, findings = json_text.load("f.json", text)
    assert [finding.rule for finding in findings if finding.severity == "error"] == ["duplicate-key"]


@given(st.lists(st.sampled_from("abc"), min_size=1, max_size=6))
def test_an_id_that_stands_twice_is_always_reported_and_counted(ids):
    found, findings = cases.read("f.json", json.dumps([{"id": one, "input": 1} for one in ids]))
    duplicates = [finding for finding in findings if finding.rule == "duplicate-id"]
    assert found.total == len(ids)
    assert len(found.cases) == len(set(ids))
    assert len(duplicates) == len(ids) - len(set(ids))


@given(st.lists(CONTAINERS, min_size=1, max_size=4), st.data())
def test_cutting_a_text_off_anywhere_hides_nothing_that_came_whole(values, data):
    text = "".join(json.dumps({"id": index, "v": value}) + "\n" for index, value in enumerate(values))
    cut = data.draw(st.integers(0, len(text)))
    whole = text[:cut].count("\n")
    documents, _ = json_text.load("f.jsonl", text[:cut])
    assert [document.data for document in documents[:whole]] == [
        {"id": index, "v": value} for index, value in enumerate(values[:whole])
    ]
    assert not any(document.is_damaged(()) for document in documents[:whole])
