"""totaliser: all of something that nobody has listed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from taskgen.diagnostics import Severity
from taskgen.lint.examples import GOOD, TASK
from taskgen.lint.rule import Confidence, Hit, Rule
from taskgen.lint.words import is_checkable, matches, reports

if TYPE_CHECKING:
    from collections.abc import Iterator

    from taskgen.lint.prose import Sentence
    from taskgen.lint.reading import Reading

_STEMS: Final = ("edge case", "corner case", "all ", "every ", "comprehensive", "various", "etc", "and so ")
_PATTERN: Final = re.compile(
    r"(?P<shown>\b(?:all|any|every|each)(?: possible| other| relevant| potential| known)? (?:edge|corner) cases?\b|"
    r"\b(?:all|every) (?:possible|conceivable|imaginable) \w+|(?<!\d )\bcomprehensive(?:ly)?\b(?! \d)(?!,? (?:\w+ )?(?:plan|roadmap|guide|document|overview|list|summary|help|readme)\b)|"
    r"\bvarious (?!\u00a4)\w+|(?<![\w./])etc\.?(?![\w/])|\band so (?:on|forth)\b|\betcetera\b)",
    re.IGNORECASE,
)

_LISTED: Final = re.compile(r"\([^)]*,[^)]*\)|\b(?:including|such as|e\.g\.)|[:\u2014] [^.]*,", re.IGNORECASE)
_EXPLAINED: Final = re.compile(r"\*\*[^*]*\bcomprehensive\b[^*]*\*\*\s*[:\u2013\u2014-]\s*\w", re.IGNORECASE)
_SHOWN: Final = re.compile(r"[^,(]{3,},[^,]{3,},? *(?:etc|and so)", re.IGNORECASE)
_MORE: Final = re.compile(r"\b(?:etc|and so (?:on|forth)|etcetera)\b", re.IGNORECASE)


def _find(reading: Reading) -> Iterator[Hit]:
    def is_told(one: Sentence) -> bool:
        return _is_aside(reading, one) or is_checkable(one) or reports(one) or _lists(one) or reading.is_detailed(one)

    return matches(reading, _PATTERN, _STEMS, _message, unless=is_told)


def _is_aside(reading: Reading, one: Sentence) -> bool:
    """Whether it is outside the tasks, or the title of one whose steps name the members."""
    part = reading.part_at(one.line)
    return part is None or (one.line == part.start and bool(part.task.steps))


def _lists(sentence: Sentence) -> bool:
    """Whether the members stand in the sentence itself; for `etc.`, whether at least two of their kind do."""
    told = _LISTED.search(sentence.words) or _EXPLAINED.search(sentence.words)
    return bool(told) if not _MORE.search(sentence.words) else bool(_SHOWN.search(sentence.words))


def _message(text: str) -> str:
    if _MORE.match(text):
        return f"what `{text}` stands for is named nowhere"
    return f"`{text}` names no member of what it speaks of"


RULE: Final = Rule(
    name="totaliser",
    what="all of something that is not listed",
    severity=Severity.NOTE,
    confidence=Confidence.HINT,
    why="An executor can finish a list, never a totality: it stops too early or does not stop.",
    next_step="list the members, or name one case for each",
    weight=6,
    cap=12,
    bad=TASK + "Write comprehensive tests for all edge cases, etc.\n",
    good=GOOD,
    find=_find,
)
