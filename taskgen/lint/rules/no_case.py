"""no-case: a task that no test case belongs to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from taskgen.diagnostics import Severity
from taskgen.lint.examples import CODE, COMMAND, EXPECTATION, GOOD, TASK
from taskgen.lint.rule import Confidence, Hit, Rule
from taskgen.lint.words import is_bare, is_errand, is_for_hands, is_over, reads_english

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from taskgen.lint.prose import Sentence
    from taskgen.lint.reading import Part, Reading

_ID: Final = re.compile(
    r"\b[A-Za-z][A-Za-z0-9]{0,30}(?:[_-][A-Za-z0-9]{1,30}){0,8}[_-]\d{2,9}(?:[_-]|\b)|\b(?:TC|SCENARIO|CASE)-?\d+\b"
)
_CUE: Final = re.compile(r"\b(?:test case|case|test|scenario)s?\b", re.IGNORECASE)
_IS_TEST: Final = re.compile(
    r"[\W_]*(?:unit |integration )?tests?:? (?!(?:coverage|suite|plan|infrastructure|framework|set-?up|data|environment|strategy|edge|all|every)\b)",
    re.IGNORECASE,
)
_GATE: Final = re.compile(r"[<>\u2264\u2265]=? ?\d+ ?%")  # coverage and the like has a measure, and no case
_CASES: Final = re.compile(r"\btest cases?\b|\bcases? covered\b|\btest ids?\b", re.IGNORECASE)
_TEST: Final = re.compile(
    r"\btest_\w{3,}|(?-i:\btest[A-Z]\w{3,})|\bproperty \d+\b|\bcases?\b[^.]{0,200}?\b[\w+]{1,30}=[\w.]|\bgiven\b.{3,200}?\bwhen\b.{3,200}?\bthen\b",
    re.DOTALL | re.IGNORECASE,
)
_FILE: Final = re.compile(
    r"\b\w{0,40}cases?\.(?:json|jsonl|ya?ml|csv)\b|\btest-[\w-]{1,60}\.\w{2,5}\b|(?:\btests?|__tests__|\bspecs?)/[\w./-]{1,200}\.\w{1,5}\b|(?:[._-](?:test|spec)|\wTests?|\wSpec)\.(?:\w{2,5}|t\.sol)\b"
)
_EXPECTED: Final = re.compile(r"[\W_]*Expected(?: \w+)?[*_`]*: *[*_]* *\S", re.IGNORECASE)
_INPUT: Final = re.compile(r"[\W_]*(?:Test|Input|Query|Request|Question|Prompt)[*_`]*: *[*_]* *\S", re.IGNORECASE)
_SIGNS: Final = ("test", "spec", "case", "given")  # of every match, one is a part
_TESTS: Final = re.compile(
    r"\b(?:def|fn|func|fun|void) (?:test|Test)\w*|#\[(?:tokio::)?test\]|@Test\b|\b(?:it|test|describe)\(\s*[\"'`]|^\s*>>> |"
    r"(?://|#)\s*(?:->|=>|\u2192)|^\s*assert\w*\b",
    re.MULTILINE,
)


def _find(reading: Reading) -> Iterator[Hit]:
    if reading.is_example:
        return
    can_tell = reading.facts.cases is not None or reads_english(reading)
    for part in reading.parts:
        if is_over(part.task) or not (can_tell or is_bare(reading, part)):
            continue
        if not _has_case(reading, part):
            message = "the task names no test case"
            yield Hit(line=part.start, column=part.task.place.column, length=1, message=message, absent=True)


def _has_case(reading: Reading, part: Part) -> bool:
    """Whether it names a case of the cases file; where there is none, whether it names or shows anything like one."""
    if reading.facts.cases is not None:
        return bool(reading.facts.cases.get(part.position))
    title = part.task.title
    if part.task.pins or _IS_TEST.match(title) or is_errand(title) or _GATE.search(title):
        return True
    sentences = reading.sentences_in(part)
    tests = (fence for fence in reading.fences_in(part) if _TESTS.search(fence.content))
    return any(tests) or is_for_hands(sentences) or _names_case(sentences) or _shows_case(sentences)


def _names_case(sentences: Sequence[Sentence]) -> bool:
    """Whether an id stands beside a word like `case`, or below a heading that has one."""
    named = [one for one in sentences if _ID.search(one.text)]
    if any(_CUE.search(one.text) or one.is_heading for one in named):
        return True
    return bool(named) and any(_CASES.search(one.text) for one in sentences)


def _shows_case(sentences: Sequence[Sentence]) -> bool:
    """Whether a test, or an input with what is expected of it, is written out."""
    if any(_shows_test(one.text) for one in sentences):
        return True
    return any(_EXPECTED.match(one.text) for one in sentences) and any(_INPUT.match(one.text) for one in sentences)


def _shows_test(text: str) -> bool:
    small = text.lower()
    if not any(sign in small for sign in _SIGNS):
        return False
    return bool(_TEST.search(text) or _FILE.search(text))


RULE: Final = Rule(
    name="no-case",
    what="a task that no test case belongs to",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    why="Without a case there is no input, no expectation and no end: whatever the executor does is done.",
    next_step="write one case for what the task is to show, and name its id in the task",
    weight=28,
    cap=28,
    bad=TASK + COMMAND + EXPECTATION + CODE,
    good=GOOD,
    find=_find,
)
