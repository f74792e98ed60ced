"""JavaScript's and TypeScript's tokens; where a slash or an angle could be two things, the rest is in doubt."""

from __future__ import annotations

import re
from dataclasses import field
from typing import TYPE_CHECKING

from taskgen.records import dataclass
from taskgen.text.languages.base import Token, lazy

if TYPE_CHECKING:
    from collections.abc import Iterator

_TOKEN = lazy(
    r"(?P<space>[ \t\v\f\u00a0\ufeff]+)"
    r"|(?P<newline>\r\n|[\r\n\u2028\u2029])"
    r"|(?P<comment>//[^\r\n\u2028\u2029]*|/\*(?:[^*]|\*(?!/))*+(?P<closed>\*/)?)"
    r"|(?P<doubt><!--|-->)"
    r"|(?P<string>\"(?:[^\"\\\r\n]|\\(?:\r\n|.))*+(?P<double>\")?|'(?:[^'\\\r\n]|\\(?:\r\n|.))*+(?P<single>')?)"
    r"|(?P<template>`)"
    r"|(?P<name>[#@]?(?:[^\W\d]|\$)[\w$]*)"
    r"|(?P<number>\.?\d(?:[eE][+-]\d|[\w.])*)"
    r"|(?P<operator>=>|\.\.\.|\?\.|\?\?=?|\+\+|--|===|!==|==|!=|<=|>=|\*\*=?|&&=?|\|\|=?|[-+*/%&|^]=|.)",
    re.DOTALL,
)
_IN_TEMPLATE = lazy(r"\\.|`|\$\{", re.DOTALL)
_REGEX = lazy(r"/(?:[^/\\\[\r\n]|\\[^\r\n]|\[(?:[^\]\\\r\n]|\\[^\r\n])*+\])++/[A-Za-z]*")

# Words behind which an expression begins; any other name is an operand.
_WORDS = "return typeof instanceof in of new delete void throw case do else await yield default extends"
OPERATOR_WORDS = frozenset(_WORDS.split())
_HEADS = frozenset(["if", "while", "for", "with"])
DOUBT = "behind something that taskgen can't tell apart (a regular expression, a division, JSX)"


@dataclass(slots=True)
class _Reader:
    """Where the reading is: the last token that counts, and what stood before each open bracket."""

    code: str
    at: int = 0
    last: str = ""
    operand: bool | None = False  # whether the last token ends an operand; None: can't tell
    open: list[tuple[str, str]] = field(default_factory=list)


def tokens(code: str) -> Iterator[Token]:
    """The tokens of code, whole or not; never fails.

    Template literals have the kind "f-string". From what can't be told apart, or never ends, one token of the kind
    "elsewhere" goes to the end of the code.
    """
    reader = _Reader(code)
    if code.startswith("#!"):
        reader.at = len(code.split("\n", 1)[0])
        yield Token("comment", 0, reader.at, "inside a comment")
    while reader.at < len(code):
        token = _next(reader)
        yield token
        reader.at = token.end


def _next(reader: _Reader) -> Token:
    match = _TOKEN().match(reader.code, reader.at)
    if match is None or match.lastgroup == "doubt":
        return _rest(reader, DOUBT)
    kind = match.lastgroup or "operator"
    if kind in {"space", "newline"}:
        return Token(kind, *match.span())
    if kind == "comment":
        ends = match[0].startswith("//") or match["closed"]
        return Token(kind, *match.span(), "inside a comment") if ends else _rest(reader, "inside a comment")
    if kind == "string":
        return _string(reader, match)
    return _template(reader) if kind == "template" else _plain(reader, kind, match)


def _string(reader: _Reader, match: re.Match[str]) -> Token:
    reader.last, reader.operand = "string", True
    if match["double"] or match["single"]:
        return Token("string", *match.span(), "inside a string")
    return _rest(reader, "inside a string")


def _rest(reader: _Reader, why: str) -> Token:
    return Token("elsewhere", reader.at, len(reader.code), why)


def _plain(reader: _Reader, kind: str, match: re.Match[str]) -> Token:
    """A name, a number or an operator; keeps track of what may follow."""
    written = match[0]
    if kind == "operator" and written in {"/", "/="}:
        return _slash(reader, match)
    if written == "<" and reader.operand is not True:
        return _rest(reader, DOUBT)
    if kind == "operator":
        reader.operand = _track(reader, written)
    else:
        reader.operand = reader.last == "." or written not in OPERATOR_WORDS
    reader.last = written
    return Token(kind, match.start(), match.end())


def _track(reader: _Reader, written: str) -> bool | None:
    """Whether an operator ends an operand, as `)` and `]` do; a `}` can't be told."""
    if written in {"(", "[", "{"}:
        reader.open.append((written, reader.last))
        return False
    if written in {")", "]", "}"}:
        opening, head = reader.open.pop() if reader.open else ("", "")
        return None if written == "}" or not opening else head not in _HEADS
    return reader.operand if written in {"++", "--"} else written == "!" and reader.operand


def _slash(reader: _Reader, match: re.Match[str]) -> Token:
    """A division behind an operand, a regular expression where an expression begins."""
    if reader.operand:
        reader.last, reader.operand = "/", False
        return Token("operator", match.start(), match.end())
    regex = _REGEX().match(reader.code, reader.at) if reader.operand is False else None
    if regex is None:
        return _rest(reader, DOUBT)
    reader.last, reader.operand = "regex", True
    return Token("fixed-string", *regex.span(), "inside a regular expression")


def _template(reader: _Reader) -> Token:
    """A template literal with all that its `${...}` hold; a slash in there is in doubt."""
    at: int | None = reader.at + 1
    stack = ["`"]
    while stack and at is not None:
        at = _template_step(reader.code, at, stack)
    reader.last, reader.operand = "template", True
    if at is None:
        return _rest(reader, "inside a template literal")
    return Token("f-string", reader.at, at, "inside a template literal")


def _template_step(code: str, at: int, stack: list[str]) -> int | None:
    if stack[-1] == "`":
        match = _IN_TEMPLATE().search(code, at)
        if match is None:
            return None
        if match[0] == "`":
            stack.pop()
        elif match[0] == "${":
            stack.append("{")
        return match.end()
    match = _TOKEN().match(code, at)
    if match is None or match[0] == "/" or match.lastgroup == "doubt":
        return None
    if match[0] in {"`", "{"}:
        stack.append(match[0])
    elif match[0] == "}":
        stack.pop()
    return match.end()
