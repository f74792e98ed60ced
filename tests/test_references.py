"""References: each row of tests/data/references is a list, its cases' ids, and what must be found."""

import json
from pathlib import Path

import pytest

from taskgen.diagnostics import Location
from taskgen.link.references import assign, find
from taskgen.model import Reference, Task, TaskList
from taskgen.text import markdown

DATA = Path(__file__).parent / "data" / "references"
HEADING = "### Task 0: "  # in front of each title; bodies begin on the next line


def rows():
    for file in sorted(DATA.glob("*.json")):
        for row in json.loads(file.read_text("utf-8")):
            yield pytest.param(row, id=f"{file.stem}: {row['name']}")


def fences(body):
    """Where the parser finds fenced blocks in a body, as `Task.fences` has them."""
    blocks = markdown.parse(body)
    return tuple(
        (blocks.lines.offset(block.start), blocks.lines.offset(block.end)) for block in blocks if block.kind == "fence"
    )


def build(tasks):
    """A task list and its text; a task is its title and its body, or the title alone."""
    built, lines = [], []
    for task in tasks:
        row = [task, ""] if isinstance(task, str) else task
        title, body, pins = row[0], row[1], row[2:]
        place = Location("tasks.md", len(lines) + 1)
        built.append(
            Task(
                label=str(len(built)),
                title=title,
                body=body,
                place=place,
                title_place=Location("tasks.md", place.line, len(HEADING) + 1),
                body_place=Location("tasks.md", place.line + 1),
                fences=fences(body),
                pins=tuple((pin, Location("tasks.md", place.line + 1)) for pin in pins),
            )
        )
        lines += [HEADING + title, *body.split("\n")]
    listed = TaskList(path="tasks.md", title=None, tasks=tuple(built), dialect="rows", unit="headings", trials=())
    return listed, lines


def places(ids):
    return {name: Location("cases.json", line) for line, name in enumerate(ids, 1)}


def text_at(lines, reference):
    return "\n".join(lines[reference.place.line - 1 :])[reference.place.column - 1 :][: len(reference.text)]


@pytest.mark.parametrize("row", list(rows()))
def test_row(row):
    listed, lines = build(row["tasks"])
    references, findings = find(listed, places(row["ids"]))
    shown = [f"{found.case} | {found.rule} | {found.place.line}:{found.place.column}" for found in references]
    assert shown == row.get("links", [])
    said = [f"{found.rule} | {found.place.line}:{found.place.column}" for found in findings]
    assert said == row.get("findings", [])
    for found in references:
        assert found.rule == "pin" or text_at(lines, found) == found.text
    for finding, part in zip(findings, row.get("messages", []), strict=False):
        assert part in f"{finding.message}; {finding.next_step}"


def test_rows_begin_with_those_that_link_nothing_and_are_many():
    first = min(DATA.glob("*.json"))
    assert not any(row.get("links") for row in json.loads(first.read_text("utf-8")))
    assert len(list(rows())) >= 50


def reference(case, task, rule="exact-id"):
    return Reference(case=case, task=task, rule=rule, text=case, place=Location("tasks.md", task + 1))


def test_a_case_belongs_to_the_first_task_that_names_it():
    first, second, third = reference("a", 0), reference("a", 2), reference("a", 1)
    other = reference("b", 1)
    assert assign([second, other, first, third]) == {"a": (first, (third, second)), "b": (other, ())}


def test_no_references_own_nothing():
    assert assign([]) == {}


def test_a_range_that_is_too_long_is_an_error_and_links_only_its_ends():
    listed, _ = build(["All of TC-1..TC-999999"])
    references, findings = find(listed, places(["TC-1", "TC-2", "TC-999999"]))
    assert [found.case for found in references] == ["TC-1", "TC-999999"]
    assert [found.rule for found in findings] == ["too-many-references"]


def test_ranges_without_number_are_cut_off_with_one_error(monkeypatch):
    monkeypatch.setattr("taskgen.link.references.TOTAL", 100_000)
    body = "\n".join(f"TC-{at}..TC-{at + 9000}" for at in range(1, 300))
    _, findings = find(build([["Title", body]])[0], places([f"TC-{at}" for at in range(1, 20)]))
    assert [found.rule for found in findings if found.severity == "error"] == ["too-many-references"]


def test_a_range_that_a_task_repeats_is_spelled_out_once(monkeypatch):
    monkeypatch.setattr("taskgen.link.references.TOTAL", 1000)
    ids = [f"TC-{number}" for number in range(1, 901)]
    references, findings = find(build([["Title", "All of TC-1..TC-900. " * 5]])[0], places(ids))
    assert not findings
    assert len(references) == len(ids)


def test_a_title_whose_place_is_not_known_gives_the_place_of_its_line():
    place = Location("tasks.md", 7, 3)
    task = Task(label="1", title="Verify TC-1", body="", place=place, body_place=place)
    listed = TaskList(path="tasks.md", title=None, tasks=(task,), dialect="rows", unit="headings", trials=())
    references, _ = find(listed, places(["TC-1"]))
    assert [found.place for found in references] == [place]
