"""Checks, by properties: assert lines agree with the check itself, and no parameters bring one down."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from taskgen.diagnostics import Location
from taskgen.expect.answers import Answer, as_answer
from taskgen.expect.checks import TYPES, known_types, members_named, resolve
from taskgen.expect.sketch import match, parse
from taskgen.model import Check

WORDS = st.sampled_from(["a", "ab", "B", "é", " ", "\n", '"', "\\", "\u202e", "1", "true", "...", "{", "}"])
TEXT = st.lists(WORDS, max_size=5).map("".join)
FULL_TEXT = st.lists(WORDS, min_size=1, max_size=3).map("".join)
LEAVES = st.none() | st.booleans() | st.integers(-2, 3) | st.sampled_from([0.0, 1.0, 1.5]) | TEXT
NAMES = st.sampled_from(["a", "b", "name", "usage", "content", "json", "model", "a.b", "", 'q"'])
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=8,
)
OBJECTS = st.dictionaries(NAMES, VALUES, max_size=4)
CONTENTS = TEXT | st.one_of(OBJECTS, st.lists(VALUES, max_size=3)).map(json.dumps)
CHATS = st.builds(lambda others, content: as_answer({**others, "content": content}), OBJECTS, CONTENTS)

# What is expected, with a strategy for answers, of which those that match are looked at.
SHAPES = {
    None: CHATS,
    '{"content": ..., ...}': CHATS,
    '{"content": ..., "json": ..., ...}': CHATS,
    '{"content": ..., "json": {...}, "a": {...}, "b": [...], "name": "...a...", ...}': st.builds(
        lambda chat, inner, a, b: {**chat, "json": inner, "a": a, "b": b, "name": "bab"},
        CHATS,
        OBJECTS,
        OBJECTS,
        st.lists(VALUES, max_size=3),
    ),
    "[...]": st.lists(VALUES, max_size=4),
    '{"a": ..., ...}': st.builds(lambda others, a: {**others, "a": a}, OBJECTS, VALUES).map(as_answer),
    '{"b": [{...}, ...], ...}': st.builds(
        lambda others, first, b: {**others, "b": [first, *b]}, OBJECTS, OBJECTS, st.lists(VALUES, max_size=3)
    ),
    "3": st.just(3) | st.just(3.0),
    "true": st.just(True),  # noqa: FBT003 - a value
    "null": st.none(),
}
PATHS = st.sampled_from(
    ["a", "b", "name", "content", "json", "usage", "a.b", "a.name", "b[0]", "b[1].a", "json.a", "['a.b']", "$", "[0]", "$.a"]
)
NUMBERS = st.integers(0, 6)
FIELD = {"field": PATHS}
WORD_LISTS = st.lists(FULL_TEXT, min_size=1, max_size=3)
# Parameters by type: those that are always given, those that may be.
PARAMS = {
    "equals": ({"value": VALUES}, FIELD),
    "contains": ({"value": FULL_TEXT}, {**FIELD, "case_sensitive": st.booleans()}),
    "icontains": ({"value": FULL_TEXT}, FIELD),
    "contains-any": ({"value": WORD_LISTS}, FIELD),
    "contains-all": ({"value": WORD_LISTS}, FIELD),
    "icontains-any": ({"value": WORD_LISTS}, FIELD),
    "icontains-all": ({"value": WORD_LISTS}, FIELD),
    "starts-with": ({"value": FULL_TEXT}, FIELD),
    "ends-with": ({"value": FULL_TEXT}, FIELD),
    "is-json": ({}, FIELD),
    "json-path": ({"path": PATHS}, {"value": VALUES}),
    "field-present": ({"field_name": PATHS | st.lists(PATHS, min_size=1, max_size=2)}, {"present": st.booleans()}),
    "not-empty": ({}, FIELD),
    "length": ({"min": NUMBERS}, {**FIELD, "max": st.integers(6, 9)}),
    "latency": ({"threshold": st.integers(0, 3000)}, {}),
    "exit-code": ({}, {"value": NUMBERS}),
    "string-check": ({"contains": FULL_TEXT}, {"not_contains": FULL_TEXT, "max_chars": NUMBERS, "equals": FULL_TEXT, **FIELD}),
}
NO_ONE_LINER = {"regex", "contains-json", "json-schema"}


def holds(line, answer):
    """Whether an assert line holds; one that fails in any way does not."""
    names = {
        "response": answer.response,
        "output": answer.output,
        "seconds": answer.seconds,
        "exit_code": answer.exit_code,
    }
    code = compile(line, "asserts", "exec")
    try:
        exec(code, names)  # noqa: S102 - the very thing under test
    except Exception:  # noqa: BLE001 - an executor sees a failure, whatever its kind
        return False
    return True


def test_every_type_that_runs_is_tried():
    runs = {name for name, check_type in TYPES.items() if check_type.passing}
    assert runs == {*PARAMS, *NO_ONE_LINER} - {"json-schema"}


@pytest.mark.parametrize("name", PARAMS)
def test_the_assert_line_agrees_with_the_check(name):
    lines = []

    @settings(max_examples=200, deadline=None)
    @given(st.data())
    def agree(data):
        shape = data.draw(st.sampled_from(list(SHAPES)))
        sketch = None if shape is None else parse(shape)
        required, optional = PARAMS[name]
        params = data.draw(st.fixed_dictionaries(required, optional=optional))
        negated = data.draw(st.booleans())
        check = Check(type=f"not-{name}" if negated else name, params=params, place=Location("x"))
        resolved = resolve(check, sketch)
        response = data.draw(SHAPES[shape])
        if sketch is not None and match(sketch, response):
            return
        answer = Answer(response=response, seconds=data.draw(NUMBERS) / 2, exit_code=data.draw(NUMBERS))
        line = resolved.python()
        if line is not None:
            assert "\n" not in line
            assert holds(line, answer) == (resolved.judge(answer).status == "passed"), line
            lines.append(line)

    agree()
    assert len(lines) > 20


@pytest.mark.parametrize("name", PARAMS)
def test_what_a_passed_check_names_is_there(name):
    @settings(max_examples=60, deadline=None)
    @given(st.data())
    def named(data):
        required, optional = PARAMS[name]
        params = data.draw(st.fixed_dictionaries(required, optional=optional))
        check = Check(type=data.draw(st.sampled_from([name, f"not-{name}"])), params=params, place=Location("x"))
        resolved = resolve(check)
        answer = Answer(response=data.draw(CHATS))
        if resolved.judge(answer).status == "passed":
            for member in members_named(resolved):
                there = resolve(Check(type="field-present", params={"field_name": member}, place=Location("x")))
                assert there.judge(answer).status == "passed", member

    named()


PARAMETER_NAMES = st.sampled_from(
    "value values field field_name path required_fields should_exist present expected_value required_text case_sensitive "
    "pattern flags min_length max_length threshold seconds params contains not_contains regex_matches schema code".split()
)


@settings(max_examples=400, deadline=None)
@given(
    st.sampled_from(known_types()) | TEXT,
    st.booleans(),
    st.dictionaries(PARAMETER_NAMES, VALUES | PATHS | st.dictionaries(PARAMETER_NAMES, VALUES | PATHS, max_size=3), max_size=4),
    st.sampled_from(list(SHAPES)),
    VALUES | CHATS,
)
def test_no_parameters_bring_a_check_down(name, negated, params, shape, value):
    check = Check(type=f"not_{name}" if negated else name, params=params, place=Location("x"))
    resolved = resolve(check, None if shape is None else parse(shape))
    outcome = resolved.judge(Answer(response=as_answer(value)))
    texts = [resolved.words(), resolved.python() or "", outcome.message]
    texts += [text for finding in resolved.findings for text in (finding.message, finding.next_step)]
    assert all(text.isprintable() for text in texts), texts
    assert (outcome.status == "passed") == (not outcome.message)
    if any(finding.severity == "error" for finding in resolved.findings):
        assert outcome.status == "error"
