"""Untrusted text on a line of Markdown, so that it can start no block, no HTML and no emphasis; and the way back."""

from __future__ import annotations

import functools
import re

_KEPT = 8192  # texts: many tasks show the same paths, errors and causes, between titles and goals of their own
_RUN = re.compile("`+")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
# What would begin a block when it stands first on a line.
_BLOCK_START = re.compile(
    r"(?:#{1,6}(?=\s|$)|[>|]|[-+*](?=\s|$)|\d{1,9}(?=[.)](?:\s|$))|(?:[-_*=]\s*){3,}$|=+\s*$|-+\s*$|~~~|```)"
)
# What begins HTML, an entity or emphasis inside a line; a backslash that an escape would swallow. Each begins with a
# character of its own, not with a look behind or a set: only so does `re` skip all others quickly.
_INLINE = re.compile(
    r"<(?=[A-Za-z/!?])|&(?=#|[A-Za-z][A-Za-z0-9]*;)|_(?<![^\W_]_)(?=\S)|\*(?<![^\W_]\*)(?=\S)|\\(?=[!-/:-@\[-`{-~])"
    r"|\[(?=[(:\[])|\](?=[(:\[])"
)


_PLAIN_NAME = re.compile(r"[A-Za-z0-9_.~-]+")  # what stands for itself in a URL


def one_line(text: str) -> str:
    """The text with every run of white space, line ends among it, as one space."""
    return " ".join(text.replace("\x00", "\\x00").split())


def prose(text: object) -> str:
    """Text as one line of Markdown; code spans in it stay as they are."""
    return _prose(str(text))


@functools.lru_cache(maxsize=_KEPT)
def _prose(text: str) -> str:
    line = one_line(text)
    parts = _spans(line)
    return _guard_start("".join([part if is_code else _INLINE.sub(_escaped, part) for part, is_code in parts]))


def _escaped(match: re.Match[str]) -> str:
    return f"\\{match[0]}"  # made here, since `re` reads a template anew for each text


def _guard_start(line: str) -> str:
    match = _BLOCK_START.match(line)
    if match is None:
        return line
    digits = match[0] if match[0].isdigit() else ""
    return f"{digits}\\{line[len(digits) :]}"


def _spans(line: str) -> list[tuple[str, bool]]:
    """The line cut into text and code spans (a run of backticks up to the next run of the same length)."""
    if "`" not in line:
        return [(line, False)]
    runs = [(match.start(), match.end()) for match in _RUN.finditer(line)]
    following: dict[int, int] = {}  # length of a run -> index of the next run of that length
    closing_of: list[int | None] = [None] * len(runs)
    for index in range(len(runs) - 1, -1, -1):
        length = runs[index][1] - runs[index][0]
        closing_of[index] = following.get(length)
        following[length] = index
    parts: list[tuple[str, bool]] = []
    at = index = 0
    while index < len(runs):
        start = runs[index][0]
        closing = closing_of[index]
        if closing is None or (start > 0 and line[start - 1] == "\\"):
            index += 1
            continue
        parts += [(line[at:start], False), (line[start : runs[closing][1]], True)]
        at = runs[closing][1]
        index = closing + 1
    return [*parts, (line[at:], False)]


def plain(line: str) -> str:
    """What `prose` was given, but for white space: the line with its escapes taken back."""
    return "".join(part if is_code else _ESCAPED.sub(r"\1", part) for part, is_code in _spans(line))


def code(text: object) -> str:
    """A code span that holds the text, whatever backticks stand in it."""
    return _code(str(text))


@functools.lru_cache(maxsize=_KEPT)
def _code(text: str) -> str:
    line = one_line(text)
    longest = _longest_run(line)
    ticks = "`" * (longest + 1)
    pad = " " if longest or not line.strip() else ""
    return f"{ticks}{pad}{line}{pad}{ticks}"


def fence_for(text: str) -> str:
    """A run of backticks longer than any in the text, three at least."""
    return "`" * max(3, _longest_run(text) + 1)


def _longest_run(text: str) -> int:
    """How many backticks stand side by side at most."""
    return max(map(len, _RUN.findall(text))) if "`" in text else 0


def link(name: object) -> str:
    """A file name as the target of a link."""
    if _PLAIN_NAME.fullmatch(str(name)):
        return str(name)
    from urllib.parse import quote  # noqa: PLC0415 - only the index has links

    return quote(str(name), safe="")
