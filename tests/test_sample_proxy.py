"""The sample claude-proxy: what its tasks' commands say on the way from nothing to a pass."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import pytest
from starting import free_port, moved

from taskgen.compose.inputs import misses_target
from taskgen.doors.recordings import folder as recordings
from taskgen.doors.recordings.replay import ReplayServer
from taskgen.exchanges.tape import Tape
from taskgen.text import markdown

SAMPLE = Path(__file__).resolve().parents[1] / "samples" / "claude-proxy"
LAST = "max_retry_002_waking_up"  # its code is the highest rung: it passes every case
CPU = "max_text_001_simple_question"


@pytest.fixture
def project(sample):
    """A copy of the sample whose proxy is sought on a port of its own, where nothing listens."""
    return moved(sample("claude-proxy"), f"http://localhost:{free_port()}")


def paste(folder, case):
    """Do as the rendered task of a case says: make its code the whole of its file."""
    task = (folder / "tasks" / f"{case}.md").read_text(encoding="utf-8")
    for fence in markdown.fences(task):
        if "title" in fence.attributes:
            path = folder / fence.attributes["title"]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(fence.content, encoding="utf-8")


def test_an_untouched_sample_fails_and_names_the_file_to_create(project, taskgen):
    said = taskgen("run", CPU, cwd=project)
    assert said.code == 1
    assert said.err.splitlines()[-2:] == [
        "create app/router.py",
        f"FAIL {CPU}: ModuleNotFoundError: No module named 'app'",
    ]


def test_with_the_code_but_without_a_server_the_commands_that_help_are_named(project, taskgen):
    paste(project, CPU)
    said = taskgen("run", CPU, cwd=project)
    assert said.code == 3
    assert "`taskgen replay`" in said.err
    assert f"`taskgen run {CPU}`" in said.err


@pytest.fixture
def replayed(sample):
    """A copy of the sample with the highest rung pasted, and its replay on the port that the code asks."""
    port = free_port()
    folder = moved(sample("claude-proxy"), f"http://localhost:{port}")
    paste(folder, LAST)
    kept = [one.recording for one in recordings.read(folder / "recordings")]
    with ReplayServer(("127.0.0.1", port), Tape(kept), 0, lambda _line: None) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield folder, server
        server.shutdown()


def test_all_cases_pass_replayed_and_a_word_less_fails_exactly_its_case(replayed, taskgen):
    folder, server = replayed
    said = taskgen("run", "--all", "--jobs", "4", cwd=folder)
    assert said.code == 0, said.all
    assert "13 of 13 cases passed" in said.err
    path = folder / "recordings" / "max_text_001_simple_question.json"
    path.write_text(path.read_text(encoding="utf-8").replace("instruction", "thing"), encoding="utf-8")
    server.tape = Tape([one.recording for one in recordings.read(folder / "recordings")])
    said = taskgen("run", "--all", "--jobs", "4", cwd=folder)
    assert said.code == 1
    assert [line for line in said.out.splitlines() if line.startswith("FAIL")] == [
        next(line for line in said.out.splitlines() if line.startswith(f"FAIL {CPU}: content does not contain"))
    ]
    assert "12 of 13 cases passed" in said.err


def test_with_code_and_replay_the_cpu_question_passes(replayed, taskgen):
    folder, _server = replayed
    paste(folder, CPU)
    said = taskgen("run", CPU, cwd=folder)
    assert said.code == 0, said.all
    assert "instruction" in json.loads(said.out)["content"]
    assert said.err.splitlines()[-1].startswith(f"PASS {CPU}")


def test_the_sample_is_current_and_its_receipts_hold(taskgen):
    said = taskgen("check", cwd=SAMPLE)
    assert said.code == 0, said.all
    assert "13 of 13 tasks proven" in said.all


@pytest.mark.parametrize(
    ("line", "path", "missed"),
    [
        ("FAIL a: ModuleNotFoundError: No module named 'app'", "app/router.py", True),
        ("FAIL a: ModuleNotFoundError: No module named 'app.router'", "app/router.py", True),
        ("FAIL a: ModuleNotFoundError: No module named 'app.routers'", "app/router.py", False),
        ("FAIL a: ModuleNotFoundError: No module named 'ap'", "app/router.py", False),
        ("FAIL a: ModuleNotFoundError: No module named 'app'", "app/other.py", False),
        ("FAIL a: KeyError: 'app'", "app/router.py", False),
    ],
)
def test_a_capture_taken_without_the_target_is_known(line, path, missed):
    assert misses_target(line, "python:app.router:complete", path) is missed


def test_a_task_whose_command_passes_after_an_earlier_one_says_so():
    text = (SAMPLE / "tasks" / "max_slow_001_patience.md").read_text(encoding="utf-8")
    assert "With Task 4.2 done it passes already. Without the code it exits 1" in text
