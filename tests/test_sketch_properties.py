"""Sketches, by properties: forms that read back, values that match themselves, leaves that count."""

from __future__ import annotations

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from taskgen.expect.answers import as_answer
from taskgen.expect.sketch import (
    SketchError,
    from_json,
    leaves,
    literal,
    literal_paths,
    match,
    match_text,
    parse,
    to_json,
    with_changed_leaf,
    write,
)


def is_other_key(key):
    """Whether a key is no gap and holds no half of a pair, which might make it the same as another key."""
    return key != "..." and not any("\ud800" <= character <= "\udfff" for character in key)


PIECES = st.sampled_from(["...", ".", "\\", "a", "é", "\u202e", "\n", '"', "\ud83d", "\ude00", "😀", "\x00", " "])
TEXT = st.lists(PIECES, max_size=8).map("".join) | st.text(max_size=8)
NUMBERS = st.integers(-(2**70), 2**70) | st.floats(allow_nan=True)
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
).map(lambda value: json.loads(json.dumps(value)))
# The JSON form of a sketch: any JSON in which the member `...` has the value `...`.
FORMS = st.recursive(
    st.just("...") | st.none() | st.booleans() | NUMBERS | TEXT,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.builds(
            lambda members, is_open: {**members, "...": "..."} if is_open else members,
            st.dictionaries(TEXT.filter(is_other_key), inner, max_size=4),
            st.booleans(),
        )
    ),
    max_leaves=12,
)
few = settings(max_examples=100, deadline=None)


@few
@given(FORMS, st.integers(0, 130))
def test_both_forms_read_back_the_same(form, width):
    sketch = from_json(form)
    assert parse(write(sketch, width)) == sketch
    assert from_json(to_json(sketch)) == sketch
    assert to_json(parse(write(sketch))) == to_json(sketch) or "nan" in str(form)


@few
@given(FORMS)
def test_writing_is_printable_and_stable(form):
    text = write(from_json(form), 40)
    text.encode()
    assert all(character == "\n" or ord(character) >= 0x20 for character in text)
    assert write(parse(text), 40) == text


@few
@given(VALUES)
def test_any_value_matches_itself_as_a_literal(value):
    sketch = literal(value)
    assert match(sketch, value) == ()
    assert match(parse(write(sketch)), value) == ()
    assert match(from_json(to_json(sketch)), json.loads(json.dumps(value))) == ()


@few
@given(VALUES)
def test_a_changed_leaf_mismatches(value):
    sketch = literal(value)
    for path in literal_paths(sketch):
        found = match(with_changed_leaf(sketch, path), value)
        assert len(found) == 1
        assert "\n" not in found[0].text
        assert len(found[0].expected) < 100
        assert len(found[0].found) < 100


def elide(value, draw):
    """The JSON form of a sketch that leaves out parts of a value, as `draw` chooses."""
    choice = draw(st.integers(0, 3))
    if choice == 0:
        return "..."
    if isinstance(value, dict):
        kept = {
            f"\\{key}" if key.strip("\\") == "..." else key: elide(part, draw)
            for key, part in value.items()
            if draw(st.booleans())
        }
        return {**kept, "...": "..."}
    if isinstance(value, list):
        elided = [elide(part, draw) if draw(st.booleans()) else "..." for part in value]
        return [*elided, "..."]
    if isinstance(value, str) and value:
        cut = draw(st.integers(0, len(value)))
        start, end = sorted((cut, draw(st.integers(0, len(value)))))
        return run_form(value[:start], value[end:])
    return to_json(literal(value))


def run_form(before, after):
    """A string with a run in it; what would flow into its dots or backslashes is left to the run."""
    before = before.rstrip(".\\")
    escape = to_json(literal(before)), to_json(literal(after.lstrip(".")))
    return f"{escape[0]}......{escape[1]}"


@few
@given(st.data())
def test_a_sketch_matches_what_it_elides_from(data):
    value = data.draw(VALUES)
    assert match(from_json(elide(value, data.draw)), value) == ()


@few
@given(FORMS, VALUES)
def test_matching_never_fails_and_agrees_with_itself(form, value):
    sketch = from_json(form)
    found = match(sketch, value)
    assert (found == ()) == (match(parse(write(sketch)), value) == ())
    assert list(leaves(sketch)) is not None


@few
@given(st.text(alphabet='{}[]",:.\\ntu0123e-+ \n\ufeff…\ud83d', max_size=30))
def test_any_text_is_a_sketch_or_is_refused_within_the_text(text):
    sketch, refused = parsed_or_refused(text)
    if refused is None:
        assert parse(write(sketch)) == sketch
    else:
        lines = text.removeprefix("\ufeff").split("\n")
        assert 1 <= refused.line <= len(lines)
        assert 1 <= refused.column <= len(lines[refused.line - 1]) + 1


def parsed_or_refused(text):
    try:
        return parse(text), None
    except SketchError as refused:
        return None, refused


@few
@given(VALUES)
def test_json_without_dots_is_its_own_bare_form(value):
    text = json.dumps(value)
    if "..." not in text:
        assert match(parse(text), value) == ()


@few
@given(st.lists(st.text(alphabet="ab. \\", max_size=4), max_size=6), st.lists(st.booleans(), min_size=6, max_size=6))
def test_text_matches_a_sketch_that_leaves_out_lines(lines, kept):
    text = "\n".join(lines)
    sketch = [line if "..." not in line and keep else "..." for line, keep in zip(lines, kept, strict=False)]
    assert match_text("\n".join(sketch), text) == ()


@few
@given(VALUES)
def test_making_an_answer_twice_changes_nothing(value):
    assert match(literal(as_answer(as_answer(value))), as_answer(value)) == ()
