"""Lines of one paragraph, each a task in columns: `A01 | Spike | Core | Owner | - | Result`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from taskgen.read.dialects.base import Found, bare_title
from taskgen.read.dialects.details import labels_in
from taskgen.read.dialects.labels import is_code

if TYPE_CHECKING:
    from collections.abc import Sequence

    from taskgen.read.dialects.source import Source
    from taskgen.text.markdown import Block

name = "pipe-lines"
unit = "lines"
_FEWEST_LINES = 2
_FEWEST_CELLS = 3
_DEPENDS = re.compile(r"depends(?: on)?|dependenc(?:y|ies)|deps|blocked by", re.IGNORECASE)
_TITLE = re.compile(r"title|task|result|description|summary|name|ergebnis|titel|aufgabe", re.IGNORECASE)


def find(source: Source) -> Sequence[Found]:
    """The lines that begin with an id and have the columns of their list."""
    paragraphs = [block for _, block in source.visible if block.kind == "paragraph" and "|" in block.text]
    names = next((names for block in paragraphs if (names := _names(block))), [])
    found = [task for block in paragraphs for task in _tasks(source, block, names)]
    return found if len(found) >= _FEWEST_LINES else []


def _names(block: Block) -> list[str]:
    """The columns' names, from a line like `ID | Type | Owner`."""
    cells = [cell.strip(" `*") for cell in block.text.split("\n", 1)[0].split("|")]
    return cells if cells[0].lower() in {"id", "nr", "no", "#"} and len(cells) >= _FEWEST_CELLS else []


def _tasks(source: Source, block: Block, names: list[str]) -> list[Found]:
    return [
        _found(source, block.start + offset, cells, names)
        for offset, line in enumerate(block.text.split("\n"))
        if len(cells := [cell.strip() for cell in line.split("|")]) >= _FEWEST_CELLS and is_code(cells[0])
    ]


def _found(source: Source, line: int, cells: list[str], names: list[str]) -> Found:
    columns = names if len(names) == len(cells) else [str(number) for number in range(1, len(cells) + 1)]
    title = next((i for i, column in enumerate(columns) if _TITLE.fullmatch(column)), len(cells) - 1)
    depends = next((i for i, column in enumerate(columns) if _DEPENDS.fullmatch(column)), None)
    named = columns is names
    return Found(
        label=cells[0].strip("*`[] "),
        title=bare_title(cells[title]),
        line=line,
        body=line,
        end=line + 1,
        group=source.group(line),
        metadata=tuple((columns[i], cell) for i, cell in enumerate(cells) if named and i not in {0, title} and cell),
        depends=labels_in(cells[depends]) if depends is not None else (),
    )
