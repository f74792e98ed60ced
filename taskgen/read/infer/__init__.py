"""Reads hand-written tasks: the roles that their blocks do not name, from headings and labels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from taskgen.diagnostics import Location
from taskgen.read import steps as reader
from taskgen.read import tasklist
from taskgen.read.infer.choose import chosen
from taskgen.read.infer.walk import walk
from taskgen.records import dataclass
from taskgen.text import markdown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from taskgen.diagnostics import Finding
    from taskgen.model import Steps


@dataclass(frozen=True, slots=True, kw_only=True)
class Inferred:
    """One hand-written task.

    Attributes:
        steps: what an executor does with it; None where there is nothing to run.
        missing: why there are no steps, in one line.
        findings: what was taken from where, and what was not.
    """

    name: str
    title: str
    place: Location
    steps: Steps | None
    missing: str
    findings: tuple[Finding, ...]


def infer(path: str, text: str) -> list[Inferred]:
    """The tasks of a hand-written file, each with the steps that its headings and labels tell.

    A file whose blocks name their roles is read by these.
    """
    steps, findings = reader.read(path, text)
    if steps is not None:
        place = Location(path)
        return [
            Inferred(name=steps.case, title=steps.title, place=place, steps=steps, missing="", findings=tuple(findings))
        ]
    blocks = markdown.parse(text)
    return [_inferred(path, blocks, *section) for section in _sections(path, text, len(blocks.lines))]


def _sections(path: str, text: str, count: int) -> Iterator[tuple[str, str, int, int]]:
    """Name, title, first line and the line behind the last of each task; the whole file where it lists none."""
    task_list, _findings = tasklist.read(path, text)
    tasks = task_list.tasks if task_list is not None and task_list.unit == "headings" else ()
    if not tasks:
        yield path.rsplit("/", 1)[-1].removesuffix(".md"), path, 1, count + 1
        return
    ends = [*(task.place.line for task in tasks[1:]), count + 1]
    labels = [task.label for task in tasks]
    for task, end in zip(tasks, ends, strict=True):
        line = task.place.line
        yield f"Task {task.label}" + (f" in line {line}" if labels.count(task.label) > 1 else ""), task.title, line, end


def _inferred(path: str, blocks: markdown.Blocks, name: str, title: str, start: int, end: int) -> Inferred:
    inside = [block for block in blocks if start <= block.start + 1 < end]
    found = walk(path, inside)
    steps, missing, findings = chosen(path, name, title, found)
    return Inferred(
        name=name, title=title, place=Location(path, start), steps=steps, missing=missing, findings=tuple(findings)
    )
