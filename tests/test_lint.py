"""Lint: each rule by its own examples, over the corpus, and as users meet it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from taskgen.lint.check import lint
from taskgen.lint.reading import Facts, reading
from taskgen.lint.rules import RULES
from taskgen.lint.score import score
from taskgen.markdown import parse
from taskgen.read import tasklist

ROOT = Path(__file__).resolve().parents[1]
FACTS = Facts(files=frozenset({"tests/test_words.py"}))


def rules_in(text: str) -> list[str]:
    is_example = re.search(r"^```(?:sh run|json expected)$", text, re.MULTILINE) is not None
    blocks = parse(text)
    tasks, _findings = tasklist.read("list.md", text, None, blocks)
    assert tasks is not None
    own = tasks.tasks[:1] if is_example else tasks.tasks
    read = reading("list.md", text, blocks, own, FACTS, is_example=is_example)
    return [one.finding.rule for one in lint(read).found]


@pytest.mark.parametrize("name", RULES)
def test_a_rule_finds_its_bad_example(name):
    assert name in rules_in(RULES[name].bad)


@pytest.mark.parametrize("name", RULES)
def test_no_rule_finds_anything_in_a_good_example(name):
    assert rules_in(RULES[name].good) == []


@pytest.mark.parametrize("name", RULES)
def test_a_rule_is_told_whole(name):
    rule = RULES[name]
    assert rule.why.endswith(".")
    assert rule.next_step
    assert 0 < rule.weight <= rule.cap


@pytest.mark.parametrize("sample", [path.name for path in sorted((ROOT / "samples").iterdir())])
def test_samples_score_low_before_and_high_after(sample, taskgen):
    folder = ROOT / "samples" / sample
    said = json.loads(taskgen("lint", "--score", "--format", "json", cwd=folder).out)
    assert said["lists"][0]["points"] < 30
    tasks = [path for path in sorted((folder / "tasks").glob("*.md")) if path.name != "index.md"]
    said = json.loads(taskgen("lint", *map(str, tasks), "--score", "--format", "json", cwd=folder).out)
    assert {one["list"]: one["points"] for one in said["lists"] if one["points"] <= 90} == {}


def test_mending_never_lowers_a_score():
    names = [name for name in RULES for _ in range(3)]
    before = score(names).points
    for at in range(len(names)):
        assert score(names[:at] + names[at + 1 :]).points >= before


def test_lists_of_the_corpus_are_linted_without_a_traceback(corpus, tmp_path, taskgen):
    for path in sorted((corpus / "tasks").rglob("*.*")):
        said = taskgen("lint", str(path), "--format", "json", cwd=tmp_path)
        assert said.code in {0, 1, 2}, path
        assert "bug in taskgen" not in said.err
        if path.parent.name == "not-a-task-list":
            assert said.code == 2
            assert said.out == ""
