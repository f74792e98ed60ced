"""Boxes without labels: those in no other box are tasks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from taskgen.read.dialects.base import Found, Later, found_item, steps_in
from taskgen.read.dialects.labels import task_label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from taskgen.read.dialects.source import Item, Source

name = "top-level-boxes"
unit = "boxes"


def find(source: Source) -> Sequence[Found]:
    """Every box that is in no other box; boxes under *Acceptance criteria* and the like are no tasks."""
    boxes = [box for box in source.top_boxes() if box.first_line and not source.is_no_task_section(box.block.start)]
    return Later(boxes, lambda box: box.block.start, lambda box: _found(source, box))


def _found(source: Source, box: Item) -> Found:
    end = box.block.end
    return found_item(source, box, end, steps_in(source, box.block.start + 1, end), task_label(box.first_line))
