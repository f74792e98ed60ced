"""What `{{ case.PATH }}` may name: a case's values, sought by their path."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from taskgen.decode import MISSING
from taskgen.diagnostics import did_you_mean
from taskgen.model import Case

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from taskgen.decode import Json, Missing

_STEP = re.compile(r"\[([0-9]+)\]|\.?([^.\[\]]+)")
_MANY = 200


def values_of(case: Case) -> dict[str, Json]:
    """The values of a case that code may hold; what the case leaves out is not there."""
    values = {"id": case.id, "description": case.description, "goal": case.goal}
    return {name: value for name, value in values.items() if value is not None} | {"input": case.input}


def as_values(case: Case | Mapping[str, Json]) -> Mapping[str, Json]:
    """The values of a case, or the values themselves."""
    return values_of(case) if isinstance(case, Case) else case


def look_up(path: str, values: Mapping[str, Json]) -> Json | Missing:
    """The value at a path ("input.items[0].name"); MISSING where there is none."""
    value: Json = values
    for step in _path(path):
        value = _child(value, step)
        if value is MISSING:
            break
    return value


@functools.lru_cache(maxsize=256)
def _path(path: str) -> tuple[str | int, ...]:
    return tuple(step for _before, step in _steps(path))


def _steps(path: str) -> Iterator[tuple[str, str | int]]:
    """Each step with the path before it."""
    for match in _STEP.finditer(path):
        yield path[: match.start()], int(match[1]) if match[1] is not None else match[2]


def _child(value: Json, step: str | int) -> Json | Missing:
    if isinstance(step, int):
        return value[step] if isinstance(value, list) and step < len(value) else MISSING
    return value.get(step, MISSING) if isinstance(value, dict) else MISSING


def nearest_path(path: str, values: Mapping[str, Json]) -> str:
    """A next step that names the existing path which resembles a missing one most."""
    value: Json = values
    for before, step in _steps(path):
        child = _child(value, step)
        if child is MISSING:
            return did_you_mean(path, _paths(before, value), _what_there_is(before, value))
        value = child
    return ""


def _paths(before: str, value: Json) -> list[str]:
    if isinstance(value, dict):
        return [f"{before}.{key}" if before else key for key in list(value)[:_MANY] if isinstance(key, str)]
    return [f"{before}[{index}]" for index in range(min(len(value), _MANY))] if isinstance(value, list) else []


def _what_there_is(before: str, value: Json) -> str:
    paths = _paths(before, value)
    if not paths:
        return f"{before[:60]!r} has nothing beneath it"
    return f"there is {', '.join(path[:60] for path in paths[:5])}{', ...' if len(paths) > 5 else ''}"  # noqa: PLR2004
