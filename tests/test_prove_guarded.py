"""What once fooled a proof, or ran outside the sandbox, and does no more: through the command line."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest

RIGHT = 'return given["number"] * 2'
TASK = "tasks/double_001.md"


@pytest.fixture
def rendered(tmp_path, taskgen, doubling):
    """A rendered project whose task is right, and a function that edits its Markdown."""
    doubling(tmp_path, RIGHT)
    assert taskgen("render", cwd=tmp_path).code == 0

    def edit(old, new):
        path = tmp_path / TASK
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    return tmp_path, edit


def receipt(folder):
    path = folder / "receipts" / "double_001.json"
    return path.read_text(encoding="utf-8") if path.exists() else ""


@pytest.mark.sandbox
def test_a_second_command_keeps_a_task_from_being_proven(rendered, taskgen):
    folder, edit = rendered
    edit("## Expected output", "```sh run\ntrue\n```\n\n## Expected output")
    said = taskgen("prove", cwd=folder)
    assert said.code == 2
    assert "[second-block]" in said.err
    assert not receipt(folder)


@pytest.mark.sandbox
@pytest.mark.parametrize("case", ["nope", '"\\x"'], ids=["another case", "no JSON"])
def test_a_task_whose_comment_names_another_case_is_not_its_own(case, rendered, taskgen):
    folder, edit = rendered
    edit("case=double_001 ", f"case={case} ")
    said = taskgen("prove", cwd=folder)
    assert said.code in {0, 2}
    if said.code == 0:  # without a readable comment the file's name tells the case
        assert "double_001" in said.out
    else:
        assert "[wrong-case]" in said.err
    assert "Traceback" not in said.all
    assert "bug" not in said.all


ASSERTS = {
    "nothing": ("# nothing", "the block asserts nothing"),
    "a docstring": ('"held 0"', "asserts nothing"),
    "a tuple": ('assert (response == 5, "x")', "asserts nothing"),
    "an import": ("import os", "import os asserts nothing"),
    "a line that ends the process": ('assert __import__("os")._exit(0)', "the lines ended early"),
    "a line that says it held": (
        'assert __import__("sys").stdout.write("held 9\\n") and __import__("os")._exit(0)',
        "the lines ended early",
    ),
    "a false line": ("assert response == 77", "assert response == 77 does not hold"),
}


@pytest.mark.sandbox
@pytest.mark.parametrize(("lines", "says"), ASSERTS.values(), ids=ASSERTS)
def test_asserts_that_assert_nothing_prove_nothing(lines, says, rendered, taskgen):
    folder, edit = rendered
    edit("## Done", f"```python asserts\n{lines}\n```\n\n## Done")
    said = taskgen("prove", cwd=folder)
    assert said.code == 1
    assert says in said.out


@pytest.mark.sandbox
def test_a_task_can_not_paste_over_the_cases_by_the_name_of_a_link(rendered, taskgen):
    folder, edit = rendered
    (folder / "data").mkdir()
    (folder / "test_prompts.json").rename(folder / "data" / "cases.json")
    (folder / "test_prompts.json").symlink_to("data/cases.json")
    edit(
        "## Input",
        '```json title="test_prompts.json"\n[{"id": "double_001", "input": {}, "expected": 99}]\n```\n\n## Input',
    )
    said = taskgen("prove", cwd=folder)
    assert said.code == 1
    assert "'test_prompts.json' is an input of taskgen, which no task may change" in said.out


@pytest.mark.sandbox
def test_a_part_of_a_list_brings_the_code_it_needs_and_writes_no_receipt(sample, taskgen):
    folder = sample("wordcount")
    before = {path.name: path.read_bytes() for path in (folder / "receipts").iterdir()}
    said = taskgen("prove", "top_001_ties", cwd=folder)
    assert said.code == 0, said.all
    assert "a part of the list was tried" in said.err
    assert {path.name: path.read_bytes() for path in (folder / "receipts").iterdir()} == before


@pytest.mark.sandbox
def test_a_python_that_the_workspace_brings_is_not_run_outside(rendered, taskgen):
    folder, _edit = rendered
    script = folder / "python.sh"
    script.write_text(f'#!/bin/sh\ntouch {folder}/ran\necho \'["/etc", "/root"]\'\n', encoding="utf-8")
    script.chmod(0o755)
    config = folder / "taskgen.toml"
    config.write_text(f'{config.read_text(encoding="utf-8")}python = "./python.sh"\n', encoding="utf-8")
    said = taskgen("prove", cwd=folder)
    assert said.code == 2
    assert "can't be run" in said.err
    assert not (folder / "ran").exists()


def git(folder, *words):
    ran = subprocess.run(["git", "-C", str(folder), *words], capture_output=True, text=True, check=True)
    return ran.stdout.strip()


@pytest.mark.sandbox
def test_a_repository_that_would_have_git_fetch_runs_nothing_outside(rendered, taskgen):
    folder, _edit = rendered
    for name in ("a", "b"):
        (folder / name).mkdir()
        (folder / name / "file").write_text(name, encoding="utf-8")
    git(folder, "init", "-q")
    git(folder, "add", "-A")
    git(folder, "-c", "user.name=x", "-c", "user.email=x@example.invalid", "commit", "-qm", "x")
    git(folder, "sparse-checkout", "init", "--cone", "--sparse-index")
    git(folder, "sparse-checkout", "set", "a", "library", "tasks")
    lost = git(folder, "rev-parse", "HEAD:b")
    (folder / ".git" / "objects" / lost[:2] / lost[2:]).unlink()
    (folder / ".git" / "x.sh").write_text(f"touch {folder}/ran\n", encoding="utf-8")
    for key, value in {
        "core.repositoryformatversion": "1",
        "extensions.partialClone": "origin",
        "remote.origin.promisor": "true",
        "protocol.ext.allow": "always",
        "remote.origin.url": "ext::sh .git/x.sh",
    }.items():
        git(folder, "config", key, value)
    said = taskgen("prove", cwd=folder)
    assert not (folder / "ran").exists(), said.all


def test_outputs_that_lead_out_of_the_project_by_a_link_are_refused(rendered, taskgen, tmp_path_factory):
    folder, _edit = rendered
    outside = tmp_path_factory.mktemp("outside")
    (folder / TASK).unlink()
    (folder / TASK).symlink_to(outside / "victim.md")
    said = taskgen("render", cwd=folder)
    assert said.code == 1
    assert "[output-outside]" in said.err
    assert not list(outside.iterdir())
    (folder / "tasks" / "index.md").unlink()
    (folder / TASK).unlink()
    (folder / "tasks").rmdir()
    (folder / "tasks").symlink_to(outside)
    assert "[output-outside]" in taskgen("render", cwd=folder).err
    assert not list(outside.iterdir())


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP], ids=lambda number: number.name)
def test_a_run_that_is_told_to_end_takes_its_target_with_it(number, tmp_path, doubling):
    body = f'import os, time\n    open("pid", "w").write(str(os.getpid()))\n    time.sleep(60)\n    {RIGHT}'
    doubling(tmp_path, body)
    (tmp_path / "app").mkdir()
    code = f"def answer(given):\n    {body}\n"
    (tmp_path / "app" / "double.py").write_text(code, encoding="utf-8")
    command = [sys.executable, "-m", "taskgen", "run", "double_001"]
    child = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    pid = tmp_path / "pid"
    wait_for(lambda: pid.exists() and pid.read_text(encoding="utf-8"))
    child.send_signal(number)
    assert child.wait(10) == (130 if number is signal.SIGINT else 128 + number)
    target = int(pid.read_text(encoding="utf-8"))
    wait_for(lambda: not alive(target))


def alive(process):
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def wait_for(condition):
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in 10 s"
        time.sleep(0.02)
