"""`taskgen prove`: run every task as a copy-paste executor would."""

from __future__ import annotations

import enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from taskgen.cli.boundary import ENVIRONMENT, ERRORS, OK
from taskgen.cli.options import (
    Format,
    FormatOption,
    LevelOption,
    ListOption,
    OutOption,
    QuietOption,
    case_ids,
    overrides,
)
from taskgen.cli.report import counted, err, failing, out, out_json, paint, progress, say
from taskgen.diagnostics import Finding

if TYPE_CHECKING:
    from collections.abc import Sequence

    from taskgen.decode import Json
    from taskgen.pipeline.prove import Plan
    from taskgen.prove.verdicts import Verdict

LONGEST = 160  # characters of a red line that are shown

EXAMPLES = """\b
Examples:
  taskgen prove                              every task of the config's lists, else of tasks.md
  taskgen prove words_001_extra_spaces       one task: by case, label or file
  taskgen prove --list plan.md 3             Task 3 of another list
  taskgen prove --format json                the verdicts for programs
"""


class SandboxKind(enum.StrEnum):
    """Where commands run."""

    AUTO = "auto"
    NONE = "none"


def command(
    tasks: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[TASK]...",
            help="Cases, labels or files; all if none.",
            show_default=False,
            autocompletion=case_ids,
        ),
    ] = None,
    *,
    list_path: ListOption = None,
    out_folder: OutOption = None,
    level: LevelOption = None,
    sandbox: Annotated[
        SandboxKind, typer.Option("--sandbox", help="`none` runs the tasks' commands unconfined; receipts say so.")
    ] = SandboxKind.AUTO,
    style: FormatOption = Format.TEXT,
    quiet: QuietOption = False,
) -> None:
    """Prove rendered tasks: the command fails, the code is pasted, the command passes and prints what the task shows.

    Each task is tried alone in a fresh copy of the workspace, then all in order in one copy, then each once more. Only
    the Markdown steers the proof. Receipts are written to receipts/.
    """
    from taskgen.pipeline import project, prove  # noqa: PLC0415 - not for --help

    base = Path.cwd()
    codes = [OK]
    results: list[Json] = []
    given = overrides(out=out_folder, level=level)
    paths = [list_path] if list_path else project.every_list(base)
    for made in project.where_known(
        paths, lambda path: prove.plan(project.open_project(path, given, base), tasks or [])
    ):
        opened = made.project
        say(made.findings, quiet=True)
        with prove.runner_for(opened, sandbox.value) as runner:
            told = list(progress(prove.carry_out(made, runner), 3 * len(made.tasks), "proving"))
            verdicts = [one for one in told if not isinstance(one, Finding)]
            say((one for one in told if isinstance(one, Finding)), quiet=quiet)
            if style is Format.TEXT:
                _tell(verdicts, quiet=quiet)
            folder, _written = prove.write_receipts(made, verdicts, runner)
        codes.append(_code(made, verdicts))
        results.append(_fields(made, verdicts))
        if style is Format.TEXT:
            shown = "" if made.others else opened.shown(folder)
            _sum_up(verdicts, shown, quiet=quiet, sandboxed=runner.isolated)
    if style is Format.JSON:
        out_json({"version": 1, "lists": results})
    raise typer.Exit(max(codes))


def _code(made: Plan, verdicts: Sequence[Verdict]) -> int:
    from taskgen.prove.verdicts import Status  # noqa: PLC0415 - loaded by now

    bad = [verdict for verdict in verdicts if not verdict.is_good]
    if any(verdict.status is Status.NOT_PROVEN for verdict in bad) or failing(made.findings, strict=False):
        return ERRORS
    return ENVIRONMENT if bad else OK


def _fields(made: Plan, verdicts: Sequence[Verdict]) -> Json:
    return {
        "list": made.project.shown(made.project.list_file),
        "verdicts": [
            {
                "case": verdict.task,
                "mode": str(verdict.mode),
                "status": str(verdict.status),
                "step": str(verdict.step) if verdict.step else None,
                "message": verdict.message,
                "expected": verdict.expected,
                "came": verdict.came,
                "place": str(verdict.place) if verdict.place else None,
                "red": verdict.red,
            }
            for verdict in verdicts
        ],
        "findings": [finding.as_data() for finding in made.findings],
    }


def _tell(verdicts: Sequence[Verdict], *, quiet: bool) -> None:
    """A line a verdict, grouped by what the tasks were tried in; with `quiet`, only those that are not good."""
    from taskgen.hygiene import visible  # noqa: PLC0415 - only where something is said

    width = max(len(verdict.task) for verdict in verdicts)
    shown_mode = ""
    for verdict in verdicts:
        if quiet and verdict.is_good:
            continue
        mode = str(verdict.mode)
        shown = mode if mode != shown_mode else ""
        shown_mode = mode
        status = paint(str(verdict.status), "ok" if verdict.is_good else "error")
        line = f"{shown:9}  {visible(verdict.task):{width}}  {status}{visible(_details(verdict))}"
        out(line)
        if not verdict.is_good and verdict.place:
            out(f"{'':9}  {'':{width}}    at {visible(str(verdict.place))}")


def _details(verdict: Verdict) -> str:
    if verdict.is_good:
        red = f"  red: {_verdict_text(verdict.red)}" if verdict.red else ""
        return f" {verdict.message}" if verdict.message else f"{red}  green"
    step = f": {verdict.step}" if verdict.step else ""
    sides = f"; expected {verdict.expected}, came {verdict.came}" if verdict.expected or verdict.came else ""
    return f"{step}: {verdict.message}{sides if verdict.came not in verdict.message else ''}"


def _verdict_text(line: str) -> str:
    """The text of a `FAIL case: TEXT` line: the case is told already."""
    text = line.partition(": ")[2] if line.startswith("FAIL ") and ": " in line else line
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}..."


def _sum_up(verdicts: Sequence[Verdict], folder: str, *, quiet: bool, sandboxed: bool) -> None:
    tasks = list(dict.fromkeys(verdict.task for verdict in verdicts))
    bad = {verdict.task for verdict in verdicts if not verdict.is_good}
    proven = len(tasks) - len(bad)
    style = "error" if bad else "ok"
    line = f"{proven} of {counted(len(tasks), 'task')} proven"
    line += "" if sandboxed else ", without a sandbox"
    err(paint(line, style))
    if not folder:
        err("a part of the list was tried, each task alone: receipts are written when all of it is")
    elif not quiet:
        err(f"receipts in {folder}/")
