"""Plain paragraphs or items that say `Task 1: …`, over a list or a text of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from taskgen.read.lists.dialect import Dialect, Extent, labelled_task, read_title, step_of, task_at
from taskgen.read.lists.source import plain
from taskgen.read.lists.status import take_marks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from taskgen.model import SubStep, Task
    from taskgen.read.lists.source import Source
    from taskgen.text.markdown import Block

_FEWEST = 2


def find_paragraphs(source: Source) -> Sequence[Task]:
    """The paragraphs whose first line is a task's label and title; one alone must stand over a list."""
    titles = _titles(source)
    if len(titles) < _FEWEST and not any(_is_over_a_list(source, index) for index, _ in titles):
        return []
    starts = [block.start for _, block in titles]
    ends = [*starts[1:], len(source.blocks.lines)]
    return [
        _found(source, block, min(end, source.next_heading(block.start)))
        for (_, block), end in zip(titles, ends, strict=True)
    ]


def _titles(source: Source) -> list[tuple[int, Block]]:
    """Top-level paragraphs; where there are none, items of lists that are in no other."""
    paragraphs = [(i, b) for i, b in source.visible if b.kind == "paragraph" and b.depth == 0 and _label(b)]
    if paragraphs:
        return paragraphs
    outermost = [item for item in source.items if item.above is None and not item.is_box and item.text]
    inside = [(item.index + 1, source.blocks[item.index + 1]) for item in outermost]
    return [(i, b) for i, b in inside if b.kind == "paragraph" and _label(b)]


def _label(block: Block) -> bool:
    """A sentence may begin with "Task 1 is": only bold type, or a colon or dash behind it, makes a title."""
    line = plain(block.text.split("\n", 1)[0])
    label = labelled_task(line)
    if label is None or not label.text:
        return False
    after = take_marks(line).text.split(label.text, 1)[-1]
    behind = after.lstrip("*_] ")
    return after.startswith("**") or behind[:1] in {":", "\uff1a", "-", "\u2013", "—", ".", ")"} or not behind


def _is_over_a_list(source: Source, index: int) -> bool:
    following = source.blocks[index + 1] if index + 1 < len(source.blocks) else None
    return following is not None and following.kind == "list"


def _found(source: Source, block: Block, end: int) -> Task:
    line = plain(block.text.split("\n", 1)[0])
    marked = take_marks(line)
    title = read_title(marked.text, labelled_task(line))
    return task_at(
        source,
        title,
        Extent(block.start, block.start + 1, end),
        status=marked.status or title.status_with(None, is_struck=marked.is_struck),
        group=source.group(block.start),
        steps=_steps(source, block, end),
    )


def _steps(source: Source, block: Block, end: int) -> tuple[SubStep, ...]:
    inner = source.items_in(block.end, end)
    boxes = tuple(item for item in inner if item.is_box)
    return tuple(step_of(source, item) for item in boxes or inner if boxes or item.above is None)


TASK_PARAGRAPHS = Dialect(name="task-paragraphs", unit="paragraphs", find=find_paragraphs)
