"""`taskgen prove`: run every task as a copy-paste executor would."""

from __future__ import annotations

import enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from taskgen.cli.boundary import ERRORS, OK
from taskgen.cli.console import counted, err, out, out_json, progress, say
from taskgen.cli.options import (
    FindingsFormat,
    Format,
    LevelOption,
    ListOption,
    OutOption,
    QuietOption,
    StrictOption,
    case_ids,
    overrides,
)
from taskgen.cli.verdicts import How, exit_code, fields, mark, sum_up, tell
from taskgen.diagnostics import Finding

if TYPE_CHECKING:
    from taskgen.decode import Json
    from taskgen.pipeline.prove import Plan

EXAMPLES = """\b
Examples:
  taskgen prove                              every task of the config's lists, else of tasks.md
  taskgen prove words_001_extra_spaces       one task: by case, label or file
  taskgen prove --list plan.md 3             Task 3 of another list
  taskgen prove --failed                     what failed when the list was last proven
  taskgen prove --capture                    what commands say without the code, for tasks to show
  taskgen prove --all                        also a list whose receipts all hold
  taskgen prove --format json                the verdicts for programs
  taskgen prove --infer plan.md              the tasks of a hand-written file
  taskgen prove --library                    every entry of the library
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
    library: Annotated[
        bool, typer.Option("--library", help="Say of each entry of the library whether it is proven, and by what.")
    ] = False,
    infer: Annotated[
        bool, typer.Option("--infer", help="Prove hand-written Markdown: TASK names files, roles are told by labels.")
    ] = False,
    jobs: Annotated[
        int | None,
        typer.Option("--jobs", "-j", metavar="N", min=1, max=64, help="Commands at once. Default: one a processor."),
    ] = None,
    strict: StrictOption = False,
    every: Annotated[bool, typer.Option("--all", help="Prove also a list whose receipts all hold.")] = False,
    only: Annotated[
        list[str] | None,
        typer.Option("--only", metavar="CASE|TASK", help="As TASK; may be repeated.", autocompletion=case_ids),
    ] = None,
    failed: Annotated[
        bool, typer.Option("--failed", help="Only tasks that failed when the list was last proven.")
    ] = False,
    capture: Annotated[
        bool,
        typer.Option("--capture", help="Prove nothing: write what commands say without the code to captures/."),
    ] = False,
    install: Annotated[
        bool,
        typer.Option("--install", help="Install packages that code `requires` for the proof: wheels only, cached."),
    ] = False,
    style: Annotated[FindingsFormat, typer.Option("--format", help="github: marks.")] = FindingsFormat.TEXT,
    quiet: QuietOption = False,
) -> None:
    """Prove rendered tasks: the command fails, the code is pasted, the command passes and prints what the task shows.

    Each task is tried alone in a fresh copy of the workspace, all in order in one copy, then each once more. Controls:
    emptied functions must turn tasks red, fixes taken back must show their errors, no task may take another's answer.
    Only the Markdown steers the proof. Receipts are written to receipts/;
    a list whose receipts all hold is not proven again.
    """
    given = overrides(out=out_folder, level=level)
    how = How(
        sandbox=sandbox.value,
        jobs=jobs,
        strict=strict,
        install=install,
        marks=style is FindingsFormat.GITHUB,
        quiet=quiet,
        style=Format.JSON if style is FindingsFormat.JSON else Format.TEXT,
    )
    if infer:
        from taskgen.cli import prove_infer

        raise typer.Exit(prove_infer.run(tasks or [], how))
    if library:
        from taskgen.cli import prove_library

        raise typer.Exit(prove_library.run(list_path, given, how))
    from taskgen.pipeline import project, prove

    made = project.where_known(
        project.each_list(list_path, given, Path.cwd()),
        lambda opened: prove.plan(
            opened,
            [*(tasks or []), *(only or [])],
            again=every or capture,
            failed=failed,
            sandbox=sandbox.value,
        ),
    )
    if capture:
        raise typer.Exit(max(_capture(one, how) for one in made))
    told = [_idle(one, how) if one.is_fresh else _proven(one, how) for one in made]
    if how.style is Format.JSON:
        out_json({"version": 1, "lists": [data for _code, data in told]})
    raise typer.Exit(max(code for code, _data in told))


def _proven(made: Plan, how: How) -> tuple[int, Json]:
    """Prove a list and say what came of it: the exit code, and the same as data."""
    from taskgen.pipeline import prove

    opened = made.project
    say(made.findings, quiet=True)
    with prove.runner_for(made, how.sandbox, install=how.install) as runner:
        told = list(progress(prove.carry_out(made, runner, how.jobs), made.trials, "proving"))
        verdicts = [one for one in told if not isinstance(one, Finding)]
        found = [one for one in told if isinstance(one, Finding)]
        say(found, quiet=how.quiet)
        if how.marks:
            mark(verdicts, [*made.findings, *found])
        elif how.style is Format.TEXT:
            tell(verdicts, quiet=how.quiet)
        folder, _written = prove.write_receipts(made, verdicts, runner)
    if how.style is Format.TEXT:
        sum_up(verdicts, sandboxed=runner.isolated)
        if made.others:
            err("a part of the list was tried, each task alone: receipts are written when all of it is")
        elif not how.quiet:
            err(f"receipts in {opened.shown(folder)}/")
    findings = (*made.findings, *found)
    data = {"list": opened.shown(opened.list_file), "fresh": False, **fields(verdicts, findings)}
    return exit_code(findings, verdicts, strict=how.strict), data


def _idle(made: Plan, how: How) -> tuple[int, Json]:
    """Say that receipts vouch for all of a list; as `_proven`."""
    say(made.findings, quiet=True)
    shown = made.project.shown(made.project.list_file)
    if not how.quiet:
        err(f"{shown}: {counted(len(made.tasks), 'task')}, all proven already; `--all` proves them again")
    data = {"list": shown, "fresh": True, **fields([], made.findings)}
    return exit_code(made.findings, [], strict=how.strict), data


def _capture(made: Plan, how: How) -> int:
    """Write the captures of a list; the exit code."""
    from taskgen.pipeline import capturing, prove

    with prove.runner_for(made, how.sandbox, install=how.install) as runner:
        written, refused = capturing.capture(made, runner)
    say(refused, quiet=how.quiet)
    for path in written:
        out(path)
    if not how.quiet:
        next_step = "; tasks show them after `taskgen render`" if written else ""
        err(f"{counted(len(written), 'capture')} written, of {counted(len(made.tasks), 'task')}{next_step}")
    return ERRORS if refused else OK
