"""What a reader of JSON has to say: errors with their places, and what was tolerated, counted by kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from taskgen.diagnostics import error, note

if TYPE_CHECKING:
    from taskgen.diagnostics import Finding
    from taskgen.read.text import Lines

MOST_ERRORS: Final = 100  # of one file; the rest is counted

TOLERATED: Final = {
    "json-comment": "comments are left out",
    "trailing-comma": "a comma before a closing bracket is left out",
    "python-constant": "Python's True, False and None are read as true, false and null",
    "single-quotes": "strings in single quotes are read as strings",
    "unquoted-key": "keys without quotes are read as strings",
    "odd-number": "numbers spelled as in JavaScript are read as numbers",
    "odd-escape": "escapes that JSON lacks are read as in Python and JavaScript",
    "control-character": "raw control characters inside strings are kept",
    "odd-space": "unusual white space between values is left out",
    "bare-ellipsis": 'a bare ... is read as "..."',
    "text-before-json": "text before the first bracket is left out",
    "text-after-json": "text after a JSON value is left out",
    "documents-in-a-row": "several JSON values stand one after another; all are read",
}


class Report:
    """Collects what is found in one file; offsets are those of the text as it stands in the file."""

    __slots__ = ("_errors", "_lines", "_tolerated", "damages")

    def __init__(self, lines: Lines) -> None:
        self._lines = lines
        self._errors: list[tuple[int, str, str, str]] = []
        self._tolerated: dict[str, tuple[int, int]] = {}
        self.damages: set[int] = set()

    def tolerate(self, rule: str, offset: int) -> None:
        """Count one thing that was read although strict JSON forbids it."""
        first, count = self._tolerated.get(rule, (offset, 0))
        self._tolerated[rule] = (min(first, offset), count + 1)

    def error(self, offset: int, rule: str, message: str, next_step: str) -> None:
        """Record an error at an offset."""
        self._errors.append((offset, rule, message, next_step))

    @property
    def has_errors(self) -> bool:
        """Whether an error was recorded."""
        return bool(self._errors)

    def where(self, offset: int) -> str:
        """An offset as "line L, column C", for messages that name a second place."""
        place = self._lines.location(offset)
        return f"line {place.line}, column {place.column}"

    @property
    def findings(self) -> list[Finding]:
        """All of it: notes first, then errors in the order of their places."""
        return [*self._notes(), *self._shown_errors()]

    def _notes(self) -> list[Finding]:
        found = sorted((first, rule, count) for rule, (first, count) in self._tolerated.items())
        return [
            note(rule, self._lines.location(first), TOLERATED[rule] + (f" ({count} times)" if count > 1 else ""))
            for first, rule, count in found
        ]

    def _shown_errors(self) -> list[Finding]:
        ordered = sorted(self._errors)
        shown = [
            error(rule, self._lines.location(offset), message, next_step)
            for offset, rule, message, next_step in ordered[:MOST_ERRORS]
        ]
        if len(ordered) > MOST_ERRORS:
            place = self._lines.location(ordered[MOST_ERRORS][0])
            more = f"{len(ordered) - MOST_ERRORS} more errors from here on"
            shown.append(error("more-errors", place, more, "mend the errors above and read the file again"))
        return shown
