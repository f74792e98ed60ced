"""The prose of a list: sentences with their places, code spans and links covered up, so that words are really words."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from taskgen.records import dataclass
from taskgen.text.markdown import spans

if TYPE_CHECKING:
    from collections.abc import Iterator

    from taskgen.text.markdown import Block, Blocks

COVER = "\u00a4"  # stands for each character of a code span
_COVERED = ("`", "<!--", "://", "www.", "](")  # without one of these nothing is covered up
_END = re.compile(r"[.!?][\"')\]*_]*\s+(?=[\"'(*_\[`]*[A-Z0-9`\u00a4])|\n(?=\s*\n)")
_SHORT = re.compile(r"(?:\b(?:e\.g|i\.e|etc|vs|cf|approx|incl|resp|no|vol|fig)|\b[A-Z])\.$", re.IGNORECASE)
_URL = re.compile(r"(?:https?://|www\.)[^\s)>\]]+|(?<=\]\()[^)\s]+(?=\))")
_LABEL = re.compile(
    r"^\s*(?:\[[ xX*~/>-]\]\*?\s*)?(?:(?:[-*+]|\d{1,3}(?:\.\d+)*[.)]?|[A-Z]{1,4}-?\d{1,4}[a-z]?)[:.)]?\s+)*"
    r"(?:\[[A-Z0-9]{1,4}\]\s*)*"
)
_HEAD_LABEL = re.compile(r"^\s*\*\*[^*\n]{2,60}\*\*\s*:?\s*(?:\([^)\n]*\))?\s*:?\s*$|^\s*[A-Z][^.!?:\n]{2,50}:\s*$")
_CONTENTS = re.compile(r"^\s*(?:\d+[.)]\s*)?\[[^\]]+\]\(#[^)]*\)\s*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence, heading, item or table cell.

    Attributes:
        text: as written; `words` the same length with code spans and addresses covered up.
        line, column: where it begins, from 1.
        head: how many characters are a label (a box, a number, `T001`), no word of the sentence.
        is_heading: a heading, or a bold or colon line that stands for one.
        places: for each further line, the offset at which it begins, and its column.
    """

    text: str
    words: str
    line: int
    column: int
    head: int
    is_heading: bool
    places: tuple[tuple[int, int], ...] = ()

    def at(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset in `text`."""
        line, start, column = self.line, 0, self.column
        for number, (begin, further) in enumerate(self.places, start=1):
            if begin <= offset:
                line, start, column = self.line + number, begin, further
        return line, column + offset - start

    @property
    def said(self) -> str:
        """The words without the label."""
        return self.words[self.head :]


def sentences_of(blocks: Blocks) -> Iterator[Sentence]:
    """All sentences of a text, in order."""
    skipped: set[int] = set()
    for index, block in enumerate(blocks):
        if block.kind == "quote" or block.parent in skipped:
            skipped.add(index)
            continue
        if block.kind in {"heading", "paragraph"} and not _is_contents(block):
            yield from _of_block(blocks, block)
        elif block.kind == "table-row" and not block.header:
            yield from _of_row(blocks, block)


def _is_contents(block: Block) -> bool:
    return bool(block.text) and all(_CONTENTS.match(line) for line in block.text.split("\n"))


def covered(text: str) -> str:
    """Inline text of the same length in which code, comments and addresses are covered up."""
    if not any(sign in text for sign in _COVERED):
        return text
    parts = []
    for span in spans(text):
        if span.kind == "text":
            parts.append(span.text)
        else:
            parts.append("".join(char if char == "\n" else COVER for char in span.text))
    return _URL.sub(lambda match: COVER * len(match[0]), "".join(parts))


def _of_block(blocks: Blocks, block: Block) -> Iterator[Sentence]:
    source = block.text.split("\n")
    columns = [max(blocks.lines.text(block.start + number).find(line), 0) + 1 for number, line in enumerate(source)]
    starts = [0]
    for line in source:
        starts.append(starts[-1] + len(line) + 1)
    words = covered(block.text)
    for begin, end in _pieces(words):
        first = bisect_right(starts, begin) - 1
        last = min(bisect_left(starts, end), len(source))
        places = tuple((starts[number] - begin, columns[number]) for number in range(first + 1, last))
        text = block.text[begin:end]
        is_heading = block.kind == "heading" or bool(_HEAD_LABEL.match(text))
        yield Sentence(
            text=text,
            words=words[begin:end] if words is not block.text else text,
            line=block.start + first + 1,
            column=columns[first] + begin - starts[first],
            head=_label(words[begin:end]),
            is_heading=is_heading,
            places=places,
        )


def _label(words: str) -> int:
    match = _LABEL.match(words)
    return match.end() if match else 0


def _pieces(words: str) -> Iterator[tuple[int, int]]:
    """Where sentences begin and end: at full stops before a capital, and where a line is a bullet or a label."""
    begin = 0
    for found in _END.finditer(words):
        if _SHORT.search(words[max(begin, found.start() - 8) : found.start() + 1]):
            continue
        yield begin, found.end()
        begin = found.end()
    if words[begin:].strip():
        yield begin, len(words)


def _of_row(blocks: Blocks, block: Block) -> Iterator[Sentence]:
    line = blocks.lines.text(block.start)
    at = 0
    for cell in block.cells:
        found = line.find(cell, at) if cell else -1
        if found < 0:
            continue
        at = found + len(cell)
        words = covered(cell)
        yield Sentence(
            text=cell,
            words=words,
            line=block.start + 1,
            column=found + 1,
            head=_label(cell),
            is_heading=False,
        )
