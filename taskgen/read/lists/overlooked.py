"""What a list's reading passes over though it could be tasks: lines that begin like items, tables."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from taskgen.diagnostics import note
from taskgen.read.lists.bullets import find_bullets, is_list
from taskgen.read.lists.dialect import TaskLines
from taskgen.read.lists.items import find_ordered_items, series
from taskgen.read.lists.source import plain
from taskgen.read.lists.status_words import DONE
from taskgen.read.lists.table_dialects import has_id
from taskgen.read.lists.tables import TASK, column, folded_names, glued, tables
from taskgen.read.lists.words import names_stage, says_tasks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from taskgen.diagnostics import Finding
    from taskgen.model import Task
    from taskgen.read.lists.items import Mark
    from taskgen.read.lists.source import Source
    from taskgen.read.lists.tables import Table
    from taskgen.text.markdown import Block

_FEWEST_LINES = 2
_FEWEST_ROWS = 3
_MOSTLY = 2
_SHOWN = 3
_LONGEST = 60

# Heads of tables that look something up.
_REFERENCE = re.compile(
    r"(?<!\w)(?:dates?|versions?|authors?|files?|paths?|fields?|values?|metrics?|settings?|options?|parameters?"
    r"|variables?|types?|terms?|definitions?|risks?|threats?|mitigations?|endpoints?|functions?|methods?|commands?"
    r"|flags?|results?|tests?|test cases?|examples?|columns?|defaults?|criteria|counts?|phases?|tools?|librar(?:y|ies)"
    r"|packages?|roles?|errors?|codes?|names?|pros|cons)(?!\w)",
    re.IGNORECASE,
)


def overlooked(source: Source, found: Sequence[Task]) -> list[Finding]:
    """Notes about what is in no task."""
    return [*_lines(source, found), *_tables(source, found), *_glued_tables(source, found), *_items(source, found)]


def hints(source: Source) -> list[str]:
    """What would make tasks of such things, in a list that has no task."""
    runs, likely = series(source), _likely(source)
    said = [_apart(table) for table in _glued(source)[:1]]
    if runs:
        first = runs[0][0]
        said.append(f"a heading like ## Tasks over line {first.line + 1} makes tasks of {_named(runs[0])}")
    if doubtful := [table for table in tables(source) if _is_doubtful(source, table)]:
        said.append(_hint(max(doubtful, key=lambda table: len(table.rows))))
    elif likely:
        table = max(likely, key=lambda table: len(table.rows))
        said.append(f"columns called ID and Task make tasks of the {_rows_at(table)}")
    return said


def _is_doubtful(source: Source, table: Table) -> bool:
    return table.id is not None and table.title is not None and not source.is_no_task_section(table.head.start)


def _hint(table: Table) -> str:
    """What makes tasks of a table with ids and titles."""
    odd = [row.cells[table.id or 0] for row in table.rows if not has_id(row, table)]
    if 2 * len(odd) > len(table.rows):
        return f"ids like T1 or ST-2 in place of `{odd[0][:40]}` make tasks of the {_rows_at(table)}"
    return f"a column called Status, or a heading like # Backlog over it, makes tasks of the {_rows_at(table)}"


def _rows_at(table: Table) -> str:
    return f"{len(table.rows)} rows in line {table.head.start + 1}"


def _glued(source: Source) -> list[Table]:
    """Tables that would be tasks by their heads, and are text as no blank line stands over them."""
    return [
        table
        for table in glued(source)
        if table.is_of_tasks or (column(folded_names(table.names), TASK) is not None and table.rows)
    ]


def _apart(table: Table) -> str:
    return f"a blank line over line {table.head.start + 1} makes a table of what is part of the quotation or item above"


def _lines(source: Source, found: Sequence[Task]) -> list[Finding]:
    inside, sections = TaskLines(found), _sections(source, found)
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


def _sections(source: Source, found: Sequence[Task]) -> frozenset[tuple[int, int]]:
    """Where the tasks stand: under which heading, and at which level where they are headings themselves."""
    sections = set()
    for task in found:
        own = source.heading_above(task.place.line)
        if own is not None and own.start == task.place.line - 1:
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


def _items(source: Source, found: Sequence[Task]) -> list[Finding]:
    """Items without boxes that would be tasks by themselves, in another section than the tasks are in."""
    inside = TaskLines(found)
    others = [*find_bullets(source), *find_ordered_items(source)]
    others = [task for task in others if task.status != DONE and task.place.line - 1 not in inside]
    holding = {id(source.heading_above(task.place.line - 1)) for task in found}
    is_plain = all(not task.label for task in found)
    left = [task for task in others if _is_section_of_tasks(source, task, holding, is_plain=is_plain)]
    if not left:
        return []
    left.sort(key=lambda task: task.place.line)
    over = source.heading_above(left[0].place.line - 1)
    where = f" under {plain(over.text)[:_LONGEST]!r}" if over else ""
    more = " and elsewhere" if any(source.heading_above(task.place.line - 1) is not over for task in left) else ""
    message = f"list items{where}{more}, in no task: {len(left)}"
    return [note("items-outside-tasks", left[0].place, message, "write - [ ] before each that is a task")]


def _is_section_of_tasks(source: Source, task: Task, holding: set[int], *, is_plain: bool) -> bool:
    """Whether a heading that is over no task names tasks or a phase, or is a part of a plain list."""
    over = source.heading_above(task.place.line - 1)
    if over is None or over is source.title_block or id(over) in holding:
        return False
    text = plain(over.text)
    return names_stage(text) or is_list(source, over) or (is_plain and not says_tasks(text))


def _tables(source: Source, found: Sequence[Task]) -> list[Finding]:
    """Tables outside of the tasks that have far more rows than there are tasks."""
    inside = TaskLines(found)
    left = [
        table
        for table in _likely(source)
        if table.head.start not in inside and len(table.rows) > _MOSTLY * len(found) and not _is_read(table, inside)
    ]
    if not left:
        return []
    more = f", and {len(left) - 1} more like it" if len(left) > 1 else ""
    message = (
        f"a table of {len(left[0].rows)} rows in no task{more}: its heads name no column of ids and none of titles"
    )
    place = source.place(left[0].head.start)
    return [note("unread-form", place, message, "if its rows are tasks, call the columns ID and Task")]


def _is_read(table: Table, inside: TaskLines) -> bool:
    return any(row.start in inside for row in table.rows)


def _glued_tables(source: Source, found: Sequence[Task]) -> list[Finding]:
    """Tables of tasks that Markdown takes for a part of the quotation or item above them."""
    inside = TaskLines(found)
    left = [table for table in _glued(source) if table.head.start not in inside]
    if not left:
        return []
    rows = sum(len(table.rows) for table in left)
    message = f"rows of a table that is part of the quotation or item above it, in no task: {rows}"
    return [note("unread-form", source.place(left[0].head.start), message, "put a blank line over the table")]


def _likely(source: Source) -> list[Table]:
    """Tables of some rows that say something in several words and, by their heads, look nothing up."""
    return [
        table
        for table in tables(source)
        if len(table.rows) >= _FEWEST_ROWS
        and not any(_REFERENCE.search(name) for name in table.names)
        and not source.is_no_task_section(table.head.start)
        and _MOSTLY * sum(_says_something(row) for row in table.rows) > len(table.rows)
    ]


def _says_something(row: Block) -> bool:
    return any(len(cell.split()) > 1 and not cell.startswith("`") for cell in row.cells)
