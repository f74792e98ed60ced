"""Shell (POSIX): values as single-quoted words; a placeholder is one whole unquoted word."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from taskgen.hygiene import UNSEEN
from taskgen.patterns import lazy
from taskgen.places import line_and_column
from taskgen.text.languages import json_data
from taskgen.text.languages.base import FRESH_NAME, NamePlace
from taskgen.text.languages.literals import WIDTH, LiteralError, identifier, refuse_surrogates
from taskgen.text.languages.shell_tokens import ASSIGNED, DOUBT, RESERVED, tokens

if TYPE_CHECKING:
    from collections.abc import Collection

    from taskgen.decode import Json
    from taskgen.text.languages.base import Problem, Token

_SAFE = re.compile(r"[A-Za-z0-9_@%+=:,./-]+")
_UNSEEN = lazy(f"[{UNSEEN}]")


def literal(value: Json, width: int = WIDTH, margin: str = "", column: int = 0) -> str:  # noqa: ARG001 - one word
    """The value as one word: a string as it is, anything else as JSON on one line.

    Raises:
        LiteralError: a NUL or a lone surrogate, which no word can hold; another hidden character but a space, tab
            or line break, which single quotes could only hold unseen.
    """
    written = value if isinstance(value, str) else json_data.compact(value)
    if _SAFE.fullmatch(written) and written not in RESERVED:
        return written
    refuse_surrogates(written)
    match = _UNSEEN().search(written.replace("\n", "").replace("\t", ""))
    if match is not None:
        raise LiteralError(f"holds U+{ord(match[0]):04X}, which has no visible spelling in shell")
    return "'" + written.replace("'", "'\"'\"'") + "'"


def text(value: str) -> str:  # noqa: ARG001 - every language is called alike
    """Always LiteralError."""
    raise LiteralError("can't be inside a shell string; a word of its own can hold it")


def name(value: str) -> str:
    """The value as a name, or LiteralError."""
    return identifier(value, RESERVED, "shell")


def find_names(code: str, names: Collection[str]) -> dict[str, NamePlace]:
    """Where each of the names is; a word may begin with `name=` or `--name=`."""
    places = dict.fromkeys(names, NamePlace(where="elsewhere", why="not a whole word"))
    for token in tokens(code):
        for match in FRESH_NAME.finditer(code, token.start, token.end):
            places[match[0]] = _place(code, token, match.start(), match.end())
    return places


def _place(code: str, token: Token, start: int, end: int) -> NamePlace:
    if token.kind != "name":
        return token.place()
    before = code[token.start : start]
    if token.end != end or (before and not ASSIGNED.fullmatch(before)):
        return NamePlace(where="elsewhere", why="a part of a longer word")
    return NamePlace(where="token", start=start, end=end)


def syntax_error(code: str) -> Problem | None:
    """Quotes, substitutions and here-documents without an end; taskgen reads no more of shell."""
    for token in tokens(code):
        if token.kind == "elsewhere" and token.why.endswith("without an end"):
            return (*line_and_column(code, token.start), f"the code ends {token.why.removesuffix(' without an end')}")
        if token.why == DOUBT:
            return None
    return None
