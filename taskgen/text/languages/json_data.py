"""JSON: a string that is just one placeholder becomes the value with its type."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

from taskgen.places import line_and_column
from taskgen.text.languages.base import FRESH_NAME, NamePlace, in_escape
from taskgen.text.languages.literals import (
    WIDTH,
    LiteralError,
    LiteralStyle,
    escaper,
    identifier,
    refuse_split_pairs,
    refuse_surrogates,
    spell_utf_16,
    write,
)

if TYPE_CHECKING:
    from collections.abc import Collection

    from taskgen.decode import Json
    from taskgen.text.languages.base import Problem

_escaped = escaper({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}, spell_utf_16)


def _string(value: str) -> str:
    refuse_split_pairs(value)
    return f'"{_escaped(value)}"'


_STYLE = LiteralStyle(
    string=_string, key=lambda key: f"{_string(key)}: ", words={None: "null", True: "true", False: "false"}
)


def literal(value: Json, width: int = WIDTH, margin: str = "", column: int = 0) -> str:
    """The value as JSON, or LiteralError (a number that is not finite, two surrogates side by side)."""
    return write(value, _STYLE, width, margin, column)


def compact(value: Json) -> str:
    """The value as JSON on one line."""
    return write(value, _STYLE, sys.maxsize, "", 0)


def text(value: str) -> str:
    """The value as the inside of a string, or LiteralError for surrogates, which could join with a neighbour."""
    refuse_surrogates(value)
    return _escaped(value)


def name(value: str) -> str:
    """The value as an identifier, or LiteralError."""
    return identifier(value, (), "JSON")


_STRING = re.compile(r'"(?:[^"\\]|\\.)*+(?P<close>")?', re.DOTALL)
_COLON = re.compile(r"[ \t\r\n]*:")


def find_names(code: str, names: Collection[str]) -> dict[str, NamePlace]:
    """Where each of the names is."""
    places = dict.fromkeys(names, NamePlace(where="elsewhere", why="outside a string"))
    for string in _STRING.finditer(code):
        for match in FRESH_NAME.finditer(code, *string.span()) if string["close"] else ():
            places[match[0]] = _place(code, string.start(), string.end(), match)
    return places


def _place(code: str, start: int, end: int, match: re.Match[str]) -> NamePlace:
    """The place on a name in the string from `start` to `end`."""
    if in_escape(code, start, match.start()):
        return NamePlace(where="fixed-string", why="right behind an unfinished escape of a string")
    if _COLON.match(code, end):
        return NamePlace(where="string", why="in a member's name")
    if (start + 1, end - 1) == match.span():
        return NamePlace(where="token", start=start, end=end, quoted=True)
    return NamePlace(where="string", why="inside a longer string")


def syntax_error(code: str) -> Problem | None:
    """The first thing that keeps `json` from reading the text; NaN and Infinity are no JSON."""
    import json  # noqa: PLC0415 - only where JSON is read

    try:
        json.loads(code, parse_constant=_refuse_constant)
    except json.JSONDecodeError as mistake:
        return mistake.lineno, mistake.colno, mistake.msg
    except (ValueError, RecursionError) as mistake:
        return (*line_and_column(code, 0), str(mistake) or "nested too deeply")
    return None


def _refuse_constant(word: str) -> None:
    raise LiteralError(f"{word} is no JSON")
