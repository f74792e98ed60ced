"""How text and paths are spelled: JSON strings in which all can be seen, paths as people write them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from taskgen.text.languages.literals import escaper, spell_utf_16

if TYPE_CHECKING:
    from taskgen.expect.nodes import Path

_NO_BARE_NAME: Final = frozenset(" .[]\"'`\\")
_SHORT_ESCAPES: Final = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}

escaped = escaper(_SHORT_ESCAPES, spell_utf_16)
"""The text as the inside of a JSON string: what can't be seen is escaped, other Unicode stays."""


def quoted(text: str) -> str:
    """A JSON string in which all can be seen."""
    return f'"{escaped(text)}"'


def path_text(path: Path) -> str:
    """A path as people write it: `usage.total_tokens`, `items[2]`; empty for the whole."""
    pieces = []
    for part in path:
        if isinstance(part, int):
            pieces.append(f"[{part}]")
        elif part and _NO_BARE_NAME.isdisjoint(part) and escaped(part) == part:
            pieces.append(f".{part}" if pieces else part)
        else:
            pieces.append(f"[{quoted(part)}]")
    return "".join(pieces)


def joined(text: str) -> str:
    """The text with surrogate pairs made one character, as a JSON reader makes them."""
    if text.isascii() or not any("\ud800" <= character <= "\udfff" for character in text):
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")
