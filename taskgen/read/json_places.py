"""Where the values of a JSON text stand: found by scanning when asked for, never kept for every value."""

from __future__ import annotations

import json
import re
from array import array
from bisect import bisect_left
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from taskgen.decode import Path
    from taskgen.diagnostics import Location
    from taskgen.read.json_edits import Mended
    from taskgen.read.text import Lines

_KEPT: Final = 32  # containers whose children's places are remembered, of one file
_SPACE: Final = re.compile(r"[ \t\r\n]*+")
# `float` takes integers of any length, where `int` refuses more than a few thousand digits.
_SCANNER: Final = json.JSONDecoder(parse_int=float, parse_float=float, parse_constant=str)
# A value and where it ends, without the cost of a call of `raw_decode`.
_scan: Final[Callable[[str, int], tuple[Any, int]]] = _SCANNER.scan_once  # type: ignore[attr-defined] # not in the stubs
_COMMA: Final = re.compile(r"[ \t\r\n]*+,?+[ \t\r\n]*+")
_COLON: Final = re.compile(r"[ \t\r\n]*+:[ \t\r\n]*+")
_WORDS: Final = re.compile(
    r'"[^"\\]*+(?:\\(?s:.)[^"\\]*+)*+"|[{}\[\]:,]|-?Infinity|NaN|-?[0-9][0-9.eE+-]*+',
)
_DIGITS: Final = 4300  # what Python reads as an integer unless it is told otherwise
_NOT_KEPT: Final = -1


class Source:
    """The text of one file, its strict form, and what in it is damaged.

    Attributes:
        text: strict JSON: one value, or several in a row.
    """

    __slots__ = ("_children", "_damages", "_lines", "_mended", "text")

    def __init__(self, mended: Mended, lines: Lines, damages: set[int]) -> None:
        self.text = mended.text
        self._mended = mended
        self._lines = lines
        self._damages = array("q", sorted(damages))
        self._children: dict[int, dict[str, tuple[int, int]] | array[int]] = {}

    def original(self, offset: int) -> int:
        """An offset of the strict text as an offset of the file's text."""
        return self._mended.original(offset)

    def location(self, offset: int) -> Location:
        """The place of an offset of the strict text."""
        return self._lines.location(self.original(offset))

    def is_damaged(self, start: int) -> bool:
        """Whether something of the value at an offset of the strict text was lost."""
        if not self._damages:
            return False
        index = bisect_left(self._damages, self.original(start))
        return index < len(self._damages) and self._damages[index] <= self.original(_scan(self.text, start)[1] - 1)

    def child(self, container: int, part: str | int) -> tuple[int, int] | None:
        """The offsets of a child's key (of its value where it has none) and of its value; None where there is none."""
        if self.text[container] not in "[{":
            return None
        children = self._children_of(container)
        if isinstance(children, dict):
            return children.get(part) if isinstance(part, str) else None
        if isinstance(part, int) and 0 <= part < len(children):
            return children[part], children[part]
        return None

    def _children_of(self, container: int) -> dict[str, tuple[int, int]] | array[int]:
        known = self._children.pop(container, None)
        if known is None:
            known = _members(self.text, container) if self.text[container] == "{" else _elements(self.text, container)
            if len(self._children) >= _KEPT:
                del self._children[next(iter(self._children))]
        self._children[container] = known  # at the end: what was asked for last is forgotten last
        return known


class Places:
    """The places of one value and of all inside it."""

    __slots__ = ("_source", "_start")

    def __init__(self, source: Source, start: int) -> None:
        self._source = source
        self._start = start

    def locate(self, path: Path) -> Location:
        """The place of a value, for a member that of its key; of the nearest ancestor where there is no such value."""
        return self._source.location(self._walk(path)[0])

    def is_damaged(self, path: Path) -> bool:
        """Whether something of the value at a path was lost when the text was mended."""
        return self._source.is_damaged(self._walk(path)[1])

    def _walk(self, path: Path) -> tuple[int, int]:
        """The offsets of the key (of the value where it has none) and of the value at a path."""
        place = value = self._start
        for part in path:
            found = self._source.child(value, part)
            if found is None:
                break
            place, value = found
        return place, value


def _elements(text: str, start: int) -> array[int]:
    """The offsets of the elements of the list that begins at `start` of a strict text."""
    found = array("q")
    at = space_end(text, start + 1)
    while text[at] != "]":
        found.append(at)
        at = _behind(_COMMA, text, _scan(text, at)[1])
    return found


def _members(text: str, start: int) -> dict[str, tuple[int, int]]:
    """The keys of the object that begins at `start` of a strict text, each with the offsets of key and value."""
    found: dict[str, tuple[int, int]] = {}
    at = space_end(text, start + 1)
    while text[at] != "}":
        key, end = _scan(text, at)
        value = _behind(_COLON, text, end)
        found[key] = (at, value)
        at = _behind(_COMMA, text, _scan(text, value)[1])
    return found


def _behind(separator: re.Pattern[str], text: str, at: int) -> int:
    found = separator.match(text, at)
    return found.end() if found else at


def space_end(text: str, at: int) -> int:
    """The offset of the next character that is no white space."""
    return _behind(_SPACE, text, at)


def duplicate_keys(text: str) -> Iterator[tuple[str, int, int]]:
    """Keys that stand twice in one object of a strict text: the key and the offsets of the one before and this one."""
    stack: list[dict[str, int] | None] = []
    last, last_at = "", _NOT_KEPT
    for found in _WORDS.finditer(text):
        word = found[0]
        if word[0] == '"':
            last, last_at = word, found.start()
        elif word in "{[":
            stack.append({} if word == "{" else None)
        elif word in "}]":
            stack.pop()
        elif word == ":":
            seen = stack[-1]
            key = json.loads(last)
            if seen is not None:
                if key in seen:
                    yield key, seen[key], last_at
                seen[key] = last_at


def bad_numbers(text: str) -> Iterator[tuple[str, int]]:
    """Numbers of a text that no JSON value can hold: the number and its offset."""
    for found in _WORDS.finditer(text):
        word = found[0]
        if word[0] in "NI" or word.startswith("-I") or (word[0] in "-0123456789" and _is_too_large(word)):
            yield word, found.start()


def _is_too_large(word: str) -> bool:
    if word.lstrip("-").isdigit():
        return len(word.lstrip("-")) > _DIGITS
    return float(word) in {float("inf"), float("-inf")}
