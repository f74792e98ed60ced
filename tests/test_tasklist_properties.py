"""What holds for every text that is read as a list."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from taskgen.read.lists.choice import DIALECTS
from taskgen.read.lists.labels import new_labels
from taskgen.read.lists.numbered_headings import LEVELS
from taskgen.read.lists.tasklist import read
from taskgen.text.markdown import lines_of, parse

WORDS = ["Task 1: read", "Task 1.1: x", "T001 [P]", "1. one", "2.1 two", "case_001", "**Key**: value | **B**: c", "x"]
STARTS = [
    "",
    "# ",
    "## ",
    "### ",
    "- [ ] ",
    "- [x]",
    "  - [ ]* ",
    "1. ",
    "> ",
    "    ",
    "| ",
    "```",
    "~~~ yaml",
    "---",
    "<!-- ",
    "-->",
]
STARTS += ["<task>", "</task>", "<details>", "<summary>", "\t", "+ ", "===", "[", "{", "***", "* * *", "| - |", "|-|-|"]
BREAKS = ["\n", "\n", "\n\n", "\r\n", "\r", "\u2028", "\x0c", "\x85", "\x00"]
LINES = st.tuples(
    st.sampled_from(STARTS), st.sampled_from([*WORDS, ""]) | st.text(max_size=12), st.sampled_from(BREAKS)
)
LISTS = st.builds(
    lambda bom, lines: bom + "".join(map("".join, lines)), st.sampled_from(["", "\ufeff"]), st.lists(LINES, max_size=30)
)


@given(text=LISTS | st.text())
@settings(max_examples=250, deadline=None)
def test_any_text_is_read_and_zero_tasks_is_never_silent(text):
    listed, findings = read("tasks.md", text)
    if listed is None:
        assert any(finding.severity == "error" for finding in findings)
    else:
        assert listed.tasks
        assert [trial.dialect for trial in listed.trials if trial.chosen] == [listed.dialect]


@given(text=LISTS)
@settings(max_examples=250, deadline=None)
def test_no_two_tasks_have_one_label_without_a_word(text):
    listed, findings = read("tasks.md", text)
    labels = [task.label for task in listed.tasks] if listed else []
    assert all(labels)
    assert (len(set(labels)) < len(labels)) == any(finding.rule == "repeated-label" for finding in findings)


@given(own=st.lists(st.sampled_from(["", "", "", "0", "1", "2", "9", "T2", "1a", "x", "99999999999"])))
@settings(max_examples=250, deadline=None)
def test_a_made_label_is_no_other_tasks(own):
    made = new_labels(own)
    assert [new for new, stated in zip(made, own, strict=True) if stated] == [stated for stated in own if stated]
    fresh = [new for new, stated in zip(made, own, strict=True) if not stated]
    assert len(set(fresh)) == len(fresh)
    assert not set(fresh) & set(own)


@given(text=LISTS)
@settings(max_examples=250, deadline=None)
def test_bodies_are_verbatim_slices_at_their_places(text):
    listed, _ = read("tasks.md", text)
    lines = lines_of(text)
    for task in listed.tasks if listed else ():
        start = lines.offset(task.body_place.line - 1) + task.body_place.column - 1
        assert text[start : start + len(task.body)] == task.body
        assert 1 <= task.place.line <= len(lines)


@given(text=LISTS)
@settings(max_examples=150, deadline=None)
def test_tasks_stand_in_order_and_never_share_a_line(text):
    listed, _ = read("tasks.md", text)
    ends = 0
    for task in listed.tasks if listed else ():
        assert task.place.line > ends
        ends = max(task.place.line, task.body_place.line + len(lines_of(task.body)) - 1 if task.body else 0)


@given(text=LISTS, level=st.sampled_from([*DIALECTS, *LEVELS]))
@settings(max_examples=150, deadline=None)
def test_every_way_of_reading_takes_any_text(text, level):
    listed, findings = read("tasks.md", text, level)
    assert listed is not None or findings


@given(
    lines=st.lists(
        st.sampled_from(["## Task 7: x", "- [ ] T007 y", "1. z", "", "# Task: w", "| ID | Task |"]), max_size=8
    )
)
@settings(max_examples=60, deadline=None)
def test_what_stands_in_a_fence_is_no_task(lines):
    inside = "".join(line + "\n" for line in lines)
    listed, _ = read("tasks.md", f"## Task 1: one\n\n```text\n{inside}```\n\n## Task 2: two\n")
    assert [task.label for task in listed.tasks] == ["1", "2"]
    assert not any(task.steps for task in listed.tasks)


@given(text=LISTS)
@settings(max_examples=60, deadline=None)
def test_blocks_lie_inside_of_the_text_and_of_their_containers(text):
    blocks = parse(text)
    for block in blocks:
        assert 0 <= block.start <= block.end <= max(len(blocks.lines), 1)
        assert all(around.start <= block.start for around in blocks.parents(block))


HUGE = {
    "many boxes": "".join(f"- [ ] T{number} x\n  - [ ] y\n" for number in range(4000)),
    "headings over headings": "".join(f"{'#' * (number % 6 + 1)} Task {number}: x\n" for number in range(6000)),
    "the same parts after each task": "".join(f"## Task {number}: x\n## Details\n" for number in range(5000)),
    "one title with many brackets": "## Task 1: " + "(" * 100_000,
    "one title with many flags": "- [ ] T001 " + "[P] " * 50_000,
    "many pins in one comment": "## Task 1: x\n<!-- taskgen: " + "case=a\n" * 10_000 + "-->",
    "many tags in one block": "<details>\n" * 20_000,
    "unclosed code spans": "- [ ] T001 " + " ".join("`" * width for width in range(600)),
    "quotations in quotations": ">" * 90 + "a\n" + "b\n" * 5000,
    "a long table": "| ID | Task |\n|-|-|\n" + "".join(f"| T{number} | x |\n" for number in range(5000)),
    "tables below quotations": "> a\n| Task | b |\n|-|-|\n" * 8000,
    "an id of many parts": "| ID | Task |\n|-|-|\n| " + "A1-" * 30_000 + "1 | x |\n| " + "T1/" * 30_000 + "T1 | x |\n",
}


@pytest.mark.parametrize("text", HUGE.values(), ids=HUGE)
def test_no_text_takes_long_for_its_length(text):
    start = time.process_time()
    read("tasks.md", text)
    assert time.process_time() - start < 6  # quadratic work on any of them takes minutes
