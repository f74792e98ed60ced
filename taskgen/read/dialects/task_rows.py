"""Rows of tables that have a column of tasks and none of ids: `| Task | Owner |`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from taskgen.read.dialects.id_table import Head, column, column_names, row, tables
from taskgen.read.dialects.labels import is_code

if TYPE_CHECKING:
    from collections.abc import Sequence

    from taskgen.markdown import Block
    from taskgen.read.dialects.base import Found
    from taskgen.read.dialects.source import Source

name = "task-rows"
unit = "rows"
_FEWEST = 2
_TASK = re.compile(
    r"(?:task|todo|to-do|ticket|work item|action item)s?(?: (?:name|title|description))?"
    r"|aufgaben?|tareas?|t[âa]ches?|tarefas?|compit[oi]|zadani[ea]|задач[аи]|任务|任務|タスク|작업",
    re.IGNORECASE,
)


def find(source: Source) -> Sequence[Found]:
    """The rows of all tables whose task column holds words in most of its cells."""
    found: list[Found] = []
    for table, rows in tables(source):
        title = column(column_names(table), _TASK)
        if title is not None and not source.is_no_task_section(table.start) and _holds_words(rows, title):
            head = Head(column_names(table), None, title)
            found += [row(source, block, head) for block in rows if block.cells[title].strip()]
    return found


def _holds_words(rows: Sequence[Block], title: int) -> bool:
    cells = [block.cells[title] for block in rows]
    worded = [cell for cell in cells if len(cell.split()) > 1 and not is_code(cell)]
    return len(rows) >= _FEWEST and 2 * len(worded) >= len(rows)
