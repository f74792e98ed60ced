"""Whatever happens to a run, outputs are the old bytes or the new, and the next run needs no repair by hand."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from taskgen.doors import output

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


def _many(folder):
    return [output.Write(path=folder / f"{number}.md", text=f"text {number}\n") for number in range(output.FEW + 1)]


def test_a_new_folder_of_many_files_is_there_with_all_of_them_or_not_at_all(tmp_path, monkeypatch):
    seen = []
    real = os.rename

    def watched(old, new):
        seen.append((Path(new).exists(), len(list(Path(old).iterdir()))))
        real(old, new)

    monkeypatch.setattr(os, "rename", watched)
    output.write_all(_many(tmp_path / "deep" / "tasks"))
    assert seen == [(False, output.FEW + 1)]
    assert (tmp_path / "deep" / "tasks" / "8.md").read_text(encoding="utf-8") == "text 8\n"
    assert [path.name for path in (tmp_path / "deep").iterdir()] == ["tasks"]


def test_a_folder_that_somebody_makes_meanwhile_keeps_what_is_in_it(tmp_path, monkeypatch):
    folder = tmp_path / "tasks"
    real = os.rename

    def too_late(old, new):
        folder.mkdir()
        (folder / "mine.txt").write_text("mine\n", encoding="utf-8")
        real(old, new)

    monkeypatch.setattr(os, "rename", too_late)
    output.write_all(_many(folder))
    assert len(list(folder.iterdir())) == output.FEW + 2
    assert (folder / "mine.txt").read_text(encoding="utf-8") == "mine\n"
    assert (folder / "8.md").read_text(encoding="utf-8") == "text 8\n"
    assert [path.name for path in tmp_path.iterdir()] == ["tasks"]


def test_a_folder_that_a_killed_run_has_not_finished_is_swept(sample, taskgen):
    folder = sample("wordcount")
    left = folder / ".taskgen-999999999-0.tmp"
    left.mkdir()
    (left / "half.md").write_text("half", encoding="utf-8")
    assert taskgen("render", "tasks.md", cwd=folder).code == 0
    assert not left.exists()


def test_a_folder_behind_one_that_is_not_there_is_itself(tmp_path):
    output.write_all(_many(tmp_path / "new" / ".."))
    assert {path.name for path in tmp_path.iterdir()} == {"new", *(f"{number}.md" for number in range(output.FEW + 1))}


@pytest.mark.parametrize("out", ["x" * 256, "loop"])
def test_a_folder_that_can_not_be_is_told(out, sample, taskgen):
    folder = sample("wordcount")
    (folder / "loop").symlink_to("loop")
    said = taskgen("render", "--out", out, cwd=folder)
    assert said.code == 3
    assert "[write-failed]" in said.err


def test_an_output_that_is_a_link_to_itself_is_told(sample, taskgen):
    folder = sample("wordcount")
    (folder / "tasks" / "index.md").unlink()
    (folder / "tasks" / "index.md").symlink_to("index.md")
    said = taskgen("render", cwd=folder)
    assert said.code == 1
    assert "tasks/index.md:1:1: error: this can't be read" in said.err
