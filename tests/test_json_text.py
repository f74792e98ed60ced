"""JSON as people write it against what should be read: `NAME` beside `NAME.expected` in data/json.

With REFRESH_GOLDENS=1 in the environment the expectations are written anew; read the difference before you keep it.
"""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import pytest

from taskgen.read import json_text

FOLDER = Path(__file__).parent / "data" / "json"
ENDING = ".expected"
FILES = sorted(file.name for file in FOLDER.iterdir() if not file.name.endswith(ENDING))


def load(text, path="f.json"):
    return json_text.load(path, text)


def data_of(text, path="f.json"):
    documents, _ = load(text, path)
    return [document.data for document in documents]


def rules_of(text, path="f.json"):
    return [finding.rule for finding in load(text, path)[1]]


def at(place):
    return (place.line, place.column)


def shown(text):
    documents, findings = load(text)
    lines = [f"value {json.dumps(document.data)}" for document in documents]
    lines += [
        f"{found.severity} {found.rule} {found.place.line}:{found.place.column} {found.message}" for found in findings
    ]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("name", FILES)
def test_json_text_gives_what_stands_beside_it(name):
    golden = FOLDER / (name + ENDING)
    got = shown((FOLDER / name).read_bytes().decode("utf-8"))
    if os.environ.get("REFRESH_GOLDENS"):
        golden.write_text(got, encoding="utf-8")
    assert got == golden.read_text(encoding="utf-8")


def test_every_expectation_has_its_file():
    assert {file.name.removesuffix(ENDING) for file in FOLDER.iterdir()} == set(FILES)


def test_places_are_those_of_keys_and_elements():
    documents, _ = load('{"a": [10,\n  {"b": 1}],\n "c": {}}')
    locate = documents[0].locate
    assert [at(locate(path)) for path in [(), ("a",), ("a", 0), ("a", 1), ("a", 1, "b"), ("c",)]] == [
        (1, 1),
        (1, 2),
        (1, 8),
        (2, 3),
        (2, 4),
        (3, 2),
    ]


@pytest.mark.parametrize(
    ("path", "place"),
    [(("x",), (1, 1)), (("a", 5), (1, 2)), (("a", "k"), (1, 2)), (("a", 0, 0, "z"), (1, 8)), ((3,), (1, 1))],
)
def test_unknown_path_gives_the_nearest_known_ancestor(path, place):
    documents, _ = load('{"a": [10, 20]}')
    assert at(documents[0].locate(path)) == place


def test_places_are_the_same_in_any_order_of_asking():
    text = '[{"a": [1, {"b\\u0063": 2, "d": 3}]}, {"a": [4], "e": {"f": [5, 6]}}]'
    paths = [(0, "a", 1, "bc"), (0, "a", 1, "d"), (0, "a", 0), (1, "a", 0), (1, "e", "f", 1), (1, "e", "f", 9)]
    fresh = {path: at(load(text)[0][0].locate(path)) for path in paths}
    stands = [text.index(part) + 1 for part in ('"b', '"d', "1,", "4]", "6]", '"f')]
    assert [column for _, column in fresh.values()] == stands
    for order in (paths, paths[::-1], [*paths[1::2], *paths[::2]]):
        locate = load(text)[0][0].locate
        assert [at(locate(path)) for path in order] == [fresh[path] for path in order]


def test_places_stay_right_where_the_text_was_mended():
    documents, _ = load("// c\n{a: 'it\\'s', /* x */ 'b': [True, .5, 'q'], }")
    locate = documents[0].locate
    assert [at(locate(path)) for path in [("a",), ("b",), ("b", 1), ("b", 2)]] == [(2, 2), (2, 22), (2, 34), (2, 38)]


def test_duplicate_key_names_both_places():
    _, findings = load('{"k": 1,\n "k": 2}')
    assert [(finding.rule, at(finding.place)) for finding in findings] == [("duplicate-key", (2, 2))]
    assert "line 1, column 2" in findings[0].message


def test_each_broken_line_of_json_lines_is_an_error_and_hides_no_other():
    text = "".join(f'{{"id": {n}}}\n' if n % 3 else f'{{"id": {n}\n' for n in range(30))
    documents, findings = load(text, "f.jsonl")
    assert [document.data["id"] for document in documents] == list(range(30))
    assert [finding.place.line for finding in findings] == [n + 1 for n in range(0, 30, 3)]
    assert [document.is_damaged(()) for document in documents] == [n % 3 == 0 for n in range(30)]


def test_each_broken_element_is_an_error_and_hides_no_other():
    text = "[\n" + ",\n".join('{"id": @}' if n % 3 == 0 else f'{{"id": {n}}}' for n in range(30)) + "\n]"
    documents, findings = load(text)
    assert [finding.place.line for finding in findings] == [n + 2 for n in range(0, 30, 3)]
    assert [documents[0].is_damaged((n,)) for n in range(30)] == [n % 3 == 0 for n in range(30)]


def test_many_errors_are_cut_and_counted():
    _, findings = load("[" + "@," * 150 + "1]")
    assert len(findings) == 101
    assert findings[-1].message == "50 more errors from here on"


def test_lone_surrogates_survive_as_data():
    assert data_of('["\\ud800"]') == [["\ud800"]]


def test_numbers_that_cannot_be_held_are_errors_and_read_as_nothing():
    text = "[1e999, NaN, -Infinity, " + "9" * 5000 + ', "NaN"]'
    assert data_of(text) == [[None, None, None, None, "NaN"]]
    assert rules_of(text) == ["not-finite", "not-finite", "not-finite", "huge-number"]


def test_an_integer_in_a_string_may_have_any_length():
    text = '["' + "9" * 5000 + '", ' + "9" * 4000 + "]"
    assert rules_of(text) == []


BOMBS = {
    "open lists": "[" * 25_000,
    "open objects": '{"a":' * 25_000,
    "closed lists": "[" * 25_000 + "]" * 25_000,
    "mixed": '[{"a":' * 12_500,
}


@pytest.mark.parametrize("name", BOMBS)
def test_nesting_bomb_is_one_error_at_once(name):
    started = time.monotonic()
    documents, findings = load(BOMBS[name])
    assert time.monotonic() - started < 0.2
    assert [finding.rule for finding in findings if finding.severity == "error"] == ["too-deep"]
    assert len(documents) == 1


def test_nesting_up_to_the_limit_is_read():
    assert rules_of("[" * 200 + "]" * 200) == []
    assert rules_of("[" * 201 + "]" * 201) == ["too-deep"]


def test_one_line_of_ten_megabytes_is_read_fast():
    text = "[" + ",".join(f'{{"id": "{n}", "input": "x"}}' for n in range(400_000)) + "]"
    started = time.monotonic()
    documents, findings = load(text)
    assert time.monotonic() - started < 3
    assert (len(documents[0].data), findings) == (400_000, [])


SLOW = {
    "quotes": '"' * 100_001,
    "single quotes": "'" * 100_001,
    "comment openings": "[" + "/*" * 100_000,
    "slashes": "//" * 100_000,
    "backslashes": '["' + "\\" * 100_001,
    "bad escapes": '["' + "\\d" * 100_000 + '"]',
    "words": "[a " * 50_000,
    "commas": "[" + "," * 100_000 + "]",
    "footnotes": "see [x] " * 50_000,
    "footnotes behind": "[]\n" + "see [x]\n" * 50_000,
    "digits": "[" + "1" * 300_000,
    "spaces in braces": "a {" + " " * 50_000 + "{ " * 50_000,
    "broken lines": '{"id": 1}\n' * 5 + '{"id":\n' * 10_000,
    "broken elements": "[" + '{"id": @},\n' * 20_000 + "1]",
    "duplicates": "{" + '"a": 1, ' * 50_000 + '"b": 1}',
}


@pytest.mark.parametrize("ending", ["json", "jsonl"])
@pytest.mark.parametrize("name", SLOW)
def test_hostile_text_costs_time_in_proportion_to_its_length(name, ending):
    started = time.monotonic()
    load(SLOW[name], "f." + ending)
    assert time.monotonic() - started < 2
