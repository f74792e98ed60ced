"""Python: literals that no version of Python writes differently, and where a name is in code."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from typing import TYPE_CHECKING

from taskgen.text.languages.base import FRESH_NAME, NamePlace, Token, in_escape
from taskgen.text.languages.literals import WIDTH, LiteralStyle, escaper, identifier, write
from taskgen.text.languages.python_code import syntax_error, tree

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from taskgen.decode import Json

__all__ = ["find_names", "literal", "name", "suffixes", "syntax_error", "text"]

suffixes = (".py", ".pyi")

_WORDS = (
    "False None True and as assert async await break class continue def del elif else except finally for from global "
    "if import in is lambda nonlocal not or pass raise return try while with yield __debug__"
)
_RESERVED = frozenset(_WORDS.split())


def _spell(code: int) -> str:
    if code < 0x100:  # noqa: PLR2004 - two hexadecimal digits
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"  # noqa: PLR2004 - four of them


_MARKS = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_escaped = escaper(_MARKS, _spell)
_escaped_for_any_quote = escaper({**_MARKS, "'": "\\'"}, _spell)


def _string(value: str) -> str:
    return f'"{_escaped(value)}"'


_STYLE = LiteralStyle(
    string=_string,
    key=lambda key: f"{_string(key)}: ",
    words={None: "None", True: "True", False: "False"},
    trailing_comma=True,
)


def literal(value: Json, width: int = WIDTH, margin: str = "", column: int = 0) -> str:
    """The value as a Python expression; one member a line where one line is too short.

    Raises:
        LiteralError: a number that is not finite or too long, nesting too deep, a value that is not JSON-like.
    """
    return write(value, _STYLE, width, margin, column)


def text(value: str) -> str:
    """The value as the inside of a plain string literal with either quote."""
    return _escaped_for_any_quote(value)


def name(value: str) -> str:
    """The value as an identifier, or LiteralError."""
    return identifier(value, _RESERVED, "Python")


def find_names(code: str, names: Collection[str]) -> dict[str, NamePlace]:
    """Where each of the names is; empty where the code does not parse."""
    parsed = tree(code)
    if not isinstance(parsed, ast.Module):
        return {}
    loads = {node.id for node in ast.walk(parsed) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}
    places = dict.fromkeys(names, NamePlace(where="elsewhere", why="not a whole token"))
    for token in _tokens(code):
        for match in FRESH_NAME.finditer(code, token.start, token.end):
            if match[0] in places:
                places[match[0]] = _place(code, token, match, loads)
    return places


def _place(code: str, token: Token, match: re.Match[str], loads: Collection[str]) -> NamePlace:
    if token.kind == "string":
        if in_escape(code, token.start, match.start()):
            return NamePlace(where="fixed-string", why="right behind an unfinished escape of a string")
        return NamePlace(where="string", why="inside a string")
    if token.kind != "name":
        return token.place()
    if (token.start, token.end) != match.span():
        return NamePlace(where="elsewhere", why="a part of a longer name")
    if match[0] not in loads:
        return NamePlace(where="name", why="where only a name can be")
    guard = _BINDS_TIGHTLY.match(code, token.end) is not None
    return NamePlace(where="token", start=token.start, end=token.end, guard_number=guard)


_BINDS_TIGHTLY = re.compile(r"(?:[ \t\f]|\\\r?\n)*(?:[.\[(]|\*\*)")


def _tokens(code: str) -> Iterator[Token]:
    """The names, strings and comments of code that parses.

    Strings have the kind "string" (plain, on one line), "fixed-string" (raw, bytes, triple-quoted) or "f-string";
    from Python 3.12 on, an f-string comes in pieces.
    """
    starts = [0, *(match.end() for match in re.finditer("\n", code))]
    depth = 0  # of f-strings
    for found in tokenize.generate_tokens(io.StringIO(code).readline):
        name = tokenize.tok_name[found.type]
        depth += name.endswith("STRING_START")
        if depth or name in ("NAME", "STRING", "COMMENT"):
            start, end = (starts[line - 1] + column for line, column in (found.start, found.end))
            if depth:
                yield Token("f-string", start, end, "inside an f-string")
            elif code[start:end] == found.string:
                yield _token(name, start, end, found.string)
        depth -= name.endswith("STRING_END")


def _token(name: str, start: int, end: int, written: str) -> Token:
    if name == "NAME":
        return Token("name", start, end)
    if name == "COMMENT":
        return Token("comment", start, end, "inside a comment")
    prefix = written[: len(written) - len(written.lstrip("bBrRuUfFtT"))].lower()
    for letter, kind, why in (
        ("f", "f-string", "inside an f-string"),
        ("b", "fixed-string", "inside a bytes literal"),
        ("r", "fixed-string", "inside a raw string"),
    ):
        if letter in prefix:
            return Token(kind, start, end, why)
    if written[len(prefix) :].startswith(("'''", '"""')):
        return Token("fixed-string", start, end, "inside a triple-quoted string")
    return Token("string", start, end, "inside a string")
