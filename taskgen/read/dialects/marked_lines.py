"""Lines that begin like items of a list, though Markdown knows no such items: `Step B) …`, `A. …`, `(3) …`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from taskgen.read.dialects.source import plain
from taskgen.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from taskgen.read.dialects.source import Source
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
            if not _MARK.match(line.lstrip("*_ \t")):
                continue
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
