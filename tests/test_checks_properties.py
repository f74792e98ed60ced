"""Checks, by properties: assert lines agree with the check itself, and no parameters bring one down.

Answers and parameters for the agreement are drawn from a seeded `random`, several times faster than hypothesis, so
that each type sees a thousand in which paths, kinds and near misses are dense.
"""

from __future__ import annotations

import json
import os
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from taskgen.diagnostics import Location
from taskgen.expect.answers import Answer, as_answer
from taskgen.expect.checks import TYPES, known_types, members_named, resolve
from taskgen.expect.sketch import match, parse
from taskgen.model import Check

EXAMPLES = int(os.environ.get("TASKGEN_EXAMPLES", "1000"))
WORDS = ["a", "ab", "B", "é", " ", "\n", '"', "\\", "\u202e", "1", "true", "...", "{", "}", "\x00", "É"]
NAMES = ["a", "b", "name", "usage", "content", "json", "model", "a.b", "", 'q"']
LEAVES = [None, True, False, 0, 1, 2, -1, 0.0, 1.0, 1.5, "", " ", "a", "1"]
PATHS = [
    *("a", "b", "name", "content", "json", "usage", "a.b", "a.name", "b[0]", "b[1].a", "json.a"),
    *("['a.b']", "$", "[0]", "$.a", "content.a", "name.a"),
]


class Draw(Random):
    """Draws JSON that is small and full of coincidences."""

    def text(self, least=0):
        return "".join(self.choices(WORDS, k=self.randint(least, 3)))

    def value(self, depth=2):
        kind = self.randint(0, 3 if depth else 1)
        if kind == 0:
            return self.choice(LEAVES)
        if kind == 1:
            return self.text()
        return self.list(depth - 1) if kind == 2 else self.object(depth - 1)

    def list(self, depth=1):
        return [self.value(depth) for _ in range(self.randint(0, 3))]

    def object(self, depth=1):
        return {self.choice(NAMES): self.value(depth) for _ in range(self.randint(0, 4))}

    def chat(self):
        content = self.choice([self.text, lambda: json.dumps(self.object()), lambda: json.dumps(self.list())])()
        return as_answer({**self.object(), "content": content})

    def words(self):
        return [self.text(1) for _ in range(self.randint(1, 3))]

    def number(self):
        return self.randint(0, 6)

    def flag(self):
        return self.random() < 0.5

    def path(self):
        return self.choice(PATHS)

    def paths(self):
        return self.path() if self.flag() else [self.path(), self.path()]


# What is expected, with the answers to it; those that the sketch does not match are passed over.
SHAPES = {
    None: Draw.chat,
    '{"content": ..., ...}': Draw.chat,
    '{"content": ..., "json": ..., ...}': Draw.chat,
    '{"content": ..., "json": {...}, "a": {...}, "b": [...], "name": "...a...", ...}': lambda draw: {
        **draw.chat(),
        "json": draw.object(),
        "a": draw.object(),
        "b": draw.list(),
        "name": f"{draw.text()}a",
    },
    "[...]": Draw.list,
    '{"a": ..., ...}': lambda draw: as_answer({**draw.object(), "a": draw.value()}),
    '{"b": [{...}, ...], ...}': lambda draw: {**draw.object(), "b": [draw.object(), *draw.list()]},
    "{...}": lambda draw: as_answer(draw.object()),
    "3": lambda draw: draw.choice([3, 3.0]),
    "1": lambda draw: draw.choice([1, 1.0]),
    "true": lambda _: True,
    "null": lambda _: None,
}
SKETCHES = {shape: None if shape is None else parse(shape) for shape in SHAPES}

FIELD = {"field": Draw.path}
# Parameters by type: those that are always given, those that may be.
PARAMS = {
    "equals": ({"value": Draw.value}, FIELD),
    "contains": ({"value": lambda draw: draw.text(1)}, {**FIELD, "case_sensitive": Draw.flag}),
    "icontains": ({"value": lambda draw: draw.text(1)}, FIELD),
    "contains-any": ({"value": Draw.words}, FIELD),
    "contains-all": ({"value": Draw.words}, FIELD),
    "icontains-any": ({"value": Draw.words}, FIELD),
    "icontains-all": ({"value": Draw.words}, FIELD),
    "starts-with": ({"value": lambda draw: draw.text(1)}, FIELD),
    "ends-with": ({"value": lambda draw: draw.text(1)}, FIELD),
    "is-json": ({}, FIELD),
    "json-path": ({"path": Draw.path}, {"value": Draw.value}),
    "field-present": ({"field_name": Draw.paths}, {"present": Draw.flag}),
    "not-empty": ({}, FIELD),
    "length": ({"min": Draw.number}, {**FIELD, "max": lambda draw: draw.number() + 6}),
    "latency": ({"threshold": lambda draw: draw.number() * 500}, {}),
    "exit-code": ({}, {"value": Draw.number}),
    "string-check": (
        {"contains": lambda draw: draw.text(1)},
        {"not_contains": lambda draw: draw.text(1), "max_chars": Draw.number, **FIELD},
    ),
}
NO_ONE_LINER = {"regex", "contains-json", "json-schema"}


def drawn_check(draw, name):
    required, optional = PARAMS[name]
    params = {key: make(draw) for key, make in required.items()}
    params.update({key: make(draw) for key, make in optional.items() if draw.flag()})
    return Check(type=f"not-{name}" if draw.flag() else name, params=params, place=Location("x"))


def drawn_answer(draw, shape):
    return Answer(response=SHAPES[shape](draw), seconds=draw.number() / 2, exit_code=draw.number())


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
    assert runs == {*PARAMS, *NO_ONE_LINER}


@pytest.mark.parametrize("name", PARAMS)
def test_the_assert_line_agrees_with_the_check(name):
    draw = Draw(f"agree {name}")
    seen = {True: 0, False: 0}
    while sum(seen.values()) < EXAMPLES:
        shape = draw.choice(list(SHAPES))
        resolved = resolve(drawn_check(draw, name), SKETCHES[shape])
        answer = drawn_answer(draw, shape)
        line = resolved.python()
        if line is None or (shape is not None and match(SKETCHES[shape], answer.response)):
            continue
        passed = resolved.judge(answer).status == "passed"
        assert "\n" not in line
        assert holds(line, answer) == passed, (shape, line, answer.response, resolved.words())
        seen[passed] += 1
    assert min(seen.values()) > EXAMPLES / 20


@pytest.mark.parametrize("name", PARAMS)
def test_what_a_passed_check_names_is_there(name):
    draw = Draw(f"there {name}")
    for _ in range(EXAMPLES):
        shape = draw.choice([None, '{"content": ..., ...}', '{"content": ..., "json": ..., ...}'])
        resolved = resolve(drawn_check(draw, name), SKETCHES[shape])
        answer = drawn_answer(draw, shape)
        if resolved.judge(answer).status == "passed":
            for member in members_named(resolved):
                there = resolve(Check(type="field-present", params={"field_name": member}, place=Location("x")))
                assert there.judge(answer).status == "passed", member


VALUES = st.integers(0, 2**32).map(lambda seed: Draw(seed).value())
PARAMETER_NAMES = st.sampled_from(
    [
        *("value", "values", "field", "field_name", "path", "required_fields", "should_exist", "present", "params"),
        *("expected_value", "required_text", "case_sensitive", "pattern", "flags", "min_length", "max_length"),
        *("threshold", "seconds", "contains", "not_contains", "regex_matches", "schema", "code"),
    ]
)
PARAMETERS = st.dictionaries(PARAMETER_NAMES, VALUES | st.sampled_from(PATHS) | st.text(max_size=5), max_size=4)


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(known_types()) | st.text(max_size=5),
    st.booleans(),
    PARAMETERS | st.builds(lambda inner: {"params": inner}, PARAMETERS),
    st.sampled_from(list(SHAPES)),
    VALUES,
)
def test_no_parameters_bring_a_check_down(name, negated, params, shape, value):
    check = Check(type=f"not_{name}" if negated else name, params=params, place=Location("x"))
    resolved = resolve(check, SKETCHES[shape])
    outcome = resolved.judge(Answer(response=as_answer(value)))
    texts = [resolved.words(), resolved.python() or "", outcome.message]
    texts += [text for finding in resolved.findings for text in (finding.message, finding.next_step)]
    assert not any(character < " " or character in "\x7f\u202e\u2028" for text in texts for character in text), texts
    assert (outcome.status == "passed") == (not outcome.message)
    if any(finding.severity == "error" for finding in resolved.findings):
        assert outcome.status == "error"
