"""no-expectation: a task that does not say what must come out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from taskgen.diagnostics import Severity
from taskgen.lint.examples import CASE, CODE, COMMAND, GOOD, TASK
from taskgen.lint.rule import Confidence, Hit, Rule
from taskgen.lint.words import reads_english

if TYPE_CHECKING:
    from collections.abc import Iterator

    from taskgen.lint.reading import Part, Reading

_SAID: Final = re.compile(
    r"\b(?:expect(?:ed|s)?|returns?|prints?|outputs?|exits?|equals?|responds?|raises?|throws?|results? in|contains?|shows?|"
    r"status|asserts?|should (?:be|return|print|have|equal|contain|show|fail|pass)|must (?:be|return|print|have|equal|contain|fail|pass)|"
    r"passes|fails with|error message|then)\b|[=\u2192]>|->|==|[<>\u2264\u2265]=?\s?\d|\b\d+\s?%",
    re.IGNORECASE,
)
_CONCRETE: Final = re.compile(r"\d|\u00a4|[\"\u201c\u201d]")
_ASSERTS: Final = re.compile(
    r"\bassert\b|\bexpect\(|\.should|assertEqual|toBe|toEqual|assert_eq|t\.(?:Error|Fatal)|#expect|XCTAssert|=> |Expected"
)
_OUTPUTS: Final = frozenset({"json", "text", "output", "console", "txt"})


def _find(reading: Reading) -> Iterator[Hit]:
    if reading.is_example or not reads_english(reading):
        return
    for part in reading.parts:
        if not _says(reading, part):
            message = "the task does not say what must come out"
            yield Hit(line=part.start, column=part.task.place.column, length=1, message=message, absent=True)


def _says(reading: Reading, part: Part) -> bool:
    if any(_ASSERTS.search(fence.content) for fence in reading.fences_in(part)):
        return True
    return any(_CONCRETE.search(one.words) and _SAID.search(one.words) for one in reading.sentences_in(part))


RULE: Final = Rule(
    name="no-expectation",
    what="a task that does not say what must come out",
    severity=Severity.WARNING,
    confidence=Confidence.MEDIUM,
    why="An executor that is not told the result compares its output with nothing.",
    next_step="write what the command prints, in full or with `...` for what varies",
    weight=25,
    cap=25,
    bad=TASK + CASE + COMMAND + CODE,
    good=GOOD,
    find=_find,
)
