"""How text and paths are spelled: JSON strings in which all can be seen, paths as people write them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from taskgen.expect.nodes import Path

_NO_BARE_NAME: Final = frozenset(" .[]\"'`\\")


def path_text(path: Path) -> str:
    """A path as people write it: `usage.total_tokens`, `items[2]`; empty for the whole."""
    pieces = []
    for part in path:
        if isinstance(part, int):
            pieces.append(f"[{part}]")
        elif part and not any(character in _NO_BARE_NAME or not is_seen(character) for character in part):
            pieces.append(f".{part}" if pieces else part)
        else:
            pieces.append(f"[{quoted(part)}]")
    return "".join(pieces)


_SHORT_ESCAPES: Final = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}

# Written down here because the Unicode tables of Python differ between its versions: controls, soft hyphen, what has
# no width or turns the direction of text, surrogates, private use, tags and what is no character at all.
_UNSEEN: Final = (
    (0x00, 0x1F),
    (0x7F, 0xA0),
    (0xAD, 0xAD),
    (0x034F, 0x034F),
    (0x061C, 0x061C),
    (0x115F, 0x1160),
    (0x17B4, 0x17B5),
    (0x180B, 0x180F),
    (0x2000, 0x200F),
    (0x2028, 0x202F),
    (0x205F, 0x206F),
    (0x3000, 0x3000),
    (0x3164, 0x3164),
    (0xD800, 0xF8FF),
    (0xFDD0, 0xFDEF),
    (0xFE00, 0xFE0F),
    (0xFEFF, 0xFEFF),
    (0xFFA0, 0xFFA0),
    (0xFFF0, 0xFFFB),
    (0xFFFE, 0xFFFF),
    (0xE0000, 0x10FFFF),
)


def is_seen(character: str) -> bool:
    """Whether a character is written as itself; the rest is escaped."""
    if " " <= character <= "~":
        return True
    code = ord(character)
    return not any(first <= code <= last for first, last in _UNSEEN)


def escaped(character: str) -> str:
    """One character inside a JSON string."""
    short = _SHORT_ESCAPES.get(character)
    if short is not None:
        return short
    if is_seen(character):
        return character
    code = ord(character)
    if code < 0x10000:  # noqa: PLR2004 - the first code point that takes two UTF-16 units
        return f"\\u{code:04x}"
    code -= 0x10000
    return f"\\u{0xD800 + (code >> 10):04x}\\u{0xDC00 + (code & 0x3FF):04x}"


def quoted(text: str) -> str:
    """A JSON string: what can't be seen is escaped, other Unicode stays."""
    if text.isascii() and text.isprintable() and '"' not in text and "\\" not in text:
        return f'"{text}"'
    return '"' + "".join(map(escaped, text)) + '"'


def joined(text: str) -> str:
    """The text with surrogate pairs made one character, as a JSON reader makes them."""
    if text.isascii() or not any("\ud800" <= character <= "\udfff" for character in text):
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")
