"""TOML text into a document whose every key and element knows its place; `tomllib` reads the values."""

from __future__ import annotations

import re
from dataclasses import field
from typing import TYPE_CHECKING, Final

from taskgen.decode import Document
from taskgen.diagnostics import Location, error
from taskgen.patterns import lazy
from taskgen.read.text import Lines
from taskgen.records import dataclass

if TYPE_CHECKING:
    from taskgen.decode import Json, Path
    from taskgen.diagnostics import Finding

_SIZE: Final = 512 * 1024  # characters
# tomllib takes the square of a dotted key's parts. Each try begins at a dot and spans so many parts, no more.
_LONG_KEY: Final = re.compile(r"""(?:\.[ \t]*(?:[A-Za-z0-9_-]+|"[^".\n]*"|'[^'.\n]*')[ \t]*){64}""", re.ASCII)
# What tomllib's messages contain, with a next step.
_STEPS: Final = (
    ("Cannot overwrite", "the key is given twice: keep one of the two"),
    ("Cannot declare", "the table is begun twice: join the two"),
    ("Expected '='", 'write `key = "value"`'),
    ("Unescaped", "write `\\\\`, or put the text in single quotes"),
    ("Illegal character", "close the string on its own line"),
    ("Unterminated", "close the string"),
    ("Invalid value", 'put text in quotes: `key = "value"`'),
)
_PLACE: Final = re.compile(r"\(at line (\d+), column (\d+)\)|\(at end of document\)")


def load(path: str, text: str) -> tuple[Document | None, list[Finding]]:
    """Read a text; None, and why, where it is no TOML.

    Args:
        path: the file's name, for places.
        text: its text.
    """
    text = text.removeprefix("\ufeff")
    data, refused = _parse(path, text)
    if refused is not None:
        return None, [refused]
    lines = Lines(path, text)

    known = offsets(text)

    def locate(inner: Path) -> Location:
        ways = (inner[:length] for length in range(len(inner), 0, -1))
        return lines.location(next((known[way] for way in ways if way in known), 0))

    return Document(path=path, data=data, locate=locate), []


def _parse(path: str, text: str) -> tuple[dict[str, Json], Finding | None]:
    """The data of a TOML text, or why it can't be read."""
    import tomllib  # noqa: PLC0415 - only where there is a config

    if len(text) > _SIZE:
        return {}, error("too-large", Location(path), f"the file is larger than {_SIZE} characters", "shorten it")
    long_key = _LONG_KEY.search(text)
    if long_key is not None:
        place = Lines(path, text).location(long_key.start())
        return {}, error("too-deep", place, "a key has more than 64 parts", "write fewer dots in a row")
    try:
        return tomllib.loads(text), None
    except RecursionError:
        return {}, error("too-deep", Location(path), "the brackets are nested too deeply", "flatten the data")
    except ValueError as problem:  # tomllib's own error, and what int() says of endless digits
        return {}, _syntax(path, text, " ".join(str(problem).split()))


def _syntax(path: str, text: str, said: str) -> Finding:
    found = _PLACE.search(said)
    place = Location(path)
    if found is not None:
        place = Location(path, int(found[1]), int(found[2])) if found[1] else Lines(path, text).location(len(text))
        said = said[: found.start()].strip()
    step = next((step for part, step in _STEPS if part in said), 'fix this line: `key = "value"`')
    return error("bad-toml", place, f"no TOML: {said[:160]}", step)


# --- Places ----------------------------------------------------------------------------------------------------------

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
    import tomllib  # noqa: PLC0415 - loaded by now

    if word[0] == "'":
        return word[1:-1]
    return str(tomllib.loads(f"key = {word}")["key"]) if word[0] == '"' else word
