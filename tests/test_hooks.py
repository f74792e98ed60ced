"""What other repositories take from this one: hooks, the action, and the marks in a pull request."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from taskgen.diagnostics import Location, error, note
from taskgen.reporters.github import marks

ROOT = Path(__file__).resolve().parents[1]
HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("hook", HOOKS, ids=[hook["id"] for hook in HOOKS])
def test_a_hook_looks_at_the_whole_project_alone(hook):
    assert hook["always_run"]
    assert hook["require_serial"]
    assert not hook["pass_filenames"]
    assert hook["language"] == "python"


@pytest.mark.parametrize("hook", HOOKS, ids=[hook["id"] for hook in HOOKS])
def test_a_hook_passes_on_the_sample(hook, sample, taskgen):
    words = hook["entry"].split()
    said = taskgen(*words[1:], cwd=sample("wordcount"))
    assert said.code == 0, said.all


def test_the_hook_fails_once_then_passes(sample, taskgen):
    folder = sample("wordcount")
    cases = folder / "test_prompts.json"
    cases.write_text(cases.read_text(encoding="utf-8").replace("quick brown", "slow brown"), encoding="utf-8")
    words = HOOKS[0]["entry"].split()[1:]
    assert taskgen(*words, cwd=folder).code == 1
    assert taskgen(*words, cwd=folder).code == 0


def test_the_action_puts_no_input_into_a_script():
    scripts = [step["run"] for step in ACTION["runs"]["steps"]]
    assert scripts
    assert not [script for script in scripts if "${{" in script]


@pytest.mark.parametrize(
    ("given", "code", "marked"),
    [("", 1, "::error file=tasks/words_001_extra_spaces.md,line=1,col=1,"), ("no such $(list)", 2, "::error file=no ")],
    ids=["a stale task", "a list that is not there"],
)
def test_the_action_marks_what_is_wrong(given, code, marked, sample, tmp_path):
    folder = sample("wordcount")
    (folder / "tasks" / "words_001_extra_spaces.md").unlink()
    environment = tmp_path / "runner" / "taskgen" / "bin"
    environment.mkdir(parents=True)
    (environment / "taskgen").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m taskgen "$@"\n', encoding="utf-8")
    (environment / "taskgen").chmod(0o755)
    ran = subprocess.run(
        ["bash", "-e", "-c", ACTION["runs"]["steps"][1]["run"]],
        cwd=folder,
        env={
            **os.environ,
            "RUNNER_TEMP": str(tmp_path / "runner"),
            "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"),
            "TASKGEN_LIST": given,
            "TASKGEN_STRICT": "false",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == code, ran.stderr
    assert marked in ran.stdout
    summary = (tmp_path / "summary.md").read_text(encoding="utf-8")
    assert summary.startswith("### taskgen check\n")
    assert "error:" in summary


def test_marks_are_spelled_as_github_reads_them():
    finding = error("a-rule", Location("a,b:c%.md", 3, 4), "100% wrong", "mend it")
    assert marks([finding, note("a-note", None, "said")]) == [
        "::error file=a%2Cb%3Ac%25.md,line=3,col=4,title=taskgen a-rule::100%25 wrong%0Amend it"
    ]


def test_the_action_is_valid_by_its_schema():
    checker = shutil.which("check-jsonschema", path=str(Path(sys.executable).parent))
    if checker is None:
        pytest.skip("check-jsonschema is not installed: the schema of actions is not looked at")
    command = [checker, "--builtin-schema", "vendor.github-actions", str(ROOT / "action.yml")]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout
