"""`taskgen run`: run one case against the target."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from taskgen.cli.boundary import ERRORS, OK
from taskgen.cli.options import CasesOption, Format, FormatOption, LibraryOption, TargetOption, case_ids, overrides
from taskgen.cli.report import err, out, out_json, paint, say
from taskgen.diagnostics import Severity

if TYPE_CHECKING:
    from taskgen.pipeline.run import Ran

EXAMPLES = """\b
Examples:
  taskgen run words_001_extra_spaces    print the answer; the last line on stderr is PASS or FAIL
  taskgen run words_001 --format json   the same for programs
  taskgen run words_001 --target openai --dry-run
                                        the request that a server would get
"""


def command(
    case: Annotated[
        str,
        typer.Argument(
            metavar="CASE", help="The case's id, or the beginning of it.", show_default=False, autocompletion=case_ids
        ),
    ],
    *,
    cases: CasesOption = None,
    library: LibraryOption = None,
    target: TargetOption = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show the request that the target openai would send, without the key.")
    ] = False,
    style: FormatOption = Format.TEXT,
) -> None:
    """Run one case against the config's target, as a task's test command does; exit 1 if it fails."""
    from taskgen.pipeline import project, run  # noqa: PLC0415 - not for --help

    opened = project.open_without_list(overrides(cases, library, target=target), Path.cwd())
    if dry_run:
        out(run.requested(opened, case))
        raise typer.Exit
    ran = run.run_case(opened, case)
    if style is Format.JSON:
        out_json(_fields(ran))
    else:
        _tell(ran)
    raise typer.Exit(OK if ran.status == "PASS" else ERRORS)


def _fields(ran: Ran) -> dict[str, object]:
    return {
        "version": 1,
        "case": ran.case,
        "status": ran.status,
        "message": ran.message,
        "place": ran.place,
        "response": ran.response,
        "seconds": round(ran.seconds, 3),
        "not_run": list(ran.not_run),
    }


def _tell(ran: Ran) -> None:
    """The answer on stdout; on stderr what the code printed, the place, and last of all the verdict."""
    from taskgen.hygiene import visible  # noqa: PLC0415 - only where something is said

    if ran.output:
        out(ran.output)
    for line in ran.printed.splitlines() if ran.status != "PASS" else []:
        err(f"| {visible(line)}")
    say([finding for finding in ran.findings if finding.severity is Severity.ERROR])
    for words in ran.not_run:
        err(f"not run: {visible(words)}")
    for line in ran.place.splitlines():
        err(visible(line))
    if ran.status == "PASS":
        err(f"{paint('PASS', 'ok')} {visible(ran.case)} {ran.seconds:.2f} s")
    else:
        err(f"{paint(ran.status, 'error')} {visible(ran.case)}: {visible(ran.message)}")
