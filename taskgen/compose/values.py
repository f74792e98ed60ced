"""What `{{ case.PATH }}` may name: a case's values, sought by their path."""

from __future__ import annotations

from typing import TYPE_CHECKING

from taskgen.decode import MISSING
from taskgen.diagnostics import did_you_mean, error
from taskgen.expect.quoting import path_text
from taskgen.places import at_path, child_of_either, read_path

if TYPE_CHECKING:
    from collections.abc import Mapping

    from taskgen.decode import Json, Missing
    from taskgen.diagnostics import Finding, Location
    from taskgen.model import Case

_MANY = 200
_NAMED = 5  # paths in a message


def values_of(case: Case) -> dict[str, Json]:
    """The values of a case that code may hold, without what the case leaves out."""
    values = {"id": case.id, "description": case.description, "goal": case.goal}
    return {name: value for name, value in values.items() if value is not None} | {"input": case.input}


def look_up(path: str, values: Mapping[str, Json]) -> Json | Missing:
    """The value at a path ("input.items[0].name"); MISSING where there is none."""
    return at_path(dict(values), path)


def missing(path: str, values: Mapping[str, Json], place: Location) -> Finding:
    """The finding where a case has no value at a path; it names the path that resembles it most."""
    value: Json = values
    next_step = ""
    steps = read_path(path) or ()
    for index, step in enumerate(steps):
        before = path_text(steps[:index])
        child = child_of_either(value, step)
        if child is MISSING:
            next_step = did_you_mean(path, _paths(before, value), _what_there_is(before, value))
            break
        value = child
    return error("unknown-path", place, f"case {values['id'][:60]!r} has no {path[:60]!r}", next_step)


def _paths(before: str, value: Json) -> list[str]:
    if isinstance(value, dict):
        return [f"{before}.{key}" if before else key for key in list(value)[:_MANY] if isinstance(key, str)]
    return [f"{before}[{index}]" for index in range(min(len(value), _MANY))] if isinstance(value, list) else []


def _what_there_is(before: str, value: Json) -> str:
    paths = _paths(before, value)
    if not paths:
        return f"{before[:60]!r} has nothing beneath it"
    return f"there is {', '.join(path[:60] for path in paths[:_NAMED])}{', ...' if len(paths) > _NAMED else ''}"
