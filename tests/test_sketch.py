"""Sketches, from tables: what matches what, what is no sketch, how a sketch is written."""

from __future__ import annotations

import json
from itertools import combinations
from pathlib import Path

import pytest

from taskgen.expect.sketch import (
    SketchError,
    derive,
    excerpt,
    from_json,
    has_literal,
    join,
    literal_paths,
    match,
    match_text,
    parse,
    to_json,
    with_changed_leaf,
    write,
)

DATA = Path(__file__).parent / "data" / "sketch"


def rows(name):
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    return [pytest.param(row, id=row["name"]) for row in map(json.loads, lines)]


TABLE = rows("table.jsonl")
TEXTS = rows("text.jsonl")


def check_row(row, found):
    """What a row of a table says of the mismatches found."""
    assert (not found) == row["matches"], [mismatch.text for mismatch in found]
    if not row["matches"]:
        assert found[0].path == row["path"]


def mismatches(row):
    sketch = from_json(row["json"]) if "json" in row else parse(row["sketch"])
    return match(sketch, row["answer"])


def test_the_table_is_long_enough():
    assert len(TABLE) >= 80
    assert sum(row.values[0]["matches"] for row in TABLE) >= 30
    assert sum(not row.values[0]["matches"] for row in TABLE) >= 30


@pytest.mark.parametrize("row", TABLE)
def test_the_table_holds(row):
    check_row(row, mismatches(row))


@pytest.mark.parametrize("row", TABLE)
def test_a_flipped_row_fails(row):
    with pytest.raises(AssertionError):
        check_row({**row, "matches": not row["matches"], "path": "nowhere"}, mismatches(row))


@pytest.mark.parametrize("row", TABLE)
def test_both_forms_of_a_row_read_back_the_same(row):
    sketch = from_json(row["json"]) if "json" in row else parse(row["sketch"])
    assert parse(write(sketch)) == sketch
    assert parse(write(sketch, width=10)) == sketch
    assert from_json(json.loads(json.dumps(to_json(sketch)))) == sketch


@pytest.mark.parametrize("row", TEXTS)
def test_the_table_of_texts_holds(row):
    check_row(row, match_text(row["sketch"], row["text"]))


@pytest.mark.parametrize("row", TEXTS)
def test_a_flipped_row_of_texts_fails(row):
    with pytest.raises(AssertionError):
        check_row({**row, "matches": not row["matches"], "path": "nowhere"}, match_text(row["sketch"], row["text"]))


@pytest.mark.parametrize("row", rows("bad.jsonl"))
def test_what_is_no_sketch_is_refused_with_its_place(row):
    with pytest.raises(SketchError) as refused:
        parse(row["text"])
    assert (refused.value.line, refused.value.column) == (row["line"], row["column"])
    assert row["says"] in refused.value.message
    assert "\n" not in refused.value.message


@pytest.mark.parametrize(
    ("data", "path"),
    [
        pytest.param({"a": {"...": 1}}, ("a", "..."), id="dots with another value"),
        pytest.param({"a": [1, {2, 3}]}, ("a", 1), id="a set"),
        pytest.param({"a": {1: 2}}, ("a",), id="a name that is no string"),
        pytest.param([10**5000], (0,), id="a number of too many digits"),
    ],
)
def test_data_that_is_no_sketch_is_refused_with_its_path(data, path):
    with pytest.raises(SketchError) as refused:
        from_json(data)
    assert refused.value.path == path


def test_data_nested_too_deep_is_refused():
    deep = []
    for _ in range(5000):
        deep = [deep]
    with pytest.raises(SketchError, match="nested more than 100 deep"):
        from_json(deep)


ONE_LINE = [
    '{"content": ..., "model": "max/text-general", "usage": {...}, ...}',
    (
        '{"content": ..., "model": "max/json-expert", "usage": {...}, '
        '"json": {"name": ..., "age": ..., "city": ..., ...}, ...}'
    ),
    "...",
    "{}",
    "[]",
    "{...}",
    "[...]",
    '[1, 1.5, 1e+16, true, null, "a...b", "C:\\\\\\\\...", "\\\\...", ...]',
    '{"\\\\...": 1}',
    '"\\u202e\\ud83d\\u0007\\n\\"é😀"',
]


@pytest.mark.parametrize("text", ONE_LINE)
def test_what_fits_is_written_on_one_line(text):
    assert write(parse(text)) == text


def test_what_does_not_fit_is_written_one_member_a_line():
    sketch = parse(
        '{"content": ..., "usage": {"total_tokens": ..., ...}, "items": [1, 2, {"long": "%s"}], ...}' % ("x" * 30)
    )
    assert write(sketch, width=40).splitlines() == [
        "{",
        '  "content": ...,',
        '  "usage": {"total_tokens": ..., ...},',
        '  "items": [',
        "    1,",
        "    2,",
        "    {",
        '      "long": "%s"' % ("x" * 30),
        "    }",
        "  ],",
        "  ...",
        "}",
    ]


def test_the_last_column_is_used_and_no_more():
    sketch = parse('{"a": "%s"}' % ("x" * 111))
    assert len(write(sketch)) == 120
    assert "\n" in write(sketch, width=119)


def test_a_comma_takes_a_column_too():
    sketch = parse('{"a": [1, 2], "b": 3}')
    assert '  "a": [1, 2],' in write(sketch, width=14).splitlines()
    assert '  "a": [1, 2],' not in write(sketch, width=13).splitlines()


def test_leaves_that_are_written_unlike_are_unlike():
    unlike = [parse(form) for form in ("1", "1.0", "true", '"1"')]
    assert not any(one == other for one, other in combinations(unlike, 2))
    assert len(set(unlike)) == 4
    assert parse("[NaN]") == parse("[NaN]")
    assert parse('{"a": 1, "b": 2}') == parse('{"b": 2, "a": 1}') != parse('{"b": 2, "a": 1, ...}')


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("", "''"),
        ("No.", "'No.'"),
        ("x" * 18, f"'{'x' * 18}'"),
        ("x" * 19, f"'{'x' * 16}..."),
        ("'", "'\\''"),
        ('"', "'\"'"),
        ("x" * 15 + "\n\n\n", f"'{'x' * 15}..."),
        ("x" * 14 + "\n\n\n", f"'{'x' * 14}\\n..."),
        ("\u202e", "'\\u202e'"),
        ('```json\n{"name": 1}', '\'```json\\n{"name"...'),
    ],
)
def test_an_excerpt_is_cut_between_its_characters(text, shown):
    assert excerpt(text) == shown


@pytest.mark.parametrize(
    ("sketch", "answer", "text"),
    [
        (
            '{"usage": {"total_tokens": 5, ...}, ...}',
            {"usage": {"total_tokens": 6}},
            "usage.total_tokens: expected 5, found 6",
        ),
        ("3", {"a": "x" * 100}, 'expected 3, found {"a": "' + "x" * 50 + "..."),
        ('"yes"', "no", 'expected "yes", found "no"'),
        ('{"a": ...}', {}, "a: expected anything, found nothing"),
        ('{"a": 1}', {"a": 1, "b": [1]}, "b: expected nothing, found [1]"),
        ("[1, ..., 2]", [1], "expected at least 2 elements, found 1 elements"),
        ("[..., 7, ...]", [1, 2], "expected somewhere 7, found none among 2 elements"),
        (json.dumps("a" * 100 + "b"), "a" * 100 + "c", 'expected ..."' + "a" * 20 + 'b", found ..."' + "a" * 20 + 'c"'),
        ('"\\u001b[31m"', "\u202e", 'expected "\\u001b[31m", found "\\u202e"'),
    ],
)
def test_a_mismatch_says_where_and_shows_both_sides(sketch, answer, text):
    assert match(parse(sketch), answer)[0].text == text


def test_all_mismatches_are_reported_in_the_order_of_the_sketch():
    found = match(parse('{"b": 1, "a": 2}'), {"a": 0, "c": 3, "b": 0})
    assert [mismatch.path for mismatch in found] == ["b", "a", "c"]


def test_nan_is_like_nan_only():
    nan = float("nan")
    assert not match(parse("NaN"), nan)
    assert match(parse("NaN"), 0.0)
    assert match(parse("0"), nan)
    assert write(from_json([nan, float("-inf")])) == "[NaN, -Infinity]"


@pytest.mark.parametrize(
    ("general", "specific", "joined"),
    [
        ({"a": 1, "...": "..."}, {"b": 2}, {"a": 1, "b": 2, "...": "..."}),
        ({"a": 1}, {"b": 2, "...": "..."}, {"a": 1, "b": 2, "...": "..."}),
        ({"...": "...", "a": {"x": 1}}, {"a": {"y": 2}}, {"a": {"x": 1, "y": 2}, "...": "..."}),
        ({"a": [1]}, {"a": [2]}, {"a": [2]}),
        ({"a": {"x": 1}}, {"a": "..."}, {"a": "..."}),
        ("...", {"a": 1}, {"a": 1}),
        ({"a": 1}, 3, 3),
    ],
)
def test_joining_keeps_the_order_and_the_specific_wins(general, specific, joined):
    assert join(general, specific) == joined
    if isinstance(joined, dict):
        assert list(join(general, specific)) == list(joined)


def test_joining_does_not_change_what_is_joined():
    general, specific = {"a": {"x": 1}}, {"a": {"y": 2}}
    join(general, specific)["a"]["z"] = 3
    assert (general, specific) == ({"a": {"x": 1}}, {"a": {"y": 2}})


@pytest.mark.parametrize(
    ("members", "text"),
    [
        ([], "..."),
        (["content"], '{"content": ..., ...}'),
        (
            ["content", "usage.total_tokens", "usage.cost", "content"],
            '{"content": ..., "usage": {"total_tokens": ..., "cost": ..., ...}, ...}',
        ),
        (["usage.total_tokens", "usage"], '{"usage": {"total_tokens": ..., ...}, ...}'),
        (["usage", "usage.total_tokens"], '{"usage": {"total_tokens": ..., ...}, ...}'),
        (["items[0].name"], '{"items": [...], ...}'),
        (["items[0]", "items.name"], '{"items": [...], ...}'),
    ],
)
def test_a_derived_sketch_names_the_members(members, text):
    assert write(from_json(derive(members))) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"a": ..., "b": {...}, "c": [...], "d": "......"}', ()),
        (
            '{"a": 1, "b": ["x...", ..., {"c": null}], "d": {}, "e": []}',
            (("a",), ("b", 0), ("b", 2, "c"), ("d",), ("e",)),
        ),
        ("3", ((),)),
        ("...", ()),
    ],
)
def test_literal_leaves_are_found(text, expected):
    sketch = parse(text)
    assert literal_paths(sketch) == expected
    assert has_literal(sketch) == bool(expected)


def test_changing_what_is_no_literal_leaf_is_refused():
    for path in (("a",), ("b",), ("c", 0), ()):
        with pytest.raises(KeyError):
            with_changed_leaf(parse('{"a": ..., "c": [...], ...}'), path)


def test_hostile_patterns_take_no_time():
    runs = parse('"' + "...a" * 2000 + '...b"')
    assert match(runs, "a" * 20000)
    gaps = from_json([part for _ in range(300) for part in ("...", 1)] + ["...", 2, "..."])
    assert match(gaps, [1] * 3000)
    nested = from_json("x")
    for _ in range(90):
        nested = from_json(["...", to_json(nested), "..."])
    deep = "y"
    for _ in range(90):
        deep = [*range(50), deep, *range(50)]
    assert match(nested, deep)
    assert match(from_json("\\" * 50_000 + "..."), "x")
