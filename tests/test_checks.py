"""Checks, from tables: their faces, their examples, what is wrong with them, how they judge."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from taskgen.diagnostics import Location, MachineError
from taskgen.expect.answers import Answer, as_answer
from taskgen.expect.checks import (
    TYPES,
    canonical,
    canonical_name,
    derived_expected,
    known_types,
    looks_at_value,
    members_named,
    resolve,
    schema,
)
from taskgen.expect.checks.judges import NAMES as JUDGES
from taskgen.expect.sketch import from_json, match, match_text, parse, write
from taskgen.model import Check

DATA = Path(__file__).parent / "data" / "checks"
PLACE = Location("cases.json", 3, 5)


def rows(name):
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    return [pytest.param(row, id=row["name"]) for row in map(json.loads, lines)]


def check_of(written):
    params = {name: value for name, value in written.items() if name != "type"}
    return Check(type=written["type"], params=params, place=PLACE)


def judge(response, shape=None, **written):
    resolved = resolve(check_of(written), None if shape is None else parse(shape))
    return resolved.judge(Answer(response=as_answer(response)))


@pytest.mark.parametrize("row", rows("faces.jsonl"))
def test_a_check_has_its_faces(row):
    resolved = resolve(check_of(row["check"]), None if row["shape"] is None else parse(row["shape"]))
    assert resolved.words() == row["words"]
    assert resolved.python() == row["python"]
    assert members_named(resolved) == tuple(row["members"])
    assert looks_at_value(resolved) == row["looks_at_value"]
    assert resolved.findings == ()
    if row["type"]:
        assert resolved.type == row["type"]


@pytest.mark.parametrize("row", rows("bad.jsonl"))
def test_what_is_wrong_with_a_check_is_found(row):
    resolved = resolve(check_of(row["check"]))
    finding = resolved.findings[0]
    assert (finding.rule, finding.severity, finding.place) == (row["rule"], row["severity"], PLACE)
    assert row["says"] in finding.message
    assert row["next_step"] in finding.next_step
    assert "\n" not in finding.message + finding.next_step
    assert len(finding.message) < 250
    if finding.severity == "error" or row["rule"] == "unknown-check":
        outcome = resolved.judge(Answer(response=as_answer("x")))
        assert outcome.status == "error"
        assert outcome.message
        assert resolved.python() is None
        assert not resolved.runs


EXAMPLES = [
    pytest.param(
        check_type, example, status, id=f"{check_type.name} with {json.dumps(example.params)[:60]} is {status}"
    )
    for check_type in TYPES.values()
    for status, examples in (("passed", check_type.passing), ("failed", check_type.failing))
    for example in examples
]


def outcome_of(name, example):
    resolved = resolve(Check(type=name, params=example.params, place=PLACE))
    answer = Answer(response=as_answer(example.value), seconds=example.seconds, exit_code=example.exit_code)
    assert resolved.findings == ()
    return resolved.judge(answer)


@pytest.mark.parametrize(("check_type", "example", "status"), EXAMPLES)
def test_an_example_is_judged_as_declared(check_type, example, status):
    outcome = outcome_of(check_type.name, example)
    assert outcome.status == status
    assert bool(outcome.message) == (status == "failed")
    assert "\n" not in outcome.message


@pytest.mark.parametrize(("check_type", "example", "status"), EXAMPLES)
def test_the_denial_of_a_check_turns_an_example_round_unless_something_is_missing(check_type, example, status):
    outcome = outcome_of(f"not-{check_type.name}", example)
    told = outcome_of(check_type.name, example).message
    cannot_be_told = "missing" in told or "does not have a length of at least 0: 3" in told
    assert outcome.status == ("failed" if status == "passed" or cannot_be_told else "passed")


def test_every_type_that_runs_brings_examples_of_both_kinds():
    for name, check_type in TYPES.items():
        runs = name not in JUDGES
        assert bool(check_type.passing) == runs
        assert bool(check_type.failing) == runs
        assert check_type.doc
        assert check_type.name == name


DESIGNED = (
    "equals contains icontains contains-any contains-all starts-with ends-with regex is-json contains-json json-schema "
    "json-path field-present not-empty length latency exit-code response-not-empty json-string schema string-check "
    "agent-task llm-rubric"
)


def test_all_names_are_known_in_all_spellings():
    assert set(DESIGNED.split()) <= set(known_types())
    for name in known_types():
        for spelled in (name, name.replace("-", "_"), name.upper(), f"not-{name}", f"not_{name.replace('-', '_')}"):
            assert canonical(check_of({"type": spelled})).removeprefix("not-") in {*TYPES, "empty"}


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ({"type": "json_string"}, "is-json"),
        ({"type": "not_json_string"}, "not-is-json"),
        ({"type": "not-not-contains", "value": "x"}, "contains"),
        ({"type": "not-empty"}, "not-empty"),
        ({"type": "not-not-empty"}, "not-not-empty"),
        ({"type": "response_not_empty"}, "not-empty"),
        ({"type": "contains", "params": {"required_text": "x"}}, "icontains"),
        ({"type": "not_contains", "required_text": "x"}, "not-icontains"),
        ({"type": "Made Up"}, "Made Up"),
    ],
)
def test_a_type_has_one_own_name(written, name):
    assert canonical(check_of(written)) == name


def test_a_name_alone_has_its_own_name_too():
    assert [canonical_name(name) for name in ("json_string", "not_schema", "contains", "Made Up")] == [
        "is-json",
        "not-json-schema",
        "contains",
        "Made Up",
    ]


def test_json_in_a_fence_fails_with_the_known_message():
    outcome = judge('```json\n{"name": "Ada", "age": 36}\n```', type="json_string")
    assert outcome.message == r"""content is not JSON: '```json\n{"name"..."""


@pytest.mark.parametrize(
    ("written", "value", "message"),
    [
        ({"type": "icontains", "value": "cpu"}, "No.", 'content does not contain "cpu" (case ignored): "No."'),
        ({"type": "not-icontains", "value": "cpu"}, "A CPU", 'content contains "cpu" (case ignored): "A CPU"'),
        ({"type": "response_not_empty"}, " \n", 'content is empty: " \\n"'),
        ({"type": "equals", "value": 4}, "5", 'content does not equal "4": "5"'),
        ({"type": "field-present", "field_name": "city"}, "{}", "`city` is absent"),
        ({"type": "field-present", "field_name": "a.b"}, "{}", "`a.b` is missing: nothing there could hold it"),
        ({"type": "not-contains", "value": "x", "field": "usage.cost"}, "x", "`usage.cost` is missing"),
        ({"type": "max_chars"}, "", 'unknown check type "max_chars"'),
        ({"type": "length", "max": 3}, "four", 'content does not have a length of at most 3: 4 in "four"'),
        ({"type": "agent_task"}, "x", "agent_task is for a model to judge: not run"),
    ],
)
def test_a_failure_says_what_was_found(written, value, message):
    assert judge(value, **written).message == message


@pytest.mark.parametrize("name", JUDGES)
def test_judges_are_never_run_and_never_pass(name):
    for spelled in (name, f"not-{name}"):
        outcome = judge("Anything.", type=spelled, value="is polite", threshold=0.9)
        assert outcome.status == "not-run"
        assert resolve(check_of({"type": spelled, "value": "is polite"})).findings == ()


MISSING_PATHS = [
    {"type": "contains", "value": "x"},
    {"type": "equals", "value": "x"},
    {"type": "regex", "value": "x"},
    {"type": "length", "min": 0},
    {"type": "not-empty"},
    {"type": "is-json"},
    {"type": "contains-json"},
    {"type": "starts-with", "value": "x"},
    {"type": "contains-any", "value": ["x"]},
    {"type": "string_check", "max_chars": 5},
]


@pytest.mark.parametrize("written", MISSING_PATHS, ids=lambda written: written["type"])
@pytest.mark.parametrize("path", ["nowhere", "usage.nowhere", "items[7]", "content.x", "items.x"])
@pytest.mark.parametrize("shape", [None, '{"content": ..., ...}', "[...]"])
def test_a_missing_path_fails_also_when_denied(written, path, shape):
    value = {"content": "x", "usage": {}, "items": []}
    for name in (written["type"], f"not-{written['type']}"):
        outcome = judge(value, shape, **{**written, "type": name, "field": path})
        assert (outcome.status, outcome.message[-7:]) == ("failed", "missing")


@pytest.mark.parametrize("field", ["$.items[0].k", "items.0.k", "items[0]['k']"])
def test_an_element_is_spelled_with_brackets_or_a_dot(field):
    passed = judge({"items": [{"k": "v"}]}, type="equals", field=field, value="v")
    assert passed.status == "passed"


def test_a_field_is_sought_in_the_answer_then_in_its_json():
    value = {"content": '{"name": "inner", "usage": 1}', "name": "outer", "usage": {"total_tokens": 3}}
    assert judge(value, type="equals", field="name", value="outer").status == "passed"
    assert judge(value["content"], type="equals", field="name", value="inner").status == "passed"
    assert judge(value, type="equals", field="usage", value={"total_tokens": 3}).status == "passed"
    assert judge(value, type="equals", field="json.usage", value=1).status == "passed"


def test_what_is_expected_decides_where_a_field_is_sought():
    value = {"content": '{"name": "inner"}', "name": "outer"}
    shape = '{"content": ..., "json": {"name": ...}, ...}'
    assert judge(value, shape, type="equals", field="name", value="inner").status == "passed"
    assert (
        judge(value, '{"content": ..., "name": ..., ...}', type="equals", field="name", value="outer").status
        == "passed"
    )


def test_text_checks_look_at_the_compact_json_of_other_values():
    assert judge([1, {"a": None}], type="equals", value=[1, {"a": None}]).status == "passed"
    assert judge([1, {"a": None}], type="contains", value='[1,{"a":null}]').status == "passed"
    assert judge(response=True, type="contains", value="true").status == "passed"


@pytest.mark.parametrize(
    ("checks", "text"),
    [
        ([{"type": "response_not_empty"}], '{"content": ..., ...}'),
        ([{"type": "json_string"}], '{"content": ..., "json": ..., ...}'),
        (
            [{"type": "field_present", "params": {"field_name": "name"}}, {"type": "json_string"}],
            '{"json": {"name": ..., ...}, "content": ..., ...}',
        ),
        (
            [{"type": "not-is-json"}, {"type": "length", "max": 5, "field": "usage.x"}],
            '{"content": ..., "usage": {"x": ..., ...}, ...}',
        ),
        ([{"type": "field_present", "field_name": "usage.x", "present": False}], '{"usage": ..., ...}'),
        ([{"type": "exit-code"}, {"type": "agent_task"}, {"type": "unheard-of"}], "..."),
        ([], "..."),
    ],
)
def test_a_case_without_an_expectation_gets_a_derived_one(checks, text):
    derived = derived_expected([check_of(written) for written in checks])
    assert write(from_json(derived)) == text


@pytest.mark.parametrize(("check_type", "example", "status"), [row for row in EXAMPLES if row.values[2] == "passed"])
def test_an_answer_that_passes_a_check_matches_what_is_derived_from_it(check_type, example, status):
    check = Check(type=check_type.name, params=example.params, place=PLACE)
    answer = as_answer(example.value)
    if isinstance(answer, dict) and "content" in answer:
        assert match(from_json(derived_expected([check])), answer) == (), status


def test_hostile_text_takes_no_time():
    assert judge("{" * 200_000, type="contains-json").status == "failed"
    assert judge('{"a":' * 50_000, type="contains-json").status == "failed"
    deep = []
    for _ in range(3000):
        deep = [deep]
    assert judge(deep, type="contains", value="[[[[").status == "passed"
    assert judge(deep, "[...]", type="equals", value=deep).status == "passed"
    assert judge({"content": "x", "a": deep}, type="field-present", field_name="a").status == "passed"


def test_every_check_of_the_corpus_can_be_read(corpus):
    found = 0
    for path in sorted((corpus / "cases" / "llm-call-original").glob("*.json")):
        for written in _checks_in(json.loads(path.read_text(encoding="utf-8"))):
            resolved = resolve(check_of(written))
            outcome = resolved.judge(Answer(response=as_answer("x")))
            assert outcome.status in {"passed", "failed", "not-run", "error"}
            assert resolved.words()
            assert (outcome.status == "error") == any(
                finding.severity == "error" or finding.rule == "unknown-check" for finding in resolved.findings
            )
            found += 1
    assert found > 50


def _checks_in(data):
    """The checks in a cases file, read in the plainest way."""
    if isinstance(data, list):
        for item in data:
            yield from _checks_in(item)
    elif isinstance(data, dict):
        for name, value in data.items():
            if name in {"validation", "validation_strategies"}:
                yield from (
                    written for written in value if isinstance(written, dict) and isinstance(written.get("type"), str)
                )
            yield from _checks_in(value)


def doubling(levels):
    """A schema of a few lines that follows 2 ** levels references."""
    level = {f"a{n}": {"allOf": [{"$ref": f"#/$defs/a{n + 1}"}, {"$ref": f"#/$defs/a{n + 1}"}]} for n in range(levels)}
    return {"$ref": "#/$defs/a0", "$defs": {**level, f"a{levels}": {}}}


SCHEMAS = {
    "a reference elsewhere": (
        {"$ref": "http://127.0.0.1:9/s.json"},
        "{}",
        "the schema can't be used: ...Unresolv...",
    ),
    "a reference to a file": ({"$ref": "file:///etc/passwd"}, "{}", "the schema can't be used: ...Unresolv..."),
    "a bomb": (doubling(40), "{}", "the schema can't be used: it refers to itself more than 20000 times over"),
    "a circle": ({"$ref": "#"}, "{}", "the schema can't be used: it never comes to an end, ..."),
    "no schema": (
        {"type": "objekt"},
        "{}",
        "the schema can't be used: it is no JSON Schema: 'objekt' is not ...",
    ),
    "a bad pattern": ({"pattern": "("}, '"x"', "the schema can't be used: ..."),
    "an older draft": (
        {"$schema": "http://json-schema.org/draft-04/schema#", "minimum": 3, "exclusiveMinimum": True},
        "3",
        "content is no JSON that fits the schema: 3 is less than or equal to the minimum of 3",
    ),
    "a place": (
        {"properties": {"a": {"items": {"type": "integer"}}}},
        '{"a": [1, "x"]}',
        "content is no JSON that fits the schema: `a[1]`: 'x' is not of type 'integer'",
    ),
}


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_bounded_and_says_where(name):
    schema, text, message = SCHEMAS[name]
    outcome = judge(text, type="json-schema", value=schema)
    assert outcome.status == "failed"
    assert not match_text(message, outcome.message), outcome.message
    if "can't be used" in message:
        assert judge(text, type="not-json-schema", value=schema).status == "failed"


def test_a_field_is_held_against_a_schema_as_it_is():
    value = {"content": "x", "usage": {"total_tokens": 3}, "name": "3"}
    assert judge(value, type="json-schema", field="usage", value={"required": ["total_tokens"]}).status == "passed"
    assert judge(value, type="json-schema", field="name", value={"type": "string"}).status == "passed"
    assert judge('a {"b": 1} or {"c": 2}', type="contains-json", value={"required": ["c"]}).status == "passed"


def test_without_the_package_a_schema_is_the_machines_fault(monkeypatch):
    monkeypatch.setitem(sys.modules, "jsonschema", None)
    schema._library.cache_clear()
    with pytest.raises(MachineError, match="need the package jsonschema"):
        judge("{}", type="json-schema", value={})
    schema._library.cache_clear()
