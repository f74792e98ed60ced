"""Ordered items, and lines that only people see as items (`Step B) …`, `(3) …`), where a heading announces tasks."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

from taskgen.read.lists.dialect import Dialect, Extent, found_item, read_title, step_of, steps_in, task_at
from taskgen.read.lists.labels import Label, follows
from taskgen.read.lists.source import plain
from taskgen.read.lists.words import names_stage, names_work, says_stages, says_tasks
from taskgen.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from taskgen.model import Task
    from taskgen.read.lists.source import Item, Source
    from taskgen.text.markdown import Block

_MARK = re.compile(
    r"(?P<shown>(?i:(?P<word>step|schritt|paso|passo|étape|stap|steg|krok|шаг)\s+(?P<named>\d{1,3}|[A-Z]))"
    r"(?=\*{0,2}\s*[:\uff1a.)\u2013—]|\*{0,2}\s+-\s)|\((?P<inside>\d{1,3}|[A-Za-z])\)|(?P<capital>[A-Z])[.)]|(?P<small>[a-z])\))"
    r"(?(word)\*{0,2}\s*[:\uff1a.)\u2013—-])\*{0,2}(?:\s+|(?<=\uff1a)|(?<=\uff1a\*\*))(?=\S)"
)
_NUMBER = re.compile(r"(?P<number>\d{1,3})[.)]\s+(?=\S)")
_FIRST = {"0", "1", "A", "a"}
_FEWEST = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One such line.

    Attributes:
        label: its number or letter.
        form: what the marks of a series have in common: where they stand, how they are written, letters or digits.
        shown: the mark as written: "Step B", "(3)".
        rest: what follows it.
        line: where it stands, from 0.
        block: the heading or paragraph that it is a line of.
    """

    label: str
    form: tuple[str, str, str]
    shown: str
    rest: str
    line: int
    block: Block


def series(source: Source) -> list[list[Mark]]:
    """The runs of two marks or more that count on from 1 or A and are no criteria."""
    runs: list[list[Mark]] = []
    last: dict[tuple[str, str, str], list[Mark]] = {}
    for mark in _marks(source):
        run = last.get(mark.form)
        if run is not None and mark.label == _next(run[-1].label):
            run.append(mark)
        elif mark.label in _FIRST:
            last[mark.form] = [mark]
            runs.append(last[mark.form])
        else:
            last.pop(mark.form, None)
    return [run for run in runs if len(run) >= _FEWEST and not source.is_no_task_section(run[0].line)]


def _next(label: str) -> str:
    return str(int(label) + 1) if label.isdecimal() else chr(ord(label) + 1)


def _marks(source: Source) -> Iterator[Mark]:
    for where, block in _blocks(source):
        for offset, line in enumerate(block.text.split("\n")):
            text = plain(line).lstrip("*_ ")
            if found := _MARK.match(text):
                yield _mark(where, found, block, block.start + offset)


def _mark(where: str, found: re.Match[str], block: Block, line: int) -> Mark:
    label = found["named"] or found["inside"] or found["capital"] or found["small"]
    if found["word"]:
        label = label.upper()
    kind = "1" if label.isdecimal() else "A" if label.isupper() else "a"
    return Mark(
        label=label,
        form=(where, "step" if found["word"] else found["shown"].replace(label, ""), kind),
        shown=found["shown"],
        rest=found.string[found.end() :],
        line=line,
        block=block,
    )


def _blocks(source: Source) -> Iterator[tuple[str, Block]]:
    """Headings, paragraphs outside of lists, and the first paragraphs of outermost items without a box."""
    outermost = {item.index for item in source.items if item.above is None and not item.is_box}
    firsts: set[int] = set()
    for _, block in source.visible:
        if block.kind == "heading" and block.depth == 0:
            yield f"h{block.level}", block
        elif block.kind == "paragraph" and block.depth == 0:
            yield "paragraph", block
        elif block.kind == "paragraph" and block.parent in outermost and block.parent not in firsts:
            firsts.add(block.parent)
            yield "item", block


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberedLine:
    """A line `6) …` that Markdown takes for text, as only an item 1 can follow a line of text directly."""

    line: int
    number: str
    rest: str


def numbered_lines(source: Source) -> Iterator[NumberedLine]:
    """All such lines outside of lists."""
    for _, block in source.visible:
        if block.kind == "paragraph" and block.depth == 0 and "\n" in block.text:
            for offset, line in enumerate(block.text.split("\n")):
                if offset and (found := _NUMBER.match(line.lstrip())):
                    rest = plain(line.lstrip()[found.end() :])
                    yield NumberedLine(line=block.start + offset, number=found["number"], rest=rest)


# --- Items that only people see as such (`Step B) …`, `A. …`, `(3) …`), where a heading announces tasks --------------


_FEWEST_ALONE = 3


def find_lettered_items(source: Source) -> Sequence[Task]:
    """The series of lines that a heading announces, or that are most of what a file without headings holds."""
    by_line = {mark.line: mark for run in series(source) if _lettered_is_announced(source, run) for mark in run}
    pairs = itertools.pairwise([*sorted(by_line), len(source.blocks.lines)])
    return [_lettered_found(source, by_line[line], end) for line, end in pairs]


def _lettered_is_announced(source: Source, run: Sequence[Mark]) -> bool:
    """Whether the headings over a series, or the lack of anything else, make it one of tasks."""
    first = run[0].block
    if first.kind == "heading":
        over = [block for block in source.chain(first) if block is not first] or source.headings[:1]
        is_said = any(says_tasks(plain(block.text)) for block in over if block is not first)
        return is_said or len(run) == len(source.headings) >= _FEWEST_ALONE
    nearest = source.heading_above(first.start)
    if nearest is not None:
        return says_tasks(plain(nearest.text))
    paragraphs = sum(block.kind == "paragraph" and block.depth == 0 for _, block in source.visible)
    return len(run) >= _FEWEST_ALONE and 2 * len(run) >= paragraphs


def _lettered_found(source: Source, mark: Mark, end: int) -> Task:
    is_heading = mark.block.kind == "heading"
    body = mark.block.end if is_heading else mark.line + 1
    end = min(end, _end(source, mark))
    above = next((block for block in source.chain(mark.block) if block is not mark.block), None)
    title = read_title(mark.rest, Label(text=mark.label, rest=mark.rest, kind="plain"))
    return task_at(
        source,
        title,
        Extent(mark.line, body, end),
        status=title.status_with(None),
        group=source.group(above.start + 1 if above else 0) if is_heading else source.group(mark.line),
        steps=steps_in(source, body, end),
    )


def _end(source: Source, mark: Mark) -> int:
    """The line behind what belongs to a mark, if no other follows."""
    if mark.block.kind == "heading":
        return source.section_end(mark.block)
    item = source.item_of(mark.block)
    return source.next_heading(mark.line) if item is None else item.block.end


LETTERED_ITEMS = Dialect(name="lettered-items", unit="items", find=find_lettered_items)


# --- Items of ordered lists, where a heading announces tasks or the list is all that the file holds ------------------


_ENDING = {"heading", "paragraph", "table", "rule"}  # blocks that are no part of an item when they stand outside of one


def find_ordered_items(source: Source) -> Sequence[Task]:
    """The outermost ordered items whose nearest heading announces tasks, or is a phase of what does."""
    items = [item for item in _outermost(source) if _ordered_is_announced(source, item.block.start)]
    lines = [line for line in numbered_lines(source) if _ordered_is_announced(source, line.line)] if items else []
    if not lines:
        return [_ordered_found(source, item) for item in items]
    return _with_lines(source, items, lines)


def find_all_ordered_items(source: Source) -> Sequence[Task]:
    """The outermost ordered items under whatever heading."""
    return [_ordered_found(source, item) for item in _outermost(source)]


def _outermost(source: Source) -> Iterator[Item]:
    for item in source.items:
        if item.number and item.above is None and item.first_line and not source.is_criterion(item.block.start):
            yield item


def _ordered_is_announced(source: Source, line: int) -> bool:
    heading = source.heading_above(line)
    if heading is None or len(source.headings) == 1:
        return len(source.headings) <= 1
    return says_tasks(plain(heading.text)) or is_stage_of_tasks(source, heading)


def is_stage_of_tasks(source: Source, heading: Block) -> bool:
    """Whether a heading is a phase (sprint, epic) of a plan, not of something that runs by itself."""
    text = plain(heading.text)
    over = [plain(block.text) for block in source.chain(heading) if block is not heading]
    return names_stage(text) and (names_work(text) or any(map(says_stages, over)))


def _ordered_found(source: Source, item: Item) -> Task:
    inner = source.items_in(item.block.start + 1, item.block.end)
    steps = (step_of(source, step) for step in inner if step.above and step.above.index == item.index)
    return found_item(source, item, item.block.end, steps, None)


def _with_lines(source: Source, items: Sequence[Item], lines: Sequence[NumberedLine]) -> list[Task]:
    """The items, and among them the lines whose numbers go on from the one before or to the one behind."""
    both: list[Item | NumberedLine] = [*items, *lines]
    both.sort(key=_start)
    found: list[Task] = []
    for position, one in enumerate(both):
        following = both[position + 1] if position + 1 < len(both) else None
        if not isinstance(one, NumberedLine):
            found.append(_ordered_found(source, one))
        elif (found and follows(one.number, found[-1].label)) or (following and follows(following.number, one.number)):
            end = len(source.blocks.lines) if following is None else _start(following)
            found.append(_found_line(source, one, end))
    return found


def _start(one: Item | NumberedLine) -> int:
    return one.line if isinstance(one, NumberedLine) else one.block.start


def _found_line(source: Source, line: NumberedLine, end: int) -> Task:
    behind = source.starting_in(line.line + 1, end)
    end = next((block.start for block in behind if block.depth == 0 and block.kind in _ENDING), end)
    title = read_title(line.rest, Label(text=line.number, rest=line.rest, kind="plain"))
    inner = source.items_in(line.line + 1, end)
    return task_at(
        source,
        title,
        Extent(line.line, line.line + 1, end),
        status=title.status_with(None),
        group=source.group(line.line),
        steps=tuple(step_of(source, step) for step in inner if step.above is None),
    )


ORDERED_ITEMS = Dialect(name="ordered-items", unit="items", find=find_ordered_items, find_all=find_all_ordered_items)
