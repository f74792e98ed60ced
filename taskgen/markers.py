"""The two marks of a rendered file: the comment line that says what it was made from, and the end marker."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from taskgen import digest
from taskgen.text.languages.literals import escaper, spell_utf_16

if TYPE_CHECKING:
    from collections.abc import Sequence

PAGE = '<meta name="generator" content="taskgen">'
REPORT = "<!-- made by taskgen report -->"
JSON = '{\n "version": 1,\n "lists": ['
"""What stands near the beginning of pages, of reports as Markdown, and of what is printed for programs."""
_NEAR = 4096  # bytes

END_MARKER = "<!-- taskgen: end; what is below is yours -->"
_END_LINE = re.compile(rf"^{re.escape(END_MARKER)}[ \t]*\r?(?:\n|\Z)", re.MULTILINE)
_QUOTED = r'"(?:[^"\\]|\\.)*"'
_CASE = re.compile(rf"^<!-- taskgen case=({_QUOTED}|[^\s\"]+) ", re.MULTILINE)
_SOURCE = re.compile(rf"^<!-- taskgen [^\n]*?\bsource=({_QUOTED})", re.MULTILINE)
_DIGEST = re.compile(r"^(<!-- taskgen [^\n]*\btext=)([0-9a-f]{8})(?= -->)", re.MULTILINE)
_SEALED = re.compile(r" text=[0-9a-f]{8} -->")
_BARE = re.compile(r"[A-Za-z0-9_./:][A-Za-z0-9_./:-]*")
_escape = escaper({}, spell_utf_16)
_as_json = json.JSONEncoder(ensure_ascii=False).encode
_BLANK = "0" * digest.SHORT


def comment_line(case: str | None, source: str, made_from: Sequence[tuple[str, str]]) -> str:
    """The comment line of a rendered file, its digest still blank (`sealed` fills it in)."""
    items = ", ".join(f"{name} {of}" for name, of in made_from)
    named = f"case={_word(case)} " if case is not None else ""
    return f"<!-- taskgen {named}source={_quoted(source)} made-from={_quoted(items)} text={_BLANK} -->"


def _word(text: str) -> str:
    return text if _BARE.fullmatch(text) and "--" not in text else _quoted(text)


def _quoted(text: str) -> str:
    """A JSON string in which nothing can end the comment."""
    quoted = _escape(_as_json(text))
    return quoted.replace("--", "-\\u002d").replace(">", "\\u003e")


def is_made(data: bytes) -> bool:
    """Whether a file's bytes are an output of ours: a page, a report, a task, an index."""
    start = data[:_NEAR]
    if b"taskgen" not in start and not start.startswith(JSON.encode()):
        return False
    text = start.decode("utf-8", "replace").replace("\r\n", "\n")
    return text.startswith(JSON) or PAGE in text or REPORT in text or has_comment(text)


def case_of(text: str) -> str | None:
    """The case id in a rendered task's comment line; None where there is no such line."""
    found = _CASE.search(text)
    if found is None:
        return None
    if not found[1].startswith('"'):
        return found[1]
    try:
        return str(json.loads(found[1]))
    except ValueError:  # somebody edited it
        return None


def source_of(text: str) -> str | None:
    """The source task in a rendered file's comment line; None where there is none, or nobody's."""
    found = _SOURCE.search(text)
    return None if found is None or found[1] == '"none"' else found[1]


def sealed(text: str) -> str:
    """A rendered text with the end marker below it and its digest filled in.

    While the digest is computed, zeros stand in its place.
    """
    whole = f"{text.rstrip()}\n\n{END_MARKER}\n"
    return _DIGEST.sub(lambda match: match[1] + digest.of_text(whole), whole, count=1)


def block_begin(name: str, of: str) -> str:
    """The first line of a block in a file that is somebody else's; `of` is the digest of what is inside."""
    return f"<!-- taskgen handbook: begin {name} text={of}; what is inside is replaced -->"


def block_end(name: str) -> str:
    """Its last line."""
    return f"<!-- taskgen handbook: end {name} -->"


_BLOCK = re.compile(
    rb"\n?^<!-- taskgen handbook: begin (\w+) text=[0-9a-f]{8}; [^\n]* -->\n.*?^<!-- taskgen handbook: end \1 -->\n?",
    re.MULTILINE | re.DOTALL,
)


def without_blocks(data: bytes) -> bytes:
    """The bytes of a file without the blocks that taskgen has put into it."""
    return _BLOCK.sub(b"", data) if b"<!-- taskgen handbook: begin" in data else data


def has_end(text: str) -> bool:
    """Whether an end marker stands on a line of the text."""
    return END_MARKER in text and _END_LINE.search(text) is not None


def unsealed(text: str) -> str:
    """A sealed text without its digest and end marker, to stand inside a larger file."""
    generated, _tail = split_tail(text)
    bare = _SEALED.sub(" -->", generated, count=1)
    return bare.rstrip().removesuffix(END_MARKER).rstrip()


def has_comment(text: str) -> bool:
    """Whether a text carries a comment line of ours."""
    return _DIGEST.search(text) is not None


def split_tail(text: str) -> tuple[str, str]:
    """The generated part, end marker's line included, and the user's part below it."""
    marker = _END_LINE.search(text) if END_MARKER in text else None  # a pattern for lines is tried at every character
    return (text, "") if marker is None else (text[: marker.end()], text[marker.end() :])


def is_intact(generated: str) -> bool:
    """Whether the generated part is as it was written, whatever its line ends."""
    text = generated.replace("\r\n", "\n")
    stated = _DIGEST.search(text)
    if stated is None:
        return False
    blank = _DIGEST.sub(lambda match: match[1] + _BLANK, text, count=1)
    return digest.of_text(blank if blank.endswith("\n") else blank + "\n") == stated[2]
