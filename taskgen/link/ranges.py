"""Ranges of ids: `TC-001..TC-010`, `x_001 through x_004`, `T004-T007`, `SCENARIO-250..255`."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from taskgen.link.names import DIGITS, SEPARATORS, western
from taskgen.link.scan import HYPHENS, gap

if TYPE_CHECKING:
    from collections.abc import Iterator

    from taskgen.link.names import Names
    from taskgen.link.scan import Word

_DOTS = frozenset({"..", "...", "…"})
_JOINING_WORDS = frozenset({"through", "thru", "to"})
_JOINING = _DOTS | _JOINING_WORDS | HYPHENS
_DASHES = frozenset({"\u2013", "—", "~", "〜", "\uff5e", "→"})
_JOINS = ("_", "-", "", ".", "/", ":", " ")
_LONGEST = 200  # characters of a name, beyond which it is no end of a range
_LARGEST = 9  # digits
_SURE_DIGITS = 3  # `x_001 to 004` is a range, `TC-1 to 3 servers` and `TC-10 - 20 users` are none


class Span(NamedTuple):
    """A range as written.

    Attributes:
        stem: what all names begin with.
        low, high: the numbers at the ends.
        width: digits are filled with zeros to it; 0 where they aren't.
        start, end: where the range stands in the text.
    """

    stem: str
    low: int
    high: int
    width: int
    start: int
    end: int

    def names(self) -> Iterator[str]:
        """The name of each member, in order."""
        return (f"{self.stem}{number:0{self.width}d}" for number in range(self.low, self.high + 1))


def span_at(text: str, found: list[Word], index: int, names: Names) -> Span | None:
    """The range that begins at a word, if one does and some id begins like its members."""
    word = found[index]
    joined = _joined(text, found, index)
    if joined is None:
        return _hyphenated(word, names)
    last, sure = joined
    start, end = word.raw.lstrip(":").strip("_"), last.raw.rstrip(".:/-").strip("_")
    if _is_number(end) and not sure and not _SURE_DIGITS <= len(end) == _digits_at_end(start):
        return None
    if _is_number(start):
        return _after_stem(text, found, index, last, names)
    return _span(start, end, word.start + word.raw.index(start), last.start + last.raw.index(end) + len(end), names)


def _joined(text: str, found: list[Word], index: int) -> tuple[Word, bool] | None:
    """The word at the other end, and whether a bare number may stand there whatever its length."""
    first = found[index]
    if index + 1 >= len(found):
        return None
    second = found[index + 1]
    between = gap(text, first, second)
    if between in _DASHES and "\n" not in text[first.end : second.start]:
        return second, second.start - first.end == 1
    if between or second.raw not in _JOINING or index + 2 >= len(found):
        return None
    third = found[index + 2]
    if second.raw in HYPHENS and text.find("\n", first.end, third.start) >= 0:
        return None
    if gap(text, second, third):
        return None
    return third, second.raw in _DOTS or second.raw in {"through", "thru"}


def _hyphenated(word: Word, names: Names) -> Span | None:
    """The range in `T004-T007`, `TC-001-TC-010`, `x_001-004`: one word, cut at the hyphen that makes sense."""
    if "-" not in word.raw:
        return None
    raw = western(word.raw).rstrip(".:/-").strip("_")
    if not raw[-1:].isdigit() or len(raw) > _LONGEST or names.resolve(raw):
        return None
    offset = word.start + word.raw.index(raw)
    for position in (at for at, character in enumerate(raw) if character == "-"):
        start, end = raw[:position], raw[position + 1 :]
        if not _is_number(end) or _SURE_DIGITS <= len(end) == _digits_at_end(start):
            span = _span(start, end, offset, offset + len(raw), names)
            if span:
                return span
    return None


def _after_stem(text: str, found: list[Word], index: int, last: Word, names: Names) -> Span | None:
    """The range in `max_text 001 through 004`: the word before the numbers is the stem."""
    if index == 0 or gap(text, found[index - 1], found[index]):
        return None
    before, first = found[index - 1], found[index]
    stem = before.raw.lstrip(":").strip("_") if not before.raw.endswith("_") else before.raw.lstrip("_:")
    for join in _JOINS if any(map(str.isalpha, stem)) else ():
        start = before.start + before.raw.index(stem)
        if names.count(stem + join + first.raw):
            return _span(stem + join + first.raw, last.raw.rstrip(".:/-"), start, last.end, names)
    return None


def _span(start: str, end: str, begin: int, stop: int, names: Names) -> Span | None:
    if len(start) > _LONGEST or len(end) > _LONGEST:
        return None
    start, end = start.replace("\\_", "_"), end.replace("\\_", "_")
    stem, low = _number(start, _stem_length(start, end))
    high = end if _is_number(end) else _number(end, len(stem))[1] if end.startswith(stem) else ""
    if not (low and high and any(map(str.isalpha, stem)) and names.count(stem)):
        return None
    if max(len(low), len(high)) > _LARGEST or low == high:
        return None
    width = len(low) if low.startswith("0") or high.startswith("0") else 0
    return Span(stem, int(low), int(high), width, begin, stop)


def _stem_length(start: str, end: str) -> int:
    """How much of `start` stands before the number in which the ends differ (its last one, before a bare number)."""
    if _is_number(end):
        return len(start) - _digits_at_end(start)
    length = next((at for at, pair in enumerate(zip(start, end, strict=False)) if pair[0] != pair[1]), len(start))
    return len(start[:length].rstrip(DIGITS))


def _number(name: str, at: int) -> tuple[str, str]:
    """The stem and the digits after it, where the name then ends or goes on behind a separator."""
    rest = name[at:]
    digits = rest[: len(rest) - len(rest.lstrip(DIGITS))]
    ends = len(digits) == len(rest) or rest[len(digits)] in SEPARATORS
    return name[:at], digits if ends else ""


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal()


def _digits_at_end(name: str) -> int:
    return len(name) - len(name.rstrip(DIGITS))
