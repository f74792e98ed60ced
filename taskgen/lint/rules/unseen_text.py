"""unseen-text: characters that a person does not see and an executor reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from taskgen.diagnostics import Severity
from taskgen.hygiene import unseen
from taskgen.lint.examples import CODE, COMMAND, EXPECTATION, GOOD, TASK
from taskgen.lint.rule import Confidence, Hit, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from taskgen.lint.reading import Reading


def _find(reading: Reading) -> Iterator[Hit]:
    for finding in unseen(reading.text, reading.path):
        if finding.place is not None:
            yield Hit(line=finding.place.line, column=finding.place.column, length=1, message=finding.message)


RULE: Final = Rule(
    name="unseen-text",
    what="characters that nobody sees",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    why="An executor obeys text that the people who approved the list have never seen.",
    next_step="take it away, or write it as an escape",
    weight=20,
    cap=40,
    bad=TASK + "Make `words_001` pass\u200b\u202e.\n\n" + COMMAND + EXPECTATION + CODE,
    good=GOOD,
    find=_find,
)
