"""JSON: a string that is just one placeholder becomes the value with its type."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

from taskgen.text.languages.base import (
    WIDTH,
    LiteralError,
    Token,
    Verdict,
    escaper,
    identifier,
    lazy,
    line_margin,
    names_within,
    place_of,
    refuse_split_pairs,
    refuse_surrogates,
    spell_utf_16,
)
from taskgen.text.languages.data import judge
from taskgen.text.languages.layout import Style, digits, write

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from taskgen.decode import Json
    from taskgen.text.languages.base import Problem

label = "JSON"
fence = "json"
suffixes = (".json",)
placeholders = True
margin = line_margin


_escaped = escaper({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}, spell_utf_16)


def _string(value: str) -> str:
    refuse_split_pairs(value)
    return f'"{_escaped(value)}"'


_STYLE = Style(
    string=_string,
    key=lambda key: f"{_string(key)}: ",
    words={None: "null", True: "true", False: "false"},
    number=digits,
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
    return identifier(value, (), label)


_TOKEN = lazy(r'(?P<string>"(?:[^"\\]|\\.)*+(?P<close>")?)|(?P<elsewhere>[^"]++)', re.DOTALL)


def _tokens(code: str) -> Iterator[Token]:
    """Strings as "string", a member's name as "key"."""
    for match in _TOKEN().finditer(code):
        kind = "string" if match["close"] else "elsewhere"
        if kind == "string" and _KEY_FOLLOWS.match(code, match.end()):
            kind = "key"
        yield Token(kind, match.start(), match.end())


_KEY_FOLLOWS = re.compile(r"[ \t\r\n]*:")


def standing(code: str, names: Collection[str]) -> dict[str, Verdict]:
    """Where each of the names stands."""
    verdicts = dict.fromkeys(names, Verdict(where="elsewhere", why="outside a string"))
    find = names_within(names)
    for token in _tokens(code):
        if token.kind in {"string", "key"}:
            for match in find(code, token.start, token.end):
                verdicts[match[0]] = judge(code, token, match.start(), match.end())
    return verdicts


def parses(code: str) -> Problem | None:
    """What keeps `json` from reading the text; NaN and Infinity are no JSON."""
    import json  # noqa: PLC0415 - only where JSON is read

    try:
        json.loads(code, parse_constant=_refuse_constant)
    except json.JSONDecodeError as mistake:
        return mistake.lineno, mistake.colno, mistake.msg
    except (ValueError, RecursionError) as mistake:
        return (*place_of(code, 0), str(mistake) or "nested too deeply")
    return None


def _refuse_constant(word: str) -> None:
    raise LiteralError(f"{word} is no JSON")
