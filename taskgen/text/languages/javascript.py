"""JavaScript: literals, and where a name stands in code; it refuses what it can't tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from taskgen.text.languages.base import (
    WIDTH,
    LiteralError,
    Verdict,
    escaper,
    identifier,
    in_escape,
    line_margin,
    names_within,
    place_of,
    refuse_split_pairs,
    refuse_surrogates,
)
from taskgen.text.languages.javascript_tokens import DOUBT, OPERATOR_WORDS, tokens
from taskgen.text.languages.layout import Style, digits, write

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from taskgen.decode import Json
    from taskgen.text.languages.base import Problem, Token

label = "JavaScript"
fence = "javascript"
suffixes = (".js", ".mjs", ".cjs")
placeholders = True
margin = line_margin

_WORDS = (
    "arguments await break case catch class const continue debugger default delete do else enum eval export extends "
    "false finally for function if implements import in instanceof interface let new null package private protected "
    "public return static super switch this throw true try typeof undefined var void while with yield"
)
_RESERVED = frozenset(_WORDS.split())
_LARGEST = 2**53


def _spell(code: int) -> str:
    if code < 0x100:  # noqa: PLR2004 - two hexadecimal digits
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\u{{{code:x}}}"  # noqa: PLR2004 - four of them


_MARKS = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_escaped = escaper(_MARKS, _spell)
_escaped_for_any_quote = escaper({**_MARKS, "'": "\\'"}, _spell)


def _string(value: str) -> str:
    refuse_split_pairs(value)
    return f'"{_escaped(value)}"'


def _key(key: str) -> str:
    """A plain `"__proto__":` would set the object's prototype instead of a member."""
    return '["__proto__"]: ' if key == "__proto__" else f"{_string(key)}: "


def _number(value: float) -> str:
    if isinstance(value, int) and abs(value) > _LARGEST:
        raise LiteralError("holds a whole number beyond 2^53, which JavaScript would round")
    return digits(value)


_STYLE = Style(
    string=_string,
    key=_key,
    words={None: "null", True: "true", False: "false"},
    number=_number,
    trailing_comma=True,
)


def literal(value: Json, width: int = WIDTH, margin: str = "", column: int = 0) -> str:
    """The value as a JavaScript expression, or LiteralError (a number beyond 2^53 or not finite)."""
    return write(value, _STYLE, width, margin, column)


def text(value: str) -> str:
    """The value as the inside of a plain string, or LiteralError for surrogates, which could join with a neighbour."""
    refuse_surrogates(value)
    return _escaped_for_any_quote(value)


def name(value: str) -> str:
    """The value as an identifier, or LiteralError."""
    return identifier(value, _RESERVED, label)


# What may stand before and behind an expression that a value takes the place of. Angles are left out: they may be JSX.
_BINARY = "? ?? || && == === != !== + - * / % **"
_LEADING = f"= ( , [ : => {_BINARY} ! ... += -= *= ||= &&= ??="
_TRAILING = f"; , ) ] }} : . ?. [ {_BINARY} in instanceof as satisfies"
_BEFORE = frozenset(_LEADING.split()) | (OPERATOR_WORDS - {"new", "do", "else", "extends", "delete"})
_BEHIND = frozenset(_TRAILING.split())


def standing(code: str, names: Collection[str]) -> dict[str, Verdict]:
    """Where each of the names stands."""
    verdicts = dict.fromkeys(names, Verdict(where="elsewhere", why="not a whole token"))
    find = names_within(names)
    found = [token for token in tokens(code) if token.kind != "space"]
    for index, token in enumerate(found):
        for match in find(code, token.start, token.end):
            verdicts[match[0]] = _judge(code, found, index, match.start(), match.end())
    return verdicts


def _judge(code: str, found: Sequence[Token], index: int, start: int, end: int) -> Verdict:
    token = found[index]
    before, behind = _neighbour(code, found, index, -1), _neighbour(code, found, index, 1)
    if token.kind == "string":
        return _in_string(code, token, start, is_member=behind == ":" and before in {"{", ","})
    if token.kind != "name":
        return Verdict(where=token.where, why=token.why)
    if (token.start, token.end) != (start, end):
        return Verdict(where="elsewhere", why="a part of a longer name")
    if not _is_expression(before, behind):
        return Verdict(where="name", why="where perhaps only a name can stand")
    return Verdict(
        where="token",
        start=start,
        end=end,
        guard_number=before in {"-", "+", "!"} or behind in {".", "?.", "[", "**"},
        guard_mapping=before not in {"=", "(", ",", "[", ":", "return"} or behind in {".", "?.", "["},
    )


def _in_string(code: str, token: Token, start: int, *, is_member: bool) -> Verdict:
    """A name inside a plain string; a member's name could become `__proto__`."""
    if in_escape(code, token.start, start):
        return Verdict(where="fixed-string", why="right behind an unfinished escape of a string")
    if is_member:
        return Verdict(where="fixed-string", why="in a member's name")
    return Verdict(where="string", why="inside a string")


def _neighbour(code: str, found: Sequence[Token], index: int, step: int) -> str:
    """The nearest token that is no line break or comment.

    Empty at the edge of the code, and where the next line begins what can only be a new statement.
    """
    index += step
    broken = False
    while 0 <= index < len(found) and found[index].kind in {"newline", "comment"}:
        broken = broken or found[index].kind == "newline"
        index += step
    if not 0 <= index < len(found):
        return ""
    token = found[index]
    written = code[token.start : token.end]
    starts_statement = token.kind in {"name", "string"} or written == "{"
    return "" if step > 0 and broken and starts_statement and written not in _BEHIND else written


def _is_expression(before: str, behind: str) -> bool:
    if behind == ":" and before in {",", "(", "{"}:
        return False  # a member's or a parameter's name
    return before in _BEFORE and (not behind or behind in _BEHIND)


_CLOSING = {"(": ")", "[": "]", "{": "}"}


def parses(code: str) -> Problem | None:
    """A bracket, string, comment or template literal without its other end; taskgen reads no more of JavaScript."""
    opened: list[Token] = []
    for token in tokens(code):
        if token.kind == "elsewhere":
            return None if token.why == DOUBT else (*place_of(code, token.start), f"the code ends {token.why}")
        if token.kind != "operator":
            continue
        written = code[token.start : token.end]
        if written in _CLOSING:
            opened.append(token)
        elif written in _CLOSING.values():
            if not opened or _CLOSING[code[opened[-1].start]] != written:
                return (*place_of(code, token.start), f"{written!r} closes nothing")
            opened.pop()
    return (*place_of(code, opened[-1].start), f"{code[opened[-1].start]!r} is never closed") if opened else None
