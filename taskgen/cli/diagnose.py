"""`taskgen diagnose`: what the library knows of an error."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from taskgen.cli.boundary import ERRORS, OK
from taskgen.cli.console import err, out, out_json, paint, say
from taskgen.cli.options import Format, FormatOption, LibraryOption, overrides
from taskgen.diagnostics import UsageError, error

if TYPE_CHECKING:
    from taskgen.pipeline.library import KnownFailure

EXAMPLES = """\b
Examples:
  taskgen diagnose build.log                         cause and fix of what the log shows
  python app.py 2>&1 | taskgen diagnose              the same of what a command says
  taskgen diagnose build.log --format json           for programs
"""


def command(
    log: Annotated[
        str, typer.Argument(metavar="[LOG]", help="The file with the error text; stdin if none.", show_default=False)
    ] = "-",
    *,
    library: LibraryOption = None,
    style: FormatOption = Format.TEXT,
) -> None:
    """Look an error text up among the library's pitfalls: cause and fix, most specific first; exit 1 if none fits."""
    from taskgen.pipeline.library import diagnose, read_log
    from taskgen.pipeline.project import open_without_list

    opened = open_without_list(overrides(library=library), Path.cwd())
    data = _stdin() if log == "-" else read_log(Path.cwd() / log, log)
    known, findings = diagnose(opened, data)
    say(findings, quiet=True)
    if style is Format.JSON:
        out_json({"version": 1, "known": [_fields(one) for one in known]})
    else:
        _tell(known)
    raise typer.Exit(OK if known else ERRORS)


def _stdin() -> bytes:
    if sys.stdin.isatty():
        raise UsageError(error("no-log", None, "no error text is given", "name a file, or pipe a command's output"))
    return sys.stdin.buffer.read()


def _fields(known: KnownFailure) -> dict[str, object]:
    pitfall = known.pitfall
    return {
        "id": pitfall.id,
        "error": pitfall.error,
        "line": known.line,
        "cause": pitfall.cause.strip(),
        "help": list(known.help),
        "place": str(pitfall.place),
    }


def _tell(known: list[KnownFailure]) -> None:
    from taskgen.hygiene import visible

    for one in known:
        out(f"line {one.line}: {paint(visible(one.pitfall.error), 'error')}")
        for line in one.help:
            out(f"    {visible(line)}")
    if not known:
        err("the library knows nothing of this: `taskgen library list` shows what it knows")
