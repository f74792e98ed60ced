"""Findings for people: grouped, each with its line and a caret below what is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from taskgen.hygiene import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from taskgen.reporters.shown import Shown

WIDTH: Final = 100  # characters of an excerpt that are shown
_BEFORE: Final = 40  # of them, at most so many before the caret


def report(shown: Sequence[Shown]) -> str:
    """All findings, under the name of their group; an empty text where there are none."""
    lines: list[str] = []
    group = None
    for one in shown:
        if one.group != group:
            lines += ["", visible(one.group)] if one.group else []
            group = one.group
        lines += _lines(one)
    return "\n".join(lines).lstrip("\n")


def _lines(one: Shown) -> Iterator[str]:
    finding = one.finding
    place = f"{finding.place}: " if finding.place else ""
    yield f"{visible(place)}{finding.severity.value}: {visible(finding.message)} [{finding.rule}]"
    if one.excerpt.strip() and finding.place is not None:
        excerpt, at = _cut(one.excerpt, finding.place.column - 1)
        yield f"    {excerpt}"
        yield f"    {' ' * at}{'^' * max(1, min(one.length, len(excerpt) - at))}"
    if finding.next_step:
        yield f"    {visible(finding.next_step)}"


def _cut(line: str, column: int) -> tuple[str, int]:
    """The part of a line round a column, on one line, and where the column is in it."""
    start = max(0, column - _BEFORE) if len(line) > WIDTH else 0
    before = visible(line[start:column])
    return before + visible(line[column : start + WIDTH]).rstrip(), len(before)
