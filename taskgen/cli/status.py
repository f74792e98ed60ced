"""`taskgen status`: the state of every task of a list."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from taskgen.cli.boundary import ERRORS, OK
from taskgen.cli.console import counted, err, out_json, say, table
from taskgen.cli.options import CasesOption, Format, FormatOption, LevelOption, ListPath, OutOption, overrides
from taskgen.diagnostics import has_errors

if TYPE_CHECKING:
    from taskgen.pipeline.status import ListState, TaskState

EXAMPLES = """\b
Examples:
  taskgen status                  every list of the config: example-driven, proven, stale and why, done
  taskgen status tasks.md
  taskgen status --format json    the same for programs
"""


def command(
    list_path: ListPath = None,
    *,
    cases: CasesOption = None,
    out_folder: OutOption = None,
    level: LevelOption = None,
    style: FormatOption = Format.TEXT,
) -> None:
    """Show the state of every task: example-driven or not, proven, stale and why, done. Executes nothing.

    A task is proven where a receipt vouches for it as it is now, and done where `taskgen done` recorded it as it is
    now. Boxes and status words of the list are not looked at.
    """
    from taskgen.pipeline import project, status
    from taskgen.pipeline.build import build

    given = overrides(cases, out=out_folder, level=level)
    opened = list(project.each_list(list_path, given, Path.cwd()))
    builds = [build(one) for one in opened]
    say((finding for built in builds for finding in built.findings), quiet=True)
    states = [status.state_of(one, built) for one, built in zip(opened, builds, strict=True)]
    if style is Format.JSON:
        out_json({"version": 1, "lists": [state.as_data() for state in states]})
    else:
        for state in states:
            _tell(state)
    raise typer.Exit(ERRORS if any(has_errors(built.findings) for built in builds) else OK)


def _tell(state: ListState) -> None:
    rows = [(task.called or "-", task.case, _proof(task), "done" if task.done else "-") for task in state.tasks]
    rows += [(task.name, "-", f"not yet example-driven: {task.reason}", "-") for task in state.undriven]
    table(rows, ("task", "case", "proof", "done"))
    for path in state.orphans:
        err(f"{path}: stale: orphan: no task has this receipt")
    err(_summary(state))


def _proof(task: TaskState) -> str:
    standing = task.standing
    if standing.is_fresh and standing.proof_class not in {"executed", str(standing.kind)}:
        return f"{standing.kind} ({standing.proof_class})"
    return standing.line


def _summary(state: ListState) -> str:
    counts: dict[str, int] = {}
    for task in state.tasks:
        counts[str(task.standing.kind)] = counts.get(str(task.standing.kind), 0) + 1
    counted_kinds = [f"{number} {kind}" for kind, number in counts.items()]
    counted_kinds.append(f"{sum(task.done for task in state.tasks)} done")
    undriven = f"; {counted(len(state.undriven), 'task')} not yet example-driven" if state.undriven else ""
    return f"{state.path}: {counted(len(state.tasks), 'example task')}: {', '.join(counted_kinds)}{undriven}"
