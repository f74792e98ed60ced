"""`taskgen lint`: where an executor would get lost in a list, and why."""

from __future__ import annotations

import enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from taskgen.cli.boundary import ERRORS, OK
from taskgen.cli.console import counted, err, failing, out, paint, say, table
from taskgen.cli.options import CasesOption, LevelOption, LibraryOption, QuietOption, StrictOption, overrides
from taskgen.diagnostics import Severity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from taskgen.diagnostics import Finding
    from taskgen.pipeline.linting import LintedList

EXAMPLES = """\b
Examples:
  taskgen lint plan.md                          no project needed
  taskgen lint plan.md --select research-step,no-command
  taskgen lint --score                          the points of each task, and what took them
  taskgen lint plan.md --write-baseline lint.json && taskgen lint plan.md --baseline lint.json
  taskgen lint --format sarif > lint.sarif      for code hosts and editors
"""


class LintFormat(enum.StrEnum):
    """How findings are printed."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"
    SARIF = "sarif"


def command(
    lists: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[LIST]...",
            help="Lists, or example tasks. Default: the config's lists, else tasks.md.",
            show_default=False,
        ),
    ] = None,
    *,
    select: Annotated[
        list[str] | None,
        typer.Option("--select", metavar="RULES", help="Only these rules; commas between them.", show_default=False),
    ] = None,
    ignore: Annotated[
        list[str] | None,
        typer.Option("--ignore", metavar="RULES", help="Without these rules.", show_default=False),
    ] = None,
    score: Annotated[bool, typer.Option("--score", help="Show points in place of findings.")] = False,
    baseline: Annotated[
        str | None,
        typer.Option("--baseline", metavar="FILE", help="Tell only what is not in this file yet.", show_default=False),
    ] = None,
    write_baseline: Annotated[
        str | None,
        typer.Option(
            "--write-baseline", metavar="FILE", help="Write what is found into this file.", show_default=False
        ),
    ] = None,
    cases: CasesOption = None,
    library: LibraryOption = None,
    level: LevelOption = None,
    style: Annotated[
        LintFormat, typer.Option("--format", help="For people, programs, or code hosts.")
    ] = LintFormat.TEXT,
    strict: StrictOption = False,
    quiet: QuietOption = False,
) -> None:
    """Find the theory in task lists: research, ceremony, vague words, what is missing; with the reason and a next step.

    Only errors make it fail, and warnings with --strict. `taskgen rule NAME` explains a rule. A comment
    `<!-- taskgen: allow RULE "reason" -->` allows one in its task.
    """
    from taskgen.pipeline import linting, project

    base = Path.cwd()
    given = overrides(cases, library, level=level)
    names = linting.chosen(select or [], ignore or [])
    paths: Sequence[str | None] = [*dict.fromkeys(lists)] if lists else project.every_list(base)
    linted, stopped = linting.lint_lists(lambda path: project.open_project(path, given, base), paths, names)
    for _code, problems in stopped:
        say(problems, quiet=quiet)
    unread = max((code for code, _problems in stopped), default=OK)
    if write_baseline is not None and not stopped:
        count = linting.write_baseline(base / write_baseline, write_baseline, linted)
        err(f"wrote {counted(count, 'finding')} to {write_baseline}")
        raise typer.Exit(OK)
    if baseline is not None:
        linted = linting.without_known(base / baseline, baseline, linted)
    findings = [one.finding for done in linted for one in done.linted.found]
    if not linted and style is LintFormat.TEXT:
        raise typer.Exit(unread)
    unreadable = [problem for _code, problems in stopped for problem in problems]
    if score:
        _scores(linted, style)
    else:
        _report(linted, unreadable, style)
    if style is LintFormat.TEXT and not quiet:
        say(finding for done in linted for finding in done.findings)
        _sum_up(linted, findings)
    of_reading = [finding for done in linted for finding in done.findings if finding.severity is Severity.ERROR]
    raise typer.Exit(max(unread, ERRORS if failing([*findings, *of_reading], strict=strict) else OK))


def _report(linted: Sequence[LintedList], unreadable: Sequence[Finding], style: LintFormat) -> None:
    """The findings; for programs also what could not be read, which people see on stderr."""
    from taskgen.reporters.forms import REPORTERS
    from taskgen.reporters.shown import Shown

    found = [one for done in linted for one in done.shown()]
    if style is not LintFormat.TEXT:
        errors = [one for done in linted for one in done.findings if one.severity is Severity.ERROR]
        found = [*(Shown(finding=finding) for finding in (*unreadable, *errors)), *found]
    text = REPORTERS[style.value](found)
    if text:
        out(text)


def _scores(linted: Sequence[LintedList], style: LintFormat) -> None:
    from taskgen.cli.console import out_json
    from taskgen.pipeline import linting

    if style is not LintFormat.TEXT:
        out_json({"version": 1, "lists": [linting.scores_as_data(done) for done in linted]})
        return
    for done in linted:
        rows = [
            [str(one.points), task.label, ", ".join(f"{name} -{points}" for name, points in one.taken.items())]
            for task, one in zip(done.tasks, done.linted.scores, strict=True)
        ]
        out(f"{done.path}: {done.linted.points} of 100")
        table(rows, ["points", "task", "taken by"])


def _sum_up(linted: Sequence[LintedList], findings: Sequence[Finding]) -> None:
    for done in linted:
        count = counted(len(done.linted.found), "finding")
        line = f"{done.path}: {count} in {counted(len(done.tasks), 'task')}, {done.linted.points} of 100 points"
        err(paint(line, "warning" if findings else "ok"))
