"""Rows of tables that have a column of ids and a column of titles."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from taskgen.read.dialects.base import Found, labelled_task, read_title
from taskgen.read.dialects.details import labels_in
from taskgen.read.dialects.marked_lines import series
from taskgen.read.dialects.status import marked_status, status_word
from taskgen.read.dialects.tables import family, read_id, tables

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from taskgen.read.dialects.source import Source
    from taskgen.read.dialects.tables import Table
    from taskgen.text.markdown import Block

name = "table-rows"
unit = "rows"
_WORD = re.compile(r"task[-_](?=\d)", re.IGNORECASE)
_NO_ID = re.compile(r"[\W_]*")


def find(source: Source) -> Sequence[Found]:
    """The rows whose id cell is filled, of all tables that are lists of tasks by their heads."""
    return [row(source, block, table) for table in _tables(source) for block in table.rows if has_id(block, table)]


def rows_without_id(source: Source) -> list[tuple[Block, str]]:
    """The rows of the same tables whose id cell holds no id, but which say something as a title; and that cell."""
    return [
        (block, "" if _NO_ID.fullmatch(cell) else cell)
        for table in _tables(source)
        if table.id is not None and table.title is not None
        for block in table.rows
        if block.cells[table.title] and not read_id(cell := block.cells[table.id])
    ]


def _tables(source: Source) -> list[Table]:
    """Tables of tasks by their heads, and those whose ids go on with theirs."""
    listed = [table for table in tables(source) if table.id is not None and table.title is not None]
    if any(table.is_of_files for table in listed) and has_steps(source):
        listed = [table for table in listed if not table.is_of_files]
    labels = {label for table in listed if table.is_of_tasks for label in labels_of(table)}
    families = {family(label) for label in labels} - {""}
    return [table for table in listed if table.is_of_tasks or _goes_on(table, labels, families)]


def _goes_on(table: Table, labels: set[str], families: set[str]) -> bool:
    """Whether a table's ids are like those of the tables of tasks, and new: an overview tells the same ones again."""
    own = labels_of(table)
    return bool(own) and all(label not in labels and family(label) in families for label in own)


def has_steps(source: Source) -> bool:
    """Whether headings are tasks or steps: then a table of files says what they touch."""
    return any(labelled_task(heading.text) for heading in source.headings) or any(
        run[0].block.kind == "heading" for run in series(source)
    )


def labels_of(table: Table) -> list[str]:
    """The ids of a table's rows."""
    index = table.id
    return [] if index is None else [one.text for row in table.rows if (one := read_id(row.cells[index]))]


def has_id(block: Block, table: Table) -> bool:
    """Whether a row's id cell holds one."""
    return table.id is not None and read_id(block.cells[table.id]) is not None


def row(source: Source, block: Block, table: Table) -> Found:
    """A row as a task."""
    own = read_id(block.cells[table.id]) if table.id is not None else None
    written = block.cells[table.title or 0]
    title = read_title(written, None)
    stated = None if table.status is None else status_word(block.cells[table.status], table.names[table.status])
    taken = {table.id, table.title}
    return Found(
        label=own.text if own else "",
        title=title.text,
        line=block.start,
        body=block.start,
        end=block.end,
        status=stated or title.status_with(_noted(block, table) or (own.status if own else None)),
        group=source.group(block.start),
        optional=title.optional,
        parallel=title.parallel,
        metadata=tuple(_metadata(block, table, taken)),
        depends=_depends(block, table) if table.depends is not None else (),
    )


def _noted(block: Block, table: Table) -> str | None:
    """What a mark with a word says at the start of another cell: `✅ Done — see #12` among the notes."""
    known = {table.id, table.title, table.status, table.depends}
    others = (cell for i, cell in enumerate(block.cells) if i not in known)
    return next((status for cell in others if (status := marked_status(cell))), None)


def _metadata(block: Block, table: Table, taken: set[int | None]) -> Iterator[tuple[str, str]]:
    cells = zip(table.names, block.cells, strict=True)
    return ((key, cell) for i, (key, cell) in enumerate(cells) if i not in taken and cell)


def _depends(block: Block, table: Table) -> tuple[str, ...]:
    """What a row depends on, in the form of its own id: with TASK- where that has it."""
    own = _WORD.match(block.cells[table.id].strip(" *`_[]")) if table.id is not None else None
    labels = labels_in(block.cells[table.depends or 0])
    return tuple(own[0] + label if own and label[:1].isdigit() else label for label in labels)
