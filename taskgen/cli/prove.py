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
    StrictOption,
    case_ids,
    overrides,
)
from taskgen.cli.report import counted, err, failing, out_json, paint, progress, say
from taskgen.cli.verdicts import tell
from taskgen.diagnostics import Finding

if TYPE_CHECKING:
    from collections.abc import Sequence

    from taskgen.decode import Json
    from taskgen.pipeline.prove import Plan
    from taskgen.prove.verdicts import Verdict

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
    jobs: Annotated[
        int | None,
        typer.Option("--jobs", "-j", metavar="N", min=1, max=64, help="Commands at once. Default: one a processor."),
    ] = None,
    strict: StrictOption = False,
    style: FormatOption = Format.TEXT,
    quiet: QuietOption = False,
) -> None:
    """Prove rendered tasks: the command fails, the code is pasted, the command passes and prints what the task shows.

    Each task is tried alone in a fresh copy of the workspace, all in order in one copy, then each once more. Controls:
    emptied functions must turn tasks red, fixes taken back must show their errors, no task may take another's answer.
    Only the Markdown steers the proof. Receipts are written to receipts/.
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
            told = list(progress(prove.carry_out(made, runner, jobs), made.trials, "proving"))
            verdicts = [one for one in told if not isinstance(one, Finding)]
            found = [one for one in told if isinstance(one, Finding)]
            say(found, quiet=quiet)
            if style is Format.TEXT:
                tell(verdicts, quiet=quiet)
            folder, _written = prove.write_receipts(made, verdicts, runner)
        codes.append(_code((*made.findings, *found), verdicts, strict=strict))
        results.append(_fields(made, verdicts, found))
        if style is Format.TEXT:
            shown = "" if made.others else opened.shown(folder)
            _sum_up(verdicts, shown, quiet=quiet, sandboxed=runner.isolated)
    if style is Format.JSON:
        out_json({"version": 1, "lists": results})
    raise typer.Exit(max(codes))


def _code(findings: Sequence[Finding], verdicts: Sequence[Verdict], *, strict: bool) -> int:
    from taskgen.prove.verdicts import Status  # noqa: PLC0415 - loaded by now

    statuses = {verdict.status for verdict in verdicts}
    if Status.NOT_PROVEN in statuses or (strict and Status.WEAK in statuses) or failing(findings, strict=strict):
        return ERRORS
    return ENVIRONMENT if Status.COULD_NOT_TRY in statuses else OK


def _fields(made: Plan, verdicts: Sequence[Verdict], found: Sequence[Finding]) -> Json:
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
                "subject": verdict.subject,
                "rule": verdict.rule,
                "covered_by": verdict.covered_by,
                "seconds": round(verdict.seconds, 3),
            }
            for verdict in verdicts
        ],
        "findings": [finding.as_data() for finding in (*made.findings, *found)],
    }


def _sum_up(verdicts: Sequence[Verdict], folder: str, *, quiet: bool, sandboxed: bool) -> None:
    tasks = list(dict.fromkeys(verdict.task for verdict in verdicts))
    bad = {verdict.task for verdict in verdicts if not verdict.is_good}
    proven = len(tasks) - len(bad)
    style = "error" if bad else "ok"
    line = f"{proven} of {counted(len(tasks), 'task')} proven"
    weak = {verdict.task for verdict in verdicts if verdict.rule and verdict.is_good} - bad
    line += f", {len(weak)} of them weakly" if weak else ""
    line += "" if sandboxed else ", without a sandbox"
    err(paint(line, style))
    if not folder:
        err("a part of the list was tried, each task alone: receipts are written when all of it is")
    elif not quiet:
        err(f"receipts in {folder}/")
