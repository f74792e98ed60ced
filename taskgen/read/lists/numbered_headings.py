"""Headings with numbers (`### 2.4 — Persist …`) where the list's title calls them tasks; all of a level on demand."""

from __future__ import annotations

import functools
import itertools
import re
from typing import TYPE_CHECKING

from taskgen.read.lists.dialect import Dialect, Extent, group_of, labelled_task, read_title, steps_in, task_at
from taskgen.read.lists.labels import Label, follows, number_label
from taskgen.read.lists.source import plain
from taskgen.read.lists.status import take_marks
from taskgen.read.lists.words import is_list_chapter, says_tasks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from taskgen.model import Task
    from taskgen.read.lists.source import Source
    from taskgen.text.markdown import Block

# `A1 — Title`, `D1.2 ⬜ Title`, `B3: Title`; a P1 is a priority, M1, Q1, V1, W1 are times, AC1, FR1 say what is wanted.
_BRIEF = re.compile(
    r"(?!(?:[HMPQVW]|AC|FR)\d)(?P<label>[A-Z]{1,2}\d{1,3}(?:\.\d{1,3})?[a-z]?)\*{0,2}"
    r"(?:\s*[:\uff1a]\s*|\s+[\u2013—-]\s+|\s+(?=[^\w\s(\[\"'`&+/,.]))(?=\S)"
)


def find_level(level: int, source: Source) -> Sequence[Task]:
    """Every heading of a level."""
    return [found_heading(source, heading) for heading in source.headings if heading.level == level]


def heading_number(text: str) -> Label | None:
    """The number or code that a heading begins with, status marks at its ends taken off."""
    line = take_marks(text).text
    if label := number_label(line):
        return label
    found = _BRIEF.match(line.lstrip("*_ ")) or _BRIEF.match(text.lstrip("*_ "))  # the mark may be all that parts them
    return Label(text=found["label"], rest=found.string[found.end() :], kind="brief") if found else None


def found_heading(source: Source, heading: Block) -> Task:
    """A heading as a task, down to the next heading of its level or above."""
    text = plain(heading.text)
    marked = take_marks(text)
    title = read_title(marked.text, labelled_task(text) or heading_number(text))
    end = source.section_end(heading)
    return task_at(
        source,
        title,
        Extent(heading.start, heading.end, end),
        status=marked.status or title.status_with(None, is_struck=marked.is_struck),
        group=group_of(source, heading),
        steps=steps_in(source, heading.end, end),
    )


# Only by `--level`.
LEVELS = {
    name: Dialect(name=name, unit="headings", find=functools.partial(find_level, level))
    for level, name in enumerate(("h1", "h2", "h3", "h4", "h5", "h6"), 1)
}


# --- Numbered headings that stand for tasks (`### 2.4 — Persist …`), where the list says by its title that they do ---


_FEWEST = 2


def find_numbered_headings(source: Source) -> Sequence[Task]:
    """The headings of the one level that has most numbered ones; chapters of a document are none."""
    headings = numbered(source)
    is_one_enough = any((label := _number(heading)) and label.kind == "code" for heading in headings)  # BL-001
    if len(headings) < _FEWEST and not is_one_enough:
        return []
    if not (_is_said(source, headings) or _counts_through(source, headings)):
        return []
    return [found_heading(source, heading) for heading in headings if not _is_under_criteria(source, heading)]


def find_all_numbered_headings(source: Source) -> Sequence[Task]:
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


NUMBERED_HEADINGS = Dialect(
    name="numbered-headings", unit="headings", find=find_numbered_headings, find_all=find_all_numbered_headings
)
