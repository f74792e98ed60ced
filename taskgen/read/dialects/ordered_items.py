"""Items of ordered lists, where a heading announces tasks or the list is all that the file holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from taskgen.read.dialects.base import Found, found_item, step_of
from taskgen.read.dialects.source import plain
from taskgen.read.dialects.words import says_tasks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from taskgen.read.dialects.source import Item, Source

name = "ordered-items"
unit = "items"


def find(source: Source) -> Sequence[Found]:
    """The outermost ordered items whose nearest heading announces tasks."""
    return [
        _found(source, item)
        for item in source.items
        if item.number and item.above is None and item.first_line and _is_announced(source, item)
    ]


def _is_announced(source: Source, item: Item) -> bool:
    heading = source.heading_above(item.block.start)
    if heading is None or len(source.headings) == 1:
        return len(source.headings) <= 1
    return says_tasks(plain(heading.text))


def _found(source: Source, item: Item) -> Found:
    inner = source.items_in(item.block.start + 1, item.block.end)
    steps = (step_of(source, step) for step in inner if step.above and step.above.index == item.index)
    return found_item(source, item, item.block.end, steps, None)
