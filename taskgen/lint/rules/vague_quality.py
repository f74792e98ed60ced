"""vague-quality: a quality that nobody can measure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from taskgen.diagnostics import Severity
from taskgen.lint.examples import GOOD, TASK
from taskgen.lint.rule import Confidence, Hit, Rule
from taskgen.lint.words import has_code, has_measure, is_checkable, is_introduction, matches, reports

if TYPE_CHECKING:
    from collections.abc import Iterator

    from taskgen.lint.prose import Sentence
    from taskgen.lint.reading import Reading

_STEMS: Final = (
    "proper",
    "grac",
    "robust",
    "intuitive",
    "production",
    "seamless",
    "elegant",
    "friendly",
    "class",
    "grade",
    "quality",
    "well-",
    "well ",
    "efficient",
    "clean",
    "maintainable",
    "readable",
    "scalable",
    "flexible",
    "extensible",
    " way",
)
_PATTERN: Final = re.compile(
    r"\b(?P<shown>properly(?! formatted (?:JSON|XML|YAML|CSV|HTML|Markdown)\b)|gracefully(?! with an? )|robust(?:ly)?|intuitive(?:ly)?|production[- ](?:ready|grade|quality)|"
    r"seamless(?:ly)?|elegant(?:ly)?|user[- ]friendly|best[- ]in[- ]class|world[- ]class|enterprise[- ]grade|"
    r"high[- ]quality|well[- ](?:designed|structured|written|architected)|efficient(?:ly)?|in a (?:clean|sensible|sane) way|"
    r"(?:clean|maintainable|readable|scalable|flexible|extensible) (?:code|architecture|design|solution|implementation|manner|way))\b",
    re.IGNORECASE,
)


def _find(reading: Reading) -> Iterator[Hit]:
    return matches(
        reading,
        _PATTERN,
        _STEMS,
        lambda text: f"`{text}` can't be measured",
        unless=lambda one: reading.part_at(one.line) is None or _is_told(one),
    )


def _is_told(one: Sentence) -> bool:
    """Whether the sentence says what is meant, or tells of the past."""
    named = has_measure(one) or has_code(one) or is_checkable(one) or '"' in one.words
    return named or is_introduction(one) or reports(one)


RULE: Final = Rule(
    name="vague-quality",
    what="a quality without a measure",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    why="What is robust or graceful is for the executor to guess, and no command can tell whether it is.",
    next_step="say what happens on which input, or give a number",
    weight=6,
    cap=18,
    bad=TASK + "The counter should handle odd text gracefully and be robust.\n",
    good=GOOD,
    find=_find,
)
