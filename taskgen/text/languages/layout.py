"""Lays out the literal of a nested value: on one line where it fits, else one member a line."""

from __future__ import annotations

import math
import sys
from typing import TYPE_CHECKING

from taskgen.records import dataclass
from taskgen.text.languages.base import LiteralError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from taskgen.decode import Json

MAX_DEPTH = 100
# Python reads no integer of more digits unless told to; this many bits always have fewer.
_MAX_BITS = 14_200


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How a language writes values.

    Attributes:
        string: a string as a literal.
        key: a member's name with the separator behind it.
        words: how None, True and False are written; a None that is missing here has no literal.
        number: a finite number's digits.
        trailing_comma: whether the last of several lines ends with a comma.
        flat_mappings: whether a mapping must stay on one line.
        padding: what stands inside the braces of a mapping on one line.
    """

    string: Callable[[str], str]
    key: Callable[[str], str]
    words: dict[bool | None, str]
    number: Callable[[int | float], str]
    trailing_comma: bool = False
    flat_mappings: bool = False
    padding: str = ""


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


def write(value: Json, style: Style, width: int, margin: str, column: int) -> str:
    """The literal of a JSON-like value.

    Args:
        value: None, bool, int, float, str, list, dict with str keys, nested at most `MAX_DEPTH` deep.
        style: the language's way.
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


def _write(value: Json, style: Style, width: int, margin: str, column: int) -> str:
    must = not isinstance(value, dict | list) or not value or (style.flat_mappings and isinstance(value, dict))
    flat = _flat(value, style, sys.maxsize if must else width - column)
    return _broken(value, style, width, margin) if flat is None else flat


def _flat(value: Json, style: Style, room: int) -> str | None:
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
    return _bracketed(value, ", ".join(parts), style)


def _bracketed(value: Json, inside: str, style: Style) -> str:
    if isinstance(value, list):
        return f"[{inside}]"
    padding = style.padding if inside else ""
    return "{" + padding + inside + padding + "}"


def _broken(value: Json, style: Style, width: int, margin: str) -> str:
    """The literal with one member a line."""
    inner = margin + "    "
    lines = [
        inner + lead + _write(member, style, width, inner, len(inner) + len(lead))
        for lead, member in _members(value, style)
    ]
    opening, closing = "{}" if isinstance(value, dict) else "[]"
    comma = "," if style.trailing_comma else ""
    return opening + "\n" + ",\n".join(lines) + comma + "\n" + margin + closing


def _members(value: Json, style: Style) -> Iterator[tuple[str, Json]]:
    if isinstance(value, dict):
        yield from ((style.key(key), member) for key, member in value.items())
    else:
        yield from (("", element) for element in value)


def _scalar(value: Json, style: Style) -> str:
    if isinstance(value, str):
        return style.string(value)
    if value is None or isinstance(value, bool):
        if value not in style.words:
            raise LiteralError("holds a null")
        return style.words[value]
    return style.number(value)
