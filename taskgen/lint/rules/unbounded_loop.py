"""unbounded-loop: work that goes on until nobody knows when."""

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

_BOUNDED: Final = re.compile(
    r"\b(?:at most|up to|max(?:imum)?(?: of)?|no more than|within) \w+ (?:times|tries|attempts|rounds|iterations|retries)|\bmax[_ ](?:retries|attempts|iterations)",
    re.IGNORECASE,
)
_STEMS: Final = ("until", "till", "mandatory", "as many")
_PATTERN: Final = re.compile(
    r"(?P<shown>\b(?:iterat(?:e|ion|ing)|repeat|continue|keep (?:going|trying|iterating|fixing|working)|loop|retry|go on|cycle|"
    r"do not (?:stop|proceed|finish)|don't (?:stop|proceed)|never stop)\b[^.;:*]{0,60}?\b(?:until|till)\b[^.;]{0,50}?"
    r"\b(?:all|every\w*|100\s?%|complet\w+|perfect|passes|pass|works?|working|success\w*|satisf\w+|resolved|done|correct)\b|"
    r"\bmandatory (?:iteration|looping)\b|\bas many (?:times|iterations|rounds) as (?:needed|necessary|it takes|required)\b|"
    r"\buntil (?:100\s?%|everything (?:works|passes)|all (?:tasks|tests|issues|of them|cases)[^.;]{0,30}(?:complete\w*|pass\w*|fixed|done|100\s?%)))",
    re.IGNORECASE,
)


def _find(reading: Reading) -> Iterator[Hit]:
    return matches(
        reading,
        _PATTERN,
        _STEMS,
        lambda text: f"`{text[:60]}` has no end that is sure to come",
        unless=lambda one: _BOUNDED.search(one.words) is not None,
    )


RULE: Final = Rule(
    name="unbounded-loop",
    what="work until everything passes",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    why="A loop without a count runs until the budget is gone, or until the executor bends the test.",
    next_step="say how many tries, and what to report after the last",
    weight=12,
    cap=24,
    bad=TASK + "Iterate until all tests pass and everything is 100% complete.\n",
    good=GOOD,
    find=_find,
)
