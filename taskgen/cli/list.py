"""`taskgen list`: what is read of a list and its cases."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from taskgen.cli.boundary import ERRORS
from taskgen.cli.console import counted, failing, out, out_json, paint, say, table
from taskgen.cli.options import CasesOption, Format, FormatOption, LevelOption, ListPath, QuietOption, overrides

if TYPE_CHECKING:
    from collections.abc import Iterator

    from taskgen.decode import Json
    from taskgen.model import CaseFile, Task, TaskList
    from taskgen.pipeline.listing import Listing

EXAMPLES = """\b
Examples:
  taskgen list tasks.md                  the tasks, and which cases belong to them
  taskgen list tasks.md --format json    the same for programs
  taskgen list --cases prompts.json      a cases file alone
  taskgen list tasks.md --level h3       count another kind of item as a task
"""


def command(
    list_path: ListPath = None,
    *,
    cases: CasesOption = None,
    level: LevelOption = None,
    style: FormatOption = Format.TEXT,
    quiet: QuietOption = False,
) -> None:
    """Show what is read: the tasks and why these, the cases, and which case belongs to which task."""
    found = list(_listings(list_path, cases, level))
    if style is Format.JSON:
        out_json(_fields(found[0]) if len(found) == 1 else {"version": 1, "lists": [_fields(one) for one in found]})
    else:
        for one in found:
            _tell(one)
            say(one.findings, quiet=quiet)
    failed = any(failing(one.findings, strict=False) for one in found)
    raise typer.Exit(max(one.exit_code for one in found) or (ERRORS if failed else 0))


def _listings(list_path: str | None, cases: str | None, level: str | None) -> Iterator[Listing]:
    """What is read of each list: the one named, else those of the config; or of a cases file alone."""
    from taskgen.pipeline import listing, project

    if list_path is None and cases is not None:
        yield listing.listing(None, (Path(cases), cases), level)
        return
    for opened in project.each_list(list_path, overrides(cases=cases, level=level), Path.cwd()):
        wants_cases = cases is not None or opened.cases_file.exists()
        yield listing.listing(
            (opened.list_file, opened.shown(opened.list_file)),
            (opened.cases_file, opened.shown(opened.cases_file)) if wants_cases else None,
            level,
        )


def _fields(found: Listing) -> Json:
    return {
        "version": 1,
        "list": _list_fields(found.task_list, found) if found.task_list else _nothing(found.list_path, "tasks"),
        "cases": _case_fields(found.case_file, found) if found.case_file else _nothing(found.cases_path, "cases"),
        "findings": [finding.as_data() for finding in found.findings],
    }


def _nothing(path: str | None, items: str) -> Json:
    """A file of which nothing could be read; None where there was none to read."""
    return None if path is None else {"path": path, "count": 0, items: []}


def _list_fields(task_list: TaskList, found: Listing) -> Json:
    return {
        "path": task_list.path,
        "title": task_list.title,
        "dialect": task_list.dialect,
        "unit": task_list.unit,
        "count": len(task_list.tasks),
        "steps": sum(len(task.steps) for task in task_list.tasks),
        "trials": [
            {"dialect": trial.dialect, "found": trial.found, "chosen": trial.chosen, "reason": trial.reason}
            for trial in task_list.trials
        ],
        "tasks": [_task_fields(task, position, found) for position, task in enumerate(task_list.tasks)],
    }


def _task_fields(task: Task, position: int, found: Listing) -> Json:
    return {
        "label": task.label,
        "title": task.title,
        "line": task.place.line,
        "status": task.status,
        "group": task.group,
        "optional": task.optional,
        "parallel": task.parallel,
        "metadata": dict(task.metadata),
        "requirements": list(task.requirements),
        "depends": list(task.depends),
        "steps": [
            {
                "label": step.label,
                "text": step.text,
                "done": step.done,
                "optional": step.optional,
                "line": step.place.line,
            }
            for step in task.steps
        ],
        "cases": [
            {"id": reference.case, "rule": reference.rule, "text": reference.text, "line": reference.place.line}
            for reference in found.owned.get(position, [])
        ],
        "body": task.body,
    }


def _case_fields(case_file: CaseFile, found: Listing) -> Json:
    return {
        "path": case_file.path,
        "form": case_file.form,
        "count": case_file.total,
        "read": len(case_file.cases),
        "refused": case_file.total - len(case_file.cases),
        "unnamed": list(found.unnamed),
        "cases": [
            {
                "id": case.id,
                "line": case.place.line,
                "description": case.description,
                "goal": case.goal,
                "input": case.input,
                "checks": [{"type": check.type, **check.params} for check in case.checks],
                "tags": list(case.tags),
                "needs": list(case.needs),
                "disabled": case.disabled,
                "extra": sorted(case.extra),
            }
            for case in case_file.cases
        ],
    }


def _tell(found: Listing) -> None:
    if found.task_list:
        _tell_list(found.task_list, found)
    if found.case_file:
        _tell_cases(found.case_file, found)


def _tell_list(task_list: TaskList, found: Listing) -> None:
    steps = sum(len(task.steps) for task in task_list.tasks)
    tasks = counted(len(task_list.tasks), "task")
    out(f"{task_list.path}: {tasks} ({task_list.unit}), {counted(steps, 'step')} beneath")
    for trial in task_list.trials:
        if trial.found or trial.chosen:
            mark = "read as" if trial.chosen else "passed over"
            out(paint(f"  {mark} {trial.dialect}: {counted(trial.found, 'item')}; {trial.reason}", "dim"))
    rows = []
    for position, task in enumerate(task_list.tasks):
        cases = ", ".join(reference.case for reference in found.owned.get(position, [])) or "-"
        rows.append((str(task.place.line), task.label, task.status or "-", cases, task.title))
    out()
    table(rows, ("line", "task", "status", "cases", "title"))


def _tell_cases(case_file: CaseFile, found: Listing) -> None:
    refused = case_file.total - len(case_file.cases)
    out()
    read = counted(len(case_file.cases), "case")
    out(f"{case_file.path}: {read} read of {case_file.total} ({case_file.form}), {refused} refused")
    rows = [
        (
            str(case.place.line),
            case.id,
            f"off: {case.disabled}" if case.disabled else "-",
            case.description or case.goal or "",
        )
        for case in case_file.cases
    ]
    out()
    table(rows, ("line", "case", "state", "description"))
    if found.task_list:
        out()
        names = f": {', '.join(found.unnamed)}" if found.unnamed else ""
        out(f"{counted(len(found.unnamed), 'case')} named by no task{names}")
