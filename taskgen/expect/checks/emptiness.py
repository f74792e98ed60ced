"""The check that something is not empty."""

from __future__ import annotations

from typing import TYPE_CHECKING

from taskgen.expect.checks.base import CheckType, Example
from taskgen.expect.checks.predicate import Condition, OnValue
from taskgen.expect.checks.subject import subject_of

if TYPE_CHECKING:
    from taskgen.decode import Json
    from taskgen.expect.checks.base import Given, Statement


def _is_full(value: Json) -> bool:
    """Text with more than spaces, a list or object with anything in it; every number, true and false."""
    if isinstance(value, str):
        return bool(value.strip())
    return value not in (None, [], {})


def _read(given: Given) -> Statement | None:
    subject = subject_of(given)
    if subject is None:
        return None
    return OnValue(
        subject=subject,
        holds=_is_full,
        yes="is not empty",
        no="is empty",
        python=_text_condition if subject.is_text else _condition,
        looks_at_value=False,
    )


def _text_condition(expression: str) -> Condition:
    return Condition(yes=f"{expression}.strip()", no=f"not {expression}.strip()")


def _condition(expression: str) -> Condition:
    full = f"{expression} not in (None, [], {{}}) and str({expression}).strip()"
    return Condition(yes=full, no=f"not ({full})")


TYPES = (
    CheckType(
        name="not-empty",
        doc="there is more than spaces, an empty list, an empty object, null",
        read=_read,
        passing=(
            Example(params={}, value="x"),
            Example(params={}, value=0),
            Example(params={"field": "usage"}, value={"content": "", "usage": {"total_tokens": 12}}),
        ),
        failing=(
            Example(params={}, value=" \n"),
            Example(params={}, value=[]),
            Example(params={"field": "text"}, value="x"),
        ),
    ),
)
