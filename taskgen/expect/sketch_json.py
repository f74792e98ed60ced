"""A sketch in its JSON form, as it stands in cases files and libraries: `"..."` where the bare form has `...`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from taskgen.expect.dots import join_runs, read_key, read_string, write_key
from taskgen.expect.nodes import (
    ANYTHING,
    DOTS,
    GAP,
    MAX_DEPTH,
    MAX_DIGITS,
    Anything,
    Array,
    Gap,
    Object,
    Path,
    Pattern,
    Scalar,
    Sketch,
    SketchError,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from taskgen.decode import Json


def from_json(value: Json) -> Sketch:
    """Read a sketch from JSON data.

    Raises:
        SketchError: with the path, where a member `...` has another value than `"..."`, where data is no JSON or is
            nested too deep.
    """
    return _read(value, ())


def _read(value: Json, path: Path) -> Sketch:
    if len(path) > MAX_DEPTH:
        raise SketchError(f"nested more than {MAX_DEPTH} deep", path=path)
    if isinstance(value, str):
        return ANYTHING if value == DOTS else read_string(value)
    if isinstance(value, list | tuple):
        return array_of(_read_item(item, (*path, index)) for index, item in enumerate(value))
    if isinstance(value, dict):
        return _read_object(value, path)
    return _read_scalar(value, path)


def _read_item(value: Json, path: Path) -> Sketch | Gap:
    return GAP if value == DOTS else _read(value, path)


def _read_object(value: dict[str, Json], path: Path) -> Object:
    members: dict[str, Sketch] = {}
    for key, member in value.items():
        if not isinstance(key, str):
            raise SketchError("a member's name must be a string", path=path)
        if key == DOTS:
            if member != DOTS:
                raise SketchError('the member "..." takes the value "..." only', path=(*path, key))
            continue
        name = read_key(key)
        if name in members:
            raise SketchError("a member is given twice", path=(*path, key))
        members[name] = _read(member, (*path, key))
    return Object(tuple(members.items()), is_open=DOTS in value)


def _read_scalar(value: Json, path: Path) -> Scalar:
    if not (value is None or isinstance(value, bool | int | float)):
        raise SketchError(f"{type(value).__name__} is no JSON", path=path)
    if isinstance(value, int) and value.bit_length() > MAX_DIGITS * 3:
        raise SketchError("a number of too many digits", path=path)
    return Scalar(value)


def array_of(items: Iterable[Sketch | Gap]) -> Array:
    """An array in which gaps side by side are one."""
    kept: list[Sketch | Gap] = []
    for item in items:
        if not (item == GAP and kept and kept[-1] == GAP):
            kept.append(item)
    return Array(tuple(kept))


def literal(value: Json) -> Sketch:
    """The sketch that only `value` itself matches; three dots in it are three dots.

    Raises:
        SketchError: as `from_json`.
    """
    return from_json(_literal_form(value, 0))


def _literal_form(value: Json, depth: int) -> Json:
    if depth > MAX_DEPTH:
        raise SketchError(f"nested more than {MAX_DEPTH} deep")
    if isinstance(value, str):
        return join_runs((value,))
    if isinstance(value, list | tuple):
        return [_literal_form(item, depth + 1) for item in value]
    if isinstance(value, dict):
        return {_literal_key(key): _literal_form(member, depth + 1) for key, member in value.items()}
    return value


def _literal_key(key: Json) -> Json:
    return write_key(key) if isinstance(key, str) else key


def to_json(sketch: Sketch) -> Json:
    """The JSON form; `from_json` reads it back the same."""
    if isinstance(sketch, Anything):
        return DOTS
    if isinstance(sketch, Pattern):
        return join_runs(sketch.parts)
    if isinstance(sketch, Array):
        return [DOTS if isinstance(item, Gap) else to_json(item) for item in sketch.items]
    if isinstance(sketch, Object):
        members = {write_key(name): to_json(member) for name, member in sketch.members}
        return {**members, DOTS: DOTS} if sketch.is_open else members
    return join_runs((sketch.value,)) if isinstance(sketch.value, str) else sketch.value
