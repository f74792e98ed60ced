"""Markdown text into a flat run of blocks with places: the only module that imports markdown_it."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from taskgen.records import dataclass
from taskgen.text.markdown.text import Lines, front_matter_end, lines_of, normalised

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.token import Token

# markdown-it drops what lies deeper without a word. A list takes two levels, a quotation one; each level costs two
# frames of Python's stack.
MAX_NESTING = 100
MAX_QUOTES = 20
_QUOTES, _DEEP_QUOTE = "quotes", "deep-quote"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One block of a Markdown text.

    Attributes:
        kind: "heading", "paragraph", "fence", "code" (indented), "html", "rule", "table-row", "front-matter", or one
            of the containers "item", "list", "table", "quote".
        start: its first line, counted from 0.
        end: the line behind its last one.
        depth: how many containers are around it.
        parent: index of the container around it; None at the top.
        level: 1 to 6 for headings, else 0.
        text: inline Markdown as written (heading, paragraph), or the content (fence, code, html, front matter).
        info: a fence's info string as written.
        marker: the characters that make it: `#`, `=`, "```", `-`, `1.`, `3)`.
        cells: a table row's cells.
        header: whether a table row is the head of its table.
        closed: whether a fence has its closing line.
    """

    kind: str
    start: int
    end: int
    depth: int
    parent: int | None = None
    level: int = 0
    text: str = ""
    info: str = ""
    marker: str = ""
    cells: tuple[str, ...] = ()
    header: bool = False
    closed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocks:
    """All blocks of a text, in document order.

    Attributes:
        too_deep: the line (from 0) below which content is nested too deeply to be read; None where all was read.
    """

    blocks: tuple[Block, ...]
    lines: Lines
    too_deep: int | None = None

    def __iter__(self) -> Iterator[Block]:
        return iter(self.blocks)

    def __len__(self) -> int:
        return len(self.blocks)

    def __getitem__(self, index: int) -> Block:
        return self.blocks[index]

    def parents(self, block: Block) -> Iterator[Block]:
        """The containers around a block, innermost first."""
        index = block.parent
        while index is not None:
            yield self.blocks[index]
            index = self.blocks[index].parent

    def within(self, block: Block, kind: str) -> bool:
        """Whether one of the containers around the block is of that kind."""
        return any(parent.kind == kind for parent in self.parents(block))


def parse(text: str) -> Blocks:
    """Read the blocks of a Markdown text (CommonMark, with tables); any text will do.

    Line breaks may be LF, CRLF or CR; a byte order mark and front matter are kept out of the content. Block content
    has LF only.
    """
    lines = lines_of(text)
    skipped = front_matter_end(lines)
    reader = _Reader(skipped)
    if skipped:
        content = "".join(lines.text(line) + "\n" for line in range(1, skipped - 1))
        reader.add(Block(kind="front-matter", start=0, end=skipped, depth=0, text=content, marker=lines.text(0)[:3]))
    env: dict[str, int] = {}
    reader.read(_parser().parse(normalised(lines, skipped, len(lines)), env), env.get(_DEEP_QUOTE))
    return Blocks(blocks=tuple(reader.blocks), lines=lines, too_deep=reader.too_deep)


@functools.cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt  # noqa: PLC0415 - costs 45 ms that `--help` should not pay

    parser = MarkdownIt("commonmark", {"maxNesting": MAX_NESTING}).enable("table")
    interrupts = ["paragraph", "reference", "blockquote", "list"]
    parser.block.ruler.at("blockquote", shallow_quotations, {"alt": interrupts})
    # Inline content is not needed; references are quadratic in a long run of them; NUL and line ends are our matter.
    return parser.disable(["inline", "text_join", "reference", "normalize"])


def shallow_quotations(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """The parser's own rule for quotations, down to a depth: each level walks all lines of the quotation again."""
    if not state.src.startswith(">", state.bMarks[start] + state.tShift[start]):
        return False
    from markdown_it.rules_block import blockquote  # noqa: PLC0415 - as in `_parser`

    depth = state.env.get(_QUOTES, 0)
    if depth >= MAX_QUOTES and not silent:
        state.env.setdefault(_DEEP_QUOTE, start)
        return False
    state.env[_QUOTES] = depth + 1
    matched = blockquote(state, start, end, silent)
    state.env[_QUOTES] = depth
    return matched


_CONTAINERS = {
    "bullet_list_open": "list",
    "ordered_list_open": "list",
    "list_item_open": "item",
    "blockquote_open": "quote",
    "table_open": "table",
}
_CLOSERS = {name.replace("_open", "_close") for name in _CONTAINERS}
_LEAVES = {"fence": "fence", "code_block": "code", "html_block": "html", "hr": "rule"}


class _Reader:
    """Turns the parser's tokens into blocks; `open` holds the indexes of the containers around.

    Args:
        above: lines of the text above what the parser was given.
    """

    def __init__(self, above: int) -> None:
        self.above = above
        self.blocks: list[Block] = []
        self.open: list[int] = []
        self.too_deep: int | None = None

    def add(self, block: Block) -> None:
        self.blocks.append(block)

    def read(self, tokens: list[Token], too_deep: int | None) -> None:
        """Read all tokens; from line `too_deep` on the parser left some out."""
        if too_deep is not None:
            self._leave_out(too_deep)
        for index, token in enumerate(tokens):
            if token.type in _CONTAINERS:
                self._enter(token)
            elif token.type in _CLOSERS:
                self.open.pop()
            elif token.type in _LEAVES:
                self._leaf(token)
            elif token.type in _WITH_TEXT:
                self.add(_WITH_TEXT[token.type](self, tokens, index))

    def _enter(self, token: Token) -> None:
        marker = token.info + token.markup if token.type == "list_item_open" else token.markup
        if token.level >= MAX_NESTING - 1:
            self._leave_out(_span(token)[0])
        self.add(self._block(_CONTAINERS[token.type], token, marker=marker))
        self.open.append(len(self.blocks) - 1)

    def _leave_out(self, line: int) -> None:
        if self.too_deep is None:
            self.too_deep = self.above + line

    def _leaf(self, token: Token) -> None:
        kind = _LEAVES[token.type]
        start, end = _span(token)
        closed = kind != "fence" or end - start == _count_lines(token.content) + 2
        self.add(
            self._block(kind, token, text=token.content, info=token.info, marker=token.markup, closed=closed),
        )

    def heading(self, tokens: list[Token], index: int) -> Block:
        token = tokens[index]
        text = tokens[index + 1].content
        return self._block("heading", token, level=int(token.tag[1]), text=text, marker=token.markup)

    def paragraph(self, tokens: list[Token], index: int) -> Block:
        return self._block("paragraph", tokens[index], text=tokens[index + 1].content)

    def row(self, tokens: list[Token], index: int) -> Block:
        cells = []
        position = index + 1
        while tokens[position].type != "tr_close":
            if tokens[position].type == "inline":
                cells.append(tokens[position].content)
            position += 1
        header = tokens[index + 1].type == "th_open"
        return self._block("table-row", tokens[index], cells=tuple(cells), header=header)

    def _block(  # one factory knows depth and parent
        self,
        kind: str,
        token: Token,
        *,
        level: int = 0,
        text: str = "",
        info: str = "",
        marker: str = "",
        cells: tuple[str, ...] = (),
        header: bool = False,
        closed: bool = True,
    ) -> Block:
        start, end = _span(token)
        return Block(
            kind=kind,
            start=self.above + start,
            end=self.above + end,
            depth=len(self.open),
            parent=self.open[-1] if self.open else None,
            level=level,
            text=text,
            info=info,
            marker=marker,
            cells=cells,
            header=header,
            closed=closed,
        )


_WITH_TEXT: dict[str, Callable[[_Reader, list[Token], int], Block]] = {
    "heading_open": _Reader.heading,
    "paragraph_open": _Reader.paragraph,
    "tr_open": _Reader.row,
}


def _span(token: Token) -> tuple[int, int]:
    start, end = token.map or (0, 0)
    return start, end


def _count_lines(content: str) -> int:
    return content.count("\n") + (1 if content and not content.endswith("\n") else 0)
