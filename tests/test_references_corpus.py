"""Two lists that people wrote, joined with their cases: the numbers were counted by hand."""

from collections import Counter
from pathlib import Path

import pytest

from taskgen.link.references import assign, find

CORPUS = Path(__file__).resolve().parents[1].parent / "shared" / "corpus"


def joined(list_name, cases_name):
    if not CORPUS.is_dir():
        pytest.skip(f"no corpus at {CORPUS}")
    cases = pytest.importorskip("taskgen.read.cases.file")
    tasklist = pytest.importorskip("taskgen.read.lists.tasklist")
    list_path = next((CORPUS / "tasks" / "graham-conceptual").glob(f"*{list_name}*"))
    cases_path = CORPUS / "cases" / "llm-call-original" / cases_name
    listed, _ = tasklist.read("tasks.md", list_path.read_text("utf-8"))
    case_file, _ = cases.read("cases.json", cases_path.read_text("utf-8"))
    references, findings = find(listed, {case.id: case.place for case in case_file.cases})
    lines = list_path.read_text("utf-8").split("\n")
    for found in references:
        assert found.text in lines[found.place.line - 1]
    return listed.tasks, case_file.cases, assign(references), findings


def test_every_essential_case_is_named_by_its_whole_id_in_a_title():
    tasks, cases, owned, findings = joined("__017_", "v4_essential_reconstructed.json")
    assert (len(tasks), len(cases), len(owned)) == (11, 8, 8)
    owners = [owner for owner, _ in owned.values()]
    assert {owner.rule for owner in owners} == {"exact-id"}
    assert all(owner.text in tasks[owner.task].title for owner in owners)
    assert len(tasks) - len({owner.task for owner in owners}) == 3
    assert not findings


def test_most_test_prompts_are_named_by_a_unique_prefix():
    tasks, cases, owned, findings = joined("__004_", "v4_test_prompts_reconstructed.json")
    assert (len(tasks), len(cases)) == (8, 29)
    assert Counter(owner.rule for owner, _ in owned.values()) == {"unique-prefix": 24, "range": 2}
    assert sum(case.id not in owned for case in cases) == 3
    assert not findings
