"""unmeasured-target: a target without its number."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from taskgen.diagnostics import Severity
from taskgen.lint.examples import GOOD, TASK
from taskgen.lint.rule import Confidence, Hit, Rule
from taskgen.lint.words import UNSET, has_measure, matches

if TYPE_CHECKING:
    from collections.abc import Iterator

    from taskgen.lint.prose import Sentence
    from taskgen.lint.reading import Reading

_STEMS: Final = (
    "target",
    "goal",
    "benchmark",
    "expectation",
    "sla",
    "as possible",
    "enough",
    "performance",
    "latency",
    "throughput",
    "response time",
    "coverage",
    "overhead",
    "tb",
    "t.b",
)
_PATTERN: Final = re.compile(
    r"(?P<shown>\b(?:meets?|met|meeting|hits?|within|achieves?|satisf(?:y|ies)) (?:the |all |its |our |their )?"
    r"(?:performance |latency |quality |success |coverage )?(?:targets?|goals?|benchmarks?|expectations|SLAs?)\b(?! of \d)|"
    r"\bas (?:fast|soon|small|short|simple|few|little) as possible\b|"
    r"\b(?:acceptable|reasonable|good|optimal|high|low) (?:performance|latency|throughput|response times?|coverage|overhead)\b)"
)

_BOUND: Final = re.compile(
    r"(?:[<>\u2264\u2265]=?|under|below|within|at (?:most|least)) ?\d[\d.,]* ?(?:%|ms|s\b|sec|MB|GB|KB)"
)


def _find(reading: Reading) -> Iterator[Hit]:
    def is_measured(one: Sentence) -> bool:
        """Whether the number stands in it, or with a bound elsewhere in its task."""
        part = reading.part_at(one.line)
        others = reading.sentences_in(part) if part else ()
        return has_measure(one) or any(_BOUND.search(other.words) for other in others)

    for pattern in (_PATTERN, UNSET):
        yield from matches(reading, pattern, _STEMS, lambda text: f"`{text}` has no number", unless=is_measured)


RULE: Final = Rule(
    name="unmeasured-target",
    what="a target without its number",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    why="A target that is not written down is met by any result.",
    next_step="write the number, its unit, and the command that measures it",
    weight=6,
    cap=12,
    bad=TASK + "The counter meets performance targets.\n",
    good=GOOD,
    find=_find,
)
