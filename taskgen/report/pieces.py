"""Markdown as pieces of HTML, each kept once: thousands of tasks show the same code and the same fixes."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from taskgen.page import highlight
from taskgen.text.markdown.html import block, to_html
from taskgen.text.markdown.parts import read_info

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_FENCE = re.compile(r"^(`{3,})([^\n`]*)\n(.*?)^\1[ \t]*(?:\n|\Z)", re.MULTILINE | re.DOTALL)
_MARK = re.compile(r"^<!-- taskgen [^\n]*-->\n?", re.MULTILINE)
_TITLE = re.compile(r"\A# [^\n]*\n")
BELOW_TASK, BELOW_EXAMPLE = 3, 3  # levels of the report's headings above those of a task's own text


class Pieces:
    """Pieces of HTML by number; the same piece has the same number."""

    def __init__(self) -> None:
        self.kept: dict[str, int] = {}

    def numbers(self, pieces: Iterable[str]) -> str:
        """The numbers of some pieces, as the page's script takes them."""
        return " ".join(str(self.kept.setdefault(piece, len(self.kept))) for piece in pieces)

    @property
    def texts(self) -> list[str]:
        """All pieces, by number."""
        return list(self.kept)


def of_body(text: str) -> list[str]:
    """A task as written."""
    return [to_html(text, shift=BELOW_TASK, code=highlight.code)] if text.strip() else []


def of_example(text: str) -> list[str]:
    """A rendered task, its title and its comment line left out: the report says both in its own way."""
    return list(_segments(_TITLE.sub("", _MARK.sub("", text, count=1), count=1)))


def _segments(text: str) -> Iterator[str]:
    """Prose and blocks of code by turns."""
    at = 0
    for fence in _FENCE.finditer(text):
        yield from _prose(text[at : fence.start()])
        yield _block(fence[3], fence[2].strip())
        at = fence.end()
    yield from _prose(text[at:])


def _prose(text: str) -> list[str]:
    return [_html(text.strip("\n"))] if text.strip() else []


@functools.lru_cache(maxsize=4096)
def _html(text: str) -> str:
    return to_html(text, shift=BELOW_EXAMPLE, code=highlight.code)


@functools.lru_cache(maxsize=4096)
def _block(text: str, info: str) -> str:
    return block(text, read_info(info).language, highlight.code)
