"""`taskgen record`: what a case says to its server and hears, taken down."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from taskgen.cli.boundary import ERRORS, OK
from taskgen.cli.console import counted, err, out, out_json, paint, progress
from taskgen.cli.options import CasesOption, Format, FormatOption, LibraryOption, TargetOption, case_ids, overrides
from taskgen.diagnostics import UsageError, error

if TYPE_CHECKING:
    from collections.abc import Sequence

    from taskgen.pipeline.recording import Taken

EXAMPLES = """\b
Examples:
  taskgen record max_text_001_simple_question --upstream http://localhost:9000
  taskgen record --all --upstream http://localhost:9000 --made-by "Claude proxy 2.1"
  taskgen record 'max_json_*' --target openai
"""


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
    everything: Annotated[bool, typer.Option("--all", help="All cases.")] = False,
    upstream: Annotated[
        str | None,
        typer.Option(
            "--upstream",
            metavar="URL",
            help="The real server. Default: OPENAI_BASE_URL, else where the code asks.",
            show_default=False,
        ),
    ] = None,
    made_by: Annotated[
        str, typer.Option("--made-by", metavar="TEXT", help="What answers there, for who reads the recording.")
    ] = "",
    force: Annotated[bool, typer.Option("--force", help="Keep also what a case heard that failed.")] = False,
    cases: CasesOption = None,
    library: LibraryOption = None,
    target: TargetOption = None,
    style: FormatOption = Format.TEXT,
) -> None:
    """Run cases through a proxy on loopback, and keep their HTTP exchanges in recordings/, one file a case.

    The proxy listens where the code expects its server and passes requests on to --upstream. Keys are taken out; of
    headers only Retry-After and Location are kept. A case that fails writes nothing.
    """
    from taskgen.pipeline import project, recording, running

    opened = project.open_without_list(overrides(cases, library, target=target), Path.cwd())
    choice = running.Choice(names=tuple(names or ()), everything=everything)
    if choice == running.Choice():
        raise UsageError(error("nothing-to-record", None, "no cases are named", "name cases, or give --all"))
    chosen = running.choose(opened, choice, running.known_cases(opened))
    wanted = recording.Wanted(upstream=upstream, made_by=made_by, force=force)
    taken: list[Taken] = []
    try:
        for one in progress(recording.record(opened, chosen, wanted), len(chosen), "recording"):
            taken.append(one)  # noqa: PERF402 - what came before an error counts
    finally:  # also where the real server went away in the middle: what was kept is told
        _tell(taken, style)
    failed = sum(not one.file for one in taken)
    raise typer.Exit(ERRORS if failed else OK)


def _tell(taken: Sequence[Taken], style: Format) -> None:
    from taskgen.hygiene import visible

    if style is Format.JSON:
        out_json({"version": 1, "cases": [_fields(one) for one in taken]})
    else:
        for one in taken:
            for line in _line(one).splitlines():
                out(visible(line))
    if not taken:
        return
    failed = sum(not one.file for one in taken)
    forced = sum(bool(one.file) and one.ran.status != "PASS" for one in taken)
    summary = f"{counted(len(taken) - failed, 'case')} recorded"
    summary += f", {forced} of them though they failed" if forced else ""
    summary += f", {failed} failed" if failed else ""
    err(paint(summary, "error" if failed else "ok"))


def _line(one: Taken) -> str:
    ran = one.ran
    if one.file:
        return f"{ran.status} {ran.case}: {counted(one.exchanges, 'exchange')} in {one.file}"
    return "\n    ".join([f"{ran.status} {ran.case}: {ran.message}", *ran.place.splitlines()])


def _fields(one: Taken) -> dict[str, object]:
    return {
        "case": one.ran.case,
        "status": one.ran.status,
        "message": one.ran.message,
        "exchanges": one.exchanges,
        "file": one.file or None,
    }
