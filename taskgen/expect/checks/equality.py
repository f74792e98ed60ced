"""The check for a value: equals."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from taskgen.decode import MISSING
from taskgen.expect.checks.base import CheckType, Example
from taskgen.expect.checks.predicate import Condition, OnValue
from taskgen.expect.checks.spelling import literal
from taskgen.expect.checks.subject import Subject, kind_of, subject_of
from taskgen.expect.shown import show
from taskgen.expect.sketch_write import number_text
from taskgen.places import same

if TYPE_CHECKING:
    from collections.abc import Iterator

    from taskgen.decode import Json
    from taskgen.expect.checks.base import Given, Statement

MAX_GUARDS = 3  # of one assert line, which must stay readable


def equals(subject: Subject, wanted: Json) -> OnValue:
    """That the value is equal as JSON: 1 is 1.0 and no true."""
    shown = show(wanted, 200)
    return OnValue(
        subject=subject,
        holds=lambda value: same(value, wanted),
        yes=f"equals {shown}",
        no=f"does not equal {shown}",
        python=lambda expression: equal_condition(wanted, expression),
    )


def _read_equals(given: Given) -> Statement | None:
    wanted = given.take("value", "expected", "expected_value")
    subject = subject_of(given)
    if wanted is MISSING:
        given.error("bad-check", f"{given.type}: 'value' is missing", "give the value to compare with")
    if wanted is MISSING or subject is None:
        return None
    is_text = subject.root == "content" or (subject.whole_is_content and kind_of(given.shape) != "value")
    return _equals_content(subject, wanted) if is_text else equals(subject, wanted)


def _equals_content(subject: Subject, wanted: Json) -> OnValue:
    """Content is text: an object or array is compared with what it parses to, another value by how it is written."""
    if isinstance(wanted, list | dict):
        if subject.root == "content":
            return equals(replace(subject, root="parsed"), wanted)
        return equals(replace(subject, path=("json",)), wanted)
    text = wanted if isinstance(wanted, str) else number_text(wanted)
    statement = equals(subject, text)
    return replace(statement, holds=lambda value: same(value, text if isinstance(value, str) else wanted))


def equal_condition(wanted: Json, expression: str) -> Condition | None:
    """A condition which, unlike plain `==`, keeps 1 and true apart."""
    if wanted is None or isinstance(wanted, bool):
        return Condition(yes=f"{expression} is {wanted}", no=f"{expression} is not {wanted}")
    spelled = literal(wanted)
    guards = [] if spelled is None else list(islice(_guards(wanted, expression), MAX_GUARDS + 1))
    if spelled is None or len(guards) > MAX_GUARDS:
        return None
    if not guards:
        return Condition(yes=f"{expression} == {spelled}", no=f"{expression} != {spelled}")
    condition = " and ".join([f"{expression} == {spelled}", *guards])
    return Condition(yes=condition, no=f"not ({condition})")


def _guards(wanted: Json, expression: str) -> Iterator[str]:
    """What must be said of each leaf that Python takes for equal to one of another type."""
    if isinstance(wanted, bool):
        yield f"{expression} is {wanted}"
    elif isinstance(wanted, int | float):
        if wanted in {0, 1}:
            yield f"{expression} is not {bool(wanted)}"
    elif isinstance(wanted, dict):
        for name, member in wanted.items():
            yield from _guards(member, f"{expression}[{literal(name)}]")
    elif isinstance(wanted, list):
        for index, item in enumerate(wanted):
            yield from _guards(item, f"{expression}[{index}]")


_USAGE = {"content": "Yes.", "usage": {"total_tokens": 12}}

TYPES = (
    CheckType(
        name="equals",
        doc="the value equals `value`, as JSON",
        read=_read_equals,
        passing=(
            Example(params={"value": "Paris"}, value="Paris"),
            Example(params={"value": 4}, value="4"),
            Example(params={"value": 4}, value=4.0),
            Example(params={"value": {"ok": True}}, value='{"ok": true}'),
            Example(params={"value": 12, "field": "usage.total_tokens"}, value=_USAGE),
        ),
        failing=(
            Example(params={"value": "Paris"}, value="Paris."),
            Example(params={"value": 1}, value=True),
            Example(params={"value": {"ok": True}}, value='{"ok": 1}'),
            Example(params={"value": 12, "field": "usage.tokens"}, value=_USAGE),
        ),
    ),
)
