"""Numbered headings that stand for tasks (`### 2.4 — Persist …`), where the list says by its title that they do."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from taskgen.read.dialects.heading_level import found_heading, heading_number
from taskgen.read.dialects.labels import follows
from taskgen.read.dialects.source import plain
from taskgen.read.dialects.status import take_marks
from taskgen.read.dialects.words import is_list_chapter, says_tasks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from taskgen.read.dialects.base import Found
    from taskgen.read.dialects.labels import Label
    from taskgen.read.dialects.source import Source
    from taskgen.text.markdown import Block

name = "numbered-headings"
unit = "headings"
_FEWEST = 2


def find(source: Source) -> Sequence[Found]:
    """The headings of the one level that has most numbered ones; chapters of a document are none."""
    headings = numbered(source)
    is_one_enough = any((label := _number(heading)) and label.kind == "code" for heading in headings)  # BL-001
    if len(headings) < _FEWEST and not is_one_enough:
        return []
    if not (_is_said(source, headings) or _counts_through(source, headings)):
        return []
    return [found_heading(source, heading) for heading in headings if not _is_under_criteria(source, heading)]


def find_all(source: Source) -> Sequence[Found]:
    """The same, whatever the headings over them say."""
    return [found_heading(source, heading) for heading in numbered(source)]


def numbered(source: Source) -> list[Block]:
    """The numbered headings of the one level that has most of them, those of chapters only where no chapter is a list.

    Where one chapter among several is ("3. Implementation Steps"), the numbered headings inside of it count.
    """
    headings = [h for h in source.headings if h is not source.title_block and _number(h)]
    most = _most(headings)
    lists = [heading for heading in most if _is_list_of_its_own(source, heading)] if len(most) >= _FEWEST else []
    if not lists:
        return most
    inside: set[int] = set()
    for heading in lists:
        inside.update(range(heading.end, source.section_end(heading)))
    return _most([heading for heading in headings if heading.start in inside])


def _is_under_criteria(source: Source, heading: Block) -> bool:
    """Whether a heading over it, not the one before it, is one like *Acceptance criteria*."""
    over = next((block for block in source.chain(heading) if block is not heading), None)
    return over is not None and source.is_no_task_section(over.start + 1)


def _number(heading: Block) -> Label | None:
    return heading_number(plain(heading.text))


def _most(headings: list[Block]) -> list[Block]:
    by_level: dict[int, list[Block]] = {}
    for heading in headings:
        by_level.setdefault(heading.level, []).append(heading)
    return max(by_level.values(), key=lambda headings: (len(headings), headings[0].level), default=[])


def _is_list_of_its_own(source: Source, heading: Block) -> bool:
    """Whether a chapter is called a list and holds one."""
    label = _number(heading)
    if label is None or not is_list_chapter(take_marks(label.rest).text):
        return False
    end = source.section_end(heading)
    below = sum(block.kind == "heading" for block in source.starting_in(heading.end, end))
    return below >= _FEWEST or len(source.items_in(heading.end, end)) >= _FEWEST


def _is_said(source: Source, headings: list[Block]) -> bool:
    """Whether the list's title, or a heading over the numbered ones, calls them tasks."""
    over = {block.start: block for heading in headings for block in source.chain(heading) if block is not heading}
    titles = [*over.values(), *([source.title_block] if source.title_block else [])]
    return any(says_tasks(plain(block.text)) for block in titles)


def _counts_through(source: Source, headings: list[Block]) -> bool:
    """Whether whole numbers go on across higher headings: chapters would begin anew."""
    labels = [_number(heading) for heading in headings]
    texts = [label.text for label in labels if label]
    sections = {next((b.start for b in source.chain(h) if b is not h), -1) for h in headings}
    pairs = itertools.pairwise(texts)
    return len(sections) > 1 and all(follows(after, before) for before, after in pairs)
