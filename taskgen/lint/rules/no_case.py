"""no-case: a task that no test case belongs to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from taskgen.diagnostics import Severity
from taskgen.lint.examples import CODE, COMMAND, EXPECTATION, GOOD, TASK
from taskgen.lint.rule import Confidence, Hit, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from taskgen.lint.reading import Part, Reading

_ID: Final = re.compile(
    r"\b[A-Za-z][A-Za-z0-9]*(?:[_-][A-Za-z0-9]+)*[_-]\d{2,}(?:[_-][A-Za-z0-9]+)*\b|\b(?:TC|SCENARIO|CASE)-?\d+\b"
)
_CUE: Final = re.compile(r"\b(?:test case|case|test|scenario)s?\b", re.IGNORECASE)


def _find(reading: Reading) -> Iterator[Hit]:
    if reading.is_example:
        return
    for part in reading.parts:
        if not _has_case(reading, part):
            message = "the task names no test case"
            yield Hit(line=part.start, column=part.task.place.column, length=1, message=message, absent=True)


def _has_case(reading: Reading, part: Part) -> bool:
    """Whether it names a case of the cases file; where there is none, whether it names anything that looks like one."""
    if reading.facts.cases is not None:
        return bool(reading.facts.cases.get(part.position))
    if part.task.pins:
        return True
    return any(_ID.search(one.text) and (_CUE.search(one.text) or one.is_heading) for one in reading.sentences_in(part))


RULE: Final = Rule(
    name="no-case",
    what="a task that no test case belongs to",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    why="Without a case there is no input, no expectation and no end: whatever the executor does is done.",
    next_step="write one case for what the task is to show, and name its id in the task",
    weight=25,
    cap=25,
    bad=TASK + COMMAND + EXPECTATION + CODE,
    good=GOOD,
    find=_find,
)
