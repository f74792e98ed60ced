"""The state of a list and its tasks: inputs valid, outputs current, proven, stale and why, done. Executes nothing."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from taskgen.diagnostics import Location, error, has_errors, warning
from taskgen.doors import workspace
from taskgen.pipeline import evidence, finish, outputs, recorded
from taskgen.pipeline.build import build
from taskgen.prove import receipts
from taskgen.prove.standing import Kind, Standing
from taskgen.read import steps as reader
from taskgen.read.text import decode_text
from taskgen.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from taskgen.compose.example import ExampleTask
    from taskgen.compose.index import Left, Row
    from taskgen.decode import Json
    from taskgen.diagnostics import Finding
    from taskgen.model import Steps
    from taskgen.pipeline.build import Build
    from taskgen.pipeline.project import Project

_NOTHING: Final = Standing(kind=Kind.NONE, why="it was never proven")
_STALE: Final = {outputs.ChangeKind.NEW: "this file is missing", outputs.ChangeKind.CHANGED: "this file is out of date"}


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskState:
    """The state of one example task.

    Attributes:
        called: the source task ("Task 3.2"); empty for a case that no task names.
        title: the source task's; empty likewise.
        heading: of the rendered file.
        file: the rendered file and the receipt, as shown.
        standing: what its receipt says; `Kind.NONE` without one.
        done: whether the task as it is now was recorded as done.
        needs: the cases whose tasks come first.
        waits_for: those of them that are not done.
        finish: the command that records it as done.
    """

    case: str
    called: str
    title: str
    heading: str
    file: str
    receipt: str
    standing: Standing
    done: bool
    needs: tuple[str, ...]
    waits_for: tuple[str, ...]
    finish: str

    def as_data(self) -> Json:
        """As plain data, which `status --format json` prints."""
        return {
            "case": self.case,
            "task": self.called,
            "title": self.title,
            "heading": self.heading,
            "file": self.file,
            "receipt": self.receipt,
            "proof": str(self.standing.kind),
            "class": self.standing.proof_class or None,
            "reasons": [str(reason) for reason in self.standing.reasons],
            "why": self.standing.why,
            "done": self.done,
            "needs": list(self.needs),
            "waits_for": list(self.waits_for),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class ListState:
    """The state of one list.

    Attributes:
        tasks: the example tasks in the order of the list.
        undriven: the list's other tasks, which are not yet example-driven, and why.
        orphans: receipts that no task is the subject of any more, as shown.
    """

    path: str
    tasks: tuple[TaskState, ...]
    undriven: tuple[Left, ...]
    orphans: tuple[str, ...]

    def count(self, kind: Kind) -> int:
        """How many tasks have a proof of this kind."""
        return sum(task.standing.kind is kind for task in self.tasks)

    @property
    def next(self) -> TaskState | None:
        """The first task that is not done and for which all that it needs is; None where there is none."""
        return next((task for task in self.tasks if not task.done and not task.waits_for), None)

    def as_data(self) -> Json:
        """As plain data, which `status --format json` prints."""
        return {
            "list": self.path,
            "tasks": [task.as_data() for task in self.tasks],
            "undriven": [{"task": one.name, "title": one.title, "why": one.reason} for one in self.undriven],
            "orphans": list(self.orphans),
        }


def state_of(project: Project, built: Build) -> ListState:
    """The state of a list and its tasks, as they would be rendered now.

    Raises:
        TaskgenError: a receipt is no text, or the workspace is too large to be copied.
    """
    files = dict(zip((task.case for task in built.tasks), built.files, strict=False))
    standings = standings_of(project, built)
    marks = finish.recorded(project)
    steps = {case: reader.read(files[case].path, files[case].text)[0] for case in marks if case in files}
    done = {case for case, found in steps.items() if found is not None and finish.mark_of(found) == marks[case]}
    rows = {row.case: row for row in built.index.rows}
    return ListState(
        path=built.inputs.task_list.path,
        tasks=tuple(_task(project, task, rows, standings[task.case], done) for task in built.tasks),
        undriven=built.index.undriven,
        orphans=_orphans(project, built),
    )


def _task(
    project: Project, task: ExampleTask, rows: Mapping[str, Row], standing: Standing, done: set[str]
) -> TaskState:
    row, needs = rows[task.case], tuple(case for case in task.after_cases if case in rows)
    return TaskState(
        case=task.case,
        called=row.called,
        title=row.title,
        heading=task.title,
        file=project.shown(project.out / task.file),
        receipt=project.shown(receipt_path(project, task.file)),
        standing=standing,
        done=task.case in done,
        needs=needs,
        waits_for=tuple(case for case in needs if case not in done),
        finish=task.done,
    )


def receipt_path(project: Project, file: str) -> Path:
    """Where the receipt of a task is: named as its file, which is unique in its folder."""
    return project.receipts / f"{file.rsplit('/', 1)[-1].removesuffix('.md')}.json"


def standings_of(project: Project, built: Build) -> dict[str, Standing]:
    """What each task's receipt says of it as it would be rendered, by case.

    Raises:
        UsageError: the workspace is too large to be copied.
    """
    having = {task.case for task in built.tasks if receipt_path(project, task.file).exists()}
    if not having:
        return {task.case: _NOTHING for task in built.tasks}  # the workspace need not be looked at
    codes = {task.case: [[task.code.path, task.code.text]] for task in built.tasks if task.code}
    inputs = evidence.inputs_of(project, built, codes)
    found = {}
    for task, file in zip(built.tasks, built.files, strict=False):
        steps = reader.read(file.path, file.text)[0] if task.case in having else None
        found[task.case] = standing_of(project, task.file, steps, inputs[task.case]) if steps else _NOTHING
    return found


def standing_of(project: Project, file: str, steps: Steps, inputs: Mapping[str, str]) -> Standing:
    """What the receipt of one task says of these steps."""
    text = read_receipt(project, file)
    return receipts.standing(text, steps, inputs, today()) if text else _NOTHING


def read_receipt(project: Project, file: str) -> str:
    """The text of a task's receipt; empty where there is none."""
    path = receipt_path(project, file)
    data = workspace.read_optional(path)
    return "" if data is None else decode_text(path.name, data)[0] or "no text"


def pasted(steps: Mapping[str, Steps]) -> dict[str, Json]:
    """What each task pastes, as plain data."""
    return {case: [[paste.path, paste.text] for paste in one.pastes] for case, one in steps.items() if one.pastes}


def today() -> str:
    """The date, in UTC, as receipts hold it."""
    return dt.datetime.fromtimestamp(workspace.now() / 1e9, dt.UTC).date().isoformat()


def _orphans(project: Project, built: Build) -> tuple[str, ...]:
    """Receipts in this list's folder that no task has any more."""
    known = {receipt_path(project, task.file) for task in built.tasks}
    return tuple(project.shown(path) for path in workspace.files_in(project.receipts, ".json") if path not in known)


def check(project: Project) -> Json:
    """The state of one list as plain data: its files, its proofs, what is wrong; nothing is executed, nothing written.

    Of the list's `files` those are `current` that are as they would be written; of its `tasks` those `proven` that a
    receipt vouches for, and `weak` of these only weakly.

    Raises:
        TaskgenError: an input can't be read at all, or a template fails.
    """
    built = build(project)
    findings = list(built.findings)
    current = proven = weak = 0
    if not has_errors(findings):
        changes = outputs.compare(built)
        state = state_of(project, built)
        current = sum(change.kind is outputs.ChangeKind.SAME for change in changes)
        weak = state.count(Kind.WEAK)
        proven = state.count(Kind.PROVEN) + weak
        findings += [
            error("stale-output", Location(change.shown), _STALE[change.kind], "run `taskgen render`")
            for change in changes
            if change.kind in _STALE
        ]
        findings += outputs.findings(changes, force=False, prune=False)
        findings += proof_findings(state)
        findings += recorded.states(project, built.inputs.case_file.cases)
    return {
        "list": built.inputs.task_list.path,
        "files": len(built.files),
        "current": current,
        "tasks": len(built.outlines),
        "proven": proven,
        "weak": weak,
        "findings": [finding.as_data() for finding in findings],
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
