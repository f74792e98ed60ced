"""A list's text made ready for the dialects: what may be a task, its items and boxes, the sections they are in."""

from __future__ import annotations

import bisect
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from taskgen.diagnostics import Location
from taskgen.read.lists.status import BOX_MARKS, box_mark, status_from
from taskgen.records import dataclass
from taskgen.text.markdown import Block, Blocks, without_comments

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONGEST = 80


# A line of nothing but the name of criteria, in bold type or before a colon.
_LEAD_IN_NAMES = (
    r"(?:(?:acceptance|success|completion|exit|quality|done) )?criteria|acceptance(?: tests?)?|dod"
    r"|definition of done|(?:akzeptanz|abnahme|erfolgs)?kriterien|acceptatiecriteria"
    r"|critères(?: d['\u2019]acceptation| de réussite)?"
    r"|criterios(?: de (?:aceptación|éxito))?|critérios(?: de (?:aceite|aceitação|sucesso))?"
    r"|criteri(?: di accettazione)?|kryteria(?: akceptacji)?|akceptanční kritéria|acceptanskriterier"
    r"|акцептанс-критерии|критерии(?: (?:при[её]мки|готовности))?|критерії(?: приймання)?"
    r"|验收(?:标准|条件)|驗收(?:標準|條件)|完成(?:标准|定义)|受け?入れ(?:基準|条件)|完了(?:条件|の定義)"
    r"|인수 (?:조건|기준)|완료 (?:조건|기준)"
)
_LEAD_IN_MARKS = r"[^\w*_\s]*\s*"
_LEAD_IN = re.compile(
    rf"{_LEAD_IN_MARKS}(?:[*_]{{1,3}}(?:{_LEAD_IN_NAMES})(?:\s\([^()]*\))?\s?[:\uff1a]?[*_]{{1,3}}\s?[:\uff1a]?"
    rf"|(?:{_LEAD_IN_NAMES})(?:\s\([^()]*\))?\s?[:\uff1a])\s*$",
    re.IGNORECASE,
)


def led_in(source: Source) -> Iterator[int]:
    """The lines of what such lead-ins lead in to."""
    blocks = source.blocks
    for index, block in source.visible:
        if block.kind != "paragraph" or not _leads_in(block):
            continue
        if block.parent is None:
            following = blocks[index + 1] if index + 1 < len(blocks) else None
            if following is not None and following.kind == "list":
                yield from range(following.start, following.end)
        elif blocks[block.parent].kind == "item":
            yield from range(block.end, blocks[block.parent].end)
            if block.end >= blocks[block.parent].end:
                yield from _boxes_behind(source, block.parent)


def _leads_in(block: Block) -> bool:
    line = block.text.rsplit("\n", 1)[-1]
    return len(line) <= _LONGEST and _LEAD_IN.match(line) is not None


def _boxes_behind(source: Source, index: int) -> Iterator[int]:
    """The boxes that stand directly behind an item in the same list, where nothing stands inside of it."""
    own = source.blocks[index]
    end = 0 if own.parent is None else source.blocks[own.parent].end
    for item in source.items_from(own.end):
        is_sibling = item.block.parent == own.parent
        if item.block.start >= end or (is_sibling and not item.is_box):
            return
        if is_sibling:
            yield from range(item.block.start, item.block.end)


# --- A list's text made ready for the dialects: what may be a task, its items and boxes, the sections they stand in ---


_BOX = re.compile(r"\[(?P<mark>[ \t]{0,2}.?\ufe0f?[ \t]{0,2})\](?P<optional>\*(?=\s))?(?![(\[:])")
_CLEAR_MARKS = frozenset(" xX")

# The same between tags: `<success_criteria>` is no HTML block to Markdown, so its boxes are a list like any other.
_TAG = re.compile(r"<(?P<close>/?)(?P<name>[a-z_-]*(?:criteria|verif|valid|checkpoint)[a-z_-]*)>", re.IGNORECASE)

# "`[>]` in progress": what a list says of its own marks; at the start of an item it is the mark itself.
_LEGEND = re.compile(
    r"(?:`|(?<=[^`]))\[(?P<mark>[~/>!?-])\]`?\s*(?:[-\u2013—:=→(]+|means|is)?\s*(?P<word>[^\W\d_][\w -]{2,20})",
    re.IGNORECASE,
)

# What is ticked off under these headings says when work is good, and is no work.
_NO_TASKS = re.compile(
    r"accept|criteria|definition of|legend|notation|conventions?$|quality gates?"
    r"|(?:completion|final|verification|review|validation|quality|testing) checklist|approv|sign-?off"
    r"|risks?$|metrics?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A list item.

    Attributes:
        index: its place among the blocks.
        text: its first paragraph without the box, comments taken out.
        mark: the character in its box; None where it has no box.
        meaning: the status that the list's legend gives to that mark, if any.
        optional: whether the box has a star (`- [ ]*`).
        number: what an ordered item's marker says ("3"), else empty; where a list says the same in all of its markers
            (1. 1. 1.), Markdown counts on, and so does this.
        above: the item that it is nested in.
    """

    index: int
    block: Block
    text: str
    mark: str | None
    meaning: str | None
    optional: bool
    number: str
    above: Item | None

    @property
    def is_box(self) -> bool:
        """Whether it can be ticked off."""
        return self.mark is not None

    @property
    def status(self) -> str | None:
        """What its box says."""
        return None if self.mark is None else self.meaning or BOX_MARKS.get(self.mark)

    @property
    def first_line(self) -> str:
        """The first line of its text."""
        return self.text.split("\n", 1)[0].strip()

    def boxes_above(self) -> Iterator[Item]:
        """The boxes that it is nested in, innermost first."""
        above = self.above
        while above is not None:
            if above.is_box:
                yield above
            above = above.above


class Source:
    """A parsed list. `hidden` holds indexes of blocks in which nothing is a task (quotations, unread forms)."""

    def __init__(self, path: str, text: str, blocks: Blocks, hidden: frozenset[int]) -> None:
        self.path = path
        self.text = text
        self.blocks = blocks
        self.hidden = hidden
        self.visible = tuple((i, block) for i, block in enumerate(blocks) if i not in hidden)
        self.headings = tuple(
            _title_line(block) for _, block in self.visible if block.kind == "heading" and block.depth == 0
        )
        self.items = _items(self)
        self.fences = tuple(block for block in blocks if block.kind == "fence")
        self._by_index = {item.index: item for item in self.items}
        self._visible_lines = [block.start for _, block in self.visible]
        self._heading_lines = [block.start for block in self.headings]
        self._item_lines = [item.block.start for item in self.items]
        self._above = _headings_above(self.headings)
        self._no_tasks: dict[int, bool] = {}
        self._criteria = frozenset((*_criteria(self), *led_in(self)))

    def place(self, line: int) -> Location:
        """The place of a line (from 0): where its first character that is no white space stands."""
        text = self.blocks.lines.text(line)
        return Location(self.path, line + 1, len(text) - len(text.lstrip()) + 1)

    def heading_above(self, line: int) -> Block | None:
        """The nearest heading before a line."""
        index = bisect.bisect_left(self._heading_lines, line)
        return self.headings[index - 1] if index else None

    def chain(self, heading: Block | None) -> Iterator[Block]:
        """A heading and the headings of lower level that it stands under, innermost first."""
        while heading is not None:
            yield heading
            heading = self._above.get(heading.start)

    def next_heading(self, line: int) -> int:
        """The line of the first heading after a line; behind the last line where there is none."""
        index = bisect.bisect_right(self._heading_lines, line)
        return self._heading_lines[index] if index < len(self._heading_lines) else len(self.blocks.lines)

    def section_end(self, heading: Block) -> int:
        """The line at which the next heading of the same or a lower level stands."""
        for index in range(bisect.bisect_right(self._heading_lines, heading.start), len(self.headings)):
            if self.headings[index].level <= heading.level:
                return self._heading_lines[index]
        return len(self.blocks.lines)

    def starting_in(self, start: int, end: int) -> Iterator[Block]:
        """The visible blocks that begin between two lines."""
        first = bisect.bisect_left(self._visible_lines, start)
        for _, block in self.visible[first : bisect.bisect_left(self._visible_lines, end)]:
            yield block

    def fences_in(self, start: int, end: int) -> tuple[Block, ...]:
        """The fenced blocks that have lines between two lines, those in quotations too."""
        first = bisect.bisect_right(self.fences, start, key=lambda block: block.end)
        return self.fences[first : bisect.bisect_left(self.fences, end, key=lambda block: block.start)]

    def item_of(self, block: Block) -> Item | None:
        """The item that a block stands in directly."""
        return None if block.parent is None else self._by_index.get(block.parent)

    def items_in(self, start: int, end: int) -> tuple[Item, ...]:
        """The items that begin between two lines."""
        first = bisect.bisect_left(self._item_lines, start)
        return self.items[first : bisect.bisect_left(self._item_lines, end)]

    def items_from(self, line: int) -> Iterator[Item]:
        """The items that begin at a line or behind it, one after the other."""
        for index in range(bisect.bisect_left(self._item_lines, line), len(self.items)):
            yield self.items[index]

    def group(self, line: int) -> str | None:
        """The heading that a line stands under, unless it is the title of the whole list."""
        heading = self.heading_above(line)
        if heading is None or heading is self.title_block:
            return None
        return plain(heading.text)

    @property
    def title_block(self) -> Block | None:
        """The heading that is the list's title: the first one, if it is of level 1."""
        first = self.headings[0] if self.headings else None
        return first if first is not None and first.level == 1 else None

    def is_criterion(self, line: int) -> bool:
        """Whether a line stands inside a tag like `<success_criteria>`, or a line says so directly over it."""
        return line in self._criteria

    def is_no_task_section(self, line: int) -> bool:
        """Whether a line stands under a heading or a line like *Acceptance criteria*."""
        if self.is_criterion(line):
            return True
        heading = self.heading_above(line)
        if heading is None:
            return False
        if heading.start not in self._no_tasks:
            self._no_tasks[heading.start] = any(
                block is not self.title_block and _NO_TASKS.search(plain(block.text)) for block in self.chain(heading)
            )
        return self._no_tasks[heading.start]

    def top_boxes(self) -> tuple[Item, ...]:
        """The boxes that are in no other box."""
        return tuple(item for item in self.items if item.is_box and next(item.boxes_above(), None) is None)


def _title_line(heading: Block) -> Block:
    """A heading's first line: a rule right below a paragraph makes a heading of all its lines, meant as text."""
    first, several, _ = heading.text.partition("\n")
    return replace(heading, text=first, end=heading.start + 1) if several else heading


def plain(inline: str) -> str:
    """Inline text on one line, comments taken out."""
    return " ".join(without_comments(inline).split())


def _criteria(source: Source) -> Iterator[int]:
    """The lines between a tag like `<success_criteria>` and the one that closes it; none where nothing closes it."""
    opened: tuple[str, int] | None = None
    for _, block in source.visible:
        if block.kind not in {"html", "paragraph"} or "<" not in block.text:
            continue
        for tag in _TAG.finditer(block.text):
            line = block.start + block.text.count("\n", 0, tag.start())
            if opened is None and not tag["close"]:
                opened = tag["name"].lower(), line
            elif opened is not None and tag["close"] and tag["name"].lower() == opened[0]:
                yield from range(opened[1], line)
                opened = None


def _headings_above(headings: tuple[Block, ...]) -> dict[int, Block]:
    """For each heading (by its line) the one that it stands under."""
    above: dict[int, Block] = {}
    chain: list[Block] = []
    for heading in headings:
        while chain and chain[-1].level >= heading.level:
            chain.pop()
        if chain:
            above[heading.start] = chain[-1]
        chain.append(heading)
    return above


def _items(source: Source) -> tuple[Item, ...]:
    found: dict[int, Item] = {}
    legend, counted_on = _legend(source), _counted_on(source)
    for index, block in source.visible:
        if block.kind == "item":
            item = _item(source, index, block, found, legend)
            found[index] = replace(item, number=counted_on[index]) if index in counted_on else item
    boxed_lists = {item.block.parent for item in found.values() if item.mark in _CLEAR_MARKS}
    return tuple(_without_doubtful_box(item, boxed_lists) for item in found.values())


def _counted_on(source: Source) -> dict[int, str]:
    """The numbers of the items of lists whose markers all say the same, by the items' indexes."""
    lists: dict[int | None, list[int]] = {}
    for index, block in source.visible:
        if block.kind == "item" and block.marker[:1].isdigit():
            lists.setdefault(block.parent, []).append(index)
    numbers: dict[int, str] = {}
    for indexes in lists.values():
        stated = {int(source.blocks[index].marker[:-1]) for index in indexes}
        if len(stated) == 1:
            numbers.update((index, str(number)) for number, index in enumerate(indexes, stated.pop()))
    return numbers


def _legend(source: Source) -> dict[str, str]:
    """What the list says of its marks, by mark; in quotations too."""
    texts = (block.text for block in source.blocks if block.kind == "paragraph" and "]" in block.text)
    said = ((found["mark"], status_from(found["word"])) for text in texts for found in _LEGEND.finditer(text))
    return {mark: status for mark, status in said if status is not None}


def _item(source: Source, index: int, block: Block, found: dict[int, Item], legend: dict[str, str]) -> Item:
    inside = source.blocks[index + 1] if index + 1 < len(source.blocks) else None
    is_text = inside is not None and inside.parent == index and inside.kind in {"paragraph", "heading"}
    text = without_comments(inside.text) if inside is not None and is_text else ""
    box = _BOX.match(text)
    mark = box_mark(box["mark"]) if box else None
    if mark not in BOX_MARKS:
        box = mark = None
    return Item(
        index=index,
        block=block,
        text=text[box.end() :].lstrip() if box else text,
        mark=mark,
        meaning=None if mark is None else legend.get(mark),
        optional=bool(box and box["optional"]),
        number=block.marker[:-1] if block.marker[:1].isdigit() else "",
        above=_item_above(source, block, found),
    )


def _item_above(source: Source, block: Block, found: dict[int, Item]) -> Item | None:
    list_index = block.parent
    parent = None if list_index is None else source.blocks[list_index].parent
    return None if parent is None else found.get(parent)


def _without_doubtful_box(item: Item, boxed_lists: set[int | None]) -> Item:
    """`[P]` and its like are a box only beside plain boxes; elsewhere they are a legend or a remark."""
    if item.mark is None or item.mark in _CLEAR_MARKS or item.mark == "" or item.block.parent in boxed_lists:
        return item
    if item.mark not in "P?":
        return item
    return Item(
        index=item.index,
        block=item.block,
        text=f"[{item.mark}] {item.text}",
        mark=None,
        meaning=None,
        optional=False,
        number=item.number,
        above=item.above,
    )
