"""Shell (POSIX): values as single-quoted words; a placeholder stands only where a whole unquoted word does."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from taskgen.text.languages.base import (
    HIDDEN,
    WIDTH,
    LiteralError,
    Verdict,
    identifier,
    lazy,
    line_margin,
    names_within,
    place_of,
    refuse_surrogates,
)
from taskgen.text.languages.shell_tokens import ASSIGNED, DOUBT, RESERVED, tokens

if TYPE_CHECKING:
    from collections.abc import Collection

    from taskgen.decode import Json
    from taskgen.text.languages.base import Problem, Token

label = "shell"
fence = "sh"
suffixes = (".sh", ".bash")
placeholders = True
margin = line_margin

_OPENING = re.compile(r"[\"'`$\\<(]")  # what may want an end
_SAFE = re.compile(r"[A-Za-z0-9_@%+=:,./-]+")
_UNSEEN = lazy(f"[{HIDDEN}]")


def literal(value: Json, width: int = WIDTH, margin: str = "", column: int = 0) -> str:  # noqa: ARG001 - one word
    """The value as one word: a string as it is, anything else as JSON on one line.

    Raises:
        LiteralError: a NUL or a lone surrogate, which no word can hold; another hidden character but a space, tab
            or line break, which single quotes could only hold unseen.
    """
    return _quoted(value if isinstance(value, str) else _json(value))


def _json(value: Json) -> str:
    from taskgen.text.languages import json_data  # noqa: PLC0415 - only where a value is no string

    return json_data.compact(value)


def _quoted(value: str) -> str:
    if _SAFE.fullmatch(value) and value not in RESERVED:
        return value
    refuse_surrogates(value)
    match = _UNSEEN().search(value.replace("\n", "").replace("\t", ""))
    if match is not None:
        raise LiteralError(f"holds U+{ord(match[0]):04X}, which has no visible spelling in shell")
    return "'" + value.replace("'", "'\"'\"'") + "'"


def text(value: str) -> str:  # noqa: ARG001 - every language is called alike
    """Always LiteralError."""
    raise LiteralError("can't stand in a shell string; a word of its own can hold it")


def name(value: str) -> str:
    """The value as a name, or LiteralError."""
    return identifier(value, RESERVED, label)


def standing(code: str, names: Collection[str]) -> dict[str, Verdict]:
    """Where each of the names stands; a word may begin with `name=` or `--name=`."""
    verdicts = dict.fromkeys(names, Verdict(where="elsewhere", why="not a whole word"))
    find = names_within(names)
    for token in tokens(code):
        for match in find(code, token.start, token.end):
            verdicts[match[0]] = _judge(code, token, match.start(), match.end())
    return verdicts


def _judge(code: str, token: Token, start: int, end: int) -> Verdict:
    if token.kind != "name":
        return Verdict(where=token.where, why=token.why)
    before = code[token.start : start]
    if token.end != end or (before and not ASSIGNED.fullmatch(before)):
        return Verdict(where="elsewhere", why="a part of a longer word")
    return Verdict(where="token", start=start, end=end)


def parses(code: str) -> Problem | None:
    """Quotes, substitutions and here-documents without an end; taskgen reads no more of shell."""
    if not _OPENING.search(code):
        return None
    for token in tokens(code):
        if token.kind == "elsewhere" and token.why.endswith("without an end"):
            return (*place_of(code, token.start), f"the code ends {token.why.removesuffix(' without an end')}")
        if token.why == DOUBT:
            return None
    return None
