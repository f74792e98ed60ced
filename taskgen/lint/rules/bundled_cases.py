"""bundled-cases: one task for many cases."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from taskgen.diagnostics import Severity
from taskgen.lint.examples import CODE, COMMAND, EXPECTATION, GOOD, TASK
from taskgen.lint.rule import Confidence, Hit, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from taskgen.lint.reading import Part, Reading

MOST: Final = 3
_ID: Final = re.compile(r"\b[a-z][a-z0-9]{0,30}(?:_[a-z0-9]{1,30}){0,8}_\d{2,9}(?:_[a-z0-9]{1,30}){0,8}\b|\bTC-\d+\b")
_RANGE: Final = re.compile(
    r"_\d{2,9}\b`? ?(?:through|to|-|\u2013|\.\.+) ?`?[a-z_]*\d{2,9}\b"
)  # whose middle is not counted


def _find(reading: Reading) -> Iterator[Hit]:
    if reading.is_example:
        return
    for part in reading.parts:
        named = _named(reading, part)
        if len(named) >= MOST:
            least = "at least " if any(_RANGE.search(one.text) for one in reading.sentences_in(part)) else ""
            message = f"the task bundles {least}{len(named)} cases: {named[0]}, {named[1]}, ..."
            yield Hit(line=part.start, column=part.task.place.column, length=1, message=message)


def _named(reading: Reading, part: Part) -> list[str]:
    if reading.facts.cases is not None:
        return list(reading.facts.cases.get(part.position, ()))
    cued = (one for one in reading.sentences_in(part) if "case" in one.text.lower() or one.is_heading)
    return list(dict.fromkeys(found for one in cued for found in _ID.findall(one.text)))


RULE: Final = Rule(
    name="bundled-cases",
    what="one task for three cases or more",
    severity=Severity.NOTE,
    confidence=Confidence.HIGH,
    why="An executor that has many cases at once breaks one while it mends another, and can not say which is done.",
    next_step="one task a case: `taskgen render` makes them",
    weight=8,
    cap=8,
    bad=TASK + "Test cases: words_001, words_002, words_003\n\n" + COMMAND + EXPECTATION + CODE,
    good=GOOD,
    find=_find,
)
