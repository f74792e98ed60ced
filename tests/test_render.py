"""Rendering as users meet it: same inputs, same bytes; edits kept; what changed, and only that."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LIST_017 = "grahama1970__llm_call__docs__99_tasks__tasks__017_V4_Essential_Prompts_Comprehensive_Verification.md"


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_sample_is_current(taskgen):
    said = taskgen("render", "--check", "tasks.md", cwd=ROOT / "samples" / "wordcount")
    assert said.code == 0, said.all


def test_a_real_list_is_linked_by_the_ids_in_its_titles(corpus, tmp_path, taskgen):
    tasks = corpus / "tasks" / "graham-conceptual" / LIST_017
    cases = corpus / "cases" / "llm-call-original" / "v4_essential_reconstructed.json"
    said = taskgen("render", str(tasks), "--cases", str(cases), "--out", str(tmp_path / "out"), cwd=tmp_path)
    assert said.code == 0, said.all
    assert "11 tasks read" in said.err
    assert "8 cases read" in said.err
    assert "8 example tasks, 3 tasks not yet example-driven" in said.err
    assert len(list((tmp_path / "out").glob("*.md"))) == 9
    index = (tmp_path / "out" / "index.md").read_text(encoding="utf-8")
    left = index.split("## Not yet example-driven")[1].split("\n## ")[0]
    assert left.count("\n- Task ") == 3
    assert left.count("it names no case") == 2
    assert "(and 7 more), which belongs to Task 1" in left
    listed = taskgen("list", str(tasks), "--cases", str(cases), "--format", "json", cwd=tmp_path)
    assert listed.out.count('"rule": "exact-id"') == 8


@pytest.mark.parametrize(
    "surroundings",
    [
        {"PYTHONHASHSEED": "1", "TZ": "Asia/Kolkata", "LC_ALL": "C"},
        {"PYTHONHASHSEED": "4242", "TZ": "America/New_York", "LC_ALL": "de_DE.UTF-8", "PYTHONUTF8": "0"},
    ],
    ids=["hash seed 1, Kolkata, C", "hash seed 4242, New York, German"],
)
def test_same_inputs_give_same_bytes_anywhere(surroundings, tmp_path):
    folder = Path(shutil.copytree(ROOT / "samples" / "wordcount", tmp_path / "some where else ü" / "deep"))
    shutil.rmtree(folder / "tasks")
    environment = {**os.environ, **surroundings}
    command = [sys.executable, "-m", "taskgen", "render", "tasks.md"]
    subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)
    assert tree(folder / "tasks") == tree(ROOT / "samples" / "wordcount" / "tasks")


def test_a_checkout_with_crlf_line_ends_gives_the_same(sample, taskgen):
    folder = sample("wordcount")
    for path in folder.rglob("*"):
        if path.is_file():
            path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    said = taskgen("render", "--check", "tasks.md", cwd=folder)
    assert said.code == 0, said.all


def test_unchanged_files_are_not_touched(sample, taskgen):
    folder = sample("wordcount")
    before = {path: path.stat().st_mtime_ns for path in (folder / "tasks").iterdir()}
    said = taskgen("render", "tasks.md", cwd=folder)
    assert "wrote 0 files in tasks/, 5 unchanged" in said.err
    assert {path: path.stat().st_mtime_ns for path in (folder / "tasks").iterdir()} == before


def test_an_edited_case_changes_its_task_and_nothing_else(sample, taskgen):
    folder = sample("wordcount")
    cases = folder / "test_prompts.json"
    cases.write_text(cases.read_text(encoding="utf-8").replace("quick brown", "slow brown"), encoding="utf-8")
    checked = taskgen("render", "--check", "tasks.md", cwd=folder)
    assert checked.code == 1
    assert [line.strip() for line in checked.err.splitlines() if line.startswith("  ")] == [
        "changed: tasks/words_001_extra_spaces.md"
    ]
    shown = taskgen("render", "--check", "--diff", "tasks.md", cwd=folder)
    assert shown.code == 1
    headers = [line for line in shown.out.splitlines() if line.startswith("+++")]
    assert headers == ["+++ tasks/words_001_extra_spaces.md (rendered)"]
    assert '- "text": "the  quick brown   fox"' in shown.out
    assert '+ "text": "the  slow brown   fox"' in shown.out
    assert tree(folder / "tasks") == tree(ROOT / "samples" / "wordcount" / "tasks")


def test_a_dry_run_names_what_it_would_write_and_writes_nothing(sample, taskgen):
    folder = sample("wordcount")
    shutil.rmtree(folder / "tasks")
    said = taskgen("render", "--dry-run", "tasks.md", cwd=folder)
    assert said.code == 0
    assert "new: tasks/index.md" in said.err
    assert not (folder / "tasks").exists()


def test_text_below_the_end_marker_survives(sample, taskgen):
    folder = sample("wordcount")
    task = folder / "tasks" / "top_001_ties.md"
    mine = "\nMy notes: ask Ada.\n\n```sh run\nrm -rf nothing\n```\n"
    task.write_text(task.read_text(encoding="utf-8") + mine, encoding="utf-8")
    assert taskgen("render", "--check", "tasks.md", cwd=folder).code == 0
    cases = folder / "test_prompts.json"
    cases.write_text(cases.read_text(encoding="utf-8").replace("fig apple", "fig fig apple"), encoding="utf-8")
    assert taskgen("render", "tasks.md", cwd=folder).code == 0
    text = task.read_text(encoding="utf-8")
    assert text.endswith(mine)
    assert "fig fig apple" in text


def test_an_edit_above_the_end_marker_is_refused_shown_and_forced(sample, taskgen):
    folder = sample("wordcount")
    task = folder / "tasks" / "top_001_ties.md"
    original = task.read_text(encoding="utf-8")
    edited = original.replace("ties in alphabetical order", "ties in any order")
    task.write_text(edited, encoding="utf-8")
    refused = taskgen("render", "tasks.md", cwd=folder)
    assert refused.code == 1
    assert "tasks/top_001_ties.md:1:1: error: this file was edited by hand" in refused.err
    assert "--force" in refused.err
    assert task.read_text(encoding="utf-8") == edited
    shown = taskgen("render", "--diff", "tasks.md", cwd=folder)
    assert "-The three most frequent words, ties in any order" in shown.out
    forced = taskgen("render", "--force", "tasks.md", cwd=folder)
    assert forced.code == 0
    assert task.read_text(encoding="utf-8") == original


def test_the_task_of_a_case_that_is_gone_is_named_and_pruned(sample, taskgen):
    folder = sample("wordcount")
    shutil.copy(folder / "tasks" / "top_001_ties.md", folder / "tasks" / "gone.md")
    (folder / "tasks" / "notes.md").write_text("# Not taskgen's\n", encoding="utf-8")
    said = taskgen("render", "tasks.md", cwd=folder)
    assert said.code == 0
    assert "tasks/gone.md:1:1: warning: no case makes this file any more [orphan-output]" in said.err
    assert taskgen("render", "--prune", "tasks.md", cwd=folder).code == 0
    assert not (folder / "tasks" / "gone.md").exists()
    assert (folder / "tasks" / "notes.md").exists()


def test_inputs_are_never_modified(sample, taskgen):
    folder = sample("wordcount")
    before = {name: content for name, content in tree(folder).items() if not name.startswith("tasks/")}
    assert taskgen("render", "--force", "tasks.md", cwd=folder).code == 0
    after = {name: content for name, content in tree(folder).items() if not name.startswith("tasks/")}
    assert after == before


def test_a_write_that_fails_leaves_everything_as_it_was(sample, taskgen, monkeypatch):
    folder = sample("wordcount")
    cases = folder / "test_prompts.json"
    cases.write_text(
        cases.read_text(encoding="utf-8").replace("one\\n", "uno\\n").replace("quick", "slow"), encoding="utf-8"
    )
    before = tree(folder)
    from taskgen.doors import output  # noqa: PLC0415 - patched below

    real, written = output._write, []

    def failing(path: Path, text: str, *, flush: bool) -> None:
        if written:
            raise OSError(28, "No space left on device", str(path))
        written.append(path)
        real(path, text, flush=flush)

    monkeypatch.setattr(output, "_write", failing)
    said = taskgen("render", "tasks.md", cwd=folder)
    assert said.code == 3
    assert "No space left on device" in said.err
    assert tree(folder) == before


def test_what_a_killed_run_left_is_swept(sample, taskgen):
    folder = sample("wordcount")
    left = folder / "tasks" / ".taskgen-999999999-0.tmp"
    left.write_text("half", encoding="utf-8")
    assert taskgen("render", "tasks.md", cwd=folder).code == 0
    assert not left.exists()


@pytest.mark.parametrize("left", [b"", b"\0" * 40], ids=["empty", "zeros"])
def test_a_file_that_a_stopped_machine_left_empty_is_written_anew(left, sample, taskgen):
    folder = sample("wordcount")
    task = folder / "tasks" / "top_001_ties.md"
    whole = task.read_bytes()
    task.write_bytes(left)
    assert taskgen("render", cwd=folder).code == 0
    assert task.read_bytes() == whole


NOTES = "\nMy notes: ask Ada.\n"


@pytest.fixture
def renamed(sample):
    """A sample with notes below a task whose case has a new id since; further copies of the old file by name."""

    def make(*copies: str) -> Path:
        folder = sample("wordcount")
        task = folder / "tasks" / "top_001_ties.md"
        task.write_text(task.read_text(encoding="utf-8") + NOTES, encoding="utf-8")
        for name in copies:
            shutil.copy(task, task.with_name(name))
        for name in ("test_prompts.json", "tasks.md", "library/words.yaml"):
            path = folder / name
            path.write_text(path.read_text(encoding="utf-8").replace("top_001_ties", "rank_007_ties"), encoding="utf-8")
        return folder

    return make


def test_text_below_the_marker_goes_with_a_renamed_case(renamed, taskgen):
    folder = renamed()
    said = taskgen("render", "tasks.md", "--prune", cwd=folder)
    assert said.code == 0, said.all
    assert "removed: tasks/top_001_ties.md; your text goes to tasks/rank_007_ties.md" in said.err
    assert not (folder / "tasks" / "top_001_ties.md").exists()
    assert (folder / "tasks" / "rank_007_ties.md").read_text(encoding="utf-8").endswith(NOTES)
    assert taskgen("render", "--check", "tasks.md", cwd=folder).code == 0


def test_text_of_a_renamed_case_can_follow_in_a_later_run(renamed, taskgen):
    folder = renamed()
    first = taskgen("render", "tasks.md", cwd=folder)
    assert "take it away with --prune; your text goes to tasks/rank_007_ties.md" in first.err
    assert taskgen("render", "tasks.md", "--prune", cwd=folder).code == 0
    assert not (folder / "tasks" / "top_001_ties.md").exists()
    assert (folder / "tasks" / "rank_007_ties.md").read_text(encoding="utf-8").endswith(NOTES)


def test_where_two_old_files_could_match_nothing_is_pruned_and_both_are_named(renamed, taskgen):
    folder = renamed("other.md")
    said = taskgen("render", "tasks.md", "--prune", cwd=folder)
    assert said.code == 0, said.all
    assert said.err.count("[contested-rename]") == 2
    assert "your text in tasks/other.md and tasks/top_001_ties.md could go to tasks/rank_007_ties.md" in said.err
    for name in ("other.md", "top_001_ties.md"):
        assert (folder / "tasks" / name).read_text(encoding="utf-8").endswith(NOTES)
    assert "Ada" not in (folder / "tasks" / "rank_007_ties.md").read_text(encoding="utf-8")


def test_a_refused_edit_is_shown_against_what_would_be_written(sample, taskgen):
    folder = sample("wordcount")
    task = folder / "tasks" / "top_001_ties.md"
    task.write_text(task.read_text(encoding="utf-8").replace("alphabetical order", "any order"), encoding="utf-8")
    said = taskgen("render", "tasks.md", cwd=folder)
    assert said.code == 1
    assert "move the edit below the end marker, into the library or into a template; --force overwrites it" in said.err
    lines = said.err.splitlines()
    assert any(line.startswith("-The three most frequent words, ties in any order") for line in lines)
    assert any(line.startswith("+The three most frequent words, ties in alphabetical order") for line in lines)
