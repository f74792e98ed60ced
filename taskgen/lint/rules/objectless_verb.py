"""objectless-verb: a verb whose object is everything."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from taskgen.diagnostics import Severity
from taskgen.lint.examples import GOOD, TASK
from taskgen.lint.rule import Confidence, Hit, Rule
from taskgen.lint.words import hit, is_english

if TYPE_CHECKING:
    from collections.abc import Iterator

    from taskgen.lint.reading import Reading

_PATTERN: Final = re.compile(
    r"(?P<shown>(?:optimi[sz]e|improve|enhance|refactor|clean ?up|polish|harden|finali[sz]e|fine-?tune|modernise|modernize|streamline)"
    r"(?: (?:the |all |overall |and \w+ )*(?:performance|code|codebase|everything|quality|code quality|UX|UI|user experience|"
    r"usability|experience|system|application|app|project|things|speed|security|reliability|stability|efficiency))?)[\s*_.!]*$|"
    r"(?P<alone>(?:test|fix|handle|validate|verify|debug|implement|integrate) (?:everything|all issues|issues|bugs|all bugs|errors|edge cases|"
    r"functionality|features|the code|the system|the implementation|the solution|it))[\s*_.!]*$",
    re.IGNORECASE,
)


def _find(reading: Reading) -> Iterator[Hit]:
    for sentence in reading.sentences:
        if reading.is_detailed(sentence) or reading.blocks.lines.text(sentence.line - 1).lstrip().startswith("|"):
            continue  # what it is about stands below it, or in the cell before it
        found = _PATTERN.match(sentence.words.rstrip(), _START.match(sentence.words, sentence.head).end())  # type: ignore[union-attr]
        if found and is_english(sentence) and found[0].strip(" *_.!"):
            yield hit(sentence, found, lambda text: f"`{text.strip(' *_.!')}` names nothing that could be done")


_START: Final = re.compile(r"[*_\s]*(?:[\w -]{1,24}:\s+)?[*_\s]*")


RULE: Final = Rule(
    name="objectless-verb",
    what="a verb without an object",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    why="An executor that is told to improve everything changes whatever it meets first.",
    next_step="name the function, the input and what must come out",
    weight=8,
    cap=16,
    bad=TASK + "- Optimize performance\n",
    good=GOOD,
    find=_find,
)
