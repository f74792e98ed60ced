"""subjective-expectation: an outcome that is a mood or a tautology."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from taskgen.diagnostics import Severity
from taskgen.lint.examples import GOOD, TASK
from taskgen.lint.rule import Confidence, Hit, Rule
from taskgen.lint.words import has_measure, is_checkable, is_introduction, matches, reports

if TYPE_CHECKING:
    from collections.abc import Iterator

    from taskgen.lint.prose import Sentence
    from taskgen.lint.reading import Reading

_STEMS: Final = (
    "work",
    "function",
    "behave",
    "operate",
    "run",
    "perform",
    "render",
    "display",
    "look",
    "feel",
    "is ",
    "are ",
    "everything",
    "all",
    "with",
)
_PATTERN: Final = re.compile(
    r"(?P<shown>\b(?:works?|working|functions?|behaves?|operates?|runs?|performs?|renders?|displays?) "
    r"(?:\w+ly )?(?:correctly|properly|as (?:expected|intended|designed|desired|it should)|well|fine|nicely|smoothly|flawlessly|reliably)\b|"
    r"\blooks? (?:good|right|fine|nice|correct)\b|\bfeels? (?:right|natural|good|fast|responsive)\b|"
    r"\b(?:is|are) (?:helpful|clear|intuitive|sensible|meaningful|useful|satisfactory)\b|"
    r"\b(?:everything|it all|all of it) (?:works|is fine|is correct|passes)\b|"
    r"\b(?:is|are) (?:handled|implemented|validated|processed|configured|displayed) (?:correctly|properly|appropriately|well)\b|"
    r"\bwith(?:out| no) (?:any )?(?:issues|problems)\b)",
    re.IGNORECASE,
)


def _find(reading: Reading) -> Iterator[Hit]:
    def is_told(one: Sentence) -> bool:
        said = is_checkable(one) or has_measure(one) or is_introduction(one)
        return said or reports(one) or reading.is_below(one)

    return matches(
        reading, _PATTERN, _STEMS, lambda text: f"`{text}` is nothing that a command can show", unless=is_told
    )


RULE: Final = Rule(
    name="subjective-expectation",
    what="an outcome that is a mood or a tautology",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    why="An executor that is asked whether something works correctly will say yes.",
    next_step="write what the command prints",
    weight=6,
    cap=12,
    bad=TASK + "Verify that counting works correctly and error messages are helpful.\n",
    good=GOOD,
    find=_find,
)
