"""A sketch written in its bare form, always the same: one line where that fits, else one member a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from taskgen.expect.dots import join_runs, write_key
from taskgen.expect.nodes import DOTS, MAX_DIGITS, Anything, Array, Gap, Object, Pattern, Scalar, Sketch
from taskgen.expect.quoting import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

INDENT = 2


def write(sketch: Sketch, width: int = 120) -> str:
    """The bare form, without a line break at its end.

    Args:
        sketch: what to write.
        width: columns; what does not fit is written one member a line, its parts again on one line where they fit.
    """
    return "\n".join(_lines(sketch, "", "", width))


def one_line(sketch: Sketch, limit: int) -> str | None:
    """The bare form on one line of at most `limit` characters, or None. Costs no more than `limit` steps."""
    kept: list[str] = []
    room = limit
    for piece in pieces(sketch):
        room -= len(piece)
        if room < 0:
            return None
        kept.append(piece)
    return "".join(kept)


def _lines(sketch: Sketch | Gap, before: str, after: str, width: int) -> Iterator[str]:
    """The lines of a part: `before` holds the indentation and the name, `after` the comma."""
    flat = one_line(sketch, width - len(before) - len(after)) if isinstance(sketch, Object | Array) else None
    parts = _parts(sketch)
    if flat is not None or not parts:
        yield before + (flat if flat is not None else "".join(pieces(sketch))) + after
        return
    opening, closing = "{}" if isinstance(sketch, Object) else "[]"
    indent = " " * (len(before) - len(before.lstrip(" ")))
    yield before + opening
    for index, (name, part) in enumerate(parts):
        comma = "," if index < len(parts) - 1 else ""
        yield from _lines(part, f"{indent}{' ' * INDENT}{name}", comma, width)
    yield indent + closing + after


def _parts(sketch: Sketch | Gap) -> list[tuple[str, Sketch | Gap]]:
    """What an object or array is made of, each with what is written before it; empty for leaves."""
    if isinstance(sketch, Object):
        members: list[tuple[str, Sketch | Gap]] = [(f"{_key(name)}: ", member) for name, member in sketch.members]
        return [*members, ("", Gap())] if sketch.is_open else members
    if isinstance(sketch, Array):
        return [("", item) for item in sketch.items]
    return []


def pieces(sketch: Sketch | Gap) -> Iterator[str]:
    """The pieces of the one-line form, from left to right."""
    if not isinstance(sketch, Object | Array):
        yield _leaf(sketch)
        return
    opening, closing = "{}" if isinstance(sketch, Object) else "[]"
    yield opening
    for index, (name, part) in enumerate(_parts(sketch)):
        yield f", {name}" if index else name
        yield from pieces(part)
    yield closing


def _key(name: str) -> str:
    return quoted(write_key(name))


def _leaf(sketch: Anything | Gap | Scalar | Pattern) -> str:
    if isinstance(sketch, Anything | Gap):
        return DOTS
    if isinstance(sketch, Pattern):
        return quoted(join_runs(sketch.parts))
    value = sketch.value
    if isinstance(value, str):
        return quoted(join_runs((value,)))
    return number_text(value)


def number_text(value: float | bool | None) -> str:
    """A number, true, false or null as JSON spells it (NaN and Infinity as JavaScript does)."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value) if value.bit_length() < MAX_DIGITS * 3 else hex(value)  # Python writes no longer decimals
    if value != value:  # noqa: PLR0124 - only NaN differs from itself
        return "NaN"
    if value in {float("inf"), float("-inf")}:
        return "Infinity" if value > 0 else "-Infinity"
    return repr(value)
