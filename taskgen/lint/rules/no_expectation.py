"""no-expectation: a task that does not say what must come out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from taskgen.diagnostics import Severity
from taskgen.lint.examples import CASE, CODE, COMMAND, GOOD, TASK
from taskgen.lint.rule import Confidence, Hit, Rule
from taskgen.lint.words import is_bare, is_errand, is_over, reads_english

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from taskgen.lint.prose import Sentence
    from taskgen.lint.reading import Part, Reading

_SAID: Final = re.compile(
    r"\b(?:expect(?:ed|s)?|returns?|prints?|outputs?|exits?|equals?|responds?|raises?|throws?|results? in|contains?|shows?|"
    r"status|asserts?|should (?:be|return|print|have|equal|contain|show|fail|pass)|must (?:be|return|print|have|equal|contain|fail|pass)|"
    r"pass(?:es|ed|ing)|fails with|error message|then|within|at least|at most|no more than|exactly|green|red)\b|[=\u2192]>|->|==|[<>\u2264\u2265]=?\s?\d|\b\d+\s?%",
    re.IGNORECASE,
)
_CONCRETE: Final = re.compile(r"\d|\u00a4|[\"\u201c\u201d]")
_EXPECTED: Final = re.compile(
    r"^[\W_]*(?:Expected(?: \w+){0,3}[*_`]*:|(?:Success|Acceptance|Done when|Done wenn|Fertig wenn|Result)(?: criteri\w+)?[*_`]*:[*_]*\s*\S)",
    re.IGNORECASE,
)
_VERIFIES: Final = re.compile(r"\b(?:verify|ensure|confirm|notice|check)\b[^.]{0,100}\*\*[^*]+\*\*", re.IGNORECASE)
_VALUES: Final = re.compile(r"\b\w{1,40}=-?\d[\d.]{0,20},? .{0,60}?\b\w{1,40}=-?\d")  # golden cases with their values
_LISTED: Final = re.compile(r"^[\W_]*verification\b", re.IGNORECASE)
_MOOD: Final = re.compile(r"\b(?:works?|working|correct\w*|proper\w*|success\w*|parsed)\b", re.IGNORECASE)
_OUTCOMES: Final = 2  # that a list of what to verify must hold
_CRITERIA: Final = re.compile(
    r"\b(?:success|acceptance) criteri|\bexpected\b|\bdefinition of done\b|\bdone w(?:hen|enn)\b", re.IGNORECASE
)
_ASSERTS: Final = re.compile(
    r"\bassert\b|\bexpect\(|\.should|assertEqual|toBe|toEqual|assert_eq|t\.(?:Error|Fatal)|#expect|XCTAssert|=> |Expected|"
    r"\bgrep -q|\btest -[efds]\b|\bcmp "
)
_OUTPUTS: Final = frozenset({"json", "text", "output", "console", "txt"})
_OUTPUT: Final = re.compile(r"\b(?:response|returns?|expect\w*|outputs?|results?|prints?)\b", re.IGNORECASE)
_OUTCOME: Final = re.compile(
    r"\b(?:returns?|raises?|throws?|prints?|responds?|yields?|rejects?|skips?|creates?)\b(?: \S+){1,8} (?:if|when|unless|where)\b|"
    r"\b(?:if|when|unless)\b[^.]{3,60}, (?:it )?(?:returns?|raises?|throws?|prints?|responds?|yields?|rejects?)\b",
    re.IGNORECASE,
)
_SIGNS: Final = ("if ", "If ", "hen ", "nless ", "here ")  # of every outcome, one is a part
_PASS: Final = re.compile(r"\btests?\b(?: \w+){0,3} (?:pass|succeed)(?:es|ing|s)?\b", re.IGNORECASE)
_TEST_RUN: Final = re.compile(
    r"\b(?:pytest|unittest|jest|vitest|mocha|rspec|phpunit|bats|ctest)\b|"
    r"\b(?:cargo|go|swift|npm|pnpm|yarn|bun|flutter|dart|dotnet|mvn|gradle\w*|mix|forge|hardhat|make|deno|mise|just|task|rake|tox|nox) (?:run |exec )?[\w:.-]*tests?\b",
)


def _find(reading: Reading) -> Iterator[Hit]:
    if reading.is_example:
        return
    can_tell = reads_english(reading)
    for part in reading.parts:
        if is_over(part.task) or not (can_tell or is_bare(reading, part)):
            continue
        if not is_errand(part.task.title) and not _says(reading, part):
            message = "the task does not say what must come out"
            yield Hit(line=part.start, column=part.task.place.column, length=1, message=message, absent=True)


def _says(reading: Reading, part: Part) -> bool:
    fences, sentences = reading.fences_in(part), reading.sentences_in(part)
    if any(_ASSERTS.search(fence.content) for fence in fences):
        return True
    if any(one.language.lower() in _OUTPUTS for one in fences) and any(_OUTPUT.search(one.words) for one in sentences):
        return True
    if any(_PASS.search(one.words) for one in sentences) and (
        any(_TEST_RUN.search(fence.content) for fence in fences) or any(_TEST_RUN.search(one.text) for one in sentences)
    ):
        return True
    return any(_is_outcome(one) for one in sentences) or _has_criteria(sentences)


def _has_criteria(sentences: Sequence[Sentence]) -> bool:
    """Whether something concrete stands under a heading or label that says it is a criterion."""
    is_criterion = is_listed = False
    outcomes = 0
    for one in sentences:
        if one.is_heading:
            is_criterion = bool(_CRITERIA.search(one.words))
            is_listed, outcomes = bool(_LISTED.match(one.words)), 0
            continue
        outcomes += is_listed and not _MOOD.search(one.words)
        if (is_criterion and _CONCRETE.search(one.words)) or outcomes >= _OUTCOMES:
            return True
    return False


def _is_outcome(one: Sentence) -> bool:
    if _CONCRETE.search(one.words) and (_SAID.search(one.words) or "==" in one.text):
        return True
    if _EXPECTED.match(one.words) or _VERIFIES.search(one.words) or _VALUES.search(one.text):
        return True
    return any(sign in one.words for sign in _SIGNS) and bool(_OUTCOME.search(one.words))


RULE: Final = Rule(
    name="no-expectation",
    what="a task that does not say what must come out",
    severity=Severity.WARNING,
    confidence=Confidence.MEDIUM,
    why="An executor that is not told the result compares its output with nothing.",
    next_step="write what the command prints, in full or with `...` for what varies",
    weight=28,
    cap=28,
    bad=TASK + CASE + COMMAND + CODE,
    good=GOOD,
    find=_find,
)
