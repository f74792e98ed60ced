"""vague-sketch: an expected output that takes any answer."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from taskgen.diagnostics import Severity
from taskgen.lint.rule import Confidence, Hit, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from taskgen.lint.reading import Reading
    from taskgen.text.markdown import Fence

_FIXED: Final = re.compile(r"[A-Za-z0-9]")


def _find(reading: Reading) -> Iterator[Hit]:
    if not reading.is_example or any("asserts" in fence.roles for fence in reading.fences):
        return
    for fence in reading.fences:
        if "expected" in fence.roles and _takes_all(fence):
            message = "nothing in this expected output is fixed: it takes any answer"
            yield Hit(line=fence.start, column=1, length=1, message=message)


def _takes_all(fence: Fence) -> bool:
    """Whether no value of the sketch is fixed; names of members are no values."""
    if fence.language != "json":
        return not _FIXED.search(fence.content)
    return not _FIXED.search(re.sub(r'"[^"\n]*"\s*:', "", fence.content))


RULE: Final = Rule(
    name="vague-sketch",
    what="an expected output that takes any answer",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    why="A command whose output may be anything proves nothing when it passes.",
    next_step="fix one value, or add an assert",
    weight=15,
    cap=15,
    bad='# Task 1: Make test words_001 pass\n\n```python title="app/words.py"\ndef count_words(text):\n    return 4\n```\n\n```sh run\ntaskgen run words_001\n```\n\n```json expected\n{"count": ..., ...}\n```\n',
    good='# Task 1: Make test words_001 pass\n\n```python title="app/words.py"\ndef count_words(text):\n    return len(text.split())\n```\n\n```sh run\ntaskgen run words_001\n```\n\n```json expected\n4\n```\n',
    find=_find,
)
