"""Everything that can be checked without running anything: inputs, outputs, receipts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from taskgen.diagnostics import Location, error, has_errors, warning
from taskgen.pipeline import outputs, recorded, status
from taskgen.pipeline.build import build
from taskgen.pipeline.changes import Kind as OutputKind
from taskgen.prove.standing import Kind
from taskgen.read import settings
from taskgen.records import dataclass

_STALE = {OutputKind.NEW: "this file is missing", OutputKind.CHANGED: "this file is out of date"}

if TYPE_CHECKING:
    from taskgen.decode import Json
    from taskgen.diagnostics import Finding
    from taskgen.pipeline.build import Build
    from taskgen.pipeline.project import Overrides, Project
    from taskgen.pipeline.status import ListState
    from taskgen.read.settings import Setting


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """The state of one list.

    Attributes:
        current: rendered files that are as they would be written; `total` counts all.
        proven: tasks whose receipt vouches for them; `weak` of them weakly.
    """

    build: Build
    current: int
    total: int
    findings: tuple[Finding, ...]
    proven: int = 0
    weak: int = 0


def check(project: Project) -> Checked:
    """Check a list; nothing is executed, nothing written.

    Raises:
        TaskgenError: an input can't be read at all, or a template fails.
    """
    built = build(project)
    if has_errors(built.findings):
        return Checked(build=built, current=0, total=len(built.files), findings=built.findings)
    changes = outputs.compare(built)
    drift = [
        error("stale-output", Location(change.shown), _STALE[change.kind], "run `taskgen render`")
        for change in changes
        if change.kind in _STALE
    ]
    drift += outputs.findings(changes, force=False, prune=False)
    state = status.state_of(project, built)
    return Checked(
        build=built,
        current=sum(change.kind is OutputKind.SAME for change in changes),
        total=len(built.files),
        proven=state.count(Kind.PROVEN) + state.count(Kind.WEAK),
        weak=state.count(Kind.WEAK),
        findings=(
            *built.findings,
            *drift,
            *proof_findings(state),
            *recorded.states(project, built.inputs.case_file.cases),
        ),
    )


def as_data(checked: Checked) -> Json:
    """The state of one list as plain data."""
    return {
        "list": checked.build.inputs.task_list.path,
        "files": checked.total,
        "current": checked.current,
        "tasks": len(checked.build.outlines),
        "proven": checked.proven,
        "weak": checked.weak,
        "findings": [finding.as_data() for finding in checked.findings],
    }


def proof_findings(state: ListState, *, required: bool = False) -> list[Finding]:
    """What is said of each task without a receipt that vouches for it, and of receipts without a task.

    Args:
        state: of the list.
        required: whether the user asked for proof: a task without one is an error then.
    """
    say = error if required else warning
    found = [
        warning("orphan-receipt", Location(path), "stale: orphan: no task has this receipt", "take it away")
        for path in state.orphans
    ]
    if not required and len(state.tasks) > 1 and state.count(Kind.NONE) == len(state.tasks):
        message = f"none of the {len(state.tasks)} tasks is proven yet"
        return [*found, warning("no-receipt", Location(state.path), message, "run `taskgen prove`")]
    for task in state.tasks:
        place, standing = Location(task.receipt), task.standing
        if standing.kind is Kind.NONE:
            found.append(say("no-receipt", place, f"case {task.case!r} is not proven", "run `taskgen prove`"))
        elif standing.kind is Kind.WEAK:
            message = f"the proof of case {task.case!r} is weak"
            found.append(warning("weak-proof", place, message, "see why: `taskgen prove --all`"))
        elif not standing.is_fresh:
            rule = "stale-receipt" if standing.kind is Kind.STALE else "not-proven"
            message = standing.line if standing.kind is Kind.STALE else f"case {task.case!r} failed its proof"
            found.append(say(rule, place, message, "run `taskgen prove`"))
    return found


def show_config(project: Project, given: Overrides) -> list[Setting]:
    """Every setting in force, and where it comes from."""
    line = {"cases": given.cases, "library": given.library, "out": given.out, "templates": given.templates}
    return settings.effective(line, project.config)
