"""Findings: what taskgen has to say about an input, with the place and the next step."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, Any

from taskgen.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable


class Severity(enum.StrEnum):
    """How much a finding weighs; only errors (and, with ``--strict``, warnings) change the exit code."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in one of the user's files; `line` and `column` count from 1, columns in characters."""

    path: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing found.

    Attributes:
        rule: a stable name, for the bad pattern ("duplicate-id").
        place: where it was found; `None` only where no file is involved.
        message: what is wrong, in one line, without the place.
        next_step: what the reader can do about it, in one line; empty for pure notes.
    """

    rule: str
    severity: Severity
    place: Location | None
    message: str
    next_step: str = ""

    @property
    def sort_key(self) -> tuple[str, int, int, str, str]:
        """By file, place, rule: the order in which findings are shown."""
        place = self.place or Location("")
        return (place.path, place.line, place.column, self.rule, self.message)

    def as_data(self) -> dict[str, str | int | None]:
        """The finding for programs, as plain data."""
        place = self.place
        return {
            "rule": self.rule,
            "severity": self.severity.value,
            "path": place.path if place else None,
            "line": place.line if place else None,
            "column": place.column if place else None,
            "message": self.message,
            "next_step": self.next_step,
        }


def finding_of(data: dict[str, Any]) -> Finding:
    """The finding that `as_data` made this of."""
    place = None if data["path"] is None else Location(data["path"], data["line"], data["column"])
    return Finding(
        rule=data["rule"],
        severity=Severity(data["severity"]),
        place=place,
        message=data["message"],
        next_step=data["next_step"],
    )


def error(rule: str, place: Location | None, message: str, next_step: str = "") -> Finding:
    """A finding that makes the run fail."""
    return Finding(rule=rule, severity=Severity.ERROR, place=place, message=message, next_step=next_step)


def warning(rule: str, place: Location | None, message: str, next_step: str = "") -> Finding:
    """A finding that is shown and changes no exit code unless ``--strict`` is given."""
    return Finding(rule=rule, severity=Severity.WARNING, place=place, message=message, next_step=next_step)


def note(rule: str, place: Location | None, message: str, next_step: str = "") -> Finding:
    """A finding that only tells (what was tolerated, what was chosen)."""
    return Finding(rule=rule, severity=Severity.NOTE, place=place, message=message, next_step=next_step)


def has_errors(findings: Iterable[Finding]) -> bool:
    """Whether any of the findings is an error."""
    return any(finding.severity is Severity.ERROR for finding in findings)


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that resembles `word` most, or an empty string where none does.

    Long words are cut before they are compared: similarity is quadratic in length.
    """
    import difflib  # noqa: PLC0415 - only where something is misspelled

    candidates = sorted(set(known))
    matches = difflib.get_close_matches(word[:80], candidates, n=1, cutoff=0.6)
    return matches[0] if matches else ""


def did_you_mean(word: str, known: Iterable[str], otherwise: str = "") -> str:
    """A next step that names the nearest known word, else `otherwise`."""
    match = nearest(word, known)
    return f"did you mean {match!r}?" if match else otherwise


class TaskgenError(Exception):
    """What stops a run; carries findings and the exit code of design's closed list."""

    exit_code = 2

    def __init__(self, *findings: Finding) -> None:
        super().__init__("; ".join(finding.message for finding in findings))
        self.findings = findings


class UsageError(TaskgenError):
    """Wrong usage, unreadable input, or nothing to work on: exit 2."""


class MachineError(TaskgenError):
    """What the machine lacks (a server, a sandbox): exit 3."""

    exit_code = 3


class RefusedError(TaskgenError):
    """Errors found, drift, a failed case: exit 1."""

    exit_code = 1
