"""Case files of all forms against what they should give: `NAME` beside `NAME.expected.json` in data/cases.

With REFRESH_GOLDENS=1 in the environment the expectations are written anew; read the difference before you keep it.
"""

from __future__ import annotations

import dataclasses
import json
import os
from pathlib import Path

import pytest

from taskgen.decode import MISSING, options, record_schema
from taskgen.read.cases import file as cases
from taskgen.read.cases.fields import CaseFields
from taskgen.read.text import decode_text

FOLDER = Path(__file__).parent / "data" / "cases"
ENDING = ".expected.json"
FILES = sorted(file.name for file in FOLDER.iterdir() if not file.name.endswith(ENDING))
REFUSALS = {"case-without-id", "not-a-case", "duplicate-id", "damaged-case"}


def shown_place(place):
    return f"{place.line}:{place.column}"


def shown_case(case):
    shown = {"id": case.id, "place": shown_place(case.place), "input": case.input}
    if case.expected is not MISSING:
        shown["expected"] = case.expected
    if case.checks:
        shown["checks"] = [[check.type, check.params, shown_place(check.place)] for check in case.checks]
    for field in dataclasses.fields(case):
        value = getattr(case, field.name)
        if field.name not in {*shown, "expected"} and value:
            shown[field.name] = list(value) if isinstance(value, tuple) else value
    return shown


def read(name):
    text, findings = decode_text(name, (FOLDER / name).read_bytes())
    assert text is not None
    found, more = cases.read(name, text)
    return found, [*findings, *more]


def shown(name):
    found, findings = read(name)
    assert all(finding.place.path == name for finding in findings)
    return {
        "form": found and found.form,
        "total": found and found.total,
        "cases": found and [shown_case(case) for case in found.cases],
        "findings": [f"{finding.severity} {finding.rule} {shown_place(finding.place)}" for finding in findings],
    }


@pytest.mark.parametrize("name", FILES)
def test_case_file_gives_what_stands_beside_it(name):
    golden = FOLDER / (name + ENDING)
    got = shown(name)
    if os.environ.get("REFRESH_GOLDENS"):
        golden.write_text(json.dumps(got, indent=1) + "\n", encoding="utf-8")
    assert got == json.loads(golden.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", FILES)
def test_counts_reconcile_and_zero_is_an_error(name):
    found, findings = read(name)
    if found is None:
        assert any(finding.severity == "error" for finding in findings)
        return
    assert len([finding for finding in findings if finding.rule in REFUSALS]) == found.total - len(found.cases)
    assert len({case.id for case in found.cases}) == len(found.cases)
    assert [finding.rule for finding in findings].count("cases-read") == 1


def test_every_expectation_has_its_file():
    beside = {file.name.removesuffix(ENDING) for file in FOLDER.iterdir() if file.name.endswith(ENDING)}
    assert beside == set(FILES)


def test_duplicate_id_names_both_places():
    _, findings = cases.read("c.json", '[{"id": "a", "input": 1},\n {"id": "a", "input": 2}]')
    (found,) = [finding for finding in findings if finding.rule == "duplicate-id"]
    assert shown_place(found.place) == "2:2"
    assert "c.json:1:2" in found.message


def test_case_without_an_id_is_told_which_member_looks_like_one():
    _, findings = cases.read("c.json", '[{"instance_id": "x-1", "input": 1}]')
    assert findings[0].next_step == "rename 'instance_id' to 'id'"


def test_how_many_were_read_is_always_said():
    _, findings = cases.read("c.json", '[{"id": "a", "input": 1}, {"input": 2}, {"id": "b", "input": 3, "skip": true}]')
    assert findings[-1].message == "2 of 3 cases read from a list, 1 refused, 1 switched off"


def test_unknown_members_are_counted_by_name():
    _, findings = cases.read("c.json", '[{"id": "a", "input": 1, "x": 1, "y": 2}, {"id": "b", "input": 1, "x": 3}]')
    (found,) = [finding for finding in findings if finding.rule == "unknown-members"]
    assert "'x' (2), 'y' (1)" in found.message


def test_checks_inside_llm_config_are_taken_out_of_the_input():
    found, _ = cases.read("c.json", '[{"id": "a", "llm_config": {"q": 1, "validation": ["is-json"]}}]')
    assert found.cases[0].input == {"q": 1}
    assert [check.type for check in found.cases[0].checks] == ["is-json"]


def test_every_field_of_the_table_has_its_names():
    spelled = {key: field.aliases for key, field in options(CaseFields).items()}
    assert spelled["id"] == ("test_case_id", "uuid", "name")
    assert spelled["checks"] == ("validation", "validation_strategies", "assert", "assertions")
    assert "llm_config" in record_schema(CaseFields)["properties"]


@pytest.mark.parametrize("suffix", sorted(cases.UNREAD_FORMS))
def test_foreign_form_is_named_with_a_next_step(suffix):
    found, findings = cases.read("cases" + suffix, "x")
    assert found is None
    assert [finding.rule for finding in findings] == ["unread-form"]
    assert cases.UNREAD_FORMS[suffix] in findings[0].message
    assert findings[0].next_step
