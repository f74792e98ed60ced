"""Outlines into files: each task composed, rendered and looked through by itself."""

from __future__ import annotations

from dataclasses import field, replace
from typing import TYPE_CHECKING, Final

from taskgen.compose.tasks import compose
from taskgen.diagnostics import Location
from taskgen.hygiene import private_paths, secrets, unseen
from taskgen.records import dataclass
from taskgen.render import budget

if TYPE_CHECKING:
    from collections.abc import Sequence

    import jinja2

    from taskgen.compose.example import ExampleTask
    from taskgen.compose.outlines import Outline, Setting
    from taskgen.diagnostics import Finding
    from taskgen.model import RenderedFile
    from taskgen.pipeline.project import Project


TOGETHER: Final = 600
"""Tasks that go through each step one behind the other: with all steps for one task and then for the next, a processor
has none of them at hand, and takes a fifth longer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """Some tasks composed and rendered: their files, the cases that have none, and what was found in either step."""

    files: list[RenderedFile] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    composing: list[Finding] = field(default_factory=list)
    rendering: list[Finding] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        """Whether there is nothing to say."""
        return not (self.refused or self.composing or self.rendering)


def made_of(project: Project, environment: jinja2.Environment, some: Sequence[Outline], setting: Setting) -> Made:
    """Compose and render some tasks, each by itself.

    Raises:
        TaskgenError: a template fails.
    """
    made = Made()
    for start in range(0, len(some), TOGETHER):
        _make(made, project, environment, some[start : start + TOGETHER], setting)
    return made


def _make(
    made: Made, project: Project, environment: jinja2.Environment, some: Sequence[Outline], setting: Setting
) -> None:
    tasks: list[ExampleTask] = []
    for outline in some:
        task, found = compose(outline, setting)
        made.composing.extend(found)
        if task is None:
            made.refused.append(outline.link.case.id)
        else:
            tasks.append(task)
    rendered = [budget.render_within(environment, task, project.config.limits) for task in tasks]
    for task, (file, found) in zip(tasks, rendered, strict=True):
        made.files.append(file)
        made.rendering.extend(_in_folder(finding, project) for finding in found)
        made.rendering.extend(_seen(file, task))


def _in_folder(finding: Finding, project: Project) -> Finding:
    """A finding about a rendered file, with the file's whole name."""
    place = finding.place
    if place is None or "/" in place.path or not place.path.endswith(".md"):
        return finding
    return replace(finding, place=Location(project.shown(project.out / place.path), place.line, place.column))


def _seen(file: RenderedFile, task: ExampleTask) -> list[Finding]:
    """What hygiene finds in a rendered task, said at the place of its case."""
    found = unseen(file.text, file.path) + secrets(file.text, file.path) + private_paths(file.text, file.path)
    return [
        replace(finding, place=task.place, message=f"the task of case {task.case!r} would hold it: {finding.message}")
        for finding in found
    ]
