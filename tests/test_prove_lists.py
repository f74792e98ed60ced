"""Whole lists, proven in a real sandbox: each folder of tests/data/prove/lists.

A folder holds a workspace, its tasks as Markdown, perhaps settings, and the verdicts (`...` is any text).
"""

import json
from pathlib import Path

import pytest

from taskgen.diagnostics import MachineError
from taskgen.doors.rooms import open_bench
from taskgen.doors.sandbox import NoSandbox, open_sandbox
from taskgen.expect.sketch import match_text
from taskgen.model import Limits, Service
from taskgen.prove.executor import prove
from taskgen.prove.verdicts import Verdict
from taskgen.read.steps import read

SHELLS = ("sh:", "/bin/sh:", "grep:")
LISTS = Path(__file__).parent / "data" / "prove" / "lists"


@pytest.fixture(scope="module")
def sandbox():
    try:
        with open_sandbox() as made:
            yield made
    except MachineError as problem:
        pytest.skip(f"no sandbox here: {problem}")


def shown(verdict: Verdict) -> str:
    # What a shell says differs from shell to shell.
    red = f"  red: {verdict.red}" if verdict.red and not verdict.red.startswith(SHELLS) else ""
    of = f"  of: {verdict.subject}" if verdict.subject else ""
    rule = f" [{verdict.rule}]" if verdict.rule else ""
    return f"{verdict.mode:<10} {verdict.task} {verdict.line}{rule}{red}{of}"


def proven(folder: Path, runner) -> list[Verdict]:
    path = folder / "settings.json"
    settings = json.loads(path.read_text()) if path.exists() else {}
    services = [Service(command=command, url=url) for command, url in settings.get("services", [])]
    tasks = []
    for file in sorted((folder / "tasks").glob("*.md")):
        steps, findings = read(file.name, file.read_text())
        assert not findings
        tasks.append(steps)
    with open_bench(
        folder / "workspace",
        runner,
        services=services,
        limits=Limits(seconds=settings.get("seconds", 20)),
        protected=settings.get("protected", []),
    ) as bench:
        return list(prove(tasks, bench, needs=settings.get("needs")))


@pytest.mark.parametrize("folder", sorted(LISTS.iterdir()), ids=lambda folder: folder.name)
def test_the_verdicts_of_a_list_are_as_recorded(folder, sandbox):
    verdicts = "\n".join(shown(verdict) for verdict in proven(folder, sandbox))
    assert not match_text((folder / "verdicts.txt").read_text(), verdicts)


def test_without_a_sandbox_a_copy_is_worked_on(free_list):
    verdicts = proven(free_list, NoSandbox())
    assert [str(verdict.status) for verdict in verdicts] == ["proven", "proven", "proven", "not tried", "proven"]


@pytest.fixture
def free_list(tmp_path):
    folder = tmp_path / "list"
    (folder / "workspace").mkdir(parents=True)
    (folder / "tasks").mkdir()
    (folder / "workspace" / "left.txt").write_text("old")
    (folder / "tasks" / "1.md").write_text(
        '```sh title="say.sh"\necho hello; echo changed > left.txt\n```\n\n```sh run\nsh say.sh\n```\n\n'
        "```text expected\nhel...\n```\n"
    )
    yield folder
    assert (folder / "workspace" / "left.txt").read_text() == "old"
    assert not (folder / "workspace" / "say.sh").exists()
