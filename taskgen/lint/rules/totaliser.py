"""totaliser: all of something that nobody has listed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from taskgen.diagnostics import Severity
from taskgen.lint.examples import GOOD, TASK
from taskgen.lint.rule import Confidence, Hit, Rule
from taskgen.lint.words import is_checkable, matches

if TYPE_CHECKING:
    from collections.abc import Iterator

    from taskgen.lint.reading import Reading

_STEMS: Final = ("edge case", "corner case", "all ", "every ", "comprehensive", "various", "etc", "and so ")
_PATTERN: Final = re.compile(
    r"(?P<shown>\b(?:all|any|every|each)(?: possible| other| relevant| potential| known)? (?:edge|corner) cases?\b|"
    r"\b(?:all|every) (?:possible|conceivable|imaginable) \w+|\bcomprehensive(?:ly)?\b(?!,? (?:\w+ )?(?:plan|roadmap|guide|document|overview|list|summary|help|readme)\b)|"
    r"\bvarious (?!\u00a4)\w+|(?<![\w.])etc\.?(?!\w)|\band so (?:on|forth)\b|\betcetera\b)",
    re.IGNORECASE,
)


def _find(reading: Reading) -> Iterator[Hit]:
    return matches(
        reading,
        _PATTERN,
        _STEMS,
        lambda text: f"`{text}` names no member of what it speaks of",
        unless=is_checkable,
    )


RULE: Final = Rule(
    name="totaliser",
    what="all of something that is not listed",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    why="An executor can finish a list, never a totality: it stops too early or does not stop.",
    next_step="list the members, or name one case for each",
    weight=6,
    cap=12,
    bad=TASK + "Write comprehensive tests for all edge cases, etc.\n",
    good=GOOD,
    find=_find,
)
