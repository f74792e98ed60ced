"""Why a list has no task though it holds what could be some: headings with numbers, items; and what would help."""

from __future__ import annotations

import collections
from typing import TYPE_CHECKING

from taskgen.read.dialects import numbered_headings, ordered_items, plain_bullets
from taskgen.read.dialects.source import plain
from taskgen.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from taskgen.read.dialects.source import Item, Source
    from taskgen.text.markdown import Block

_FEWEST = 2
_LONGEST = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Untaken:
    """Things that could be tasks: why they are none, and the next step; `why` is empty where nothing needs a reason."""

    why: str
    next_step: str


def untaken(source: Source) -> list[Untaken]:
    """What a list holds that could be tasks, the likeliest first; bullets only where they are all."""
    outermost = [item for item in source.items if item.above is None and not item.is_box and item.first_line]
    outermost = [item for item in outermost if not source.is_no_task_section(item.block.start)]
    return [*_numbered_headings(source), *_ordered_items(source, outermost)] or [*_bullets(outermost)]


def _numbered_headings(source: Source) -> Iterator[Untaken]:
    numbered = numbered_headings.numbered(source)
    if len(numbered) < _FEWEST:
        return
    over = next((block for block in source.chain(numbered[0]) if block is not numbered[0]), source.title_block)
    yield _unnamed(f"{len(numbered)} numbered headings", over, numbered[0].start, numbered_headings.name)


def _ordered_items(source: Source, outermost: list[Item]) -> Iterator[Untaken]:
    """Those under the heading that has most of them."""
    ordered = _most(source, [item for item in outermost if item.number])
    if len(ordered) >= _FEWEST:
        over = source.heading_above(ordered[0].block.start)
        yield _unnamed(f"{len(ordered)} ordered items", over, ordered[0].block.start, ordered_items.name)


def _bullets(outermost: list[Item]) -> Iterator[Untaken]:
    if len(outermost) >= _FEWEST:
        next_step = f"of the {len(outermost)} list items, write - [ ] before each that is a task"
        next_step += f", or --level {plain_bullets.name} reads them"
        yield Untaken(why="", next_step=next_step)


def _most(source: Source, items: list[Item]) -> list[Item]:
    by_heading: dict[int, list[Item]] = collections.defaultdict(list)
    for item in items:
        over = source.heading_above(item.block.start)
        by_heading[-1 if over is None else over.start].append(item)
    return max(by_heading.values(), key=len, default=[])


def _unnamed(what: str, over: Block | None, line: int, level: str) -> Untaken:
    """The heading over them says nothing of tasks."""
    asked = f"or --level {level} reads them"
    if over is None:
        why = f"{what} are not taken, since no heading over them names a list"
        return Untaken(why=why, next_step=f"write a heading like # Tasks over line {line + 1}, {asked}")
    shown = plain(over.text)
    shown = shown if len(shown) <= _LONGEST else f"{shown[: _LONGEST - 3]}..."
    why = f"{what} under {shown!r} are not taken, since that heading names no list"
    heading = f"{'#' * over.level} Tasks: ..."
    return Untaken(why=why, next_step=f"if they are tasks, say so in line {over.start + 1}: {heading}, {asked}")
