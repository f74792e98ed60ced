"""example-sections: an example task that lacks a part, or has it in another order."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Final

from taskgen.diagnostics import Severity
from taskgen.lint.rule import Confidence, Hit, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from taskgen.lint.reading import Reading
    from taskgen.text.markdown import Fence

ORDER: Final = ("paste", "input", "run", "expected")
NAMES: Final = {"paste": "working code", "input": "input", "run": "a command", "expected": "the expected output"}
_NEEDED: Final = ("paste", "run", "expected")


def _find(reading: Reading) -> Iterator[Hit]:
    if not reading.is_example:
        return
    places = _places(reading)
    for name in _NEEDED:
        if name not in places:
            yield Hit(line=1, column=1, length=1, message=f"the example task lacks {NAMES[name]}")
    found = [name for name in ORDER if name in places]
    for earlier, later in itertools.pairwise(found):
        if places[earlier].start > places[later].start:
            message = f"{NAMES[earlier]} stands below {NAMES[later]}"
            yield Hit(line=places[earlier].start, column=1, length=1, message=message)
    yield from _same_file(reading)


def _places(reading: Reading) -> dict[str, Fence]:
    """The first block of each role."""
    places: dict[str, Fence] = {}
    for fence in reading.fences:
        role = "paste" if "title" in fence.attributes and not fence.roles else next(iter(fence.roles), "")
        if role in ORDER:
            places.setdefault(role, fence)
    return places


def _same_file(reading: Reading) -> Iterator[Hit]:
    """Code and the test of it in one file: whoever writes the one can bend the other."""
    for fence in reading.fences:
        tests = "def test_" in fence.content and "assert" in fence.content
        works = any(line.startswith("def ") and not line.startswith("def test_") for line in fence.content.split("\n"))
        if "title" in fence.attributes and tests and works:
            message = f"{fence.attributes['title']} holds the code and its test"
            yield Hit(
                line=fence.start, column=1, length=1, message=message, next_step="give the test a file of its own"
            )


RULE: Final = Rule(
    name="example-sections",
    what="an example task that lacks a part, or has it in another order",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    why="An executor works from top to bottom: what comes too late was not there.",
    next_step="working code, input, command, expected output, in this order",
    weight=15,
    cap=30,
    bad="# Task 1: Make test words_001 pass\n\n```sh run\ntaskgen run words_001\n```\n\n```json expected\n4\n```\n",
    good='# Task 1: Make test words_001 pass\n\n```python title="app/words.py"\ndef count_words(text):\n    return len(text.split())\n```\n\n```json input\n"a b"\n```\n\n```sh run\ntaskgen run words_001\n```\n\n```json expected\n4\n```\n',
    find=_find,
)
