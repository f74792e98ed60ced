"""`taskgen report`: a list before and after, and what is missing, as a page."""

from __future__ import annotations

import enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from taskgen.cli.console import counted, err, out, out_json, say
from taskgen.cli.options import (
    CasesOption,
    LevelOption,
    LibraryOption,
    ListPath,
    OpenOption,
    QuietOption,
    TemplatesOption,
    overrides,
)
from taskgen.diagnostics import Severity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from taskgen.pipeline.project import Project
    from taskgen.report.model import Report

EXAMPLES = """\b
Examples:
  taskgen report                       every list of the config, into report.html
  taskgen report tasks.md --open       the same for one list, shown in the browser
  taskgen report --out build/page.html
  taskgen report --format md           the figures, the matrix and what is missing, on stdout
  taskgen report --format json         everything, for programs
"""
DEFAULT_OUT = "report.html"


class ReportForm(enum.StrEnum):
    """What a report can be printed as."""

    HTML = "html"
    MD = "md"
    JSON = "json"


def command(
    list_path: ListPath = None,
    *,
    cases: CasesOption = None,
    library: LibraryOption = None,
    templates: TemplatesOption = None,
    level: LevelOption = None,
    out_file: Annotated[
        str | None,
        typer.Option(
            "--out",
            metavar="FILE",
            help=f"Where the report goes, - for stdout. Default: {DEFAULT_OUT}; stdout for md and json.",
            show_default=False,
        ),
    ] = None,
    form: Annotated[
        ReportForm, typer.Option("--format", help="A page for the browser, Markdown, or JSON for programs.")
    ] = ReportForm.HTML,
    show: OpenOption = False,
    quiet: QuietOption = False,
) -> None:
    """Show a list before and after: tasks with their findings, example tasks with their proofs, and what is missing.

    One HTML file that stands alone and asks no host for anything. Executes nothing.
    """
    from taskgen.pipeline import project, reporting

    base = Path.cwd()
    given = overrides(cases=cases, library=library, templates=templates, level=level)
    projects = list(project.each_list(list_path, given, base))
    reports = [reporting.gather(one) for one in projects]
    target = out_file or (DEFAULT_OUT if form is ReportForm.HTML else "-")
    _deliver(reports, projects[0], form, None if target == "-" else base / target, quiet=quiet)
    for report in reports:
        _tell(report, quiet=quiet)
    if show and target != "-" and not reporting.show((base / target).resolve().as_uri()):
        err(f"no browser could be opened: open {target} yourself")
    raise typer.Exit(max(report.exit_code for report in reports))


def _deliver(reports: Sequence[Report], project: Project, form: ReportForm, path: Path | None, *, quiet: bool) -> None:
    """The report into its file, or on stdout."""
    from taskgen.pipeline import reporting

    if form is ReportForm.JSON and path is None:
        out_json(reporting.to_json(reports))
        return
    text = reporting.in_form(form.value, reports, project)
    if path is None:
        out(text.rstrip("\n"))
        return
    written = reporting.write(path, project.shown(path), text)
    if not quiet:
        err(f"{'wrote' if written else 'unchanged:'} {project.shown(path)}")


def _tell(report: Report, *, quiet: bool) -> None:
    """The figures and the errors; the other findings are in the report."""
    say([finding for finding in report.every_finding if finding.severity is Severity.ERROR])
    if quiet:
        return
    counts = report.counts
    err(
        f"{report.path}: {counts['driven']} of {counted(counts['tasks'], 'task')} example-driven, "
        f"{counts['proven']} of {counted(counts['examples'], 'example task')} proven, {counts['stale']} stale"
    )
    for gap in report.missing:
        err(f"    {gap.words} {gap.next_step}")
