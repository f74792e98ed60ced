"""Shell (POSIX): values as single-quoted words; a placeholder is one whole unquoted word."""

from __future__ import annotations

import re
from dataclasses import field, replace
from typing import TYPE_CHECKING

from taskgen.hygiene import UNSEEN
from taskgen.patterns import lazy
from taskgen.places import line_and_column
from taskgen.records import dataclass
from taskgen.text.languages import json_data
from taskgen.text.languages.base import FRESH_NAME, NamePlace, Token
from taskgen.text.languages.literals import WIDTH, LiteralError, identifier, refuse_surrogates

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from taskgen.decode import Json
    from taskgen.text.languages.base import Problem

_LEADING = "! { coproc do elif else if then time until while"  # behind these a command begins
_OPENERS = frozenset(_LEADING.split())
_RESERVED = _OPENERS | frozenset(["}", "[[", "]]", "case", "done", "esac", "fi", "for", "function", "in", "select"])
_ASSIGNED = re.compile(r"-{0,2}[A-Za-z_][A-Za-z0-9_-]*=")
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(?:\[[^]]*\])?\+?=")

_SAFE = re.compile(r"[A-Za-z0-9_@%+=:,./-]+")
_UNSEEN = lazy(f"[{UNSEEN}]")


def literal(value: Json, width: int = WIDTH, margin: str = "", column: int = 0) -> str:  # noqa: ARG001 - one word
    """The value as one word: a string as it is, anything else as JSON on one line.

    Raises:
        LiteralError: a NUL or a lone surrogate, which no word can hold; another hidden character but a space, tab
            or line break, which single quotes could only hold unseen.
    """
    written = value if isinstance(value, str) else json_data.compact(value)
    if _SAFE.fullmatch(written) and written not in _RESERVED:
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
    return identifier(value, _RESERVED, "shell")


def find_names(code: str, names: Collection[str]) -> dict[str, NamePlace]:
    """Where each of the names is; a word may begin with `name=` or `--name=`."""
    places = dict.fromkeys(names, NamePlace(where="elsewhere", why="not a whole word"))
    for token in _tokens(code):
        for match in FRESH_NAME.finditer(code, token.start, token.end):
            places[match[0]] = _place(code, token, match.start(), match.end())
    return places


def _place(code: str, token: Token, start: int, end: int) -> NamePlace:
    if token.kind != "name":
        return token.place()
    before = code[token.start : start]
    if token.end != end or (before and not _ASSIGNED.fullmatch(before)):
        return NamePlace(where="elsewhere", why="a part of a longer word")
    return NamePlace(where="token", start=start, end=end)


def syntax_error(code: str) -> Problem | None:
    """Quotes, substitutions and here-documents without an end; taskgen reads no more of shell."""
    for token in _tokens(code):
        if token.kind == "elsewhere" and token.why.endswith("without an end"):
            return (*line_and_column(code, token.start), f"the code ends {token.why.removesuffix(' without an end')}")
        if token.why == _DOUBT:
            return None
    return None


# --- Words -----------------------------------------------------------------------------------------------------------

_PIECE = lazy(
    r"(?P<space>[ \t]+|\\\n)"
    r"|(?P<newline>\n)"
    r"|(?P<arithmetic>\(\()"
    r"|(?P<heredoc>[0-9]*<<-?(?!<))"
    r"|(?P<substitution>[<>]\()"
    r"|(?P<redirect>[0-9]*(?:<<<|<&|>&|<>|>>|>\||<|>)|&>>?)"
    r"|(?P<operator>;;&?|;&|&&|\|\||\|&|[;&|()])"
    r"|(?P<single>'[^']*+'|\$'(?:[^'\\]|\\[^'])*+')"
    r"|(?P<double>\$?\")"
    r"|(?P<expansion>\$\(|\$\{|`)"
    r"|(?P<escape>\\.)"
    r"|(?P<plain>[^ \t\n\\;&|()<>'\"$`]++|\$(?!'))",
    re.DOTALL,
)
_DELIMITER = lazy(
    r"[ \t]*(?:'(?P<single>[^'\n]+)'|\"(?P<double>[^\"\\$`\n]+)\"|\\?(?P<plain>[\w.-]+))(?=[\s;&|<>)]|\Z)"
)
# What counts inside quotes and expansions, by what is open.
_INSIDE = {
    '"': lazy(r"\\.|\"|`|\$\(|\$\{", re.DOTALL),
    "`": lazy(r"\\.|`", re.DOTALL),
    "$(": lazy(r"\\.|'[^']*+'|'|\"|`|\$\(|\$\{|[()]|<<|(?<=\s)#|\bcase\b", re.DOTALL),
    "${": lazy(r"\\.|'|\"|`|\$\(|\$\{|\}", re.DOTALL),
}
_ENDS = {'"': '"', "`": "`", "$(": ")", "${": "}"}
_DOUBTFUL = frozenset(["'", "<<", "#", "case"])

_DOUBT = "behind something that taskgen can't read in shell"


@dataclass(slots=True)
class _State:
    """Where the reading is.

    `command`: whether the next word is a command's name; `target`: whether it is where a redirection goes;
    `array`: whether an array's parentheses are open; `waiting`: the here-documents of this line.
    """

    code: str
    at: int = 0
    command: bool = True
    target: bool = False
    array: bool = False
    last: str = ""
    waiting: list[tuple[str, bool]] = field(default_factory=list)


def _tokens(code: str) -> Iterator[Token]:
    """The words of shell code, and what is between them; never fails.

    A whole unquoted word that is an argument has the kind "name". From what can't be read, or never ends, one token
    of the kind "elsewhere" goes to the end of the code.
    """
    state = _State(code)
    while state.at < len(code):
        for token in _next(state):
            yield token
            state.at = token.end


def _next(state: _State) -> list[Token]:
    if state.code[state.at] == "#":  # words are read whole, so that this is the beginning of one
        end = state.code.find("\n", state.at)
        return [Token("comment", state.at, len(state.code) if end < 0 else end, "inside a comment")]
    match = _PIECE().match(state.code, state.at)
    kind = match.lastgroup if match is not None else None
    if match is None or kind in {"arithmetic", "substitution"}:
        return [_rest(state.code, state.at, _trouble(state.code, state.at))]
    if kind == "newline":
        return _line_end(state, match.end())
    if kind in {"single", "double", "expansion", "escape", "plain"}:
        return _word(state)
    if kind == "heredoc":
        return [_heredoc(state, match)]
    return [Token("space", *match.span()) if kind == "space" else _operator(state, match)]


def _rest(code: str, start: int, why: str) -> Token:
    return Token("elsewhere", start, len(code), why)


def _trouble(code: str, at: int) -> str:
    return "inside quotes without an end" if code[at] == "'" else _DOUBT


def _operator(state: _State, match: re.Match[str]) -> Token:
    written = match[0]
    if match.lastgroup == "redirect":
        state.target = True
    elif written == "(" and state.at and state.code[state.at - 1] == "=":
        state.array, state.command = True, False
    else:
        state.command = not (state.array and written == ")")
        state.array = False
    state.last = written
    return Token("operator", *match.span())


def _line_end(state: _State, end: int) -> list[Token]:
    """The line break, and the here-documents that begin behind it."""
    found = [Token("newline", state.at, end)]
    state.command = not state.array
    for delimiter, tabs in state.waiting:
        pattern = ("^\t*" if tabs else "^") + re.escape(delimiter) + "$"
        body = re.compile(pattern, re.MULTILINE).search(state.code, end)
        if body is None:
            return [*found, _rest(state.code, end, "inside a here-document without an end")]
        found.append(Token("fixed-string", end, body.end(), "inside a here-document"))
        end = body.end()
    state.waiting.clear()
    return found


def _heredoc(state: _State, match: re.Match[str]) -> Token:
    delimiter = _DELIMITER().match(state.code, match.end())
    if delimiter is None:
        return _rest(state.code, state.at, _DOUBT)
    word = delimiter["single"] or delimiter["double"] or delimiter["plain"]
    state.waiting.append((word, match[0].endswith("-")))
    return Token("operator", state.at, delimiter.end())


def _word(state: _State) -> list[Token]:
    """The pieces of one word; a single plain one is a "name" where it is an argument."""
    pieces: list[Token] = []
    at = state.at
    while at < len(state.code):
        match = _PIECE().match(state.code, at)
        if match is None or match.lastgroup not in {"single", "double", "expansion", "escape", "plain"}:
            break
        pieces.append(_piece(state.code, match))
        at = pieces[-1].end
    if at < len(state.code) and state.code[at] == "'":
        pieces.append(_rest(state.code, at, "inside quotes without an end"))
    elif not pieces:
        pieces.append(_rest(state.code, at, _DOUBT))
    return _placed(state, pieces)


def _piece(code: str, match: re.Match[str]) -> Token:
    kind, (start, end) = match.lastgroup, match.span()
    if kind == "single":
        return Token("fixed-string", start, end, "inside single quotes")
    if kind == "escape":
        return Token("elsewhere", start, end, "behind a backslash")
    if kind == "plain":
        return Token("plain", start, end, "a part of a longer word")
    opening = match[0].lstrip("$") if kind == "double" else match[0]
    inner_end = _inside_end(code, end, opening)
    quoted = kind == "double"
    why = "inside double quotes" if quoted else "inside a substitution"
    if inner_end is None:
        return _rest(code, start, f"{why} without an end")
    if inner_end < 0:
        return _rest(code, start, _DOUBT)
    return Token("fixed-string" if quoted else "elsewhere", start, inner_end, why)


def _inside_end(code: str, at: int, opening: str) -> int | None:
    """Where what was opened ends; None where it never does, -1 where taskgen can't tell."""
    stack = [opening]
    while stack:
        match = _INSIDE[stack[-1]]().search(code, at)
        if match is None:
            return None
        part = match[0]
        if part in _DOUBTFUL:
            return -1
        if part == _ENDS[stack[-1]]:
            stack.pop()
        elif part in _INSIDE or part == "(":
            stack.append("$(" if part == "(" else part)
        at = match.end()
    return at


def _placed(state: _State, pieces: list[Token]) -> list[Token]:
    """The pieces of a word, told by what the word is to its command."""
    first = pieces[0]
    written = state.code[first.start : first.end] if first.kind == "plain" else ""
    command, target = state.command, state.target
    state.target = False
    assigns = bool(_VARIABLE.match(written))
    if not target:
        state.command = (command and (assigns or written in _OPENERS)) or written == "{"
    before, state.last = state.last, written
    if len(pieces) > 1 or not written:
        return [replace(piece, kind="elsewhere") if piece.kind == "plain" else piece for piece in pieces]
    why = _why_not(state, first, before, named=command and not target and not assigns)
    return [replace(first, kind="elsewhere", why=why) if why else replace(first, kind="name")]


def _why_not(state: _State, word: Token, before: str, *, named: bool) -> str:
    """Why a value can't replace a whole plain word."""
    if named:
        return "where a command's name goes"
    if before == "=~":
        return "where a regular expression goes"
    if state.code[word.end : word.end + 1] in {"<", ">", "("}:
        return "right before a redirection or a parenthesis"
    return ""
