"""What a list's reading passes over though it could be tasks: lines that begin like items, tables."""

from __future__ import annotations

import bisect
import re
from typing import TYPE_CHECKING

from taskgen.diagnostics import note
from taskgen.read.dialects.id_table import column_names, tables
from taskgen.read.dialects.marked_lines import series
from taskgen.read.dialects.source import plain
from taskgen.read.dialects.words import says_tasks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from taskgen.diagnostics import Finding
    from taskgen.markdown import Block
    from taskgen.read.dialects.base import Found
    from taskgen.read.dialects.marked_lines import Mark
    from taskgen.read.dialects.source import Source

_FEWEST_LINES = 2
_FEWEST_ROWS = 3
_MOSTLY = 2
_SHOWN = 3

# Heads of tables that look something up.
_REFERENCE = re.compile(
    r"(?<!\w)(?:dates?|versions?|authors?|files?|paths?|fields?|values?|metrics?|settings?|options?|parameters?"
    r"|variables?|types?|terms?|definitions?|risks?|threats?|mitigations?|endpoints?|functions?|methods?|commands?"
    r"|flags?|results?|tests?|test cases?|examples?|columns?|defaults?|criteria|counts?|phases?|tools?|librar(?:y|ies)"
    r"|packages?|roles?|errors?|codes?|names?|pros|cons)(?!\w)",
    re.IGNORECASE,
)


def overlooked(source: Source, found: Sequence[Found]) -> list[Finding]:
    """Notes about what is in no task."""
    return [*_lines(source, found), *_tables(source, found)]


def hints(source: Source) -> list[str]:
    """What would make tasks of such things, in a list that has no task."""
    runs, likely = series(source), _likely(source)
    said = []
    if runs:
        first = runs[0][0]
        said.append(f"a heading like ## Tasks over line {first.line + 1} makes tasks of {_named(runs[0])}")
    if likely:
        head, rows = max(likely, key=lambda table: len(table[1]))
        said.append(f"columns called ID and Task make tasks of the {len(rows)} rows in line {head.start + 1}")
    return said


def _lines(source: Source, found: Sequence[Found]) -> list[Finding]:
    inside, sections = _Inside(found), _sections(source, found)
    runs = [[mark for mark in run if mark.line not in inside] for run in series(source)]
    runs = [run for run in runs if len(run) >= _FEWEST_LINES]
    marks = [
        mark for run in runs if len(run) > _MOSTLY * len(found) or _is_among(source, run[0], sections) for mark in run
    ]
    if not marks:
        return []
    message = f"lines that begin like items, in no task: {len(marks)} ({_named(marks)})"
    next_step = "if they are tasks, write each as a heading: ## Task 1: ..."
    return [note("unread-form", source.place(marks[0].line), message, next_step)]


def _named(run: Sequence[Mark]) -> str:
    return ", ".join(mark.shown for mark in run[:_SHOWN]) + (", ..." if len(run) > _SHOWN else "")


def _is_among(source: Source, first: Mark, sections: frozenset[tuple[int, int]]) -> bool:
    """Whether a series stands under a heading that announces tasks, or in one section with tasks."""
    level, over = first.block.level, _over(source, first.block)
    return (over is not None and says_tasks(plain(over.text))) or _section(level, over) in sections


def _sections(source: Source, found: Sequence[Found]) -> frozenset[tuple[int, int]]:
    """Where the tasks stand: under which heading, and at which level where they are headings themselves."""
    sections = set()
    for task in found:
        own = source.heading_above(task.line + 1)
        if own is not None and own.start == task.line:
            sections.add(_section(own.level, _over(source, own)))
        else:
            sections.add(_section(0, own))
    return frozenset(sections)


def _section(level: int, over: Block | None) -> tuple[int, int]:
    return level, -1 if over is None else over.start


def _over(source: Source, block: Block) -> Block | None:
    """The heading over a block, for headings the one of a lower level."""
    if block.kind != "heading":
        return source.heading_above(block.start)
    return next((above for above in source.chain(block) if above is not block), None)


def _tables(source: Source, found: Sequence[Found]) -> list[Finding]:
    """Tables outside of the tasks that have far more rows than there are tasks."""
    inside = _Inside(found)
    tables_left = [
        (head, rows) for head, rows in _likely(source) if head.start not in inside and len(rows) > _MOSTLY * len(found)
    ]
    if not tables_left:
        return []
    head, rows = tables_left[0]
    more = f", and {len(tables_left) - 1} more like it" if len(tables_left) > 1 else ""
    message = f"a table of {len(rows)} rows in no task{more}: its heads name no column of ids and none of titles"
    return [
        note("unread-form", source.place(head.start), message, "if its rows are tasks, call the columns ID and Task")
    ]


def _likely(source: Source) -> list[tuple[Block, list[Block]]]:
    """Tables of some rows that say something in several words and, by their heads, look nothing up."""
    return [
        (head, rows)
        for head, rows in tables(source)
        if len(rows) >= _FEWEST_ROWS
        and not any(_REFERENCE.search(name) for name in column_names(head))
        and not source.is_no_task_section(head.start)
        and _MOSTLY * sum(_says_something(row) for row in rows) > len(rows)
    ]


def _says_something(row: Block) -> bool:
    return any(len(cell.split()) > 1 and not cell.startswith("`") for cell in row.cells)


class _Inside:
    """The lines of tasks."""

    def __init__(self, found: Sequence[Found]) -> None:
        self.ranges = sorted((task.line, task.end) for task in found)

    def __contains__(self, line: int) -> bool:
        """Whether a line is one of a task's."""
        index = bisect.bisect_right(self.ranges, line, key=lambda task: task[0])
        return index > 0 and line < self.ranges[index - 1][1]
