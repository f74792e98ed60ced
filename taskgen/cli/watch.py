"""`taskgen watch`: the report in the browser, kept current while people write."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from taskgen.cli.boundary import OK
from taskgen.cli.console import counted, err, out, say
from taskgen.cli.options import (
    CasesOption,
    LevelOption,
    LibraryOption,
    ListPath,
    OpenOption,
    OutOption,
    TemplatesOption,
    overrides,
)
from taskgen.diagnostics import Severity

if TYPE_CHECKING:
    from taskgen.pipeline.watching import Round

EXAMPLES = """\b
Examples:
  taskgen watch              render and show again whenever list, cases, library or settings change
  taskgen watch tasks.md --open
  taskgen watch --port 8123  on a port of your choice; Ctrl-C ends it
"""


def command(
    list_path: ListPath = None,
    *,
    cases: CasesOption = None,
    library: LibraryOption = None,
    out_folder: OutOption = None,
    templates: TemplatesOption = None,
    level: LevelOption = None,
    port: Annotated[
        int, typer.Option("--port", min=0, max=65535, help="The port on this machine; 0 takes a free one.")
    ] = 0,
    show: OpenOption = False,
) -> None:
    """Render, look and show the report again whenever something changes; broken input is shown, and watched on.

    The page is served to this machine alone. Executes nothing. Needs the extra `watch`.
    """
    from taskgen.pipeline import reporting, watching

    given = overrides(cases, library, out_folder, templates, level)
    try:
        with watching.PageServer(port) as server:
            for number, done in enumerate(watching.rounds(list_path, given, Path.cwd(), server)):
                _tell(done)
                if number == 0:
                    out(server.address)
                    err("watching; Ctrl-C ends it")
                    if show and not reporting.show(server.address):
                        err("no browser could be opened: open the address yourself")
    except KeyboardInterrupt:
        err("ended")
    raise typer.Exit(OK)


def _tell(done: Round) -> None:
    """What set the round off, what came of it, and what is wrong."""
    if done.changed:
        more = f" and {len(done.changed) - 1} more" if len(done.changed) > 1 else ""
        err(f"changed: {done.changed[0]}{more}")
    say([finding for finding in done.findings if finding.severity is Severity.ERROR])
    errors = sum(finding.severity is Severity.ERROR for finding in done.findings)
    for report in done.reports:
        counts = report.counts
        err(
            f"{report.path}: {counts['driven']} of {counted(counts['tasks'], 'task')} example-driven, "
            f"{counts['proven']} of {counted(counts['examples'], 'example task')} proven"
        )
    wrote = counted(done.written, "file")
    err(f"wrote {wrote}" if not errors else f"{counted(errors, 'error')}; the page shows them, nothing else is lost")
