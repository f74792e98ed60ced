"""research-step: work that ends in knowing, not in something that is there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from taskgen.diagnostics import Severity
from taskgen.lint.examples import GOOD, TASK
from taskgen.lint.rule import Confidence, Hit, Rule
from taskgen.lint.words import hit, is_checkable, is_english

if TYPE_CHECKING:
    from collections.abc import Iterator

    from taskgen.lint.reading import Reading

_STEMS: Final = (  # of every match, one is a part
    "research",
    "investigate",
    "explore",
    "study",
    "survey",
    "look",
    "read up on",
    "familiari",
    "brainstorm",
    "find",
    "locate",
    "discover",
    "analy",
    "review",
    "evaluate",
    "compare",
    "assess",
    "examine",
    "understand",
    "consider",
    "use \u00a4",
)
_STEP: Final = re.compile(
    r"(?P<shown>(?:research(?! (?:summary|findings|results?|notes?|report|paper|agent|question|team|group|project|tool|data|output|task list|lifecycle|workflow|mode|page|endpoint|service|module|pipeline|command)\b)|investigate|explore|study|survey|look into|read up on|familiari[sz]e yourself|brainstorm|"
    r"find (?:out )?(?:\w+ ){0,3}(?:best practices|patterns|approaches|examples|techniques|strategies|alternatives)|"
    r"(?:locate|discover) (?:\w+ ){0,3}(?:patterns|techniques|strategies|examples|practices|libraries)|"
    r"(?:analy[sz]e|review|evaluate|compare|assess|examine|understand|consider) (?:\w+ ){0,3}"
    r"(?:patterns?|approaches|alternatives|options|best practices|trade-?offs|libraries|frameworks|strategies|"
    r"possibilities|codebase|literature|state of the art))\b)",
    re.IGNORECASE,
)
_TOLD: Final = re.compile(
    r"\b(?:must|should|shall|then|first|please)\s+(?P<shown>research|investigate|explore|study|survey|look into)\b"
    r"(?! (?:paper|result|question|team|group|project|tool|agent)s?\b)",
    re.IGNORECASE,
)
_GATE: Final = re.compile(
    r"^[\s*_#:]*(?:mandatory |required |initial |deep |background )*(?P<shown>research)"
    r"(?: (?:requirements?|process|phase|steps?|tasks?|queries|gate|first|topics|questions|goals|items|checklist))?[\s*_:()]*$|"
    r"\b(?P<gate>(?:without|before|after) (?:any )?research\b(?! (?:paper|team|project)))",
    re.IGNORECASE,
)
_TOOL: Final = re.compile(
    r"^(?:\*\*)?use \u00a4+(?:\*\*)? (?:to (?P<shown>research|find|search|look)|for .*(?:practices|patterns|examples))",
    re.IGNORECASE,
)


def _find(reading: Reading) -> Iterator[Hit]:
    for sentence in reading.holding(_STEMS):
        found = (
            (_GATE.search(sentence.said) and _GATE.search(sentence.words, sentence.head))
            or _STEP.match(sentence.words, _start(sentence.words, sentence.head))
            or _TOOL.match(sentence.words, sentence.head)
            or _TOLD.search(sentence.words, sentence.head)
        )
        if found and is_english(sentence) and not is_checkable(sentence):
            yield hit(sentence, found, lambda text: f"`{text}` ends in knowing something, not in something to run")


def _start(words: str, head: int) -> int:
    """Where the verb of an instruction stands: behind emphasis, and behind what introduces it (`POC-1: `)."""
    match = re.compile(r"[*_\s]*(?:[\w -]{1,24}:\s+)?[*_\s]*").match(words, head)
    return match.end() if match else head


RULE: Final = Rule(
    name="research-step",
    what="a step that asks for research",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    why="An executor that is sent to research never knows when it is done, and fills its context with what it finds.",
    next_step="write down what the research would find: the code, the call, the value",
    weight=12,
    cap=24,
    bad=TASK + "Research text-processing patterns and choose the best approach.\n",
    good=GOOD,
    find=_find,
)
