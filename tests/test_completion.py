"""Shell completion knows the ids of the project's cases."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest


def completed(words, cwd):
    environment = {
        **os.environ,
        "COMP_WORDS": f"taskgen {words}",
        "COMP_CWORD": str(len(words.split())),
        "_TASKGEN_COMPLETE": "complete_bash",
    }
    ran = subprocess.run(
        [sys.executable, "-m", "taskgen"], cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )
    return ran.stdout.split()


@pytest.mark.parametrize("command", ["run", "explain", "prove", "done", "render --only"])
def test_ids_are_completed(command, sample):
    folder = sample("wordcount")
    assert completed(f"{command} lines", folder) == ["lines_001_no_final_newline", "lines_002_windows"]


def test_without_a_project_nothing_is_completed_and_nothing_said(tmp_path):
    assert completed("run l", tmp_path) == []
