"""Sketches made from others: joined, derived from names, asked for their literal leaves, changed in one of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from taskgen.expect.dots import write_key
from taskgen.expect.nodes import DOTS, MAX_DEPTH, Array, Gap, Object, Path, Pattern, Scalar, Sketch

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from taskgen.decode import Json

_SEGMENT: Final = re.compile(r"[^.\[\]]+|\[[0-9]+\]")
_CHANGED: Final = "\N{LATIN SMALL LETTER O WITH STROKE}"  # what makes a string another one


def join(general: Json, specific: Json, depth: int = 0) -> Json:
    """Join two sketches in their JSON form.

    Members of objects are joined, to any depth; the general's keep their order, new ones come after them, `...` is
    last and stays where either has it. In all else, and deeper than sketches may be, the specific wins.
    """
    if depth > MAX_DEPTH or not (isinstance(general, dict) and isinstance(specific, dict)):
        return specific
    joined = {
        name: join(member, specific[name], depth + 1) if name in specific else member
        for name, member in general.items()
        if name != DOTS
    }
    joined.update((name, member) for name, member in specific.items() if name not in general and name != DOTS)
    if DOTS in general or DOTS in specific:
        joined[DOTS] = DOTS
    return joined


def derive(members: Iterable[str]) -> Json:
    """The sketch, in JSON form, of an answer that has these members and perhaps others.

    Args:
        members: dotted paths (`usage.total_tokens`); an index (`items[0]`) makes an array of any elements.

    Returns:
        `"..."` where no member is named.
    """
    sketch: Json = DOTS
    for name in members:
        sketch = _fuller(sketch, _along(_SEGMENT.findall(name)))
    return sketch


def _along(segments: list[str]) -> Json:
    sketch: Json = DOTS
    for segment in reversed(segments):
        sketch = [DOTS] if segment.startswith("[") else {write_key(segment): sketch, DOTS: DOTS}
    return sketch


def _fuller(one: Json, other: Json) -> Json:
    """Two derived sketches in one; where they differ in kind, the one that came first stays."""
    if one == DOTS:
        return other
    if not (isinstance(one, dict) and isinstance(other, dict)):
        return one
    joined = {name: _fuller(one.get(name, DOTS), other.get(name, DOTS)) for name in (*one, *other) if name != DOTS}
    return {**joined, DOTS: DOTS}


def leaves(sketch: Sketch) -> Iterator[tuple[Path, Sketch]]:
    """The literal leaves with their paths.

    A leaf is a scalar, a string with any literal part, or an empty closed array or object. The indices in a path
    count what stands in the sketch, gaps too.
    """
    if isinstance(sketch, Object):
        for name, member in sketch.members:
            yield from (((name, *path), leaf) for path, leaf in leaves(member))
    elif isinstance(sketch, Array):
        for index, item in enumerate(sketch.items):
            if not isinstance(item, Gap):
                yield from (((index, *path), leaf) for path, leaf in leaves(item))
    if _is_literal(sketch):
        yield (), sketch


def _is_literal(sketch: Sketch) -> bool:
    if isinstance(sketch, Pattern):
        return any(sketch.parts)
    if isinstance(sketch, Object):
        return not (sketch.members or sketch.is_open)
    return isinstance(sketch, Scalar) or (isinstance(sketch, Array) and not sketch.items)


def has_literal(sketch: Sketch) -> bool:
    """Whether any leaf is literal: whether the sketch tells one value from another."""
    return next(leaves(sketch), None) is not None


def literal_paths(sketch: Sketch) -> tuple[Path, ...]:
    """The paths of the literal leaves, in order."""
    return tuple(path for path, _ in leaves(sketch))


def with_changed_leaf(sketch: Sketch, path: Path) -> Sketch:
    """The sketch with the literal leaf at `path` made another one, which what matched the old can't match.

    Raises:
        KeyError: where no literal leaf stands there.
    """
    if not path:
        return _changed(sketch)
    head, *rest = path
    if isinstance(sketch, Object) and head in dict(sketch.members):
        members = (
            (name, with_changed_leaf(part, tuple(rest)) if name == head else part) for name, part in sketch.members
        )
        return Object(tuple(members), sketch.is_open)
    if isinstance(sketch, Array) and isinstance(head, int) and head < len(sketch.items):
        part = sketch.items[head]
        if not isinstance(part, Gap):
            changed = with_changed_leaf(part, tuple(rest))
            return Array((*sketch.items[:head], changed, *sketch.items[head + 1 :]))
    raise KeyError(path)


def _changed(sketch: Sketch) -> Sketch:
    if not _is_literal(sketch):
        raise KeyError(())
    if isinstance(sketch, Pattern):
        return Scalar(_CHANGED.join(sketch.parts))
    if isinstance(sketch, Array | Object):
        return Scalar(None)
    value = sketch.value if isinstance(sketch, Scalar) else None
    if isinstance(value, bool):
        return Scalar(not value)
    if isinstance(value, str):
        return Scalar(value + _CHANGED)
    return Scalar(value=False) if value is None else Scalar(_another_number(value))


def _another_number(value: float) -> float:
    return 0 if value != 0 else 1
