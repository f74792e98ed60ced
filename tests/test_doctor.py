"""What `taskgen doctor` says where things are there, and where they are not."""

from __future__ import annotations

import json

import pytest


@pytest.mark.sandbox
def test_where_all_is_there_tasks_can_be_proven(tmp_path, taskgen):
    said = taskgen("doctor", cwd=tmp_path)
    assert said.code == 0, said.all
    assert "confines, as a canary inside has just shown: bubblewrap" in said.out
    assert said.err.endswith("tasks can be proven here\n")
    assert not list(tmp_path.iterdir())


def test_without_a_sandbox_the_next_step_is_told(tmp_path, taskgen, monkeypatch):
    monkeypatch.setattr("taskgen.doors.sandbox.bubblewrap.programs", tuple)
    said = taskgen("doctor", "--format", "json", cwd=tmp_path)
    assert said.code == 3
    data = json.loads(said.out)
    sandbox = next(check for check in data["checks"] if check["name"] == "sandbox")
    assert not data["can_prove"]
    assert not sandbox["works"]
    assert "pip install 'taskgen-cli[prove]'" in sandbox["next_step"]
    told = taskgen("doctor", cwd=tmp_path)
    assert "nothing can be proven here" in told.err


@pytest.mark.sandbox
def test_what_is_missing_is_no_trouble_where_it_is_not_needed(tmp_path, taskgen, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    said = taskgen("doctor", cwd=tmp_path)
    assert said.code == 0
    assert "node (runs commands of JavaScript tasks, if you have any): install your system's package" in said.err
