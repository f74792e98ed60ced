"""Fences, headings and comments of a Markdown text, each with its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from taskgen.records import dataclass
from taskgen.text.markdown.blocks import Block, Blocks, parse

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class Info:
    """What a fence's info string says: `python title="app/x y.py"` or `diff fix delay=7`.

    Attributes:
        language: the first word; empty where there is none.
        roles: the further words that stand alone.
        attributes: the `key=value` members, quotes taken off.
    """

    language: str
    roles: tuple[str, ...]
    attributes: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fence:
    """A fenced block.

    Attributes:
        content: the text between the two fences, with its last line break; an indentation of the fence is taken off.
        start: line of the opening fence, from 1.
        end: line of the closing fence; where there is none, the last line of the block.
        top_level: whether it stands in no quotation and no list.
        closed: whether the closing fence is there.
    """

    language: str
    roles: tuple[str, ...]
    attributes: Mapping[str, str]
    content: str
    start: int
    end: int
    top_level: bool
    closed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading; `text` is inline Markdown as written, `line` counts from 1."""

    level: int
    text: str
    line: int
    top_level: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """An HTML comment that stands as a block of its own; `text` is what is inside, stripped; `line` from 1."""

    text: str
    line: int


def fences(text: str) -> tuple[Fence, ...]:
    """All fenced blocks of a text, in order."""
    return fences_of(parse(text))


def fences_of(blocks: Blocks) -> tuple[Fence, ...]:
    """All fenced blocks among parsed blocks, in order."""
    return tuple(_fence(block) for block in blocks if block.kind == "fence")


def _fence(block: Block) -> Fence:
    info = read_info(block.info)
    return Fence(
        language=info.language,
        roles=info.roles,
        attributes=info.attributes,
        content=block.text,
        start=block.start + 1,
        end=block.end,
        top_level=block.depth == 0,
        closed=block.closed,
    )


def headings(text: str) -> tuple[Heading, ...]:
    """All headings of a text, in order, those in quotations and lists too."""
    return tuple(
        Heading(level=block.level, text=block.text, line=block.start + 1, top_level=block.depth == 0)
        for block in parse(text)
        if block.kind == "heading"
    )


def comments_of(blocks: Blocks) -> tuple[Comment, ...]:
    """All comments that are blocks of their own, in order."""
    return tuple(comment for block in blocks if block.kind == "html" for comment in _comments_in(block))


def _comments_in(block: Block) -> Iterator[Comment]:
    if not block.text.lstrip().startswith("<!--"):
        return
    begin, line = 0, block.start + 1
    while (opening := block.text.find("<!--", begin)) >= 0:
        line += block.text.count("\n", begin, opening)
        closing = block.text.find("-->", opening + 4)
        end = len(block.text) if closing < 0 else closing
        yield Comment(text=block.text[opening + 4 : end].strip(), line=line)
        begin = opening + 4 if closing < 0 else closing
        line += block.text.count("\n", opening, begin)


def read_info(info: str) -> Info:
    """Read a fence's info string; values may be quoted, and inside double quotes a backslash escapes a quote."""
    language, roles, attributes = "", [], {}
    for position, (key, value) in enumerate(_members(info)):
        if value is not None:
            attributes[key] = value
        elif position == 0:
            language = key
        else:
            roles.append(key)
    return Info(language=language, roles=tuple(roles), attributes=attributes)


def _members(info: str) -> Iterator[tuple[str, str | None]]:
    position = 0
    while position < len(info):
        if info[position].isspace():
            position += 1
            continue
        begin = position
        while position < len(info) and not info[position].isspace() and info[position] != "=":
            position += 1
        key, value = info[begin:position], None
        if position < len(info) and info[position] == "=":
            value, position = _value(info, position + 1)
        yield key, value


def _value(info: str, position: int) -> tuple[str, int]:
    """The value that begins at `position`, and where it ends; an unclosed quote takes the rest."""
    quote = info[position : position + 1]
    if quote not in {'"', "'"}:
        begin = position
        while position < len(info) and not info[position].isspace():
            position += 1
        return info[begin:position], position
    value = []
    position += 1
    while position < len(info) and info[position] != quote:
        if info[position] == "\\" and quote == '"' and info[position + 1 : position + 2] in {'"', "\\"}:
            position += 1
        value.append(info[position])
        position += 1
    return "".join(value), position + 1
