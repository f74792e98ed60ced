"""`taskgen done`: the task's own command decides, in the real workspace."""

from __future__ import annotations

import json
import re

CASE = "words_001_extra_spaces"


def paste(folder):
    task = (folder / "tasks" / f"{CASE}.md").read_text(encoding="utf-8")
    code = re.search(r'```python title="app/words.py"\n(.*?)```', task, re.DOTALL)[1]
    (folder / "app").mkdir()
    (folder / "app" / "words.py").write_text(code, encoding="utf-8")


def test_a_task_whose_command_fails_is_not_done(sample, taskgen):
    folder = sample("wordcount")
    said = taskgen("done", CASE, cwd=folder)
    assert said.code == 1
    assert f"NOT DONE {CASE}: ModuleNotFoundError: No module named 'app'" in said.err
    assert not (folder / ".taskgen").exists()


def test_a_task_with_its_code_pasted_is_done_and_recorded(sample, taskgen):
    folder = sample("wordcount")
    paste(folder)
    said = taskgen("done", CASE, cwd=folder)
    assert said.code == 0, said.all
    assert said.out == "4\n"
    assert said.err == f"DONE {CASE}\n"
    assert list(json.loads((folder / ".taskgen" / "done.json").read_text(encoding="utf-8"))["done"]) == [CASE]


def test_a_task_that_was_edited_by_hand_is_not_taken_at_its_word(sample, taskgen):
    folder = sample("wordcount")
    paste(folder)
    task = folder / "tasks" / f"{CASE}.md"
    task.write_text(task.read_text(encoding="utf-8").replace("json expected\n4", "json expected\n5"), encoding="utf-8")
    said = taskgen("done", CASE, cwd=folder)
    assert said.code == 1
    assert "[edited-output]" in said.err
    assert not (folder / ".taskgen").exists()


def test_a_command_that_passes_but_prints_something_else_is_not_done(sample, taskgen):
    folder = sample("wordcount")
    config = folder / "taskgen.toml"
    config.write_text(config.read_text(encoding="utf-8") + 'command = "echo 5"\n', encoding="utf-8")
    assert taskgen("render", cwd=folder).code == 0
    said = taskgen("done", CASE, cwd=folder)
    assert said.code == 1
    assert f"NOT DONE {CASE}: expected 4, found 5" in said.err


def test_a_task_that_is_not_there(sample, taskgen):
    said = taskgen("done", "nothing", cwd=sample("wordcount"))
    assert said.code == 2
    assert "tasks/nothing.md:1:1: error: there is no such task" in said.err
