"""Hand-written tasks: what is taken of them from where, and what a proof says of them.

Each file of tests/data/prove/infer stands beside the verdicts and notes that it gets (`...` is any text).
"""

import json
import shutil
from pathlib import Path

import pytest

from taskgen.expect.sketch import match_text
from taskgen.prove.verdicts import Status
from taskgen.read.infer import infer

DATA = Path(__file__).parent / "data" / "prove" / "infer"
HAND_WRITTEN = ("graham-after", "superpowers-plan")


@pytest.mark.sandbox
@pytest.mark.parametrize("file", sorted(DATA.glob("*.md")), ids=lambda file: file.stem)
def test_a_hand_written_file_is_proven_as_its_labels_say(file, tmp_path, taskgen):
    shutil.copy(file, tmp_path)
    said = taskgen("prove", "--infer", file.name, cwd=tmp_path)
    assert not match_text(
        file.with_suffix(".txt").read_text(encoding="utf-8"), f"{said.err}{said.out}exit {said.code}\n"
    )
    assert not (tmp_path / "receipts").exists()


def test_a_file_that_names_its_roles_is_read_by_these():
    text = '# One\n\n```sh title="a.sh"\necho 1\n```\n\n```sh run\nsh a.sh\n```\n\n```text expected\n1\n```\n'
    [one] = infer("one.md", text)
    assert (one.name, one.steps.command, one.findings) == ("one", "sh a.sh", ())


BAD = {
    "nothing": "",
    "no tasks": "Just words.\n",
    "not closed": "## Task 1: x\n\nRun: `true`\n\n```python\nx",
    "outside": "## Task 1: x\n\nCreate `../x.py`:\n\n```python\n1\n```\n\nRun: `true`\n",
    "a blank command": "## Task 1: x\n\nRun command:\n\n```sh\n\n```\n",
    "twice the same label": "## Task 1: x\n\nRun: `true`\n\n## Task 1: y\n\nRun: `false`\n",
    "a bad sketch": "## Task 1: x\n\nRun: `false`\n\nExpected output:\n\n```json\n{\n```\n",
    "binary": "\x00\x01" * 50,
}


@pytest.mark.sandbox
@pytest.mark.parametrize("name", BAD)
def test_bad_files_get_a_verdict_or_a_finding(name, tmp_path, taskgen):
    (tmp_path / "bad.md").write_text(BAD[name], encoding="utf-8")
    said = taskgen("prove", "--infer", "bad.md", "--format", "json", cwd=tmp_path)
    assert said.code in {1, 3}, said.all
    [file] = json.loads(said.out)["files"]
    assert file["verdicts"] or file["findings"]
    assert not [one for one in file["verdicts"] if one["status"] == Status.PROVEN]


def test_without_a_file_it_says_how_it_is_called(tmp_path, taskgen):
    assert taskgen("prove", "--infer", cwd=tmp_path).code == 2
    assert taskgen("prove", "--infer", "gone.md", cwd=tmp_path).code == 2


@pytest.mark.sandbox
def test_real_hand_written_tasks_get_a_verdict_each_and_none_is_proven(corpus, tmp_path, taskgen):
    for file in sorted(path for name in HAND_WRITTEN for path in (corpus / "tasks" / name).iterdir()):
        folder = tmp_path / file.stem
        folder.mkdir()
        shutil.copy(file, folder)
        said = taskgen("prove", "--infer", file.name, "--format", "json", cwd=folder)
        assert said.code in {1, 3}, said.err
        verdicts = json.loads(said.out)["files"][0]["verdicts"]
        told = {one["case"] for one in verdicts}
        assert len(told) == len(infer(file.name, file.read_text(encoding="utf-8")))
        assert not {one["status"] for one in verdicts} & {Status.PROVEN, Status.WEAK}
