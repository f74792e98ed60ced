"""The one matcher: a sketch against an answer, a text sketch against text; its report names the path, shows both sides.

The work is at most the size of the sketch times the size of the answer: a run or a gap takes the first place where
what follows it fits, and never comes back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from taskgen.expect.dots import split_runs
from taskgen.expect.nodes import DOTS, Anything, Array, Gap, Object, Path, Pattern, Scalar, Sketch
from taskgen.expect.quoting import path_text
from taskgen.expect.rows import NOTHING, Mismatch, Row, compare_row
from taskgen.expect.shown import difference, show, show_sketch
from taskgen.places import same

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from taskgen.decode import Json


def match(sketch: Sketch, answer: Json) -> tuple[Mismatch, ...]:
    """Compare an answer with a sketch.

    Numbers are compared by value (1 is 1.0), NaN is like NaN, true is no number, the order of members does not count.

    Returns:
        what does not match, in the order of the sketch; empty where all does.
    """
    return tuple(_compare(sketch, answer, ()))


def _mismatch(path: Path, expected: str, found: str) -> Mismatch:
    return Mismatch(path=path_text(path), expected=expected, found=found)


def _compare(sketch: Sketch, answer: Json, path: Path) -> Iterator[Mismatch]:
    if isinstance(sketch, Anything):
        return
    if isinstance(sketch, Object) and isinstance(answer, dict):
        yield from _compare_members(sketch, answer, path)
    elif isinstance(sketch, Array) and isinstance(answer, list):
        yield from _compare_items(sketch, answer, path)
    elif not _fits_leaf(sketch, answer):
        yield _leaf_mismatch(sketch, answer, path)


def _leaf_mismatch(sketch: Sketch, answer: Json, path: Path) -> Mismatch:
    if isinstance(sketch, Scalar) and isinstance(sketch.value, str) and isinstance(answer, str):
        return _mismatch(path, *difference(sketch.value, answer))
    return _mismatch(path, show_sketch(sketch), show(answer))


def _fits_leaf(sketch: Sketch, answer: Json) -> bool:
    if isinstance(sketch, Scalar):
        return same(sketch.value, answer)
    return isinstance(sketch, Pattern) and isinstance(answer, str) and fits_runs(sketch.parts, answer)


def fits_runs(parts: Sequence[str], text: str) -> bool:
    """Whether `text` is `parts` with any run of characters between each two."""
    if len(parts) == 1:
        return text == parts[0]
    first, *middle, last = parts
    end = len(text) - len(last)
    if end < len(first) or not text.startswith(first) or not text.endswith(last):
        return False
    at = len(first)
    for part in middle:
        found = text.find(part, at, end)
        if found < 0:
            return False
        at = found + len(part)
    return True


def _compare_members(sketch: Object, answer: dict[str, Json], path: Path) -> Iterator[Mismatch]:
    for name, member in sketch.members:
        if name in answer:
            yield from _compare(member, answer[name], (*path, name))
        else:
            yield _mismatch((*path, name), show_sketch(member), NOTHING)
    if not sketch.is_open:
        known = {name for name, _ in sketch.members}
        for name, value in answer.items():
            if name not in known:
                yield _mismatch((*path, name), NOTHING, show(value))


def _fits(sketch: Sketch, answer: Json) -> bool:
    return next(_compare(sketch, answer, ()), None) is None


def _compare_items(sketch: Array, answer: list[Json], path: Path) -> Iterator[Mismatch]:
    row: Row[Sketch | Gap, object] = Row(
        fits=lambda wanted, found: isinstance(wanted, Gap) or _fits(wanted, found),
        compare=lambda wanted, found, at: () if isinstance(wanted, Gap) else _compare(wanted, found, (*path, at)),
        is_gap=lambda wanted: isinstance(wanted, Gap),
        place=lambda at: path_text(path if at is None else (*path, at)),
        show_wanted=lambda wanted: "" if isinstance(wanted, Gap) else show_sketch(wanted),
        show_found=show,
        unit="elements",
    )
    return compare_row(row, sketch.items, answer)


def match_text(sketch_text: str, text: str) -> tuple[Mismatch, ...]:
    """Compare text with a text sketch: a line `...` is any lines, `...` inside a line any run of characters.

    One line break at the end of either side does not count, nor does it count how lines are broken (CRLF, LF).
    """
    row: Row[str, str] = Row(
        fits=lambda wanted, found: fits_runs(split_runs(wanted), found),
        compare=_compare_line,
        is_gap=lambda wanted: wanted == DOTS,
        place=lambda at: "" if at is None else f"line {at + 1}",
        show_wanted=show,
        show_found=show,
        unit="lines",
    )
    return tuple(compare_row(row, _lines(sketch_text), _lines(text)))


def _lines(text: str) -> list[str]:
    """The lines of a text; empty text has none."""
    unified = text.replace("\r\n", "\n").removesuffix("\n")
    return unified.split("\n") if unified else []


def _compare_line(wanted: str, found: str, at: int) -> Iterator[Mismatch]:
    parts = split_runs(wanted)
    if fits_runs(parts, found):
        return
    sides = difference(parts[0], found) if len(parts) == 1 else (show(wanted), show(found))
    yield Mismatch(path=f"line {at + 1}", expected=sides[0], found=sides[1])
