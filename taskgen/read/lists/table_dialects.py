"""Tasks in columns: rows of tables with ids, rows with a column of tasks, lines like `A01 | Spike | Owner`."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from taskgen.read.lists.details import labels_in
from taskgen.read.lists.dialect import Dialect, Extent, Title, bare_title, labelled_task, read_title, task_at
from taskgen.read.lists.items import series
from taskgen.read.lists.labels import is_code
from taskgen.read.lists.source import plain
from taskgen.read.lists.status import marked_status, status_word
from taskgen.read.lists.tables import ITEM, TASK, column, family, folded_names, read_id, tables
from taskgen.read.lists.words import names_list

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from taskgen.model import Task
    from taskgen.read.lists.source import Source
    from taskgen.read.lists.tables import Table
    from taskgen.text.markdown import Block

_WORD = re.compile(r"task[-_](?=\d)", re.IGNORECASE)
_NO_ID = re.compile(r"[\W_]*")


def find_id_rows(source: Source) -> Sequence[Task]:
    """The rows whose id cell is filled, of all tables that are lists of tasks by their heads."""
    return [
        row(source, block, table) for table in _id_row_tables(source) for block in table.rows if has_id(block, table)
    ]


def rows_without_id(source: Source) -> list[tuple[Block, str]]:
    """The rows of the same tables whose id cell holds no id, but which say something as a title; and that cell."""
    return [
        (block, "" if _NO_ID.fullmatch(cell) else cell)
        for table in _id_row_tables(source)
        if table.id is not None and table.title is not None
        for block in table.rows
        if block.cells[table.title] and not read_id(cell := block.cells[table.id])
    ]


def _id_row_tables(source: Source) -> list[Table]:
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


def row(source: Source, block: Block, table: Table) -> Task:
    """A row as a task."""
    own = read_id(block.cells[table.id]) if table.id is not None else None
    written = block.cells[table.title or 0]
    taken = {table.id, table.title}
    title = replace(
        read_title(written, None),
        label=own.text if own else "",
        metadata=tuple(_metadata(block, table, taken)),
    )
    stated = None if table.status is None else status_word(block.cells[table.status], table.names[table.status])
    return task_at(
        source,
        title,
        Extent(block.start, block.start, block.end),
        status=stated or title.status_with(_noted(block, table) or (own.status if own else None)),
        group=source.group(block.start),
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


ID_TABLE = Dialect(name="table-rows", unit="rows", find=find_id_rows)


# --- Task rows -------------------------------------------------------------------------------------------------------


_FEWEST = 2
_WORDS = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]{4}")  # scripts that put no spaces between words, or few
_OTHER = re.compile(
    r"(?<!\w)(?:decisions?|questions?|requirements?|glossary|references?|assumptions?|constraints?|history|change ?log"
    r"|legend|architecture|overview|out of scope)(?!\w)",
    re.IGNORECASE,
)


def find_task_rows(source: Source) -> Sequence[Task]:
    """The rows of all such tables."""
    return [
        row(source, block, table)
        for table in _task_row_tables(source)
        for block in table.rows
        if block.cells[table.title or 0].strip(" -\u2013—")
    ]


def _task_row_tables(source: Source) -> list[Table]:
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
    return not is_code(cell) and (len(cell.split()) > 1 or _WORDS.search(cell) is not None)


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


TASK_ROWS = Dialect(name="task-rows", unit="rows", find=find_task_rows)


# --- Lines of one paragraph, each a task in columns: `A01 | Spike | Core | Owner | - | Result` -----------------------


_FEWEST_LINES = 2
_FEWEST_CELLS = 3
_DEPENDS = re.compile(r"depends(?: on)?|dependenc(?:y|ies)|deps|blocked by", re.IGNORECASE)
_TITLE = re.compile(r"title|task|result|description|summary|name|ergebnis|titel|aufgabe", re.IGNORECASE)


def find_pipe_lines(source: Source) -> Sequence[Task]:
    """The lines that begin with an id and have the columns of their list."""
    paragraphs = [block for _, block in source.visible if block.kind == "paragraph" and "|" in block.text]
    names = next((names for block in paragraphs if (names := _names(block))), [])
    found = [task for block in paragraphs for task in _tasks(source, block, names)]
    return found if len(found) >= _FEWEST_LINES else []


def _names(block: Block) -> list[str]:
    """The columns' names, from a line like `ID | Type | Owner`."""
    cells = [cell.strip(" `*") for cell in block.text.split("\n", 1)[0].split("|")]
    return cells if cells[0].lower() in {"id", "nr", "no", "#"} and len(cells) >= _FEWEST_CELLS else []


def _tasks(source: Source, block: Block, names: list[str]) -> list[Task]:
    return [
        _found(source, block.start + offset, cells, names)
        for offset, line in enumerate(block.text.split("\n"))
        if len(cells := [cell.strip() for cell in line.split("|")]) >= _FEWEST_CELLS and is_code(cells[0])
    ]


def _found(source: Source, line: int, cells: list[str], names: list[str]) -> Task:
    columns = names if len(names) == len(cells) else [str(number) for number in range(1, len(cells) + 1)]
    title = next((i for i, column in enumerate(columns) if _TITLE.fullmatch(column)), len(cells) - 1)
    depends = next((i for i, column in enumerate(columns) if _DEPENDS.fullmatch(column)), None)
    named = columns is names
    return task_at(
        source,
        Title(
            label=cells[0].strip("*`[] "),
            text=bare_title(cells[title]),
            metadata=tuple(
                (columns[i], cell) for i, cell in enumerate(cells) if named and i not in {0, title} and cell
            ),
        ),
        Extent(line, line, line + 1),
        status=None,
        group=source.group(line),
        depends=labels_in(cells[depends]) if depends is not None else (),
    )


PIPE_LINES = Dialect(name="pipe-lines", unit="lines", find=find_pipe_lines)
