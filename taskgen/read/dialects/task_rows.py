"""Rows of tables that are tasks by a column of tasks (`| Task | Owner |`), or by the heading over them (*Backlog*)."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from taskgen.patterns import lazy
from taskgen.read.dialects.id_table import has_steps, labels_of, row
from taskgen.read.dialects.labels import is_code
from taskgen.read.dialects.source import plain
from taskgen.read.dialects.status import status_word
from taskgen.read.dialects.tables import ITEM, TASK, column, family, folded_names, tables
from taskgen.read.dialects.words import names_list

if TYPE_CHECKING:
    from collections.abc import Sequence

    from taskgen.read.dialects.base import Found
    from taskgen.read.dialects.source import Source
    from taskgen.read.dialects.tables import Table

name = "task-rows"
unit = "rows"
_FEWEST = 2
_WORDS = lazy("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]{4}")  # scripts that put no spaces between words, or few
_OTHER = re.compile(
    r"(?<!\w)(?:decisions?|questions?|requirements?|glossary|references?|assumptions?|constraints?|history|change ?log"
    r"|legend|architecture|overview|out of scope)(?!\w)",
    re.IGNORECASE,
)


def find(source: Source) -> Sequence[Found]:
    """The rows of all such tables."""
    return [
        row(source, block, table)
        for table in _tables(source)
        for block in table.rows
        if block.cells[table.title or 0].strip(" -\u2013—")
    ]


def _tables(source: Source) -> list[Table]:
    """The tables of tasks, among them small ones with a column of tasks that is called like that of another one."""
    likely = [table for table in tables(source) if not source.is_no_task_section(table.head.start)]
    read = {table.head.start: one for table in likely if (one := _as_tasks(source, table))}
    called = {table.names[table.title] for table in read.values() if table.id is None and table.title is not None}
    known = {table.names for table in read.values() if table.id is None}
    for table in likely:
        title = next((index for index, name in enumerate(table.names) if name in called), None)
        if title is not None and (table.names in known or _is_worded_mostly(table, title)):
            read.setdefault(table.head.start, replace(table, id=None, title=title))
    return [read[start] for start in sorted(read)]


def _as_tasks(source: Source, table: Table) -> Table | None:
    """A table with the column that holds what is to be done; None where its rows are no tasks."""
    folded = folded_names(table.names)
    title, is_listed = column(folded, TASK), _is_listed(source, table)
    if title is None and table.id is None and is_listed:
        title = column(folded, ITEM)
    if title is not None and _holds_tasks(table, title, is_listed=is_listed):
        return replace(table, id=None, title=title)
    return table if is_listed and _is_of_one_family(source, table) else None


def _is_listed(source: Source, table: Table) -> bool:
    """Whether a heading over a table calls it a list of tasks, and none below that calls it something else."""
    heading = source.heading_above(table.head.start)
    for block in source.chain(heading):
        text = plain(block.text)
        if names_list(text):
            return True
        if _OTHER.search(text):
            return False
    title = source.title_block
    return title is not None and names_list(plain(title.text))


def _holds_tasks(table: Table, title: int, *, is_listed: bool) -> bool:
    """Whether a column's cells say what is to be done, in words, or whether the rest shows that they mean it."""
    cells = [block.cells[title] for block in table.rows]
    if 2 * sum(is_code(cell) for cell in cells) > len(cells):
        return False
    if is_listed and column(folded_names(table.names), TASK) is not None:
        return bool(cells)
    states = [block.cells[table.status] for block in table.rows] if table.status is not None else []
    told = 2 * sum(status_word(state) is not None for state in states) > len(cells)
    return len(cells) >= _FEWEST and (told or _is_worded_mostly(table, title))


def _is_worded_mostly(table: Table, title: int) -> bool:
    return 2 * sum(_is_worded(block.cells[title]) for block in table.rows) >= len(table.rows) > 0


def _is_worded(cell: str) -> bool:
    return not is_code(cell) and (len(cell.split()) > 1 or _WORDS().search(cell) is not None)


def _is_of_one_family(source: Source, table: Table) -> bool:
    """Whether each row has an id, all of them of one series."""
    if table.id is None or table.title is None or (table.is_of_files and has_steps(source)):
        return False
    labels = labels_of(table)
    if len(labels) < len(table.rows):
        return False
    letters = {family(label) for label in labels}
    return len(letters) == 1 and (letters != {""} or _counts(labels))


def _counts(labels: Sequence[str]) -> bool:
    """Whether numbers count from 1 on."""
    return labels == [str(number) for number in range(1, len(labels) + 1)]
