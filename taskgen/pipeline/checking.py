"""Everything that can be checked without running anything: inputs, outputs, receipts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from taskgen import output
from taskgen.diagnostics import Location, error, has_errors, warning
from taskgen.pipeline import outputs
from taskgen.pipeline.build import build
from taskgen.pipeline.prove import inputs_of
from taskgen.prove import receipts
from taskgen.read import settings
from taskgen.read import steps as reader

_STALE = {outputs.Kind.NEW: "this file is missing", outputs.Kind.CHANGED: "this file is out of date"}

if TYPE_CHECKING:
    from taskgen.decode import Json
    from taskgen.diagnostics import Finding
    from taskgen.pipeline.build import Build
    from taskgen.pipeline.project import Overrides, Project
    from taskgen.read.settings import Setting


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """The state of one list.

    Attributes:
        current: rendered files that are as they would be written; `total` counts all.
        fresh: tasks whose receipt vouches for them.
    """

    build: Build
    current: int
    total: int
    fresh: int
    findings: tuple[Finding, ...]


def check(project: Project) -> Checked:
    """Check a list; nothing is executed, nothing written.

    Raises:
        TaskgenError: an input can't be read at all, or a template fails.
    """
    built = build(project)
    if has_errors(built.findings):
        return Checked(build=built, current=0, total=len(built.files), fresh=0, findings=built.findings)
    changes = outputs.compare(built)
    drift = [
        error("stale-output", Location(change.shown), _STALE[change.kind], "run `taskgen render`")
        for change in changes
        if change.kind in _STALE
    ]
    drift += outputs.findings(changes, force=False, prune=False)
    stale = _stale_receipts(project, built)
    return Checked(
        build=built,
        current=sum(change.kind is outputs.Kind.SAME for change in changes),
        total=len(built.files),
        fresh=len(built.tasks) - len(stale),
        findings=(*built.findings, *drift, *stale),
    )


def as_data(checked: Checked) -> Json:
    """The state of one list as plain data."""
    return {
        "list": checked.build.inputs.task_list.path,
        "files": checked.total,
        "current": checked.current,
        "tasks": len(checked.build.tasks),
        "proven": checked.fresh,
        "findings": [finding.as_data() for finding in checked.findings],
    }


def _stale_receipts(project: Project, built: Build) -> list[Finding]:
    """A warning for each task without a receipt that vouches for it."""
    inputs = inputs_of(project, built)
    found = []
    for task, file in zip(built.tasks, built.files, strict=False):
        name = file.path.removesuffix(".md")
        path = project.receipts / f"{name}.json"
        shown = project.shown(path)
        text = output.read_existing(path, shown)
        steps, _findings = reader.read(file.path, file.text)
        if text is None:
            found.append(
                warning("no-receipt", Location(shown), f"case {task.case!r} is not proven", "run `taskgen prove`")
            )
        elif steps is not None:
            why = receipts.stale(text, steps, inputs[task.case])
            if why:
                found.append(warning("stale-receipt", Location(shown), f"stale: {why}", "run `taskgen prove`"))
    return found


def show_config(project: Project, given: Overrides) -> list[Setting]:
    """Every setting in force, and where it comes from."""
    line = {"cases": given.cases, "library": given.library, "out": given.out, "templates": given.templates}
    return settings.effective(line, project.config)
