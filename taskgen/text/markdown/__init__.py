"""Markdown as values with places: blocks, fences, headings, comments."""

from taskgen.text.markdown.blocks import MAX_NESTING, Block, Blocks, parse
from taskgen.text.markdown.inline import Span, spans, without_comments
from taskgen.text.markdown.parts import (
    Comment,
    Fence,
    Heading,
    Info,
    comments_of,
    fences,
    fences_of,
    headings,
    read_info,
)
from taskgen.text.markdown.text import Lines, lines_of

__all__ = [
    "MAX_NESTING",
    "Block",
    "Blocks",
    "Comment",
    "Fence",
    "Heading",
    "Info",
    "Lines",
    "Span",
    "comments_of",
    "fences",
    "fences_of",
    "headings",
    "lines_of",
    "parse",
    "read_info",
    "spans",
    "without_comments",
]
