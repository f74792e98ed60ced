"""Items of ordered lists, where a heading announces tasks or the list is all that the file holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from taskgen.read.dialects.base import Found, found_item, read_title, step_of
from taskgen.read.dialects.labels import Label, follows
from taskgen.read.dialects.marked_lines import NumberedLine, numbered_lines
from taskgen.read.dialects.source import plain
from taskgen.read.dialects.words import names_stage, names_work, says_stages, says_tasks

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from taskgen.read.dialects.source import Item, Source
    from taskgen.text.markdown import Block

name = "ordered-items"
unit = "items"
_ENDING = {"heading", "paragraph", "table", "rule"}  # blocks that are no part of an item when they stand outside of one


def find(source: Source) -> Sequence[Found]:
    """The outermost ordered items whose nearest heading announces tasks, or is a phase of what does."""
    items = [item for item in _outermost(source) if _is_announced(source, item.block.start)]
    lines = [line for line in numbered_lines(source) if _is_announced(source, line.line)] if items else []
    if not lines:
        return [_found(source, item) for item in items]
    return _with_lines(source, items, lines)


def find_all(source: Source) -> Sequence[Found]:
    """The outermost ordered items under whatever heading."""
    return [_found(source, item) for item in _outermost(source)]


def _outermost(source: Source) -> Iterator[Item]:
    for item in source.items:
        if item.number and item.above is None and item.first_line and not source.is_criterion(item.block.start):
            yield item


def _is_announced(source: Source, line: int) -> bool:
    heading = source.heading_above(line)
    if heading is None or len(source.headings) == 1:
        return len(source.headings) <= 1
    return says_tasks(plain(heading.text)) or is_stage_of_tasks(source, heading)


def is_stage_of_tasks(source: Source, heading: Block) -> bool:
    """Whether a heading is a phase (sprint, epic) of a plan, not of something that runs by itself."""
    text = plain(heading.text)
    over = [plain(block.text) for block in source.chain(heading) if block is not heading]
    return names_stage(text) and (names_work(text) or any(map(says_stages, over)))


def _found(source: Source, item: Item) -> Found:
    inner = source.items_in(item.block.start + 1, item.block.end)
    steps = (step_of(source, step) for step in inner if step.above and step.above.index == item.index)
    return found_item(source, item, item.block.end, steps, None)


def _with_lines(source: Source, items: Sequence[Item], lines: Sequence[NumberedLine]) -> list[Found]:
    """The items, and among them the lines whose numbers go on from the one before or to the one behind."""
    both: list[Item | NumberedLine] = [*items, *lines]
    both.sort(key=_start)
    found: list[Found] = []
    for position, one in enumerate(both):
        following = both[position + 1] if position + 1 < len(both) else None
        if not isinstance(one, NumberedLine):
            found.append(_found(source, one))
        elif (found and follows(one.number, found[-1].label)) or (following and follows(following.number, one.number)):
            end = len(source.blocks.lines) if following is None else _start(following)
            found.append(_found_line(source, one, end))
    return found


def _start(one: Item | NumberedLine) -> int:
    return one.line if isinstance(one, NumberedLine) else one.block.start


def _found_line(source: Source, line: NumberedLine, end: int) -> Found:
    behind = source.starting_in(line.line + 1, end)
    end = next((block.start for block in behind if block.depth == 0 and block.kind in _ENDING), end)
    title = read_title(line.rest, Label(text=line.number, rest=line.rest, kind="plain"))
    inner = source.items_in(line.line + 1, end)
    return Found(
        label=title.label,
        title=title.text,
        line=line.line,
        body=line.line + 1,
        end=end,
        status=title.status_with(None),
        group=source.group(line.line),
        optional=title.optional,
        parallel=title.parallel,
        metadata=title.metadata,
        steps=tuple(step_of(source, step) for step in inner if step.above is None),
    )
