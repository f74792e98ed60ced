"""TOML: a string that is just one placeholder becomes the value with its type."""

from __future__ import annotations

import re
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
    refuse_surrogates,
)
from taskgen.text.languages.data import judge
from taskgen.text.languages.layout import Style, digits, write

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from taskgen.decode import Json
    from taskgen.text.languages.base import Problem

label = "TOML"
fence = "toml"
suffixes = (".toml",)
placeholders = True
margin = line_margin


def _spell(code: int) -> str:
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"  # noqa: PLR2004 - what four digits hold


_escaped = escaper({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}, _spell)
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")


def _string(value: str) -> str:
    refuse_surrogates(value)
    return f'"{_escaped(value)}"'


def _key(key: str) -> str:
    return f"{key if _BARE_KEY.fullmatch(key) else _string(key)} = "


def _number(value: float) -> str:
    if isinstance(value, int) and not -(2**63) <= value < 2**63:
        raise LiteralError("holds a whole number of more than 64 bits, which TOML need not keep")
    return digits(value)


_STYLE = Style(
    string=_string,
    key=_key,
    words={True: "true", False: "false"},
    number=_number,
    trailing_comma=True,
    flat_mappings=True,  # TOML 1.0 has no line breaks in inline tables
    padding=" ",
)


def literal(value: Json, width: int = WIDTH, margin: str = "", column: int = 0) -> str:
    """The value as TOML, or LiteralError (a null, a number too long or not finite, a lone surrogate)."""
    return write(value, _STYLE, width, margin, column)


def text(value: str) -> str:
    """The value as the inside of a basic string."""
    refuse_surrogates(value)
    return _escaped(value)


def name(value: str) -> str:
    """The value as an identifier, or LiteralError."""
    return identifier(value, (), label)


# A string that never ends is taken up to where it must, so that each character is looked at once.
_TOKEN = lazy(
    r"(?P<comment>\#[^\n]*)"
    r'|(?P<long>"""(?:[^"\\]|\\.|"(?!""))*+(?:"{3,5})?)'
    r"|(?P<raw>'''(?:[^']|'(?!''))*+(?:'{3,5})?|'[^'\n]*'?)"
    r'|(?P<string>"(?:[^"\\\n]|\\[^\n])*+(?P<close>")?)'
    r"|(?P<elsewhere>[^\#\"']++)",
    re.DOTALL,
)
_FIXED = {"long": "inside a triple-quoted string", "raw": "inside a literal string"}


def _tokens(code: str) -> Iterator[Token]:
    for match in _TOKEN().finditer(code):
        kind = match.lastgroup or "elsewhere"
        if kind in _FIXED:
            yield Token("fixed-string", match.start(), match.end(), _FIXED[kind])
        elif kind == "comment":
            yield Token(kind, match.start(), match.end(), "inside a comment")
        else:
            kind = "string" if match["close"] else "elsewhere"
            yield Token(kind, match.start(), match.end(), "outside a string")


def standing(code: str, names: Collection[str]) -> dict[str, Verdict]:
    """Where each of the names stands; a whole string is a token only where TOML has it as a value."""
    verdicts = dict.fromkeys(names, Verdict(where="elsewhere", why="outside a string"))
    find = names_within(names)
    values = _string_values(code)
    for token in _tokens(code):
        for match in find(code, token.start, token.end):
            verdicts[match[0]] = _judge(code, token, match, values)
    return verdicts


def _judge(code: str, token: Token, match: re.Match[str], values: Collection[str]) -> Verdict:
    if token.kind != "string":
        return Verdict(where=token.where, why=token.why)
    verdict = judge(code, token, match.start(), match.end())
    if verdict.where == "token" and match[0] not in values:
        return Verdict(where="string", why="in a member's name")
    return verdict


def _string_values(code: str) -> frozenset[str]:
    """All strings among the values (never the keys) of the text; none where it doesn't parse."""
    import tomllib  # noqa: PLC0415 - only where TOML is read

    try:
        todo: list[object] = [tomllib.loads(code)]
    except (ValueError, RecursionError):
        return frozenset()
    found: set[str] = set()
    while todo:
        item = todo.pop()
        if isinstance(item, str):
            found.add(item)
        elif isinstance(item, dict):
            todo.extend(item.values())
        elif isinstance(item, list):
            todo.extend(item)
    return frozenset(found)


_PLACE = re.compile(r"\(at (?:line (\d+), column (\d+)|end of document)\)\s*\Z")


def parses(code: str) -> Problem | None:
    """What keeps `tomllib` from reading the text."""
    import tomllib  # noqa: PLC0415 - only where TOML is read

    try:
        tomllib.loads(code)
    except RecursionError:
        return 1, 1, "nested too deeply"
    except ValueError as mistake:
        message = str(mistake)
        match = _PLACE.search(message)
        if match is None or match[1] is None:
            line, column = place_of(code, len(code) if match else 0)
        else:
            line, column = int(match[1]), int(match[2])
        return line, column, _PLACE.sub("", message).strip()
    return None
