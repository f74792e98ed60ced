"""A task finished: its own command run in the real workspace, and the result recorded."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from taskgen import digest, markers
from taskgen.compose.names import slug
from taskgen.diagnostics import Location, RefusedError, UsageError, error
from taskgen.doors import output, workspace
from taskgen.doors.sandbox import NoSandbox
from taskgen.prove import judge, receipts
from taskgen.read import steps as reader
from taskgen.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from taskgen.decode import Json
    from taskgen.model import Steps
    from taskgen.pipeline.project import Project

RECORD: Final = ".taskgen/done.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """How a task's command came out: `problem` is empty where it passed and printed what the task shows."""

    case: str
    output: str
    problem: str


def done(project: Project, case: str) -> Finished:
    """Run a task's command as its executor would, and record the task as done if it holds.

    Raises:
        UsageError: there is no such task.
        MachineError: the record can't be written.
    """
    steps = _steps(project, case)
    outcome = NoSandbox().run(steps.command, workspace.real(project.root), limits=project.config.limits)
    failure = judge.green(steps, outcome)
    if failure is None and steps.expected is not None:
        failure = judge.expected(steps, outcome)
    if failure is None:
        _record(project, steps)
    return Finished(case=steps.case, output=outcome.output, problem=failure.message if failure else "")


def owner(projects: Sequence[Project], case: str) -> Project:
    """Of several lists the one that has a task of this case; the first where none has."""
    having = (one for one in projects if workspace.read_optional(one.out / f"{slug(case)}.md") is not None)
    return next(having, projects[0])


def _steps(project: Project, case: str) -> Steps:
    path = project.out / f"{slug(case)}.md"
    shown = project.shown(path)
    text = output.read_existing(path, shown)
    if text is None:
        raise UsageError(error("not-rendered", Location(shown), "there is no such task", "run `taskgen render` first"))
    if not markers.is_intact(markers.split_tail(text)[0]):
        next_step = "see the edit with `taskgen render --diff`; render it anew"
        raise RefusedError(error("edited-output", Location(shown), "this task was edited by hand", next_step))
    steps, findings = reader.read(shown, text.replace("\r\n", "\n"))
    if steps is None:
        raise UsageError(*findings)
    return steps


def recorded(project: Project) -> dict[str, Json]:
    """For each case that was recorded as done, the mark of the task that was."""
    data = workspace.read_optional(project.root / RECORD)
    try:
        record = json.loads(data) if data else {}
    except (ValueError, RecursionError):
        record = {}
    tasks = record.get("done") if isinstance(record, dict) else None
    return dict(tasks) if isinstance(tasks, dict) else {}


def mark_of(steps: Steps) -> str:
    """A digest of a task's steps: what is done is this task, not a later one of its name."""
    return digest.of_data(receipts.digests(steps))


def _record(project: Project, steps: Steps) -> None:
    """Note the task as done."""
    path = project.root / RECORD
    known = {**recorded(project), steps.case: mark_of(steps)}
    text = json.dumps({"version": 1, "done": known}, indent=1, sort_keys=True) + "\n"
    output.write_all([output.Write(path=path, text=text)])
