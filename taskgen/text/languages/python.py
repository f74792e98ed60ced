"""Python: literals that no version of Python writes differently, and where a name stands in code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from taskgen.text.languages.base import WIDTH, Verdict, escaper, identifier, in_escape, line_margin, names_within
from taskgen.text.languages.layout import Style, digits, write
from taskgen.text.languages.python_names import functions, new_names, parameters, problem
from taskgen.text.languages.python_syntax import tree
from taskgen.text.languages.python_tokens import tokens

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from taskgen.decode import Json
    from taskgen.text.languages.base import Problem, Token

__all__ = [
    "fence",
    "functions",
    "label",
    "literal",
    "margin",
    "name",
    "new_names",
    "parameters",
    "parses",
    "placeholders",
    "standing",
    "suffixes",
    "text",
]

label = "Python"
fence = "python"
suffixes = (".py", ".pyi")
placeholders = True
margin = line_margin

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


_STYLE = Style(
    string=_string,
    key=lambda key: f"{_string(key)}: ",
    words={None: "None", True: "True", False: "False"},
    number=digits,
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
    return identifier(value, _RESERVED, label)


def standing(code: str, names: Collection[str]) -> dict[str, Verdict]:
    """Where each of the names stands."""
    verdicts = dict.fromkeys(names, Verdict(where="elsewhere", why="not a whole token"))
    find = names_within(names)
    found = [token for token in tokens(code) if token.kind != "space"]
    for index, token in enumerate(found):
        for match in find(code, token.start, token.end):
            if match[0] in verdicts:
                verdicts[match[0]] = _judge(code, found, index, match.start(), match.end())
    return _only_expressions(code, verdicts)


def _judge(code: str, found: Sequence[Token], index: int, start: int, end: int) -> Verdict:
    token = found[index]
    if token.kind == "string":
        if in_escape(code, token.start, start):
            return Verdict(where="fixed-string", why="right behind an unfinished escape of a string")
        return Verdict(where="string", why="inside a string")
    if token.kind != "name":
        return Verdict(where=token.where, why=token.why)
    if (token.start, token.end) != (start, end):
        return Verdict(where="elsewhere", why="a part of a longer name")
    before, after = (found[at] if 0 <= at < len(found) else None for at in (index - 1, index + 1))
    if any(other is not None and "string" in other.kind for other in (before, after)):
        return Verdict(where="elsewhere", why="beside a string, which would join with it")
    follows = code[after.start : after.end] if after is not None else ""
    return Verdict(where="token", start=start, end=end, guard_number=follows in {".", "[", "(", "**"})


def _only_expressions(code: str, verdicts: dict[str, Verdict]) -> dict[str, Verdict]:
    """The verdicts, with those tokens that are no expression told apart; unchanged where the code doesn't parse."""
    wanted = {fresh for fresh, verdict in verdicts.items() if verdict.where == "token"}
    parsed = tree(code) if wanted else None
    if parsed is None or isinstance(parsed, tuple):
        return verdicts
    import ast  # noqa: PLC0415 - only where code with placeholders is read

    loads = {node.id for node in ast.walk(parsed) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}
    only_name = Verdict(where="name", why="where only a name can stand")
    only_names = wanted - loads
    return {fresh: only_name if fresh in only_names else verdict for fresh, verdict in verdicts.items()}


def parses(code: str) -> Problem | None:
    """The first syntax error."""
    return problem(code)
