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

_SPACE: Final = re.compile(r"[ \t\r\n]*+")
# `float` takes integers of any length, where `int` refuses more than a few thousand digits.
_SCANNER: Final = json.JSONDecoder(parse_int=float, parse_float=float, parse_constant=str)
# A value and where it ends, without the cost of a call of `raw_decode`.
_scan: Final[Callable[[str, int], tuple[Any, int]]] = _SCANNER.scan_once  # type: ignore[attr-defined] # not in the stubs
_COMMA: Final = re.compile(r"[ \t\r\n]*+,?+[ \t\r\n]*+")
# What stands between two values of an object: a comma, perhaps, and a key with its colon.
_KEY: Final = re.compile(r'[ \t\r\n,]*+"([^"\\]*+(?:\\(?s:.)[^"\\]*+)*+)"[ \t\r\n]*+:[ \t\r\n]*+')
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

    __slots__ = ("_damages", "_has_duplicates", "_lines", "_mended", "_way", "text")

    def __init__(self, mended: Mended, lines: Lines, damages: set[int], *, has_duplicates: bool) -> None:
        self.text = mended.text
        self._mended = mended
        self._lines = lines
        self._damages = array("q", sorted(damages))
        self._has_duplicates = has_duplicates
        # The containers on the way to the place that was asked for last. Places are asked for in the order in which
        # they stand, so that hardly any container is opened twice.
        self._way: list[_Elements | _Members] = []

    def original(self, offset: int) -> int:
        """An offset of the strict text as an offset of the file's text."""
        return self._mended.original(offset)

    def location(self, offset: int) -> Location:
        """The place of an offset of the strict text."""
        return self._lines.location(self.original(offset))

    def is_damaged(self, start: int) -> bool:
        """Whether something of the value at an offset of the strict text was lost."""
        index = bisect_left(self._damages, self.original(start))
        return index < len(self._damages) and self._damages[index] <= self.original(_scan(self.text, start)[1] - 1)

    def walk(self, start: int, path: Path) -> tuple[int, int]:
        """The offsets of the key (of the value where it has none) and of the value at a path below a value."""
        way = self._way
        place = value = start
        for depth, part in enumerate(path):
            if depth == len(way) or way[depth].start != value:
                del way[depth:]
                if self.text[value] not in "[{":
                    break
                way.append(self._opened(value))
            found = way[depth].child(part)
            if found is None:
                break
            place, value = found
        return place, value

    def _opened(self, start: int) -> _Elements | _Members:
        if self.text[start] == "[":
            return _Elements(self.text, start)
        return _Members(self.text, start, has_duplicates=self._has_duplicates)


class Places:
    """The places of one value and of all inside it."""

    __slots__ = ("_source", "_start")

    def __init__(self, source: Source, start: int) -> None:
        self._source = source
        self._start = start

    def locate(self, path: Path) -> Location:
        """The place of a value, for a member that of its key; of the nearest ancestor where there is no such value."""
        return self._source.location(self._source.walk(self._start, path)[0])

    def is_damaged(self, path: Path) -> bool:
        """Whether something of the value at a path was lost when the text was mended."""
        return self._source.is_damaged(self._source.walk(self._start, path)[1])


class _Elements:
    """The elements of the list that begins at `start` of a strict text, as far as they were asked for."""

    __slots__ = ("_found", "_text", "start")

    def __init__(self, text: str, start: int) -> None:
        self._text = text
        self._found = array("q")
        self.start = start

    def child(self, part: str | int) -> tuple[int, int] | None:
        """Twice the offset of an element."""
        if not isinstance(part, int) or part < 0:
            return None
        text, found = self._text, self._found
        while part >= len(found):
            at = _behind(_COMMA, text, _scan(text, found[-1])[1] if found else self.start + 1)
            if text[at] == "]":
                return None
            found.append(at)
        offset = found[part]
        return offset, offset


class _Members:
    """The members of the object that begins at `start` of a strict text, as far as they were asked for."""

    __slots__ = ("_found", "_has_duplicates", "_last", "_text", "start")

    def __init__(self, text: str, start: int, *, has_duplicates: bool) -> None:
        self._text = text
        self._has_duplicates = has_duplicates
        self._found: dict[str | int, re.Match[str]] = {}
        self._last: re.Match[str] | None = None
        self.start = start

    def child(self, part: str | int) -> tuple[int, int] | None:
        """The offsets of a member's key and value."""
        if part not in self._found:
            self._look_for(part)
        found = self._found.get(part)
        return None if found is None else (found.start(1) - 1, found.end())

    def _look_for(self, part: str | int) -> None:
        """Go on to a member; to the end where keys stand twice: the last one counts."""
        text, found = self._text, self._found
        at = self.start + 1 if self._last is None else _scan(text, self._last.end())[1]
        while key := _KEY.match(text, at):
            name = key[1]
            if "\\" in name:
                name = json.loads(f'"{name}"')
            self._last = found[name] = key
            if name == part and not self._has_duplicates:
                break
            at = _scan(text, key.end())[1]


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
