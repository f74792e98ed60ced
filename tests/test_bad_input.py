"""Bad input gets a place, what is wrong, what to do next; nothing is written, nothing is a traceback."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

DATA = Path(__file__).resolve().parent / "data" / "bad" / "inputs.jsonl"
ROWS = [json.loads(line) for line in DATA.read_text(encoding="utf-8").splitlines()]
PROJECT = {
    "tasks.md": "# Numbers\n\n## Task 1: Research doubling\n\nExplore the options for `double_001`.\n",
    "test_prompts.json": '[{"id": "double_001", "input": {"number": 2}, "expected": 4}]\n',
    "taskgen.toml": 'target = "python:app.double:answer"\n',
    "library/code.yaml": (
        "snippets:\n"
        "  - id: double\n"
        '    when: {id: "double_*"}\n'
        "    language: python\n"
        "    file: app/double.py\n"
        "    code: |\n"
        "      def answer(given):\n"
        '          return given["number"] * 2\n'
    ),
}


def write(folder: Path, files: dict[str, str | list[int] | None]) -> None:
    for name, content in {**PROJECT, **files}.items():
        if content is None:
            continue
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(bytes(content) if isinstance(content, list) else content.encode())


def snapshot(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("row", ROWS, ids=[row["name"] for row in ROWS])
def test_it_is_told_and_nothing_is_written(row, tmp_path, taskgen):
    write(tmp_path, row["files"])
    before = snapshot(tmp_path)
    said = taskgen(*row["run"], cwd=tmp_path)
    assert said.code == row["code"], said.all
    for text in row["says"]:
        assert any(text in line for line in said.err.splitlines()), f"{text!r} is not in:\n{said.err}"
    assert "Traceback" not in said.all
    assert str(tmp_path) not in said.all
    if said.code:
        assert snapshot(tmp_path) == before
        assert not list(tmp_path.rglob("*.tmp"))


def test_errors_have_a_next_step(tmp_path, taskgen):
    write(tmp_path, {"library/code.yaml": "snipets: []\n"})
    lines = taskgen("render", "tasks.md", cwd=tmp_path).err.splitlines()
    errors = [number for number, line in enumerate(lines) if ": error: " in line]
    assert errors
    assert all(lines[number + 1].startswith("    ") for number in errors)
