"""Each list in tests/data/tasklists is read as its .expected.json says, and .said.txt where what is said counts."""

import json
import os
from dataclasses import asdict
from pathlib import Path

import pytest

from taskgen.read.lists.tasklist import read

FOLDER = Path(__file__).parent / "data" / "tasklists"
LISTS = sorted(FOLDER.glob("*.md"))


def summary(path):
    """What is compared: everything that was read, empty fields left out, places as line:column."""
    with path.open(encoding="utf-8", newline="") as file:
        listed, findings = read("tasks.md", file.read())
    said = [f"{finding.severity}: {finding.rule} {finding.place.line}:{finding.place.column}" for finding in findings]
    if listed is None:
        return {"findings": said}
    return {
        "dialect": listed.dialect,
        "title": listed.title,
        "tasks": [_shown(asdict(task)) for task in listed.tasks],
        "findings": said,
    }


def _shown(task):
    for name in ("place", "body_place", "title_place"):
        task[name] = _place(task[name]) if task[name] else None
    task["steps"] = [
        {name: _place(value) if name == "place" else value for name, value in step.items() if value or name == "done"}
        for step in task["steps"]
    ]
    del task["end_line"]  # the body shows where it ends
    task["pins"] = [[case, _place(place)] for case, place in task["pins"]]
    return json.loads(json.dumps({name: value for name, value in task.items() if value}))


def _place(place):
    return f"{place['line']}:{place['column']}"


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.stem)
def test_list_is_read_as_expected(path):
    golden = path.with_suffix(".expected.json")
    if os.environ.get("REFRESH_GOLDENS"):
        golden.write_text(json.dumps(summary(path), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    assert summary(path) == json.loads(golden.read_text(encoding="utf-8"))


def test_there_are_lists_in_which_nothing_is_a_task():
    nothing = [path for path in LISTS if path.stem.startswith("nothing-")]
    assert len(nothing) >= 10
    for path in nothing:
        expected = json.loads(path.with_suffix(".expected.json").read_text(encoding="utf-8"))
        assert expected["findings"][-1].startswith("error: no-tasks")


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.said.txt")), ids=lambda path: path.name.split(".")[0])
def test_what_is_said_of_a_list(path):
    with path.with_name(path.name.replace(".said.txt", ".md")).open(encoding="utf-8", newline="") as file:
        _, findings = read("tasks.md", file.read())
    said = "".join(f"{one.place} {one.severity} {one.rule}: {one.message}\n  {one.next_step}\n" for one in findings)
    if os.environ.get("REFRESH_GOLDENS"):
        path.write_text(said, encoding="utf-8")
    assert said == path.read_text(encoding="utf-8")
