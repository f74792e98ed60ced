"""ceremony: text about the work, in place of the work."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from taskgen.diagnostics import Severity
from taskgen.lint.examples import GOOD, TASK
from taskgen.lint.rule import Confidence, Hit, Rule
from taskgen.lint.words import matches

if TYPE_CHECKING:
    from collections.abc import Iterator

    from taskgen.lint.reading import Reading

_STEMS: Final = (
    "report",
    "summary",
    "log",
    "document",
    "status",
    "progress",
    "changelog",
    "list",
    "commit",
    "push",
    "pull request",
    "pr",
    "branch",
    "merge request",
    "estimate",
    "week",
    "day",
    "sprint",
)
_PATTERN: Final = re.compile(
    r"(?P<shown>\b(?:create|write|generate|produce|prepare|update|include|submit|complete|file)\b(?: \w+){0,3} "
    r"(?:verification|progress|status|completion|final|summary|test|validation|implementation|task|weekly|daily) (?:report|summary|log)s?\b|"
    r"\bdocument (?:all |any |the |your |these |each )?(?:\w+ ){0,2}(?:findings|results?|lessons(?: learned)?|learnings|decisions|limitations|discoveries|insights|outcomes)\b|"
    r"\b(?:update|track|maintain|record) (?:the |your )?(?:\w+ )?(?:status(?! (?:codes?|fields?|enums?|text|values?|bar|pages?|messages?|labels?|checks?|expectations?|types?|columns?))|progress(?! bar)|changelog entry|task list|checklist|todo list)\b|"
    r"^[\s*_\[\]x\d.:-]*(?:git )?(?:commit|push)(?: (?:and push|the|your|all|these|changes|to|with|code|work)\b|[:.]?\s*$)|"
    r"\b(?:create|open|submit|raise|make) (?:a |the |an )?(?:new )?(?:feature )?(?:pull request|PR|branch|merge request)\b|"
    r"\bestimated? (?:time|effort|duration)\b|\btime estimate\b(?=\W*:)|^[\s*_]*(?:week|day|sprint) \d+(?:\s*[-\u2013]\s*\d+)?\b\s*(?:[:(]|$)|"
    r"\bverification report\b|\btask report\b)",
    re.IGNORECASE,
)


def _find(reading: Reading) -> Iterator[Hit]:
    message = "`{}` is about the work; no test needs it".format
    return matches(reading, _PATTERN, _STEMS, message, unless=reading.is_below)


RULE: Final = Rule(
    name="ceremony",
    what="reports, status, git steps, calendar",
    severity=Severity.NOTE,
    confidence=Confidence.HIGH,
    why="Each report and status line costs an executor the attention that the task itself needs.",
    next_step="take it out, or keep it where people work: below the list, or in their own notes",
    weight=5,
    cap=15,
    bad=TASK + "Create a verification report and document all findings.\n",
    good=GOOD,
    find=_find,
)
