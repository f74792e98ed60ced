"""`taskgen done`: a task finished and recorded."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from taskgen.cli.boundary import ERRORS, OK
from taskgen.cli.console import err, out, paint
from taskgen.cli.options import CasesOption, OutOption, case_ids, overrides

EXAMPLES = """\b
Examples:
  taskgen done words_001_extra_spaces    run the task's command here; record it if it passes
"""


def command(
    case: Annotated[
        str,
        typer.Argument(
            metavar="CASE", help="The case of a rendered task.", show_default=False, autocompletion=case_ids
        ),
    ],
    *,
    cases: CasesOption = None,
    out_folder: OutOption = None,
) -> None:
    """Run a task's own command in the workspace; if it passes and prints what the task shows, record it as done."""
    from taskgen.hygiene import visible
    from taskgen.pipeline import finish, project

    given = overrides(cases, out=out_folder)
    opened = project.open_every_list(given, Path.cwd())
    finished = finish.done(finish.owner(opened, case), case)
    if finished.output:
        out(finished.output.rstrip("\n"))
    if finished.problem:
        err(f"{paint('NOT DONE', 'error')} {visible(finished.case)}: {visible(finished.problem)}")
    else:
        err(f"{paint('DONE', 'ok')} {visible(finished.case)}")
    raise typer.Exit(ERRORS if finished.problem else OK)
