"""Items that only people see as such (`Step B) …`, `A. …`, `(3) …`), where a heading announces tasks."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from taskgen.read.dialects.base import Found, read_title, steps_in
from taskgen.read.dialects.labels import Label
from taskgen.read.dialects.marked_lines import series
from taskgen.read.dialects.source import plain
from taskgen.read.dialects.words import says_tasks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from taskgen.read.dialects.marked_lines import Mark
    from taskgen.read.dialects.source import Source

name = "lettered-items"
unit = "items"
_FEWEST_ALONE = 3


def find(source: Source) -> Sequence[Found]:
    """The series of lines that a heading announces, or that are most of what a file without headings holds."""
    by_line = {mark.line: mark for run in series(source) if _is_announced(source, run) for mark in run}
    pairs = itertools.pairwise([*sorted(by_line), len(source.blocks.lines)])
    return [_found(source, by_line[line], end) for line, end in pairs]


def _is_announced(source: Source, run: Sequence[Mark]) -> bool:
    """Whether the headings over a series, or the lack of anything else, make it one of tasks."""
    first = run[0].block
    if first.kind == "heading":
        over = [block for block in source.chain(first) if block is not first] or source.headings[:1]
        is_said = any(says_tasks(plain(block.text)) for block in over if block is not first)
        return is_said or len(run) == len(source.headings) >= _FEWEST_ALONE
    nearest = source.heading_above(first.start)
    if nearest is not None:
        return says_tasks(plain(nearest.text))
    paragraphs = sum(block.kind == "paragraph" and block.depth == 0 for _, block in source.visible)
    return len(run) >= _FEWEST_ALONE and 2 * len(run) >= paragraphs


def _found(source: Source, mark: Mark, end: int) -> Found:
    is_heading = mark.block.kind == "heading"
    body = mark.block.end if is_heading else mark.line + 1
    end = min(end, _end(source, mark))
    above = next((block for block in source.chain(mark.block) if block is not mark.block), None)
    title = read_title(mark.rest, Label(text=mark.label, rest=mark.rest, kind="plain"))
    return Found(
        label=title.label,
        title=title.text,
        line=mark.line,
        body=body,
        end=end,
        status=title.status_with(None),
        group=source.group(above.start + 1 if above else 0) if is_heading else source.group(mark.line),
        optional=title.optional,
        parallel=title.parallel,
        metadata=title.metadata,
        steps=steps_in(source, body, end),
    )


def _end(source: Source, mark: Mark) -> int:
    """The line behind what belongs to a mark, if no other follows."""
    if mark.block.kind == "heading":
        return source.section_end(mark.block)
    item = source.item_of(mark.block)
    return source.next_heading(mark.line) if item is None else item.block.end
