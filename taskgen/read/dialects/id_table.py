"""Rows of tables that have a column of ids and a column of titles."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from taskgen.read.dialects.base import Found, read_title
from taskgen.read.dialects.details import labels_in
from taskgen.read.dialects.labels import is_code
from taskgen.read.dialects.status import status_word

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from taskgen.markdown import Block
    from taskgen.read.dialects.source import Source

name = "table-rows"
unit = "rows"
_ID = re.compile(
    r"(?:task[ -]?)?(?:id|no\.?|nr\.?|number|key|#)|#|№|ticket(?: id)?|task"
    r"|(?:任务|任務|タスク|작업) ?(?:id|编号|番号|번호)?|编号|番号|序号|번호",
    re.IGNORECASE,
)
_TITLE = re.compile(
    r"(?:task|todo|to-do|ticket|story|title|action|work item|item|summary|feature|deliverable)s?"
    r"(?: (?:name|title|description))?"
    r"|description|name|what|aufgabe|titel|beschreibung|tarea|tâche|tarefa|задача|название|описание"
    r"|(?:任务|任務)?(?:名称|描述|标题|内容)|(?:タスク|作業)(?:名|内容)?|任务|任務|작업(?: ?(?:명|내용))?",
    re.IGNORECASE,
)
_STATUS = re.compile(r"status|state|done|progress|статус|状态|状態|상태", re.IGNORECASE)
_DEPENDS = re.compile(r"depends(?: on)?|dependenc(?:y|ies)|blocked by|after|deps|依赖|依存|의존성", re.IGNORECASE)
_WORD = re.compile(r"task[-_](?=\d)", re.IGNORECASE)
_SURE = re.compile(
    r"task|todo|to-do|ticket|story|action|work item|aufgabe|tarea|tâche|tarefa|задача|任务|任務|タスク|작업",
    re.IGNORECASE,
)


def find(source: Source) -> Sequence[Found]:
    """The rows whose id cell is filled, of all tables that are lists of tasks by their heads."""
    return [row(source, block, head) for block, head in _rows(source) if is_code(id_cell(block, head))]


def rows_without_id(source: Source) -> list[Block]:
    """The rows of the same tables whose id cell holds no id, but which say something as a title."""
    return [block for block, head in _rows(source) if block.cells[head.title] and not is_code(id_cell(block, head))]


def tables(source: Source) -> Iterator[tuple[Block, list[Block]]]:
    """The head and the rows of each table."""
    head: Block | None = None
    rows: list[Block] = []
    for _, block in source.visible:
        if block.kind == "table-row" and block.header:
            if head is not None:
                yield head, rows
            head, rows = block, []
        elif block.kind == "table-row":
            rows.append(block)
    if head is not None:
        yield head, rows


def _rows(source: Source) -> Iterator[tuple[Block, Head]]:
    for top, rows in tables(source):
        if head := _head(top):
            yield from ((block, head) for block in rows)


class Head:
    """Which column says what; indexes of cells, None for a column that is not there."""

    def __init__(self, names: list[str], label: int | None, title: int) -> None:
        self.names = names
        self.id = label
        self.title = title
        self.status = column(names, _STATUS)
        self.depends = column(names, _DEPENDS)


def _head(block: Block) -> Head | None:
    names = column_names(block)
    label = column(names, _ID)
    title = next((i for i, cell in enumerate(names) if i != label and _TITLE.fullmatch(cell)), None)
    if label is None or title is None:
        return None
    head = Head(names, label, title)
    sure = _SURE.search(names[title]) or _SURE.search(names[label]) or head.status is not None
    return head if sure else None


def column_names(head: Block) -> list[str]:
    """What the cells of a table's head say."""
    return [cell.strip(" *_`") for cell in head.cells]


def column(names: list[str], wanted: re.Pattern[str]) -> int | None:
    """The first column that is called so."""
    return next((index for index, cell in enumerate(names) if wanted.fullmatch(cell)), None)


def id_cell(block: Block, head: Head) -> str:
    """A row's id as written; empty where the table has no column of ids."""
    return "" if head.id is None else block.cells[head.id]


def row(source: Source, block: Block, head: Head) -> Found:
    """A row as a task."""
    title = read_title(block.cells[head.title], None)
    status = status_word(block.cells[head.status]) if head.status is not None else None
    taken = {head.id, head.title}
    return Found(
        label=id_cell(block, head).strip(" *`_[]#№"),
        title=title.text,
        line=block.start,
        body=block.start,
        end=block.end,
        status=status or title.status,
        group=source.group(block.start),
        optional=title.optional,
        parallel=title.parallel,
        metadata=tuple(
            (key, cell)
            for i, (key, cell) in enumerate(zip(head.names, block.cells, strict=True))
            if i not in taken and cell
        ),
        depends=_depends(block, head) if head.depends is not None else (),
    )


def _depends(block: Block, head: Head) -> tuple[str, ...]:
    """What a row depends on, in the form of its own id: with TASK- where that has it."""
    own = _WORD.match(id_cell(block, head).strip(" *`_[]"))
    labels = labels_in(block.cells[head.depends or 0])
    return tuple(own[0] + label if own and label[:1].isdigit() else label for label in labels)
