"""The `when` of a library's entry: its members as conditions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from taskgen.decode import kind_name
from taskgen.diagnostics import did_you_mean
from taskgen.model import Condition

if TYPE_CHECKING:
    from taskgen.decode import At, Json

KEYS: Final = ("id", "model", "tag", "has", "check", "target")
INPUT: Final = "input."


def read_conditions(when: dict[str, Json], at: At) -> tuple[Condition, ...] | None:
    """The conditions of a `when`, in the order in which they stand; an empty `when` has none and always holds.

    Returns:
        the conditions, or None where one of them is bad: an entry without it would be chosen too often.
    """
    read = [_condition(key, value, at.child(key)) for key, value in when.items()]
    good = tuple(condition for condition in read if condition is not None)
    return good if len(good) == len(read) else None


def _condition(key: str, value: Json, at: At) -> Condition | None:
    if key not in KEYS and not _is_input_path(key):
        known = (*KEYS, "input.PATH")
        at.error(
            "unknown-key", f"unknown condition {key[:60]!r}", did_you_mean(key, known, f"one of {', '.join(known)}")
        )
        return None
    values = value if isinstance(value, list) else [value]
    if not values:
        at.error("empty-value", f"{key[:60]!r} has no value, so nothing can meet it", "give it one, or take it away")
        return None
    wanted = tuple(values) if key.startswith(INPUT) else _texts(key, values, at)
    return None if wanted is None else Condition(key=key, wanted=wanted, place=at.place)


def _is_input_path(key: str) -> bool:
    return key.startswith(INPUT) and all(key.removeprefix(INPUT).split("."))


def _texts(key: str, values: list[Json], at: At) -> tuple[str, ...] | None:
    texts = []
    for value in values:
        text = str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value
        if not isinstance(text, str) or not text:
            said = "is empty" if text == "" else f"must be a string, not {kind_name(value)}"
            at.error("wrong-type", f"{key!r} {said}", "write a string, or a list of strings of which one must hold")
            return None
        texts.append(text)
    return tuple(texts)
