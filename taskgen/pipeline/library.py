"""The library by itself: listed, shown, searched, checked, and asked what it knows of an error text."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from taskgen.compose import codes, fill
from taskgen.compose.remedy import remedy
from taskgen.diagnostics import Location, Severity, TaskgenError, UsageError, did_you_mean, error, has_errors, note
from taskgen.doors import workspace
from taskgen.expect.checks import canonical_name
from taskgen.link import similarity
from taskgen.link.conditions import unmet
from taskgen.link.known_failures import first_line, occurring
from taskgen.link.select import prepare
from taskgen.pipeline.load import read_cases, read_library
from taskgen.records import dataclass
from taskgen.text.languages import LANGUAGES

if TYPE_CHECKING:
    from pathlib import Path

    from taskgen.diagnostics import Finding
    from taskgen.model import Library, Pitfall, Snippet
    from taskgen.pipeline.project import Project


LOG_END: Final = 4 * 1024 * 1024  # bytes of a log that are looked at: its end


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryEntry:
    """One entry as a list shows it: `used` counts the cases that get it, None where no cases could be read."""

    id: str
    kind: str
    title: str
    place: Location
    used: int | None


def entries(project: Project) -> tuple[list[LibraryEntry], list[Finding]]:
    """All entries with how many cases get them.

    Raises:
        UsageError: the library can't be read.
    """
    library, findings = read_library(project)
    used = _used(project, library)

    def entry(name: str, kind: str, title: str, place: Location) -> LibraryEntry:
        return LibraryEntry(
            id=name, kind=kind, title=title, place=place, used=None if used is None else used.get(name, 0)
        )

    return [
        *(entry(one.id, "snippet", one.title, one.place) for one in library.snippets),
        *(entry(one.id, "pitfall", one.title or one.error, one.place) for one in library.pitfalls),
        *(entry(str(one.place), "expectation", "", one.place) for one in library.expectations),
    ], findings


def _used(project: Project, library: Library) -> dict[str, int] | None:
    """How many cases get each entry; None where the cases can't be read."""
    try:
        case_file, _findings = read_cases(project.cases_file, project.shown(project.cases_file))
    except TaskgenError:
        return None
    selector = prepare(library, canonical_name)
    used: dict[str, int] = {}
    for case in case_file.cases:
        selected = selector.select(case, project.config.target)
        names = [one.id for one in selected.pitfalls] + [str(one.place) for one in selected.expectations]
        names += [selected.snippet.id] if selected.snippet else []
        for name in names:
            used[name] = used.get(name, 0) + 1
    return used


def show(project: Project, name: str) -> Snippet | Pitfall:
    """One entry by id.

    Raises:
        UsageError: there is none, or the library can't be read.
    """
    library, _findings = read_library(project)
    by_id: dict[str, Snippet | Pitfall] = {snippet.id: snippet for snippet in library.snippets}
    by_id.update({pitfall.id: pitfall for pitfall in library.pitfalls})
    if name not in by_id:
        place = Location(project.shown(project.library))
        next_step = did_you_mean(name, by_id, "`taskgen library list` shows the entries")
        raise UsageError(error("unknown-entry", place, f"no entry has the id {name[:80]!r}", next_step))
    return by_id[name]


def search(project: Project, words: str, limit: int = 10) -> list[tuple[LibraryEntry, float]]:
    """The entries that resemble some words most, best first.

    Raises:
        UsageError: the library can't be read.
    """
    library, _findings = read_library(project)
    texts = [(one.id, f"{similarity.snippet_text(one)} {one.code or ''}") for one in library.snippets]
    texts += [(one.id, f"{one.id} {one.title} {one.error} {one.cause}") for one in library.pitfalls]
    rows, _findings = entries(project)
    by_id = {row.id: row for row in rows}
    return [(by_id[name], score) for name, score in similarity.Index(texts).search(words, limit)]


def check(project: Project) -> tuple[Library, list[Finding]]:
    """The library with everything that is wrong with it: entries, placeholders, syntax, conditions.

    Raises:
        UsageError: the library can't be read.
    """
    library, findings = read_library(project)
    for snippet in library.snippets:
        findings += _code_faults(snippet)
    findings += codes.baked_in(library)
    try:
        case_file, _more = read_cases(project.cases_file, project.shown(project.cases_file))
    except TaskgenError:
        place = Location(project.shown(project.cases_file))
        findings.append(note("no-cases", place, "without cases the conditions are not tried", "name them with --cases"))
        return library, findings
    return library, [*findings, *unmet(case_file.cases, library, project.config.target, canonical_name)]


def _code_faults(snippet: Snippet) -> list[Finding]:
    faults = fill.check_template(snippet.code or "", LANGUAGES[snippet.language], snippet.code_place)
    return [*faults, *(replace(finding, severity=Severity.ERROR) for finding in codes.broken([snippet]))]


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownFailure:
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


def diagnose(project: Project, log: bytes) -> tuple[list[KnownFailure], tuple[Finding, ...]]:
    """The known failures in a log, most specific first, and what is to be said of the library.

    Raises:
        UsageError: the log is empty, or the library can't be read or knows no failures.
    """
    text = log[-LOG_END:].decode("utf-8", "replace")
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
    skipped = log[:-LOG_END].count(b"\n")
    known = [KnownFailure(pitfall=one, line=skipped + first_line(text, one), help=tuple(remedy(one))) for one in found]
    return known, tuple(findings)
