"""The check of a length: characters of a text, elements of a list, members of an object."""

from __future__ import annotations

from typing import TYPE_CHECKING

from taskgen.expect.checks.base import CheckType, Example
from taskgen.expect.checks.predicate import Condition, OnValue
from taskgen.expect.checks.subject import Subject, subject_of
from taskgen.expect.shown import show
from taskgen.expect.sketch_write import number_text

if TYPE_CHECKING:
    from taskgen.decode import Json
    from taskgen.expect.checks.base import Given, Statement


def length_between(subject: Subject, least: float | None, most: float | None) -> OnValue:
    """That the length lies between the two, both included; what has no length fails either way."""

    def holds(value: Json) -> bool | None:
        if not isinstance(value, str | list | dict):
            return None
        return (least is None or least <= len(value)) and (most is None or len(value) <= most)

    said = _said(least, most)
    return OnValue(
        subject=subject,
        holds=holds,
        yes=f"has {said}",
        no=f"does not have {said}",
        python=lambda expression: _condition(expression, least, most),
        looks_at_value=False,
        shown=_shown,
    )


def _shown(value: Json) -> str:
    return f"{len(value)} in {show(value, 40)}" if isinstance(value, str | list | dict) else show(value)


def _said(least: float | None, most: float | None) -> str:
    if most is None:
        return f"a length of at least {number_text(least)}"
    if least is None:
        return f"a length of at most {number_text(most)}"
    return (
        f"the length {number_text(least)}"
        if least == most
        else f"a length from {number_text(least)} to {number_text(most)}"
    )


def _condition(expression: str, least: float | None, most: float | None) -> Condition:
    size = f"len({expression})"
    if least == most:
        return Condition(yes=f"{size} == {number_text(least)}", no=f"{size} != {number_text(least)}")
    lower = "" if least is None else f"{number_text(least)} <= "
    upper = "" if most is None else f" <= {number_text(most)}"
    if not lower or not upper:
        condition = f"{size} >= {number_text(least)}" if lower else f"{size}{upper}"
    else:
        condition = f"{lower}{size}{upper}"
    return Condition(yes=condition, no=f"not {condition}")


def _read(given: Given) -> Statement | None:
    exact = given.number("value", "length")
    least = given.number("min_length", "min", "min_chars")
    most = given.number("max_length", "max", "max_chars")
    subject = subject_of(given)
    if exact is not None:
        least = most = exact
    if least is None and most is None and not given.findings:
        given.error("bad-check", f"{given.type}: no length is given", "give 'min_length', 'max_length' or 'value'")
    if least is not None and most is not None and least > most:
        given.error("bad-check", f"{given.type}: the least length is above the greatest", "turn them round")
    if subject is None or given.findings:
        return None
    return length_between(subject, least, most)


TYPES = (
    CheckType(
        name="length",
        doc="the length lies from `min_length` to `max_length`, or is `value`",
        read=_read,
        passing=(
            Example(params={"min_length": 2, "max_length": 5}, value="four"),
            Example(params={"value": 3}, value=[1, 2, 3]),
            Example(params={"max_length": 5}, value="four"),
        ),
        failing=(
            Example(params={"min_length": 5}, value="four"),
            Example(params={"max_length": 3}, value="four"),
            Example(params={"value": 3}, value=[1, 2]),
            Example(params={"min_length": 0}, value=3),
        ),
    ),
)
