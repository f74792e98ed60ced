"""What commands print on the console: findings, tables, results; the only place that prints."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, TextIO, TypeVar

from taskgen.diagnostics import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from taskgen.decode import Json
    from taskgen.diagnostics import Finding

T = TypeVar("T")

MOST = 5  # warnings or notes of one rule that are shown

_COLOURS = {"error": "31", "warning": "33", "note": "36", "ok": "32", "bold": "1", "dim": "2"}


def _coloured(stream: TextIO) -> bool:
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return stream.isatty()


def paint(text: str, style: str, stream: TextIO | None = None) -> str:
    """The text in a colour, where the stream is a terminal that wants it."""
    if not _coloured(stream or sys.stdout):
        return text
    return f"\x1b[{_COLOURS[style]}m{text}\x1b[0m"


def out(text: str = "") -> None:
    """A line of the result, on stdout; what stdout's encoding can't hold is escaped."""
    _write(sys.stdout, text)


def err(text: str = "") -> None:
    """A line about the run, on stderr."""
    _write(sys.stderr, text)


def _write(stream: TextIO, text: str) -> None:
    encoding = stream.encoding or "utf-8"
    stream.write(f"{text}\n".encode(encoding, "backslashreplace").decode(encoding))


def out_json(data: Json) -> None:
    """The result for programs: JSON, members in the order given."""
    import json

    out(json.dumps(data, indent=1, ensure_ascii=True))


def finding_line(finding: Finding, stream: TextIO | None = None) -> str:
    """`file:line:col: severity: message [rule]`, and the next step below it."""
    from taskgen.hygiene import visible

    place = f"{finding.place}: " if finding.place else ""
    severity = paint(finding.severity.value, finding.severity.value, stream)
    line = f"{visible(place)}{severity}: {visible(finding.message)} [{finding.rule}]"
    return f"{line}\n    {visible(finding.next_step)}" if finding.next_step else line


def say(findings: Iterable[Finding], *, quiet: bool = False) -> None:
    """Report findings on stderr, by place; with `quiet`, only errors.

    Of warnings and notes of one rule the first few are shown, with how many more there are; every error is.
    """
    unique = sorted(set(findings), key=lambda finding: finding.sort_key)
    counts: dict[str, int] = {}
    for finding in unique:
        is_error = finding.severity is Severity.ERROR
        counts[finding.rule] = counts.get(finding.rule, 0) + (not is_error)
        if is_error or (not quiet and counts[finding.rule] <= MOST):
            err(finding_line(finding, sys.stderr))
    for rule, count in counts.items():
        if count > MOST and not quiet:
            err(f"... and {count - MOST} more [{rule}]; `taskgen render --format json` gives all")


def table(rows: Sequence[Sequence[str]], header: Sequence[str]) -> None:
    """A table on stdout: columns as wide as their widest cell, the last one as it is."""
    from taskgen.hygiene import visible

    cells = [[visible(cell) for cell in row] for row in (header, *rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(header))]
    for number, row in enumerate(cells):
        padded = [cell.ljust(width) for cell, width in zip(row[:-1], widths[:-1], strict=True)]
        line = "  ".join([*padded, row[-1]]).rstrip()
        out(paint(line, "bold") if number == 0 else line)


def counted(number: int, noun: str, nouns: str = "") -> str:
    """`1 task`, `2 tasks`; with `nouns` where the plural has more than an `s`."""
    return f"{number} {noun}" if number == 1 else f"{number} {nouns or f'{noun}s'}"


def failing(findings: Iterable[Finding], *, strict: bool) -> bool:
    """Whether the findings make a run fail: errors do; warnings do where the user asked for it."""
    grave = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    return any(finding.severity in grave for finding in findings)


def progress(items: Iterable[T], total: int, label: str) -> Iterator[T]:
    """The items, with a bar on stderr while they come: only on a terminal, and only after a second."""
    if not sys.stderr.isatty():
        yield from items
        return
    import time

    began, width = time.monotonic(), 30
    for number, item in enumerate(items, start=1):
        if time.monotonic() - began > 1:
            filled = width * min(number, total) // max(total, 1)
            sys.stderr.write(f"\r{label} [{'#' * filled}{'.' * (width - filled)}] {number}/{total}")
            sys.stderr.flush()
        yield item
    sys.stderr.write("\r\x1b[K")
