"""The choice of one way to read a list, what is said about it, and how `--level` overrides it."""

import pytest

from taskgen.read.lists.choice import DIALECTS
from taskgen.read.lists.tasklist import read

MIXED = "# Plan\n\n## Task 1: Read\n\n- [ ] T001 open\n- [ ] T002 decode\n\n## Task 2: Count\n\n1. words\n\n### Inner\n"


def labels(listed):
    return [task.label for task in listed.tasks]


def test_every_way_is_tried_and_says_why_it_was_taken_or_not():
    listed, _ = read("tasks.md", MIXED)
    assert [trial.dialect for trial in listed.trials] == list(DIALECTS)
    assert all(trial.reason for trial in listed.trials)
    found = {trial.dialect: trial.found for trial in listed.trials if trial.found}
    assert found == {"task-headings": 2, "numbered-boxes": 2, "top-level-boxes": 2}
    assert (listed.dialect, listed.unit, labels(listed)) == ("task-headings", "headings", ["1", "2"])


@pytest.mark.parametrize(
    ("level", "expected"),
    [
        ("numbered-boxes", ["T001", "T002"]),
        ("top-level-boxes", ["T001", "T002"]),
        ("h1", ["1"]),
        ("h2", ["1", "2"]),
        ("h3", ["1"]),
    ],
)
def test_the_level_that_is_asked_for_is_taken(level, expected):
    listed, _ = read("tasks.md", MIXED, level)
    assert (listed.dialect, labels(listed)) == (level, expected)


@pytest.mark.parametrize(
    ("level", "text", "expected"),
    [
        (
            "ordered-items",
            "# Notes\n\n## Phase 1: Read\n\n1. open\n2. decode\n\n## Phase 2\n\n3. count\n",
            ["1", "2", "3"],
        ),
        ("numbered-headings", "# Notes\n\n## 1. Read\n\n## 2. Count\n", ["1", "2"]),
        ("plain-bullets", "- read\n- count\n  - words\n", ["1", "2"]),
    ],
)
def test_on_demand_headings_and_items_are_tasks_whatever_stands_over_them(level, text, expected):
    listed, (finding,) = read("tasks.md", text)
    assert listed is None
    assert f"--level {level} reads them" in finding.next_step
    listed, _ = read("tasks.md", text, level)
    assert (listed.dialect, labels(listed)) == (level, expected)


def test_a_level_that_finds_nothing_is_an_error():
    listed, findings = read("tasks.md", MIXED, "h5")
    assert listed is None
    assert [(finding.rule, finding.message) for finding in findings] == [("no-tasks", "no task is found as h5")]


def test_an_unknown_level_is_an_error_with_the_nearest_name():
    listed, findings = read("tasks.md", MIXED, "numberd-boxes")
    assert listed is None
    assert [(finding.rule, finding.next_step) for finding in findings] == [
        ("unknown-level", "did you mean 'numbered-boxes'?")
    ]


def test_a_list_without_tasks_names_what_was_tried_and_what_would_help():
    _, (finding,) = read("tasks.md", "# About\n\n## One\n\n## Two\n")
    assert all(name in finding.message for name in DIALECTS)
    assert "--level h2 reads the 2 headings of level 2" in finding.next_step


def test_what_is_no_text_is_refused():
    listed, findings = read("tasks.bin", "\x7fELF\x01\x00\x00\x02\x03\x04" * 100)
    assert (listed, [finding.rule for finding in findings]) == (None, ["not-text"])


@pytest.mark.parametrize("text", ['{"tasks": ', "[1, 2]", "{}", '{"tasks": [{"id": 1}]}', "[" * 100_000])
def test_json_without_tasks_is_an_error_with_a_way_out(text):
    listed, findings = read("tasks.json", text)
    assert listed is None
    assert findings[-1].rule == "no-tasks"
    assert findings[-1].next_step


def test_markdown_that_begins_with_a_bracket_is_no_json():
    listed, _ = read("tasks.md", "[see](x.md)\n\n## Task 1: Read\n")
    assert labels(listed) == ["1"]


def test_an_empty_file_says_that_it_is_empty():
    _, (finding,) = read("tasks.md", "\ufeff \n")
    assert (finding.rule, finding.message) == ("no-tasks", "the file is empty")
