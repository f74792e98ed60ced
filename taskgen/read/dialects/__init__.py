"""The dialects of task lists: one small module each, joined in the one dict below, in the order of preference."""

from __future__ import annotations

from typing import TYPE_CHECKING

from taskgen.read.dialects import (
    change_headings,
    front_matter,
    id_table,
    lettered_items,
    numbered_boxes,
    numbered_headings,
    ordered_items,
    pipe_lines,
    plain_bullets,
    story_headings,
    task_headings,
    task_master,
    task_paragraphs,
    task_rows,
    top_boxes,
)
from taskgen.read.dialects.heading_level import HeadingLevel

if TYPE_CHECKING:
    from taskgen.read.dialects.base import Dialect

# The first that finds tasks is taken.
DIALECTS: dict[str, Dialect] = {
    dialect.name: dialect
    for dialect in (
        task_master,
        task_headings,
        front_matter,
        task_paragraphs,
        numbered_boxes,
        id_table,
        pipe_lines,
        top_boxes,
        story_headings,
        numbered_headings,
        change_headings,
        ordered_items,
        task_rows,
        lettered_items,
        plain_bullets,
    )
}

# Only by `--level`.
LEVELS: dict[str, Dialect] = {f"h{level}": HeadingLevel(level) for level in range(1, 7)}
