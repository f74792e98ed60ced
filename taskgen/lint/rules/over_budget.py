"""over-budget: a task that is longer than an executor reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from taskgen.diagnostics import Severity
from taskgen.lint.examples import CASE, COMMAND, EXPECTATION, GOOD, TASK
from taskgen.lint.rule import Confidence, Hit, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from taskgen.lint.reading import Reading


def _find(reading: Reading) -> Iterator[Hit]:
    most = reading.facts.lines
    lines = reading.blocks.lines
    for part in reading.parts:
        count = sum(not lines.is_blank(number - 1) for number in range(part.start, part.end))
        if count > most:
            message = f"the task has {count} non-blank lines of {most}"
            yield Hit(line=part.start, column=part.task.place.column, length=1, message=message)


RULE: Final = Rule(
    name="over-budget",
    what="a task that is too long",
    severity=Severity.NOTE,
    confidence=Confidence.HIGH,
    why="What stands in the middle of a long task is read badly, and the command mostly stands at its end.",
    next_step="cut what is no input, command, code or expectation; split the rest by cases",
    weight=5,
    cap=5,
    bad=TASK + CASE + COMMAND + EXPECTATION + "```python\n" + "count = 4\n" * 120 + "```\n",
    good=GOOD,
    find=_find,
)
