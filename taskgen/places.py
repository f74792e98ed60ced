"""Places in text and in data: lines and columns, paths into JSON values, equality of JSON values."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from taskgen.decode import MISSING

if TYPE_CHECKING:
    from taskgen.decode import Json, Missing, Path

MAX_STEPS: Final = 50  # of a path
_STEP: Final = re.compile(r"\[([0-9]{1,9})\]|\[(?:'([^']*)'|\"([^\"]*)\")\]|\.?([^.\[\]]+)")
_INDEX: Final = re.compile(r"0|[1-9][0-9]{0,8}")


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    """The line and column, both from 1, of an offset in a text whose lines end in line feeds."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def read_path(text: str) -> Path | None:
    """The steps of a path: `items[0].k`, `items.0.k` and `items[0]['k']` are all `("items", 0, "k")`.

    A number in quotes, or at the beginning, is a name. None where the text is no path, or one of too many steps.
    """
    steps: list[str | int] = []
    at = 0
    if not text or text.startswith("."):
        return None
    while at < len(text):
        found = _STEP.match(text, at)
        if not found or (steps and found[4] is not None and not found[0].startswith(".")):
            return None
        index, *names = found.groups()
        name = next((name for name in names if name is not None), "")
        is_index = index is not None or (steps and found[4] is not None and _INDEX.fullmatch(name))
        steps.append(int(index or name) if is_index else name)
        at = found.end()
    return tuple(steps) if len(steps) <= MAX_STEPS else None


def child(value: Json | Missing, step: str | int) -> Json | Missing:
    """The member of an object under a name, or the element of a list under an index; MISSING where there is none."""
    if isinstance(step, int):
        return value[step] if isinstance(value, list) and step < len(value) else MISSING
    return value.get(step, MISSING) if isinstance(value, dict) else MISSING


def child_of_either(value: Json | Missing, step: str | int) -> Json | Missing:
    """The same; a number is the name of a member where the value is an object, as in `codes.404`."""
    return child(value, str(step) if isinstance(value, dict) else step)


def at_path(value: Json | Missing, path: str) -> Json | Missing:
    """The value at a path as people write it; a member's own name may be like a path. MISSING where there is none."""
    if isinstance(value, dict) and path in value:
        return value[path]
    steps = read_path(path)
    if steps is None:
        return MISSING
    for step in steps if not isinstance(value, list) else _from_a_list(steps):
        value = child_of_either(value, step)
    return value


def _from_a_list(steps: Path) -> Path:
    """The steps where the first one is an element: `0.k` of a list."""
    first, *others = steps
    return (int(first) if isinstance(first, str) and _INDEX.fullmatch(first) else first, *others)


def same(one: Json, other: Json) -> bool:
    """Whether two JSON values are equal, to any depth: `1` is `1.0` and never `true`, members have no order."""
    todo = [(one, other)]
    while todo:
        left, right = todo.pop()
        if isinstance(left, dict) and isinstance(right, dict):
            if left.keys() != right.keys():
                return False
            todo.extend((left[key], right[key]) for key in left)
        elif isinstance(left, list) and isinstance(right, list):
            if len(left) != len(right):
                return False
            todo.extend(zip(left, right, strict=True))
        elif not _same_leaf(left, right):
            return False
    return True


def _same_leaf(left: Json, right: Json) -> bool:
    if isinstance(left, list | dict) or isinstance(right, list | dict):
        return False
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    return bool(left == right) or (left != left and right != right)  # noqa: PLR0124 - NaN differs from itself
