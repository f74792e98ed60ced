"""Real lists give the counts that were made by hand, none of them fails, and none takes long."""

import csv
import re
import time
from pathlib import Path

import pytest

from taskgen.read.lists.tasklist import read

CORPUS = Path(__file__).resolve().parents[1].parent / "shared" / "corpus"
LISTS = sorted((CORPUS / "tasks").glob("*/*"))
NO_CORPUS = "the corpus of real lists (../shared/corpus) is not here"

pytestmark = pytest.mark.skipif(not LISTS, reason=NO_CORPUS)


def counted_by_hand():
    """The lists with hand counts: name, and the counts by unit."""
    if not LISTS:
        return []
    with (CORPUS / "MANIFEST.tsv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.reader(file, delimiter="\t") if row[0].startswith("tasks/") and len(row) > 5]
    counts = [
        (row[0], dict(re.findall(r'(tasks|boxes|top-level|optional|steps)(?: "[^"]*")?=(\d+)', row[5]))) for row in rows
    ]
    return [(name, units) for name, units in counts if units]


def read_file(path):
    with path.open(encoding="utf-8", newline="") as file:
        return read(path.name, file.read())


@pytest.mark.parametrize(
    ("name", "units"), counted_by_hand(), ids=lambda value: value[6:40] if isinstance(value, str) else ""
)
def test_counts_are_those_made_by_hand(name, units):
    listed, _ = read_file(CORPUS / name)
    boxes = [step for task in listed.tasks for step in task.steps if step.done is not None]
    counted = {
        "tasks": len(listed.tasks),
        "top-level": len(listed.tasks),
        "boxes": len(listed.tasks) + len(boxes),
        "steps": len(boxes),
        "optional": sum(part.optional for part in (*listed.tasks, *boxes)),
    }
    assert {unit: str(counted[unit]) for unit in units} == units


def test_hand_counts_were_found():
    assert len(counted_by_hand()) >= 10


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.name[:40])
def test_every_list_is_read_in_time_or_says_why_not(path):
    start = time.process_time()
    listed, findings = read_file(path)
    assert time.process_time() - start < 2
    assert (listed is not None and listed.tasks) or any(finding.rule == "no-tasks" for finding in findings)


@pytest.mark.parametrize(
    "path", sorted((CORPUS / "tasks" / "not-a-task-list").glob("*")), ids=lambda path: path.name[:40]
)
def test_what_is_no_task_list_yields_none(path):
    listed, findings = read_file(path)
    assert listed is None
    assert [finding.rule for finding in findings] == ["no-tasks"]


@pytest.mark.parametrize(
    ("folder", "form"), [("gsd-xml-plan", "<task>"), ("prp", "a yaml fence"), ("plain-checkbox", "<details>")]
)
def test_forms_that_are_not_read_are_named(folder, form):
    findings = [finding for path in (CORPUS / "tasks" / folder).glob("*") for finding in read_file(path)[1]]
    assert any(finding.rule == "unread-form" and form in finding.message for finding in findings)
