"""Snippets that must not be proven: the step that fails, and the line that says why."""

from __future__ import annotations

import pytest

CODES = {
    "the right value": ('return given["number"] * 2', 0, "proven"),
    "the wrong value": ('return given["number"] * 3', 1, "not proven: green: expected 4, found 6"),
    "never called": (
        "return None\n\n\ndef double(number):\n    return number * 2",
        1,
        "not proven: green: expected 4, found null",
    ),
    "a syntax error": ('return given["number" * 2', 1, "not proven: green: SyntaxError"),
    "an early exit": ("import os\n    os._exit(0)", 1, "not proven: green: it ended early"),
    "a PASS line of its own": (
        (
            'import os, sys\n    sys.stdout.write("4\\n")\n    sys.stderr.write("PASS double_001 0.00 s\\n")\n'
            "    sys.stdout.flush()\n    os._exit(0)"
        ),
        1,
        "not proven: green: it ended early",
    ),
}


@pytest.mark.sandbox
@pytest.mark.parametrize(("body", "code", "says"), CODES.values(), ids=CODES)
def test_it_is_told_at_the_right_step(body, code, says, tmp_path, taskgen, doubling):
    doubling(tmp_path, body)
    assert taskgen("render", "tasks.md", cwd=tmp_path).code == 0
    said = taskgen("prove", cwd=tmp_path)
    assert said.code == code, said.all
    alone = next(line for line in said.out.splitlines() if line.startswith("alone"))
    assert says in alone


@pytest.mark.sandbox
def test_a_command_that_passes_without_the_code_proves_nothing(tmp_path, taskgen, doubling):
    doubling(tmp_path, 'return given["number"] * 2')
    assert taskgen("render", "tasks.md", cwd=tmp_path).code == 0
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "double.py").write_text("def answer(given):\n    return 4\n", encoding="utf-8")
    said = taskgen("prove", cwd=tmp_path)
    assert said.code == 1
    assert "not proven: red: the command passes without the code, so it proves nothing" in said.out


def test_without_a_sandbox_nothing_is_run(tmp_path, taskgen, doubling, monkeypatch):
    doubling(tmp_path, 'return given["number"] * 2')
    assert taskgen("render", "tasks.md", cwd=tmp_path).code == 0
    monkeypatch.setattr("taskgen.doors.sandbox.bubblewrap.programs", tuple)
    said = taskgen("prove", cwd=tmp_path)
    assert said.code == 3
    assert "there is no bubblewrap on this machine" in said.err
    assert "pip install 'taskgen-cli[prove]'" in said.err
    assert not (tmp_path / "receipts").exists()


def test_no_sandbox_on_request_is_said_in_summary_and_receipt(tmp_path, taskgen, doubling):
    doubling(tmp_path, 'return given["number"] * 2')
    assert taskgen("render", "tasks.md", cwd=tmp_path).code == 0
    said = taskgen("prove", "--sandbox", "none", cwd=tmp_path)
    assert said.code == 0, said.all
    assert "1 of 1 task proven, without a sandbox" in said.err
    assert '"class": "live"' in (tmp_path / "receipts" / "double_001.json").read_text(encoding="utf-8")


@pytest.mark.sandbox
def test_github_marks_a_task_that_is_not_proven(tmp_path, taskgen, doubling):
    doubling(tmp_path, 'return given["number"] * 3')
    assert taskgen("render", "tasks.md", cwd=tmp_path).code == 0
    said = taskgen("prove", "--format", "github", cwd=tmp_path)
    assert said.code == 1
    assert said.out.startswith("::error file=tasks/double_001.md,line=")
    assert "double_001, alone: not proven: green: expected 4, found 6" in said.out
