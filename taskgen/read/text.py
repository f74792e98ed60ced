"""Bytes into text: encodings, what was tolerated about them, and where a character stands."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from typing import TYPE_CHECKING, Final

from taskgen.diagnostics import Location, error, note

if TYPE_CHECKING:
    from taskgen.diagnostics import Finding

_LINE_END: Final = re.compile(r"\r\n?|\n")
_LINE_FEED: Final = re.compile(r"\n")  # found in half the time, and all that most texts have
_SAMPLE: Final = 4096  # bytes that are looked at to tell UTF-16 without a mark from binary data
_MARKS: Final = (  # the longer marks first: that of UTF-32 begins with that of UTF-16
    (b"\xff\xfe\x00\x00", "utf-32-le", "UTF-32"),
    (b"\x00\x00\xfe\xff", "utf-32-be", "UTF-32"),
    (b"\xff\xfe", "utf-16-le", "UTF-16"),
    (b"\xfe\xff", "utf-16-be", "UTF-16"),
    (b"\xef\xbb\xbf", "utf-8", "UTF-8"),
)


class Lines:
    """Where the lines of a text begin; built when the first place is asked for."""

    __slots__ = ("_path", "_starts", "_text")

    def __init__(self, path: str, text: str) -> None:
        self._path = path
        self._text = text
        self._starts: array[int] | None = None

    def location(self, offset: int) -> Location:
        """The place of the character at `offset` (from 0)."""
        if self._starts is None:
            line_end = _LINE_END if "\r" in self._text else _LINE_FEED
            self._starts = array("q", [0])
            self._starts.extend(found.end() for found in line_end.finditer(self._text))
        line = bisect_right(self._starts, offset)
        return Location(self._path, line, offset - self._starts[line - 1] + 1)


def decode_text(path: str, data: bytes) -> tuple[str | None, list[Finding]]:
    """The text of a file, line ends as they are, without a byte order mark.

    Args:
        path: the file's name, for places.
        data: the whole file.

    Returns:
        the text, None where there is none to work with, and findings: `empty-file`, `bad-encoding`, `binary-file`
        (errors); `byte-order-mark`, `utf-16` (notes).
    """
    encoding, name, mark = _encoding_of(data)
    try:
        text = data[mark:].decode(encoding)
    except UnicodeDecodeError as problem:
        return None, [_bad_encoding(path, data[mark:], encoding, name, problem)]
    if "\0" in text:
        return None, [_binary(path, text)]
    if not text.strip():
        return None, [error("empty-file", Location(path), "the file is empty", "write something into it")]
    return text, _tolerated(path, name, mark)


def _encoding_of(data: bytes) -> tuple[str, str, int]:
    """The codec, what people call it, and the length of the byte order mark."""
    for mark, codec, name in _MARKS:
        if data.startswith(mark):
            return codec, name, len(mark)
    return (*_guess_utf_16(data[:_SAMPLE]), 0)


def _guess_utf_16(sample: bytes) -> tuple[str, str]:
    """UTF-16 has no mark but shows: every second byte of most text is zero, and only every second one."""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if half and odd * 10 >= half * 6 and even == 0:
        return "utf-16-le", "UTF-16"
    if half and even * 10 >= half * 6 and odd == 0:
        return "utf-16-be", "UTF-16"
    return "utf-8", "UTF-8"


def _bad_encoding(path: str, data: bytes, encoding: str, name: str, problem: UnicodeDecodeError) -> Finding:
    before = data[: problem.start].decode(encoding, errors="ignore")
    place = Lines(path, before).location(len(before))
    if b"\0" in data and encoding == "utf-8":
        return _binary(path, data.decode("latin-1"))
    found = data[problem.start : problem.start + 1].hex().upper()
    message = f"byte 0x{found} is not {name} here: {problem.reason}"
    return error("bad-encoding", place, message, "save the file as UTF-8")


def _binary(path: str, text: str) -> Finding:
    place = Lines(path, text).location(text.index("\0"))
    return error("binary-file", place, "the file holds NUL bytes: it is not text", "give the name of a text file")


def _tolerated(path: str, name: str, mark: int) -> list[Finding]:
    if name != "UTF-8":
        return [note("utf-16", Location(path), f"the file is {name}; it was read as such")]
    if mark:
        return [note("byte-order-mark", Location(path), "the file begins with a byte order mark; it was left out")]
    return []
