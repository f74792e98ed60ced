"""Untrusted text on a line of Markdown, so that it can start no block, no HTML and no emphasis; and the way back."""

from __future__ import annotations

import re

from taskgen.text.markdown.inline import spans

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
    parts = spans(one_line(str(text)), comments=False)
    return _guard_start(
        "".join(part.text if part.kind == "code" else _INLINE.sub(_escaped, part.text) for part in parts)
    )


def _escaped(match: re.Match[str]) -> str:
    return f"\\{match[0]}"  # made here, since `re` reads a template anew for each text


def _guard_start(line: str) -> str:
    match = _BLOCK_START.match(line)
    if match is None:
        return line
    digits = match[0] if match[0].isdigit() else ""
    return f"{digits}\\{line[len(digits) :]}"


def plain(line: str) -> str:
    """What `prose` was given, but for white space: the line with its escapes taken back."""
    parts = spans(line, comments=False)
    return "".join(part.text if part.kind == "code" else _ESCAPED.sub(r"\1", part.text) for part in parts)


def code(text: object) -> str:
    """A code span that holds the text, whatever backticks stand in it."""
    line = one_line(str(text))
    longest = _longest_run(line)
    ticks = "`" * (longest + 1)
    pad = " " if longest or not line.strip() else ""
    return f"{ticks}{pad}{line}{pad}{ticks}"


def fence_for(text: str) -> str:
    """A run of backticks longer than any in the text, three at least."""
    return "`" * max(3, _longest_run(text) + 1)


def _longest_run(text: str) -> int:
    """How many backticks stand side by side at most."""
    return max(map(len, _RUN.findall(text)), default=0)


def link(name: object) -> str:
    """A file name as the target of a link."""
    if _PLAIN_NAME.fullmatch(str(name)):
        return str(name)
    from urllib.parse import quote  # noqa: PLC0415 - only the index has links

    return quote(str(name), safe="")
