"""Python's tokens, read alike under every version of Python: `tokenize` sees f-strings differently from 3.12 on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from taskgen.text.languages.base import Token, lazy

if TYPE_CHECKING:
    from collections.abc import Iterator

_PREFIX = r"(?:[rR][bBfFtT]?|[bBfFtT][rR]?|[uU])?"
_QUOTE = r"(?:'''|\"\"\"|'|\")"
_TOKEN = lazy(
    r"(?P<space>[ \t\f]+|\\(?:\r\n|\r|\n))"
    r"|(?P<newline>\r\n|\r|\n)"
    r"|(?P<comment>\#[^\r\n]*)"
    rf"|(?P<string>{_PREFIX}{_QUOTE})"
    r"|(?P<name>[^\W\d]\w*)"
    r"|(?P<number>\.?\d(?:[eE][+-]\d|[\w.])*)"
    r"|(?P<operator>\*\*=?|//=?|>>=?|<<=?|->|:=|\.\.\.|[-+*/%@&|^=!<>]=|.)",
    re.DOTALL,
)
# What ends or lengthens the text of a string, by its quote; a backslash shields the character behind it.
_ENDS = {
    quote: lazy(rf"\\(?:\r\n|.)|{quote}" + ("" if len(quote) > 1 else r"|[\r\n]"), re.DOTALL)
    for quote in ("'", '"', "'''", '"""')
}
# The same for the literal parts of an f-string, where braces count.
_F_ENDS = {
    quote: lazy(
        rf"\\N\{{[^{{}}'\"\r\n]*\}}|\\(?:\r\n|[^{{}}])|\{{\{{|\}}\}}|\{{|{quote}"
        + ("" if len(quote) > 1 else r"|[\r\n]"),
        re.DOTALL,
    )
    for quote in _ENDS
}
_SPEC_ENDS = lazy(r"[{}'\"\r\n]")
_EXPRESSION = lazy(rf"\#[^\r\n]*|(?P<string>{_PREFIX}{_QUOTE})|[^\W\d]\w*|!=|:=|[][(){{}}:]")
_CLOSING = {"(": ")", "[": "]", "{": "}"}


def tokens(code: str) -> Iterator[Token]:
    """The tokens of code, whole or not; never fails.

    Strings have the kind "string" (plain, on one line), "fixed-string" (raw, bytes, triple-quoted) or "f-string". A
    string that never ends is one token of the kind "elsewhere" up to the end of the code.
    """
    at = 0
    while at < len(code):
        match = _TOKEN().match(code, at)
        if match is None:  # the last alternative takes any character
            return
        kind = match.lastgroup or "operator"
        token = _string(code, at, match[0]) if kind == "string" else Token(kind, at, match.end(), _why(kind))
        yield token
        at = token.end


def _why(kind: str) -> str:
    return "inside a comment" if kind == "comment" else "not a whole token"


def _string(code: str, start: int, opening: str) -> Token:
    """The string token that begins at `start` with prefix and quote `opening`."""
    prefix = opening.rstrip("'\"")
    quote = opening[len(prefix) :]
    letters = set(prefix.lower())
    formatted = bool(letters & set("ft"))
    end = (_formatted_end if formatted else _plain_end)(code, start + len(opening), quote)
    if end is None:
        return Token("elsewhere", start, len(code), "inside a string that never ends")
    if formatted:
        return Token("f-string", start, end, "inside an f-string")
    for letter, why in (("b", "inside a bytes literal"), ("r", "inside a raw string")):
        if letter in letters:
            return Token("fixed-string", start, end, why)
    if len(quote) > 1:
        return Token("fixed-string", start, end, "inside a triple-quoted string")
    return Token("string", start, end, "inside a string")


def _plain_end(code: str, at: int, quote: str) -> int | None:
    """Where the string ends whose text begins at `at`; None where it never does."""
    for match in _ENDS[quote]().finditer(code, at):
        if match[0] == quote:
            return match.end()
        if match[0] in {"\r", "\n"}:
            return None
    return None


def _formatted_end(code: str, at: int, quote: str) -> int | None:
    """The same for an f-string, whose expressions may hold strings with the same quotes (from Python 3.12 on).

    The stack holds what is open: a quote for literal text, ":" for a format spec, brackets for expressions.
    """
    stack = [quote]
    while stack:
        top = stack[-1]
        if top in _F_ENDS:
            step = _in_text(code, at, stack)
        elif top == ":":
            step = _in_spec(code, at, stack)
        else:
            step = _in_expression(code, at, stack)
        if step is None:
            return None
        at = step
    return at


def _in_text(code: str, at: int, stack: list[str]) -> int | None:
    match = _F_ENDS[stack[-1]]().search(code, at)
    if match is None or match[0] in {"\r", "\n"}:
        return None
    if match[0] == "{":
        stack.append("{")
    elif match[0] == stack[-1]:
        stack.pop()
    return match.end()


def _in_spec(code: str, at: int, stack: list[str]) -> int | None:
    match = _SPEC_ENDS().search(code, at)
    if match is None or match[0] in {"'", '"', "\r", "\n"}:
        return None
    if match[0] == "{":
        stack.append("{")
    else:  # the end of the spec is the end of its field
        del stack[-2:]
    return match.end()


def _in_expression(code: str, at: int, stack: list[str]) -> int | None:
    match = _EXPRESSION().search(code, at)
    if match is None:
        return None
    part = match[0]
    if match.lastgroup == "string":
        prefix = part.rstrip("'\"")
        if set(prefix.lower()) & set("ft"):
            stack.append(part[len(prefix) :])
            return match.end()
        return _plain_end(code, match.end(), part[len(prefix) :])
    if part in _CLOSING:
        stack.append(part)
    elif part in _CLOSING.values():
        if _CLOSING[stack[-1]] != part:
            return None
        stack.pop()
    elif part == ":" and stack[-1] == "{" and stack[-2] in (*_F_ENDS, ":"):
        stack.append(":")
    return match.end()
