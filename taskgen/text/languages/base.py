"""What a language is to taskgen: how a value is written in it, and where a name stands in its code."""

from __future__ import annotations

import functools
import re
from collections.abc import Hashable
from typing import TYPE_CHECKING, Literal, Protocol

from taskgen.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from taskgen.decode import Json

Where = Literal["token", "name", "string", "fixed-string", "f-string", "comment", "elsewhere"]
Problem = tuple[int, int, str]  # line and column from 1, message

WIDTH = 88


class LiteralError(ValueError):
    """A value has no literal (or no name) in a language; the message is a clause that says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Where a fresh name stands in code.

    Attributes:
        where: "token": a whole token where a value may stand; "name": a whole token where only a name may stand;
            "string": inside a plain string literal; "fixed-string": inside a literal whose text can't be escaped;
            "f-string", "comment"; "elsewhere": anything else.
        why: what is in the way, as a phrase ("inside a comment"); empty for "token".
        start, end: for "token", the part of the code that a value takes the place of (with the quotes in data).
        quoted: whether that part is a plain string literal, so that escaped text may stand in it too.
        guard_number, guard_mapping: whether a number or a mapping needs parentheses here.
    """

    where: Where
    why: str = ""
    start: int = 0
    end: int = 0
    quoted: bool = False
    guard_number: bool = False
    guard_mapping: bool = False


class Language(Hashable, Protocol):
    """One language; a module satisfies this.

    `label` is what messages call it, `fence` the info word of its fences, `suffixes` its files' endings,
    `placeholders` whether its code may hold any.
    """

    @property
    def label(self) -> str: ...  # noqa: D102 - told above

    @property
    def fence(self) -> str: ...  # noqa: D102 - told above

    @property
    def suffixes(self) -> tuple[str, ...]: ...  # noqa: D102 - told above

    @property
    def placeholders(self) -> bool: ...  # noqa: D102 - told above

    def literal(self, value: Json, width: int = WIDTH, margin: str = "", column: int = 0) -> str:
        """The value as code; `column` is where it begins, `margin` what further lines begin with."""
        ...

    def text(self, value: str) -> str:
        """The value as the inside of a plain string literal."""
        ...

    def name(self, value: str) -> str:
        """The value as an identifier."""
        ...

    def margin(self, indentation: str, column: int) -> str:
        """What the further lines of a literal at `column` begin with, given its own line's indentation."""
        ...

    def standing(self, code: str, names: Collection[str]) -> dict[str, Verdict]:
        """Where each of the names stands; each occurs once in the code."""
        ...

    def parses(self, code: str) -> Problem | None:
        """The first thing that keeps the code from being read; None also where taskgen can't tell."""
        ...


def whole_token(language: Language, code: str, fresh_name: str) -> Verdict:
    """Where one fresh name stands in code that holds it once."""
    return language.standing(code, (fresh_name,))[fresh_name]


@dataclass(frozen=True, slots=True)
class Token:
    """A token of code: `kind` is a `Where`, or "operator", "number", "newline", "space"."""

    kind: str
    start: int
    end: int
    why: str = "not a whole token"

    @property
    def where(self) -> Where:
        """What a name inside this token is told."""
        return _WHERE.get(self.kind, "elsewhere")


_WHERE: dict[str, Where] = {"fixed-string": "fixed-string", "f-string": "f-string", "comment": "comment"}


def line_margin(indentation: str, column: int) -> str:  # noqa: ARG001 - a language's margin may need it
    """The line's own indentation."""
    return indentation


def place_of(code: str, offset: int) -> tuple[int, int]:
    """Line and column, from 1, of an offset."""
    return code.count("\n", 0, offset) + 1, offset - code.rfind("\n", 0, offset)


def names_within(names: Collection[str]) -> Callable[[str, int, int], Iterator[re.Match[str]]]:
    """A finder of any of the names in a part of some code, in linear time: `find(code, start, end)`."""
    if not names:
        return lambda _code, _start, _end: iter(())
    # Fresh names differ only in their number, so that one pattern finds them all.
    stem = re.escape(re.sub(r"[0-9]+_?$", "", min(names)))
    return re.compile(stem + r"[0-9]*_?").finditer


def lazy(pattern: str, flags: int = 0) -> Callable[[], re.Pattern[str]]:
    """A pattern that is compiled when first called for: a run needs few languages."""
    return functools.cache(lambda: re.compile(pattern, flags))


# An escape that what follows could still lengthen: a value must not become a part of it.
_UNFINISHED = lazy(
    r"\\(?:[0-7]{1,2}|x[0-9A-Fa-f]?|u[0-9A-Fa-f]{0,3}|u\{[0-9A-Fa-f]*|U[0-9A-Fa-f]{0,7}|N|N\{[^{}\\]*)?\Z"
)
_LONGEST_ESCAPE = 100


def in_escape(code: str, start: int, offset: int) -> bool:
    """Whether the text of a string literal from `start` ends, at `offset`, in an unfinished escape."""
    tail = max(start, offset - _LONGEST_ESCAPE)
    match = _UNFINISHED().search(code[tail:offset])
    if match is None:
        return False
    backslash = first = tail + match.start()
    while first > start and code[first - 1] == "\\":
        first -= 1
    return (backslash - first) % 2 == 0


_IDENTIFIER = lazy(r"[A-Za-z_][A-Za-z0-9_]*")


def identifier(value: str, reserved: Collection[str], label: str) -> str:
    """The value where it is an identifier of ASCII letters.

    Others differ between versions of Unicode and are normalised by some languages, so that they would not stay as
    they are.
    """
    if not _IDENTIFIER().fullmatch(value):
        raise LiteralError("is no identifier (a letter or _, then letters, digits and _)")
    if value in reserved:
        raise LiteralError(f"is a reserved word of {label}")
    return value


# Characters that a reader can't see or that no terminal shows: controls, spaces other than the plain one, formats,
# fillers, variation selectors, surrogates, private use, noncharacters. A fixed list: Python's own differs by version.
HIDDEN = (
    "\x00-\x1f\x7f-\xa0\xad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f\u2000-\u200f\u2028-\u202f"
    "\u205f-\u206f\u2800\u3000\u3164\ud800-\uf8ff\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U0010ffff"
)


def spell_utf_16(code: int) -> str:
    """A character as JSON escapes it; above the basic plane, as its two halves."""
    if code < 0x10000:  # noqa: PLR2004 - what four hexadecimal digits hold
        return f"\\u{code:04x}"
    high, low = divmod(code - 0x10000, 0x400)
    return f"\\u{0xD800 + high:04x}\\u{0xDC00 + low:04x}"


def escaper(marks: Mapping[str, str], spell: Callable[[int], str]) -> Callable[[str], str]:
    """A function that spells hidden characters by `spell` and the characters in `marks` by their marks."""
    pattern = lazy(f"[{HIDDEN}{re.escape(''.join(marks))}]")
    stay = "".join(chr(code) for code in range(0x20, 0x7F) if chr(code) not in marks)
    stay += "".join(mark for mark, written in marks.items() if written == mark)
    plain = stay.encode()

    def escape(text: str) -> str:
        # Most texts have nothing to spell, which is seen much sooner than a pattern sees it.
        if text.isascii() and not text.encode().translate(None, plain):
            return text
        return pattern().sub(lambda match: marks.get(match[0]) or spell(ord(match[0])), text)

    return escape


_SURROGATE = lazy("[\ud800-\udfff]")
_SPLIT_PAIR = lazy("[\ud800-\udbff][\udc00-\udfff]")


def refuse_surrogates(text: str) -> None:
    """Raise where the text has a lone surrogate."""
    match = _SURROGATE().search(text)
    if match is not None:
        raise LiteralError(f"holds a lone surrogate (U+{ord(match[0]):04X})")


def refuse_split_pairs(text: str) -> None:
    """Raise where two surrogates stand side by side: most languages would read them as one character."""
    if _SPLIT_PAIR().search(text) is not None:
        raise LiteralError("holds two surrogates side by side, which read back as one character")
