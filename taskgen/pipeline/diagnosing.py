"""An error text held against the library's known failures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from taskgen.compose.remedy import remedy
from taskgen.diagnostics import Location, UsageError, error, has_errors
from taskgen.doors import workspace
from taskgen.link.known_failures import first_line, occurring
from taskgen.pipeline.load import read_library
from taskgen.records import dataclass

if TYPE_CHECKING:
    from pathlib import Path

    from taskgen.diagnostics import Finding
    from taskgen.model import Pitfall
    from taskgen.pipeline.project import Project

MOST: Final = 4 * 1024 * 1024  # bytes of a log that are looked at: its end


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A known failure that the text shows: the line where it begins, and what helps, line by line."""

    pitfall: Pitfall
    line: int
    help: tuple[str, ...]


def read_log(path: Path, shown: str) -> bytes:
    """The log's bytes.

    Raises:
        UsageError: it can't be read.
    """
    return workspace.read(path, shown, "the log")


def diagnose(project: Project, log: bytes) -> tuple[list[Known], tuple[Finding, ...]]:
    """The known failures in a log, most specific first, and what is to be said of the library.

    Raises:
        UsageError: the log is empty, or the library can't be read or knows no failures.
    """
    text = log[-MOST:].decode("utf-8", "replace")
    if not text.strip():
        raise UsageError(error("empty-log", None, "the error text is empty", "give a file, or pipe a command's output"))
    library, findings = read_library(project)
    if has_errors(findings):
        raise UsageError(*findings)
    if not library.pitfalls:
        place = Location(project.shown(project.library))
        message = "the library knows no failures, so none can be recognised"
        raise UsageError(*findings, error("no-pitfalls", place, message, "add pitfalls to it, or name it by --library"))
    found = occurring(text, library.pitfalls)
    skipped = log[:-MOST].count(b"\n")
    known = [Known(pitfall=one, line=skipped + first_line(text, one), help=tuple(remedy(one))) for one in found]
    return known, tuple(findings)
