"""`taskgen next`: the first task that is left to do."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from taskgen.cli.console import counted, err, out, out_json
from taskgen.cli.options import CasesOption, Format, FormatOption, LevelOption, ListPath, OutOption, overrides
from taskgen.diagnostics import UsageError, has_errors

if TYPE_CHECKING:
    from collections.abc import Sequence

    from taskgen.decode import Json
    from taskgen.pipeline.status import ListState, TaskState

EXAMPLES = """\b
Examples:
  taskgen next                  the file and the title of the first task to do
  cat "$(taskgen next | head -1)"   its text
  taskgen next --format json    the same for programs; "next" is null where all are done
"""


def command(
    list_path: ListPath = None,
    *,
    cases: CasesOption = None,
    out_folder: OutOption = None,
    level: LevelOption = None,
    style: FormatOption = Format.TEXT,
) -> None:
    """Show the first task that is not done and for which all that it needs is done.

    `taskgen done CASE` is what makes a task done; boxes and status words of the list are not looked at.
    """
    from taskgen.pipeline import project, status
    from taskgen.pipeline.build import build

    given = overrides(cases, out=out_folder, level=level)
    states = []
    for opened in project.each_list(list_path, given, Path.cwd()):
        built = build(opened)
        if has_errors(built.findings):
            raise UsageError(*built.findings)
        states.append(status.state_of(opened, built))
    first = next((state.next for state in states if state.next), None)
    if style is Format.JSON:
        out_json({"version": 1, "next": first.as_data() if first else None, "left": _left(states)})
        return
    _tell(first, states)


def _left(states: Sequence[ListState]) -> Json:
    return sum(not task.done for state in states for task in state.tasks)


def _tell(first: TaskState | None, states: Sequence[ListState]) -> None:
    from taskgen.hygiene import visible

    total = sum(len(state.tasks) for state in states)
    if first is None:
        left = _left(states)
        out(
            f"{left} of {total} tasks left, each waits for another" if left else f"all of {counted(total, 'task')} done"
        )
        return
    out(visible(first.file))
    out(visible(first.heading))
    err(f"{total - _left(states)} of {counted(total, 'task')} done; when this one is: {visible(first.finish)}")
