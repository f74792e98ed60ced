"""What a language is to taskgen: how its syntax is checked, and how a case's values get into its code."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, Protocol

from taskgen.patterns import lazy
from taskgen.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from taskgen.decode import Json

Where = Literal["token", "name", "string", "fixed-string", "f-string", "comment", "elsewhere"]
Problem = tuple[int, int, str]  # line and column from 1, message

FRESH_NAME = re.compile(r"taskgen_x+_[0-9]+_")
"""A name that takes the place of a placeholder while the code is read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NamePlace:
    """Where a fresh name is in code.

    Attributes:
        where: "token": a whole token where a value may be; "name": a whole token where only a name may be;
            "string": inside a plain string literal; "fixed-string": inside a literal whose text can't be escaped;
            "f-string", "comment"; "elsewhere": anything else.
        why: the reason against a value, as a phrase ("inside a comment"); empty for "token".
        start, end: for "token", the part of the code that a value replaces (with the quotes in JSON).
        quoted: whether that part is a plain string literal, so that it may hold escaped text too.
        guard_number: whether a number needs parentheses here, as in `(-5).real`.
    """

    where: Where
    why: str = ""
    start: int = 0
    end: int = 0
    quoted: bool = False
    guard_number: bool = False


class Values(Protocol):
    """How values are written into the code of a language; its module satisfies this."""

    def literal(self, value: Json, width: int = 0, margin: str = "", column: int = 0) -> str:
        """The value as code; `column` is where it begins, `margin` what further lines begin with."""
        ...

    def text(self, value: str) -> str:
        """The value as the inside of a plain string literal."""
        ...

    def name(self, value: str) -> str:
        """The value as an identifier."""
        ...

    def find_names(self, code: str, names: Collection[str]) -> dict[str, NamePlace]:
        """Where each of the fresh names is; each occurs once in the code."""
        ...


def _no_error(_code: str) -> Problem | None:
    """For languages whose syntax taskgen doesn't check."""
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """One language.

    Attributes:
        label: what messages call it.
        fence: the info word of its fences.
        syntax_error: finds the first thing that keeps code from being parsed.
        values: writes values into code; None where the language takes no placeholders.
    """

    label: str
    fence: str
    syntax_error: Callable[[str], Problem | None] = _no_error
    values: Values | None = None


@dataclass(frozen=True, slots=True)
class Token:
    """A token of code: `kind` is a `Where`, or "operator", "number", "newline", "space"."""

    kind: str
    start: int
    end: int
    why: str = "not a whole token"

    def place(self) -> NamePlace:
        """The place of a name inside a token that takes no values."""
        return NamePlace(where=_WHERE.get(self.kind, "elsewhere"), why=self.why)


_WHERE: dict[str, Where] = {"fixed-string": "fixed-string", "f-string": "f-string", "comment": "comment"}


# An escape that the text behind it could still lengthen: a value must not become a part of it.
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
