"""The format's model, worked out on paper: its list, cases and library give its tasks, word for word, proven."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
PAPER = HERE.parents[1] / "shared" / "example-tasks.md"
CAPTURES = {
    "max_text_001_simple_question": "FAIL max_text_001_simple_question: ModuleNotFoundError: No module named 'app'\n",
    "max_json_001_structured_output": (
        'FAIL max_json_001_structured_output: content is not JSON: \'```json\\n{"name"...\n'
    ),
}
SHOWN = ("max_text_001_simple_question", "max_json_001_structured_output")


def without_digests(text: str) -> str:
    return re.sub(r"\b[0-9a-f]{8}\b(?=[,\" ])", "DIGEST", text)


@pytest.fixture(scope="module")
def blocks() -> list[str]:
    if not PAPER.is_file():
        pytest.skip(f"the paper example is not at {PAPER}")
    return re.findall(r"^~~~~~\w+\n(.*?)^~~~~~$", PAPER.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)


@pytest.fixture
def project(blocks, tmp_path) -> Path:
    """The paper's project in a folder, with captures written by hand and a server."""
    names = ("tasks.md", "test_prompts.json", "taskgen.toml", "library/proxy.yaml")
    (tmp_path / "library").mkdir()
    for name, text in zip(names, blocks, strict=False):
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "captures").mkdir()
    for case, line in CAPTURES.items():
        (tmp_path / "captures" / f"{case}.txt").write_text(line, encoding="utf-8")
    shutil.copy(HERE / "data" / "paper" / "server.py", tmp_path)
    return tmp_path


def test_its_tasks_come_out_word_for_word(project, blocks, taskgen):
    (project / "recordings").mkdir()
    for case in SHOWN:  # its tasks say that answers are recorded
        (project / "recordings" / f"{case}.json").write_text("{}", encoding="utf-8")
    said = taskgen("render", "tasks.md", cwd=project)
    assert said.code == 0, said.all
    for case, expected in zip(SHOWN, blocks[4:], strict=True):
        rendered = (project / "tasks" / f"{case}.md").read_text(encoding="utf-8")
        assert without_digests(rendered) == without_digests(expected)


@pytest.mark.sandbox
def test_its_tasks_are_proven_alone_and_in_order(project, taskgen):
    assert taskgen("render", "tasks.md", cwd=project).code == 0
    said = taskgen("prove", "--jobs", "3", cwd=project)  # they mostly wait for a slow server, which takes no processor
    assert said.code == 0, said.all
    rows = [line.split() for line in said.out.splitlines()]
    assert ["alone", SHOWN[0]] in [row[:2] for row in rows]
    assert "ModuleNotFoundError: No module named 'app'" in said.out
    assert "content is not JSON" in said.out
