"""placeholder: a slot that nobody has filled."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from taskgen.diagnostics import Severity
from taskgen.lint.examples import GOOD, TASK
from taskgen.lint.rule import Confidence, Hit, Rule
from taskgen.lint.words import UNSET, matches

if TYPE_CHECKING:
    from collections.abc import Iterator

    from taskgen.lint.prose import Sentence
    from taskgen.lint.reading import Reading

_STEMS: Final = ("[", "todo", "fixme", "lorem", "<", "to be ", "xxx", "tbd")
_PATTERN: Final = re.compile(
    r"(?P<shown>\[(?:TODO|FIXME|INSERT[^\]]*|FILL[^\]]*|YOUR [^\]]*|PLACEHOLDER[^\]]*|NEEDS CLARIFICATION[^\]]*|DATE|NAME|TITLE|FEATURE(?: NAME)?|"
    r"PROJECT(?: NAME)?|DESCRIPTION|Brief [^\]]*|Describe [^\]]*|Add [^\]]* here|Feature [Nn]ame|Title|Name|Component|Entity[0-9]?)\](?!\()|"
    r"\bTODO\b:?(?! ?(?:list|app|item|comment|tag|marker|s\b|API|entry|file|application|page|-))|\bFIXME\b(?! comment)|\blorem ipsum\b|"
    r"<(?:your|insert|fill|placeholder|todo|add)[-_ ][^>]{1,40}>|(?<![\w-])TBD(?![\w-])|\bto be (?:filled|determined|decided|written|defined)(?: in| later| out)?\b|"
    r"\[[^\]\n]{1,40}\]\((?:#|url|link|TODO|path/to/[^)]*|)\)|\b[Xx]{3,}\b(?!\.))"
)


def _find(reading: Reading) -> Iterator[Hit]:
    def is_target(one: Sentence) -> bool:
        return UNSET.search(one.words) is not None  # unmeasured-target tells that

    message = "`{}` is a slot that nobody has filled".format
    return matches(reading, _PATTERN, _STEMS, lambda text: message(text[:50]), unless=is_target)


RULE: Final = Rule(
    name="placeholder",
    what="an unfilled slot",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    why="An executor fills a slot with an invention, and goes on from there.",
    next_step="fill it in, or take the line out",
    weight=10,
    cap=20,
    bad=TASK + "Count the words of [TODO] and write them to <your-file>.\n",
    good=GOOD,
    find=_find,
)
