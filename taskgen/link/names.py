"""The ids of all cases, arranged so that a word of a task finds its cases without a walk over them."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from taskgen.diagnostics import nearest
from taskgen.link.scan import WORD, is_word

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from taskgen.link.scan import Word

SEPARATORS = "_-./: "
DIGITS = "0123456789"
_SEPARATOR = frozenset(SEPARATORS)
_DIGIT = frozenset(DIGITS)
_WORD = re.compile(WORD)
_SCRIPTS = re.compile(r"[^\u2e80-\U0010ffff]+|[\u2e80-\U0010ffff]+")  # Chinese, Japanese, … are written without spaces
_PLAIN_PHRASE = 3  # a phrase of fewer words, all small letters, is everyday language
_STEPS = 12
_NEAR = 200
_TRAILING = ".:/-"


class Shape(NamedTuple):
    """What a name is made of."""

    letter: bool
    digit: bool
    separator: bool
    camel: bool

    @property
    def is_name(self) -> bool:
        """Whether nobody would write this by accident: `TC-1`, `q1`, `twoFer`, but not `empty`, `1.1`."""
        return self.letter and (self.digit or self.separator or self.camel)

    @property
    def is_short_name(self) -> bool:
        """Whether this stands for a longer id wherever it stands: `max_text_001`, but not `max_text`, `v4`."""
        return self.letter and self.digit and self.separator


def shape(name: str) -> Shape:
    """The shape of a name."""
    inner = name.strip(SEPARATORS)
    return Shape(
        letter=any(map(str.isalpha, inner)),
        digit=any(map(str.isdigit, inner)),
        separator=not _SEPARATOR.isdisjoint(inner),
        camel=inner[:1].isalpha() and not inner.isupper() and inner[1:] != inner[1:].lower(),
    )


class Reading(NamedTuple):
    """What a word (or a part of it) stands for: one id exactly, or the `total` ids that it is a prefix of."""

    offset: int
    text: str
    exact: str | None
    under: tuple[str, ...] = ()
    total: int = 0


class _Node:
    """A step in the tree of ids that hold more than id characters."""

    __slots__ = ("ends", "steps")

    def __init__(self) -> None:
        self.steps: dict[tuple[str, str], _Node] = {}
        self.ends: list[tuple[str, str, str]] = []


class Names:
    """All ids, in file order, with what is needed to look names up."""

    def __init__(self, ids: Iterable[str]) -> None:
        self.order = {name: position for position, name in enumerate(ids)}
        self.sorted = sorted(self.order)
        self._phrases = _Node()
        for name in self.order:
            if not _WORD.fullmatch(name):
                self._add_phrase(name)

    def starting(self, stem: str) -> Sequence[str]:
        """All ids that begin with `stem`, sorted."""
        low, high = self._between(stem)
        return self.sorted[low:high]

    def count(self, stem: str) -> int:
        """How many ids begin with `stem`."""
        low, high = self._between(stem)
        return high - low

    def _between(self, stem: str) -> tuple[int, int]:
        if not stem:
            return 0, len(self.sorted)
        after = stem[:-1] + chr(min(ord(stem[-1]) + 1, 0x10FFFF))
        return bisect_left(self.sorted, stem), bisect_left(self.sorted, after)

    def resolve(self, name: str) -> Reading | None:
        """The id that `name` is, else the ids that it is a prefix of, ending at a separator."""
        if name in self.order:
            return Reading(0, name, name)
        first: list[str] = []
        count = 0
        for separator in SEPARATORS if name else "":
            low, high = self._between(name + separator)
            count += high - low
            first += self.sorted[low : min(high, low + 2)]
        if not count:
            return None
        return Reading(0, name, None, tuple(sorted(first)[:2]), count)

    def read(self, raw: str) -> tuple[Reading, ...]:
        """What a word of the text stands for, punctuation and emphasis round it taken off; nothing for most."""
        if raw in self.order and "\\" not in raw:
            return (Reading(0, raw, raw),)
        for text in dict.fromkeys((raw, raw.rstrip(_TRAILING), _bare(raw))):
            name = text.replace("\\_", "_")
            if name in self.order:
                return (Reading(raw.index(text), text, name),)
        text = _bare(raw)
        reading = self.resolve(text.replace("\\_", "_"))
        if reading:
            return (reading._replace(offset=raw.index(text), text=text),)
        return self._parts(raw)

    def _parts(self, raw: str) -> tuple[Reading, ...]:
        """The readings of `TC-1/TC-2`, of `a.py::TC-1`, of an id glued to a script that writes no spaces."""
        slashed = self._split(raw, r"[^/]+") if "/" in raw[1:] and raw[0] != "/" else []
        if len(slashed) == raw.count("/") + 1 and all(part.exact for part in slashed):
            return tuple(slashed)
        parts = self._split(raw, r"[^:]+") if ":" in raw.strip(":") else []
        if not parts and not raw.isascii():
            parts = self._split(raw, _SCRIPTS.pattern)
        return tuple(part for part in parts if part.exact or shape(part.text).is_short_name)

    def _split(self, raw: str, pattern: str) -> list[Reading]:
        found = []
        for match in re.finditer(pattern, raw):
            text = _bare(match[0])
            reading = self.resolve(text.replace("\\_", "_")) if text else None
            if reading:
                found.append(reading._replace(offset=match.start() + match[0].index(text), text=text))
        return found

    def _add_phrase(self, name: str) -> None:
        # The rest of a long id is compared as one string: a walk of its length at each word would take too long.
        pieces = [match for match in _WORD.finditer(name) if is_word(match[0])][:_STEPS]
        if not pieces:
            return
        node, before = self._phrases, pieces[0].start()
        for piece in pieces:
            step = (_spaces(name[before : piece.start()]), piece[0])
            node = node.steps.setdefault(step, _Node())
            before = piece.end()
        node.ends.append((name[: pieces[0].start()], name[before:], name))

    def phrase(self, text: str, found: list[Word], index: int) -> tuple[str, int, int] | None:
        """The longest id with spaces or other signs that begins at a word: id, start and end in `text`."""
        node, best = self._phrases, None
        if not node.steps:
            return None
        before = found[index].start
        for position in range(index, len(found)):
            word = found[position]
            between = _spaces(text[before : word.start]) if word.start - before < _NEAR else "\n"
            for raw in _endings(word.raw):
                step = node.steps.get((between, raw))
                if step and step.ends:
                    best = _ended(text, step, found[index], word.start + word.raw.index(raw) + len(raw)) or best
            going = node.steps.get((between, word.raw)) or node.steps.get((between, word.raw.lstrip("_")))
            if going is None:
                break
            node, before = going, word.end
        return best

    def near(self, word: str) -> str:
        """The id that resembles `word` most, or an empty string; of many ids only the neighbours are compared."""
        if len(self.sorted) <= _NEAR:
            return nearest(word, self.sorted)
        at = bisect_left(self.sorted, word)
        return nearest(word, self.sorted[max(0, at - _NEAR // 2) : at + _NEAR // 2])


def _endings(raw: str) -> tuple[str, ...]:
    """What a word may be as the last one of an id."""
    return raw.rstrip(_TRAILING), raw.strip("_"), raw


def _ended(text: str, node: _Node, first: Word, end: int) -> tuple[str, int, int] | None:
    for lead, trail, name in node.ends:
        marks = 0 if name.startswith("_") else len(first.raw) - len(first.raw.lstrip("_"))
        start, stop = first.start + marks, end + len(trail)
        if text.endswith(lead, 0, start) and text.startswith(trail, end) and not text[stop : stop + 1].isalnum():
            return name, start - len(lead), stop
    return None


def is_plain(name: str) -> bool:
    """Whether an id is also everyday language (`empty`, `no input`, `1.1`): it counts only where it is marked."""
    if " " not in name.strip():
        return not shape(name).is_name
    return len(name.split()) < _PLAIN_PHRASE and name == name.lower() and not any(map(str.isdigit, name))


def western(raw: str) -> str:
    """What stands in front of the first character of a script that writes no spaces."""
    if raw.isascii():
        return raw
    match = _SCRIPTS.match(raw)
    return match[0] if match else ""


def _bare(raw: str) -> str:
    return raw.rstrip(_TRAILING).lstrip(":").strip("_")


def _spaces(between: str) -> str:
    return " ".join(between.split()) if between.strip() else " " * bool(between)
