"""Where the keys and elements of a TOML text stand; for text that `tomllib` has accepted already."""

from __future__ import annotations

import re
import tomllib
from dataclasses import field
from typing import TYPE_CHECKING, Final

from taskgen.patterns import lazy
from taskgen.records import dataclass

if TYPE_CHECKING:
    from taskgen.decode import Path

_TOKEN: Final = lazy(
    r'''(?P<space>[ \t\r]+|\#[^\n]*)
    |(?P<string>"""(?:[^"\\]|\\.|"(?!""))*"""(?:"{0,2})|\'\'\'(?:[^']|'(?!''))*\'\'\'(?:'{0,2})
        |"(?:[^"\\\n]|\\.)*"|'[^'\n]*')
    |(?P<bare>[^\s"'\[\]{}=,.\#]+)
    |(?P<mark>[\[\]{}=,.\n])
    |(?P<other>.)''',
    re.VERBOSE | re.DOTALL,
)


@dataclass(slots=True)
class _Open:
    """An array or inline table (or the file itself) that is being walked through."""

    path: Path
    closing: str
    index: int = 0


@dataclass(slots=True)
class _Walk:
    words: list[tuple[str, int]]
    at: int = 0
    offsets: dict[Path, int] = field(default_factory=dict)
    counts: dict[Path, int] = field(default_factory=dict)
    table: Path = ()
    stack: list[_Open] = field(default_factory=list)

    def run(self) -> dict[Path, int]:
        while self.at < len(self.words):
            word, offset = self.words[self.at]
            if not self.stack:
                self._statement(word)
            elif word == self.stack[-1].closing:
                self.stack.pop()
                self.at += 1
            elif word in (",", "\n"):
                self.stack[-1].index += word == ","
                self.at += 1
            elif self.stack[-1].closing == "]":
                self._value((*self.stack[-1].path, self.stack[-1].index), offset)
            else:
                self._member(self.stack[-1].path)
        return self.offsets

    def _statement(self, word: str) -> None:
        if word == "\n":
            self.at += 1
        elif word == "[":
            self._header()
        else:
            self._member(self.table)

    def _header(self) -> None:
        offset = self.words[self.at][1]
        double = self.words[self.at + 1][0] == "["
        self.at += 2 if double else 1
        keys = self._keys("]")
        self.at += int(double)
        path = self._down((), [key for key, _ in keys[:-1]], offset)
        last = (*path, keys[-1][0])
        self.offsets.setdefault(last, offset)
        if double:
            self.counts[last] = self.counts.get(last, -1) + 1
        self.table = self._down(path, [keys[-1][0]], offset)

    def _down(self, path: Path, keys: list[str], offset: int) -> Path:
        """The path of a table header: below an array of tables, its last element is meant."""
        for key in keys:
            path = (*path, key)
            self.offsets.setdefault(path, offset)
            if path in self.counts:
                path = (*path, self.counts[path])
                self.offsets.setdefault(path, offset)
        return path

    def _member(self, path: Path) -> None:
        keys = self._keys("=")
        for key, offset in keys:
            path = (*path, key)
            self.offsets.setdefault(path, offset)
        if self.at < len(self.words):
            self._value(path, None)

    def _value(self, path: Path, offset: int | None) -> None:
        """Step over a scalar, or into an array or inline table; `offset` is None for a member, placed by its key."""
        if offset is not None:
            self.offsets.setdefault(path, offset)
        word = self.words[self.at][0]
        self.at += 1
        if word in ("[", "{"):
            self.stack.append(_Open(path, "]" if word == "[" else "}"))
            return
        while self.at < len(self.words) and self.words[self.at][0] not in (",", "\n", "]", "}"):
            self.at += 1  # the parts of a number or a date

    def _keys(self, end: str) -> list[tuple[str, int]]:
        """The parts of a dotted key, each with its offset, up to the mark that ends it."""
        keys: list[tuple[str, int]] = []
        while self.at < len(self.words):
            word, offset = self.words[self.at]
            self.at += 1
            if word == end:
                break
            if word != ".":
                keys.append((_key(word), offset))
        return keys


def offsets(text: str) -> dict[Path, int]:
    """The offset of each key (of a table's header, where it has one) and of each element of an array."""
    words = [(match[0], match.start()) for match in _TOKEN().finditer(text) if match.lastgroup != "space"]
    return _Walk(words).run()


def _key(word: str) -> str:
    if word[0] == "'":
        return word[1:-1]
    return str(tomllib.loads(f"key = {word}")["key"]) if word[0] == '"' else word
