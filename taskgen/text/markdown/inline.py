"""Inside one run of inline Markdown: comments, code spans, emphasis. Each function is one pass over the text."""

from __future__ import annotations

import bisect
import re
from typing import TYPE_CHECKING

from taskgen.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

_OPENER = re.compile(r"`+|<!--")
_TICKS = re.compile(r"`+")
_COMMENT_END = re.compile(r"-->")


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch of inline text: `kind` is "text", "code" (with its backticks) or "comment" (with its brackets)."""

    kind: str
    text: str
    start: int


def spans(text: str, *, comments: bool = True) -> Iterator[Span]:
    """Split inline Markdown into code spans, comments and the text between; nothing is left out.

    Args:
        text: inline Markdown.
        comments: whether `<!--` opens a comment; otherwise it is text.
    """
    begin = 0
    closers = _Closers(text)
    for opener in (_OPENER if comments else _TICKS).finditer(text):
        end = closers.end_of(opener) if opener.start() >= begin else None
        if end is None:
            continue
        if begin < opener.start():
            yield Span(kind="text", text=text[begin : opener.start()], start=begin)
        kind = "comment" if opener[0].startswith("<") else "code"
        yield Span(kind=kind, text=text[opener.start() : end], start=opener.start())
        begin = end
    if begin < len(text):
        yield Span(kind="text", text=text[begin:], start=begin)


class _Closers:
    """Where code spans and comments end; each is looked up, never searched for, so that no text takes long."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.ticks: dict[int, list[int]] = {}
        for run in _TICKS.finditer(text):
            self.ticks.setdefault(len(run[0]), []).append(run.start())
        self.comments = [found.start() for found in _COMMENT_END.finditer(text)]

    def end_of(self, opener: re.Match[str]) -> int | None:
        """The end of what `opener` begins; None where it is never closed, or escaped."""
        if opener[0].startswith("<"):
            return _next(self.comments, opener.end(), 3)
        if self.text[opener.start() - 1 : opener.start()] == "\\":
            return None
        return _next(self.ticks[len(opener[0])], opener.end(), len(opener[0]))


def _next(positions: list[int], after: int, width: int) -> int | None:
    index = bisect.bisect_left(positions, after)
    return positions[index] + width if index < len(positions) else None


def without_comments(text: str) -> str:
    """Inline Markdown with its comments taken out."""
    if "<!--" not in text:
        return text
    return "".join(span.text for span in spans(text) if span.kind != "comment").strip()
