"""Literals: how values are written as code, and which values a language has no literal for."""

from __future__ import annotations

import math
import re
import sys
from typing import TYPE_CHECKING

from taskgen.hygiene import UNSEEN
from taskgen.patterns import lazy
from taskgen.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from taskgen.decode import Json

WIDTH = 88
MAX_DEPTH = 100
# Python reads no integer of more digits unless told to; this many bits always have fewer.
_MAX_BITS = 14_200


class LiteralError(ValueError):
    """A value has no literal (or no name) in a language; the message is a clause that says why."""


_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def identifier(value: str, reserved: Collection[str], label: str) -> str:
    """The value where it is an identifier of ASCII letters.

    Others differ between versions of Unicode, and some languages normalise them, so that they would change.
    """
    if not _IDENTIFIER.fullmatch(value):
        raise LiteralError("is no identifier (a letter or _, then letters, digits and _)")
    if value in reserved:
        raise LiteralError(f"is a reserved word of {label}")
    return value


def spell_utf_16(code: int) -> str:
    """A character as JSON escapes it; above the basic plane, as its two halves."""
    if code < 0x10000:  # noqa: PLR2004 - four hexadecimal digits
        return f"\\u{code:04x}"
    high, low = divmod(code - 0x10000, 0x400)
    return f"\\u{0xD800 + high:04x}\\u{0xDC00 + low:04x}"


def escaper(marks: Mapping[str, str], spell: Callable[[int], str]) -> Callable[[str], str]:
    """A function that spells unseen characters by `spell` and the characters in `marks` by their marks."""
    pattern = lazy(f"[{UNSEEN}{re.escape(''.join(marks))}]")

    def escape(text: str) -> str:
        return pattern().sub(lambda match: marks.get(match[0]) or spell(ord(match[0])), text)

    return escape


_SURROGATE = re.compile("[\ud800-\udfff]")
_SPLIT_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")


def refuse_surrogates(text: str) -> None:
    """Raise where the text has a lone surrogate."""
    match = _SURROGATE.search(text)
    if match is not None:
        raise LiteralError(f"holds a lone surrogate (U+{ord(match[0]):04X})")


def refuse_split_pairs(text: str) -> None:
    """Raise where two surrogates are side by side: most languages would read them as one character."""
    if _SPLIT_PAIR.search(text) is not None:
        raise LiteralError("holds two surrogates side by side, which read back as one character")


@dataclass(frozen=True, slots=True, kw_only=True)
class LiteralStyle:
    """How a language writes values.

    Attributes:
        string: a string as a literal.
        key: a member's name with the separator behind it.
        words: how None, True and False are written.
        trailing_comma: whether the last of several lines ends with a comma.
    """

    string: Callable[[str], str]
    key: Callable[[str], str]
    words: dict[bool | None, str]
    trailing_comma: bool = False


def digits(value: float) -> str:
    """A number as the shortest digits that read back as it."""
    if isinstance(value, int):
        if value.bit_length() > _MAX_BITS:
            raise LiteralError("holds a whole number of more than 4,200 digits")
        try:
            return int.__repr__(value)
        except ValueError as mistake:
            raise LiteralError("holds a whole number of more digits than this Python writes") from mistake
    if not math.isfinite(value):
        raise LiteralError("holds a number that is not finite")
    return float.__repr__(value)


def write(value: Json, style: LiteralStyle, width: int, margin: str, column: int) -> str:
    """The literal of a JSON-like value.

    Args:
        value: None, bool, int, float, str, list, dict with str keys, nested at most `MAX_DEPTH` deep.
        style: how the language writes values.
        width: columns of a line.
        margin: what further lines begin with.
        column: where the literal begins.

    Raises:
        LiteralError: the value has no literal.
    """
    _refuse_odd(value)
    return _write(value, style, width, margin, column)


def _refuse_odd(value: Json) -> None:
    """Raise where the value is nested too deeply or is not JSON-like."""
    todo: list[tuple[Json, int]] = [(value, 0)]
    while todo:
        item, depth = todo.pop()
        if depth > MAX_DEPTH:
            raise LiteralError(f"is nested more than {MAX_DEPTH} levels deep")
        if isinstance(item, dict):
            if not all(isinstance(key, str) for key in item):
                raise LiteralError("holds a member whose name is no string")
            todo.extend((member, depth + 1) for member in item.values())
        elif isinstance(item, list):
            todo.extend((element, depth + 1) for element in item)
        elif item is not None and not isinstance(item, str | int | float):
            raise LiteralError(f"holds a {type(item).__name__}")


def _write(value: Json, style: LiteralStyle, width: int, margin: str, column: int) -> str:
    must = not isinstance(value, dict | list) or not value
    flat = _flat(value, style, sys.maxsize if must else width - column)
    return _broken(value, style, width, margin) if flat is None else flat


def _flat(value: Json, style: LiteralStyle, room: int) -> str | None:
    """The literal on one line; None where it takes more than `room` columns."""
    if not isinstance(value, dict | list):
        if isinstance(value, str) and len(value) > room:
            return None
        text = _scalar(value, style)
        return text if len(text) <= room else None
    parts: list[str] = []
    room -= 2
    for lead, member in _members(value, style):
        part = _flat(member, style, room - len(lead))
        if part is None:
            return None
        parts.append(lead + part)
        room -= len(parts[-1]) + 2
    inside = ", ".join(parts)
    return f"[{inside}]" if isinstance(value, list) else f"{{{inside}}}"


def _broken(value: Json, style: LiteralStyle, width: int, margin: str) -> str:
    """The literal with one member a line."""
    inner = margin + "    "
    lines = [
        inner + lead + _write(member, style, width, inner, len(inner) + len(lead))
        for lead, member in _members(value, style)
    ]
    opening, closing = "{}" if isinstance(value, dict) else "[]"
    comma = "," if style.trailing_comma else ""
    return opening + "\n" + ",\n".join(lines) + comma + "\n" + margin + closing


def _members(value: Json, style: LiteralStyle) -> Iterator[tuple[str, Json]]:
    if isinstance(value, dict):
        yield from ((style.key(key), member) for key, member in value.items())
    else:
        yield from (("", element) for element in value)


def _scalar(value: Json, style: LiteralStyle) -> str:
    if isinstance(value, str):
        return style.string(value)
    if value is None or isinstance(value, bool):
        return style.words[value]
    return digits(value)
