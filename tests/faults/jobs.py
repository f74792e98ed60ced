"""Projects in the middle of their life: outputs of yesterday, inputs of today, and what a run has to make of them."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from faults.harness import run

if TYPE_CHECKING:
    from pathlib import Path

LIBRARY = """snippets:
  - id: double
    when: {id: "double_*"}
    language: python
    file: app/double.py
    code: |
      def answer(given):
          return given["number"] * 2
"""
TAIL = "\nMy own notes: never lost.\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A command, the number of tasks that it finds and makes, and whether tasks are gone."""

    name: str
    words: tuple[str, ...]
    before: int
    after: int


JOBS = (
    Job(name="render of few", words=("render", "-q", "--prune"), before=4, after=5),
    Job(name="render of many", words=("render", "-q", "--prune"), before=14, after=16),
    Job(name="first render", words=("render", "-q"), before=0, after=3),
    Job(name="first render of many", words=("render", "-q"), before=0, after=12),
    Job(name="init", words=("init", "-q"), before=-1, after=-1),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A job laid out: the folder to copy, the files that stand there, and those that a whole run leaves."""

    job: Job
    folder: Path
    old: dict[str, bytes]
    new: dict[str, bytes]


def lay_out(job: Job, where: Path) -> Scene:
    """Make the project of a job in an empty folder, and find out what a run without faults makes of it."""
    folder, done = where / "before", where / "done"
    folder.mkdir(parents=True)
    if job.before >= 0:
        _inputs(folder, range(job.before), factor=2)
        if job.before:
            assert run(folder, "render", "-q").code == 0
            kept = folder / "tasks" / "double_001.md"
            kept.write_bytes(kept.read_bytes() + TAIL.encode())
        # The first case is gone, every second one changed, some are new.
        _inputs(folder, range(bool(job.before), job.after), factor=3)
    shutil.copytree(folder, done)
    ran = run(done, *job.words)
    assert ran.code == 0, ran.said
    return Scene(job=job, folder=folder, old=tree(folder), new=tree(done))


def _inputs(folder: Path, numbers: range, *, factor: int) -> None:
    ids = [f"double_{number:03}" for number in numbers]
    cases = [
        {"id": name, "input": {"number": number * (factor if number % 2 else 1)}, "expected": 4}
        for number, name in enumerate(ids)
    ]
    named = ", ".join(f"`{name}`" for name in ids)
    (folder / "library").mkdir(exist_ok=True)
    (folder / "library" / "code.yaml").write_text(LIBRARY, encoding="utf-8")
    (folder / "tasks.md").write_text(f"# Numbers\n\n## Task 1: Double\n\nSee {named}.\n", encoding="utf-8")
    (folder / "test_prompts.json").write_text(json.dumps(cases), encoding="utf-8")
    (folder / "taskgen.toml").write_text('target = "python:app.double:answer"\n', encoding="utf-8")


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with its bytes."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def is_temporary(name: str) -> bool:
    """Whether a file is one of those that a run writes first and renames then, by itself or with its folder."""
    return any(part.startswith(".taskgen-") for part in name.split("/"))


def mixed(scene: Scene, now: dict[str, bytes]) -> list[str]:
    """The files that are neither as they were nor as they should become."""
    wrong = [name for name, data in now.items() if not is_temporary(name) and data not in _allowed(scene, name)]
    lost = [name for name in scene.old if name in scene.new and name not in now]
    return wrong + lost


def _allowed(scene: Scene, name: str) -> list[bytes]:
    return [side[name] for side in (scene.old, scene.new) if name in side]


def amiss(scene: Scene, now: dict[str, bytes]) -> list[str]:
    """The files that the next run has not brought into order."""
    names = sorted({*now, *scene.new})
    return [name for name in names if now.get(name) != scene.new.get(name)]
