"""A render after one changed case makes that task alone, and gives what a whole build gives, byte for byte."""

from __future__ import annotations

import json
import os
import random
import shutil
import time
from pathlib import Path

import pytest

from taskgen.pipeline import memo, shortcut

PROJECT = Path(__file__).parent / "data" / "shortcut"
SEEDS = range(int(os.environ.get("TASKGEN_SHORTCUT_SEEDS", "24")))
EDITS = 4


@pytest.fixture
def twins(tmp_path, taskgen, monkeypatch):
    """`both(change)`: change a project and its twin, render both, the twin without any cache.

    What both said, and whether the first tried the short cut, and took it.
    """
    caches = tmp_path / "caches"
    warm = caches / "warm"
    folders = [tmp_path / "one" / "project", tmp_path / "other" / "project"]
    taken: list[bool] = []
    real = shortcut.changed

    def watched(project, known, text):
        made = real(project, known, text)
        taken.append(made is not None)
        return made

    def render(folder, cache):
        monkeypatch.setenv("XDG_CACHE_HOME", str(cache))
        return taskgen("render", cwd=folder)

    for folder in folders:
        shutil.copytree(PROJECT, folder)
        render(folder, warm)
    time.sleep(2 * memo.TICK / 1e9)  # what is younger is not trusted
    render(folders[0], warm)
    monkeypatch.setattr(shortcut, "changed", watched)

    def both(change):
        for folder in folders:
            change(folder)
        taken.clear()
        time.sleep(memo.TICK / 1e9)
        first = render(folders[0], warm)
        tried, by_short_cut = bool(taken), any(taken)
        second = render(folders[1], caches / f"{time.time_ns()}")
        assert (first.code, first.out, first.err) == (second.code, second.out, second.err)
        assert tree(folders[0]) == tree(folders[1])
        return tried, by_short_cut, first

    return both


def tree(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def case(name, **members):
    """A change of one case: members that are None are taken away."""

    def change(folder):
        file = folder / "test_prompts.json"
        rows = json.loads(file.read_text(encoding="utf-8"))
        row = next(row for row in rows if row["id"] == name)
        row |= members
        for member, value in members.items():
            if value is None:
                del row[member]
        file.write_text(json.dumps(rows, indent=1, ensure_ascii=False), encoding="utf-8")

    return change


TAKEN = {
    "a description": case("count_001_some", description="Another one"),
    "a goal": case("clean_001_blanks", goal="Something else"),
    "an input": case("clean_002_tabs", input={"model": "plain", "text": "other", "mark": "yes"}),
    "an expectation": case("count_001_some", expected={"count": 4, "...": "..."}),
    "a check": case("count_002_none", checks=[{"type": "equals", "field": "count", "value": 7}]),
    "a task of a ladder": case("count_003_many", description="Of a higher rung"),
    "a case whose code holds its values": case("limit_002_five", description="Five at most"),
    "more lines": case("clean_001_blanks", input={"model": "plain", "text": "a", "more": [1, 2, 3]}),
}


@pytest.mark.parametrize("change", TAKEN.values(), ids=TAKEN)
def test_it_is_taken_where_one_task_changes(twins, change):
    twins(case("clean_001_blanks", description="Laid out anew"))
    _tried, taken, said = twins(change)
    assert taken
    assert "wrote 1 file in tasks/, 10 unchanged" in said.err
    tried, _taken, said = twins(lambda _folder: None)
    assert not tried
    assert "wrote 0 files in tasks/, 11 unchanged" in said.err


def test_what_no_task_shows_writes_nothing(twins):
    twins(case("clean_001_blanks", description="Laid out anew"))
    _tried, taken, said = twins(case("clean_001_blanks", tags=[]))
    assert taken
    assert "wrote 0 files in tasks/, 11 unchanged" in said.err


def edit(old, new):
    def change(folder):
        file = folder / "test_prompts.json"
        text = file.read_bytes().decode()  # line ends as they are
        assert old in text
        file.write_bytes(text.replace(old, new, 1).encode())

    return change


def moved(folder):
    file = folder / "test_prompts.json"
    rows = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps(rows[1:] + rows[:1], indent=1), encoding="utf-8")


def outside(name, text):
    def change(folder):
        case("count_001_some", description="Another one")(folder)
        with (folder / name).open("a", encoding="utf-8") as file:
            file.write(text)

    return change


REFUSED = {
    "another id": edit('"id": "clean_002_tabs"', '"id": "clean_003_tabs"'),
    "other code": case("clean_002_tabs", input={"model": "tally", "text": "a\t\tb"}),
    "another pitfall": case("count_001_some", checks=[{"type": "contains", "value": "one"}]),
    "other conditions": case("limit_003_ten", input={"limit": 9, "text": "a b c"}),
    "a condition that nobody meets any more": case("clean_002_tabs", input={"model": "plain", "text": "a\t\tb"}),
    "one expectation more": case("clean_001_blanks", tags=["quick", "slow"]),
    "a tag of an expectation": case("count_003_many", tags=["quick"]),
    "a need": case("count_003_many", needs=["limit_001_two"]),
    "code that holds a value": case("limit_001_two", input={"limit": 3, "text": "a b c"}),
    "switched off": case("count_003_many", disabled="for now"),
    "a case that no task names": case("nobody_001", description="Count pages of reports"),
    "a case without code": case("report_001_plain", description="Still none"),
    "a case that is off": case("report_002_off", description="Still off"),
    "a member without meaning": case("clean_001_blanks", wide=3),
    "a vague expectation": case("clean_001_blanks", expected={"content": "..."}),
    "an unreadable check": case("clean_001_blanks", checks=[{"type": "looks-nice"}]),
    "a key twice": edit('"model": "plain"', '"model": "plain", "model": "plain"'),
    "a hidden character": case("clean_001_blanks", description="Two\u200bwords"),
    "too long": case("clean_001_blanks", input={"model": "plain", "text": "a", "rows": list(range(200))}),
    "an end marker": case("clean_001_blanks", input={"text": "\n<!-- taskgen: end; what is below is yours -->"}),
    "the order": moved,
    "a case more": edit(
        "[\n {", '[\n {"id": "new_001", "input": {"model": "plain"}, "expected": {"content": ""}},\n {'
    ),
    "no JSON any more": edit('"model": "plain",', '"model": "plain"'),
    "a comment": edit('"model": "plain"', '/* plain */ "model": "plain"'),
}
ELSEWHERE = {
    "no text": lambda folder: (folder / "test_prompts.json").write_text("", encoding="utf-8"),
    "the library too": outside("library/words.yaml", "# changed\n"),
    "the list too": outside("tasks.md", "\nMore.\n"),
    "its output by hand": outside("tasks/count_001_some.md", "my notes\n"),
    "another output by hand": outside("tasks/limit_001_two.md", "my notes\n"),
    "a file among the outputs": outside("tasks/other.md", "mine\n"),
    "a capture": outside("captures/count_001_some.txt", "NameError: name 'x' is not defined\n"),
}


@pytest.mark.parametrize("change", REFUSED.values(), ids=REFUSED)
def test_a_whole_build_decides_where_more_may_change(twins, change):
    twins(case("clean_001_blanks", description="Laid out anew"))
    assert twins(case("limit_002_five", description="Short"))[1]
    assert twins(change)[:2] == (True, False)


@pytest.mark.parametrize("change", ELSEWHERE.values(), ids=ELSEWHERE)
def test_it_is_not_tried_where_something_else_has_changed(twins, change):
    twins(case("clean_001_blanks", description="Laid out anew"))
    assert twins(case("limit_002_five", description="Short"))[1]
    assert not twins(change)[0]


def test_hints_that_name_what_the_cases_have_are_made_anew(twins):
    twins(outside("library/words.yaml", "  - when: {tag: zzz}\n    checks:\n      - {type: contains, value: a}\n"))
    _tried, taken, said = twins(case("clean_001_blanks", tags=["quiet"]))
    assert not taken
    assert "the cases have quick, quiet, slow" in said.err


def test_a_table_that_is_not_of_these_files_is_refused(twins, monkeypatch):
    twins(case("clean_001_blanks", description="Laid out anew"))
    real = shortcut.Known
    monkeypatch.setattr(shortcut, "Known", lambda tasks, **more: real(tasks=tasks.replace("Task 2", "Task 3"), **more))
    assert twins(case("count_001_some", description="Another one"))[:2] == (True, False)


def in_file(name, change):
    """A change of one file's text."""

    def changed(folder):
        file = folder / name
        file.write_text(change(file.read_text(encoding="utf-8")), encoding="utf-8", newline="")

    return changed


def left_over(folder):
    text = (folder / "tasks" / "clean_001_blanks.md").read_text(encoding="utf-8")
    (folder / "tasks" / "gone_001.md").write_text(text.replace("clean_001_blanks", "gone_001"), encoding="utf-8")


def counting_template(folder):
    (folder / "templates").mkdir()
    (folder / "templates" / "count.md.j2").write_text(
        "{% set kept = namespace(n=0) %}{% macro next() %}{% set kept.n = kept.n + 1 %}{{ kept.n }}{% endmacro %}"
    )
    (folder / "templates" / "task.md.j2").write_text(
        '{% extends "builtin/task.md.j2" %}{% from "count.md.j2" import next %}'
        "{% block goal %}{{ next() }}\n\n{{ super() }}{% endblock %}"
    )
    with (folder / "taskgen.toml").open("a", encoding="utf-8") as file:
        file.write('templates = "templates"\n')


def among_the_library(folder):
    (folder / "test_prompts.json").rename(folder / "library" / "cases.json")
    (folder / "test_prompts.json").symlink_to("library/cases.json")
    with (folder / "taskgen.toml").open("a", encoding="utf-8") as file:
        file.write('cases = "library/cases.json"\n')


WHOLE = {
    "a file that no case makes any more": left_over,
    "line ends of carriage returns": in_file("test_prompts.json", lambda text: text.replace("\n", "\r")),
    "a comment at the end": in_file("test_prompts.json", lambda text: text + "\n// the end\n"),
    "cases among the library": among_the_library,
}


@pytest.mark.parametrize("before", WHOLE.values(), ids=WHOLE)
def test_it_is_never_taken_where_one_case_may_mean_more(twins, before):
    twins(before)
    twins(lambda _folder: None)
    description = '"description": "Tabs become one blank"'
    other = '"description": "Another"'
    assert not twins(edit(description, other))[1]


def test_templates_that_keep_something_from_task_to_task_are_begun_anew(twins):
    """The twins are compared by `twins` itself, here and below."""
    twins(counting_template)
    twins(case("clean_001_blanks", description="Laid out anew"))
    twins(case("clean_001_blanks", description="The first"))
    twins(case("clean_002_tabs", description="The second"))


def test_outputs_that_have_been_moved_out_of_the_project_are_refused(twins):
    def deeper(folder):
        with (folder / "taskgen.toml").open("a", encoding="utf-8") as file:
            file.write('out = "deep/tasks"\n')

    def moved_out(folder):
        (folder / "deep").rename(folder.parent / "outside")
        (folder / "deep").symlink_to(folder.parent / "outside")

    twins(deeper)
    twins(case("clean_001_blanks", description="Laid out anew"))
    assert twins(case("clean_001_blanks", description="As before"))[1]
    assert twins(moved_out)[2].code == 1
    assert twins(case("clean_001_blanks", description="Once more"))[2].code == 1


def test_an_edit_between_the_runs_is_seen_however_quick_it_is(twins):
    twins(case("clean_001_blanks", description="Laid out anew"))
    assert twins(case("clean_001_blanks", description="First"))[1]
    assert twins(case("clean_001_blanks", description="Other"))[1]
    said = twins(edit_output)[2]
    assert said.code == 1
    assert "edited by hand" in said.err


def edit_output(folder):
    file = folder / "tasks" / "clean_001_blanks.md"
    status = file.stat()
    file.write_text(file.read_text(encoding="utf-8").replace("Other", "Mine!"), encoding="utf-8")
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))


VALUES = [
    None, True, 0, 2.5, "", "plain", "tally", "a  b", "```\nfence", "{{ case.id }}", "...", "-x", "ä\u0301", "\t",
    [], ["quick"], ["slow", "quick"], {"...": "..."}, {"content": "a"}, {"model": "plain", "text": "z"},
    {"model": "tally", "text": "z y"}, {"limit": 10, "text": "z"}, {"limit": 2, "text": "a b"},
    [{"type": "contains", "value": "a"}], [{"type": "equals", "field": "count", "value": 1}],
]  # fmt: skip
MEMBERS = ["description", "goal", "input", "expected", "checks", "tags", "needs", "disabled", "timeout", "odd"]
FITTING = {
    "description": ["One", "Two\nlines", "`code` and *more*"],
    "input": VALUES[19:23],
    "expected": VALUES[17:19],
    "checks": VALUES[23:],
    "tags": [["quick"], ["slow"]],
}


def at_random(chance):
    """A random change of a random case; half of them are such as people make."""
    if chance.random() < 0.5:
        member = chance.choice(list(FITTING))
        value = chance.choice(FITTING[member])
    else:
        member, value = chance.choice(MEMBERS), chance.choice(VALUES)
    which = chance.random()

    def change(folder):
        file = folder / "test_prompts.json"
        rows = json.loads(file.read_text(encoding="utf-8"))
        row = rows[int(which * len(rows))]
        if value is None:
            row.pop(member, None)
        else:
            row[member] = value
        file.write_text(json.dumps(rows, indent=1), encoding="utf-8")

    return change


@pytest.mark.parametrize("seed", SEEDS)
def test_random_changes_give_what_a_whole_build_gives(twins, seed):
    chance = random.Random(seed)  # noqa: S311 - reproducible, not secret
    for _ in range(EDITS):
        twins(at_random(chance))


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ('[{"a": 1}, {"b": 2}]', '[{"a": 1}, {"b": 3}]', (11, 19, 19)),
        ('[{"a": 1}, {"b": 2}]', '[{"a": 15}, {"b": 2}]', (1, 9, 10)),
        ('[{"a": 1}]', '[{"a": 1, "b": [2, {"c": 3}]}]', (1, 9, 29)),
        ('[{"a": 1}, {"b": 2}]', '[{"a": 1}, {"b": 2}, {"c": 3}]', None),
        ('[{"a": 1}, {"b": 2}]', '[{"b": 2}]', None),
        ('[{"a": 1}, {"b": 2}]', '[{"a": 3}, {"b": 4}]', None),
        ('[{"a": 1}]', '[{"a": 1}]', None),
        ('[{"a": 1}]', '[{"a": 1}] ', None),
        ('[{"a": 1}]', '[{"a": 1', None),
        ('[{"a": 1}]', "[7]", None),
        ('[7, {"a": 1}]', '[7, {"a": 2}]', None),
        ('{"a": {"b": 1}}', '{"a": {"b": 2}}', None),
        ("", "[]", None),
    ],
)
@pytest.mark.parametrize("apart", [1, 2, 100])
def test_the_one_element_that_differs(old, new, found, apart, monkeypatch):
    monkeypatch.setattr(shortcut, "_APART", apart)
    element = shortcut.difference(old, new, shortcut._starts(old))
    assert (element and (element.start, element.old_end, element.new_end)) == found


def test_where_elements_begin_is_kept_in_step(twins, monkeypatch):
    monkeypatch.setattr(shortcut, "_APART", 1)
    twins(case("clean_001_blanks", description="Laid out anew"))
    names = ["clean_001_blanks", "count_001_some", "limit_002_five", "clean_001_blanks", "count_001_some"]
    for number, name in enumerate(names):
        tried, taken, _said = twins(case(name, description="Longer " * number + name))
        assert (tried, taken) == (True, True)
