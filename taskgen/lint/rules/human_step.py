"""human-step: something that only a person can do."""

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
    "ask",
    "check with",
    "confirm with",
    "consult",
    "discuss",
    "get ",
    "wait for",
    "manual",
    "visual",
    "eyeball",
    "schedule",
    "acceptance",
    "uat",
    "stakeholder",
    "review by",
    "sign in",
    "log in",
    "in the ",
    "click",
    "tap ",
)
_PATTERN: Final = re.compile(
    r"(?P<shown>\b(?:ask|check with|confirm with|consult|discuss with|get (?:approval|sign-?off|feedback) from|wait for) (?:the |your |a |an )?"
    r"(?:user|team|stakeholders?|product owner|customer|client|designer|reviewer|manager|human|lead|approval|feedback|review|sign-?off)\b|"
    r"(?<!via )\bmanual(?:ly)? (?:test(?:ing|s)?|verif(?:y|ication)|check(?:s|ing)?|QA|inspect(?:ion)?|review|validat(?:e|ion)|smoke)\b|"
    r"\b(?:visual(?:ly)? (?:inspect(?:ion)?|check|confirm|verif(?:y|ication))|eyeball)\b|"
    r"\bschedule (?:a |the )?(?:meeting|call|review|demo|workshop)\b|"
    r"\b(?:user acceptance test(?:ing|s)?|UAT|stakeholder review|code review by)\b|"
    r"\b(?:sign|log) in (?:to|as|with)\b[^.]{0,40}\b(?:portal|console|dashboard|account)\b|"
    r"\bin the \*{0,2}[A-Z][\w ]{1,30}\*{0,2}(?: \w+)? (?:menu|blade|pane|dialog|portal|tab|toolbar)\b[^.]{0,60}\b(?:click|select|choose)\b|"
    r"^[\s*_\d.)-]*(?:click|double-click|right-click|tap) (?:on )?\*{0,2}[A-Z\u00a4])",
)


def _find(reading: Reading) -> Iterator[Hit]:
    return matches(reading, _PATTERN, _STEMS, lambda text: f"`{text[:60]}` needs a person")


RULE: Final = Rule(
    name="human-step",
    what="a step that only a person can do",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    why="An executor that can not click, look or ask either stops there or pretends that it did.",
    next_step="write the command that checks the same, or move the step out of the list",
    weight=8,
    cap=16,
    bad=TASK + "Manually test the counter and ask the team for feedback.\n",
    good=GOOD,
    find=_find,
)
