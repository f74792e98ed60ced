"""Whatever happens to a run, outputs are the old bytes or the new, and the next run needs no repair by hand."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

TESTS = Path(__file__).resolve().parent


def test_every_fault_and_fifty_kills_leave_outputs_old_or_new():
    ran = subprocess.run(
        [sys.executable, "-m", "faults", "--kills", "50", "--json"],
        cwd=TESTS,
        env={**os.environ, "PYTHONPATH": str(TESTS)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    found = json.loads(ran.stdout)
    assert found["trials"] > 300
    assert not found["wrong"]


def test_an_unlisted_library_folder_is_told_not_skipped(sample, taskgen, monkeypatch):
    folder = sample("wordcount")
    real = os.scandir

    def failing(path):
        if Path(path).name == "library":
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", failing)
    said = taskgen("render", "tasks.md", cwd=folder)
    assert said.code == 2
    assert "library:1:1: error: this folder can't be listed: Permission denied [unreadable-folder]" in said.err


def test_what_a_cut_off_init_has_written_is_no_obstacle(tmp_path, taskgen):
    assert taskgen("init", cwd=tmp_path).code == 0
    whole = (tmp_path / "tasks.md").read_bytes()
    (tmp_path / "tasks.md").unlink()
    (tmp_path / ".taskgen-999999999-3.tmp").write_text("half", encoding="utf-8")
    assert taskgen("init", cwd=tmp_path).code == 0
    assert (tmp_path / "tasks.md").read_bytes() == whole
    assert not list(tmp_path.glob(".taskgen-*"))
