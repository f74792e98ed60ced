"""`taskgen run`: run cases against the target."""

from __future__ import annotations

import enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from taskgen.cli.boundary import ERRORS, OK
from taskgen.cli.console import err, out, out_json, paint, say
from taskgen.cli.options import CasesOption, LibraryOption, TargetOption, case_ids, overrides
from taskgen.diagnostics import Severity, UsageError, error

if TYPE_CHECKING:
    from taskgen.pipeline.judging import Ran
    from taskgen.pipeline.project import Project
    from taskgen.pipeline.running import Choice

EXAMPLES = """\b
Examples:
  taskgen run words_001_extra_spaces    print the answer; the last line on stderr is PASS or FAIL
  taskgen run words_001 --format json   the same for programs
  taskgen run 'words_*' top_001_ties    several cases: a verdict each
  taskgen run --all --jobs 8            all cases, eight at a time
  taskgen run --tag slow --format junit > report.xml
  taskgen run --failed                  those that failed when several were last run
  taskgen run words_001 --target openai --dry-run
                                        the request that a server would get
"""


MOST = 200  # lines of what the code printed that are shown
LONGEST = 2000  # characters of such a line


class Style(enum.StrEnum):
    """How results are printed."""

    TEXT = "text"
    JSON = "json"
    JUNIT = "junit"


def command(
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[CASE]...",
            help="Ids of cases, beginnings of ids, or globs.",
            show_default=False,
            autocompletion=case_ids,
        ),
    ] = None,
    *,
    tags: Annotated[
        list[str] | None,
        typer.Option("--tag", metavar="GLOB", help="Only cases with such a tag; may be repeated.", show_default=False),
    ] = None,
    failed: Annotated[bool, typer.Option("--failed", help="Only cases that failed when they were last run.")] = False,
    everything: Annotated[bool, typer.Option("--all", help="All cases.")] = False,
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=1, max=1000, help="Cases that run at the same time.")] = 1,
    cases: CasesOption = None,
    library: LibraryOption = None,
    target: TargetOption = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show the request that the target openai would send, without the key.")
    ] = False,
    style: Annotated[Style, typer.Option("--format", help="For people or for programs.")] = Style.TEXT,
) -> None:
    """Run cases against the config's target; exit 1 if any fails.

    One case, named, is run as a task's test command runs it: its answer goes to stdout, and the last line on stderr is
    PASS or FAIL. Of several each gets a verdict, and what is known to help.
    """
    from taskgen.pipeline import project
    from taskgen.pipeline.running import Choice

    opened = project.open_without_list(overrides(cases, library, target=target), Path.cwd())
    choice = Choice(names=tuple(names or ()), tags=tuple(tags or ()), failed=failed, everything=everything)
    if choice == Choice():
        next_step = "name cases, or give --all, --tag or --failed"
        raise UsageError(error("nothing-to-run", None, "no cases are named", next_step))
    if dry_run:
        raise typer.Exit(_show_request(opened, choice))
    if choice.is_one and style is not Style.JUNIT:
        raise typer.Exit(_run_one(opened, choice.names[0], style))
    from taskgen.cli import run_many

    raise typer.Exit(run_many.run(opened, choice, jobs, style.value))


def _show_request(opened: Project, choice: Choice) -> int:
    from taskgen.pipeline import run

    if not choice.is_one:
        raise UsageError(error("no-request", None, "one request is shown at a time", "name one case"))
    out(run.requested(opened, choice.names[0]))
    return OK


def _run_one(opened: Project, name: str, style: Style) -> int:
    from taskgen.pipeline import run

    ran = run.run_case(opened, name)
    if style is Style.JSON:
        out_json({"version": 1, **fields(ran)})
    else:
        _tell(ran)
    return OK if ran.status == "PASS" else ERRORS


def fields(ran: Ran) -> dict[str, object]:
    """How a case came out, for programs."""
    return {
        "case": ran.case,
        "status": ran.status,
        "message": ran.message,
        "place": ran.place,
        "response": ran.response,
        "seconds": round(ran.seconds, 3),
        "not_run": list(ran.not_run),
        "pitfall": ran.pitfall,
        "help": list(ran.help),
    }


def _end_of(printed: str) -> list[str]:
    """The last lines of what the code printed, with how many there were before them."""
    lines = printed.splitlines()
    left_out = [f"... {len(lines) - MOST} lines before"] if len(lines) > MOST else []
    return [*left_out, *(line if len(line) <= LONGEST else f"{line[:LONGEST]}..." for line in lines[-MOST:])]


def _tell(ran: Ran) -> None:
    """The answer on stdout; on stderr what the code printed, what helps, the place, and last of all the verdict."""
    from taskgen.hygiene import visible

    if ran.output:
        out(ran.output)
    for line in _end_of(ran.printed) if ran.status != "PASS" else []:
        err(f"| {visible(line)}")
    say([finding for finding in ran.findings if finding.severity is Severity.ERROR])
    for words in ran.not_run:
        err(f"not run: {visible(words)}")
    for line in (*ran.help, *ran.place.splitlines()):
        err(visible(line))
    if ran.status == "PASS":
        err(f"{paint('PASS', 'ok')} {visible(ran.case)} {ran.seconds:.2f} s")
    else:
        err(f"{paint(ran.status, 'error')} {visible(ran.case)}: {visible(ran.message)}")
