"""`taskgen prove`: run every task as a copy-paste executor would."""

from __future__ import annotations

import enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from taskgen.cli.boundary import OK
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
from taskgen.cli.report import counted, err, out_json, progress, say
from taskgen.cli.verdicts import exit_code, fields, sum_up, tell
from taskgen.diagnostics import Finding

if TYPE_CHECKING:
    from taskgen.decode import Json
    from taskgen.pipeline.prove import Plan

EXAMPLES = """\b
Examples:
  taskgen prove                              every task of the config's lists, else of tasks.md
  taskgen prove words_001_extra_spaces       one task: by case, label or file
  taskgen prove --list plan.md 3             Task 3 of another list
  taskgen prove --all                        also a list whose receipts all hold
  taskgen prove --format json                the verdicts for programs
  taskgen prove --infer plan.md              the tasks of a hand-written file
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
    infer: Annotated[
        bool, typer.Option("--infer", help="Prove hand-written Markdown: TASK names files, roles are told by labels.")
    ] = False,
    jobs: Annotated[
        int | None,
        typer.Option("--jobs", "-j", metavar="N", min=1, max=64, help="Commands at once. Default: one a processor."),
    ] = None,
    strict: StrictOption = False,
    every: Annotated[bool, typer.Option("--all", help="Prove also a list whose receipts all hold.")] = False,
    style: FormatOption = Format.TEXT,
    quiet: QuietOption = False,
) -> None:
    """Prove rendered tasks: the command fails, the code is pasted, the command passes and prints what the task shows.

    Each task is tried alone in a fresh copy of the workspace, all in order in one copy, then each once more. Controls:
    emptied functions must turn tasks red, fixes taken back must show their errors, no task may take another's answer.
    Only the Markdown steers the proof. Receipts are written to receipts/;
    a list whose receipts all hold is not proven again.
    """
    if infer:
        from taskgen.cli import prove_infer  # noqa: PLC0415 - only here

        raise typer.Exit(prove_infer.run(tasks or [], sandbox.value, jobs, style, quiet=quiet, strict=strict))
    from taskgen.pipeline import project, prove  # noqa: PLC0415 - not for --help

    base = Path.cwd()
    codes = [OK]
    results: list[Json] = []
    given = overrides(out=out_folder, level=level)
    paths = [list_path] if list_path else project.every_list(base)
    for made in project.where_known(
        paths,
        lambda path: prove.plan(
            project.open_project(path, given, base), tasks or [], again=every, sandbox=sandbox.value
        ),
    ):
        opened = made.project
        say(made.findings, quiet=True)
        if made.is_fresh:
            codes.append(exit_code(made.findings, [], strict=strict))
            results.append({"list": opened.shown(opened.list_file), **fields([], made.findings)})
            if not quiet:
                err(_idle(made))
            continue
        with prove.runner_for(opened, sandbox.value) as runner:
            told = list(progress(prove.carry_out(made, runner, jobs), made.trials, "proving"))
            verdicts = [one for one in told if not isinstance(one, Finding)]
            found = [one for one in told if isinstance(one, Finding)]
            say(found, quiet=quiet)
            if style is Format.TEXT:
                tell(verdicts, quiet=quiet)
            folder, _written = prove.write_receipts(made, verdicts, runner)
        codes.append(exit_code((*made.findings, *found), verdicts, strict=strict))
        results.append({"list": opened.shown(opened.list_file), **fields(verdicts, (*made.findings, *found))})
        if style is Format.TEXT:
            sum_up(verdicts, sandboxed=runner.isolated)
            if made.others:
                err("a part of the list was tried, each task alone: receipts are written when all of it is")
            elif not quiet:
                err(f"receipts in {opened.shown(folder)}/")
    if style is Format.JSON:
        out_json({"version": 1, "lists": results})
    raise typer.Exit(max(codes))


def _idle(made: Plan) -> str:
    tasks = counted(len(made.tasks), "task")
    return f"{made.project.shown(made.project.list_file)}: {tasks}, all proven already; `--all` proves them again"
