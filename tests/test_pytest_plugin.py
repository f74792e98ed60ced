"""The pytest plugin, in a pytest of its own."""

import json
import os
import subprocess
import sys

import pytest

CASES = [
    {"id": "add_002", "input": [1, 1], "expected": 2, "needs": ["add_001"], "tags": ["quick"]},
    {"id": "add_001", "input": [1, "x"], "expected": 2},
    {"id": "add_003", "input": [1, 1], "checks": [{"type": "llm-rubric", "value": "it is polite"}]},
    {"id": "add_004", "input": [2, 2], "expected": 5},
]
PLUGIN = ("-p", "taskgen.pytest")


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "test_prompts.json").write_text(json.dumps(CASES, indent=1))
    (tmp_path / "other.json").write_text("[]")
    (tmp_path / "taskgen.toml").write_text('target = "python:app:add"\n')
    (tmp_path / "app.py").write_text("def add(given):\n    print('adding')\n    return given[0] + given[1]\n")
    (tmp_path / "test_own.py").write_text("def test_own():\n    pass\n")
    return tmp_path


def ran(folder, *words):
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--color=no", "--strict-markers", *words]
    # Where ours is named pytest need not load all others that are installed, which takes longer than the cases.
    environment = {**os.environ, **({"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"} if PLUGIN[1] in words else {})}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=60)


def test_each_case_is_an_item_and_a_failure_shows_its_verdict(folder):
    said = ran(folder, *PLUGIN, "-v")
    assert said.returncode == 1
    lines = [line.split()[:2] for line in said.stdout.splitlines() if "::" in line and "%" in line]
    assert lines == [
        ["test_own.py::test_own", "PASSED"],
        ["test_prompts.json::add_001", "FAILED"],
        ["test_prompts.json::add_002", "PASSED"],
        ["test_prompts.json::add_003", "FAILED"],
        ["test_prompts.json::add_004", "FAILED"],
    ]
    assert "FAIL add_001: TypeError: unsupported operand type(s) for +: 'int' and 'str'" in said.stdout
    assert "UNCHECKED add_003: nothing of its answer was checked" in said.stdout
    assert "| adding\nFAIL add_004: expected 5, found 4" in said.stdout
    assert "runtest" not in said.stdout


def test_it_is_silent_unless_asked_for(folder):
    said = ran(folder)
    assert said.returncode == 0
    assert "1 passed" in said.stdout


def test_cases_are_chosen_by_id_and_tag_and_run_against_another_target(folder):
    assert "1 passed" in ran(folder, *PLUGIN, "-k", "quick").stdout
    said = ran(folder, *PLUGIN, "-k", "add_002", "--taskgen-target", "command:echo 2")
    assert "1 passed" in said.stdout


def test_what_is_wrong_with_the_project_is_told_without_a_traceback(folder):
    (folder / "taskgen.toml").write_text("")
    said = ran(folder, *PLUGIN, "test_prompts.json")
    assert said.returncode == 2
    assert "no target is configured, so no case can be run [no-target]" in said.stdout
    assert "Traceback" not in said.stdout + said.stderr


def test_the_plugin_is_imported_by_nothing_else():
    code = "import sys, taskgen.cli.app as app; app.make(); sys.exit('pytest' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
