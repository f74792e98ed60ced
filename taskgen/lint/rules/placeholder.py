"""placeholder: a slot that nobody has filled, or code that only plays at working."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from taskgen.diagnostics import Severity
from taskgen.lint.examples import GOOD, TASK
from taskgen.lint.rule import Confidence, Hit, Rule
from taskgen.lint.words import UNSET, matches
from taskgen.places import line_and_column

if TYPE_CHECKING:
    from collections.abc import Iterator

    from taskgen.lint.prose import Sentence
    from taskgen.lint.reading import Reading
    from taskgen.text.markdown import Fence

_STEMS: Final = ("[", "todo", "fixme", "lorem", "<", "to be ", "xxx", "tbd")
_PATTERN: Final = re.compile(
    r"(?P<shown>\[(?:TODO|FIXME|INSERT[^\]]*|FILL[^\]]*|YOUR [^\]]*|PLACEHOLDER[^\]]*|NEEDS CLARIFICATION[^\]]*|DATE|NAME|TITLE|FEATURE(?: NAME)?|"
    r"PROJECT(?: NAME)?|DESCRIPTION|Brief [^\]]*|Describe [^\]]*|Add [^\]]* here|Feature [Nn]ame|Title|Name|Component|Entity[0-9]?)\](?!\()|"
    r"\bTODO\b:?(?! ?(?:list|app|item|comment|tag|marker|s\b|API|entry|file|application|page|-))|\bFIXME\b(?! comment)|\blorem ipsum\b|"
    r"<(?:your|insert|fill|placeholder|todo|add)[-_ ][^>]{1,40}>|(?<![\w-])TBD(?![\w-])|\bto be (?:filled|determined|decided|written|defined)(?: in| later| out)?\b|"
    r"\[[^\]\n]{1,40}\]\((?:#|url|link|TODO|path/to/[^)]*|)\)|\b[Xx]{3,}\b(?!\.))"
)

_WORKING: Final = re.compile(r"\bworking\b|\bcopy this\b", re.IGNORECASE)
_MOCK: Final = re.compile(
    r"\b(?:mock(?:s|ed)?|placeholder|simulat(?:es?|ed|ing|ion)|stub(?:bed)?|dummy)\b", re.IGNORECASE
)
_COMMENT: Final = re.compile(r"(?:^|\s)(?:#|//)")

LINE: Final = 200  # characters before a word in which its comment begins


def _find(reading: Reading) -> Iterator[Hit]:
    def is_target(one: Sentence) -> bool:
        return UNSET.search(one.words) is not None  # unmeasured-target tells that

    def is_name(one: Sentence) -> bool:
        """Whether TODO is what a heading calls the list: `# TODO`, `## TODO for the parser`."""
        if not one.is_heading or reading.part_at(one.line) is not None:
            return False
        found = _PATTERN.search(one.words)
        is_first = one is reading.sentences[0]
        return found is not None and (found[0] == "TODO" or (found[0] == "TODO:" and is_first))

    message = "`{}` is a slot that nobody has filled".format
    yield from matches(
        reading, _PATTERN, _STEMS, lambda text: message(text[:50]), unless=lambda one: is_target(one) or is_name(one)
    )
    for fence in reading.fences:
        yield from _mocked(reading, fence)


def _mocked(reading: Reading, fence: Fence) -> Iterator[Hit]:
    """Code that is called working and says of itself that it only plays: at the first line that says so."""
    found = next((one for one in _MOCK.finditer(fence.content) if _is_in_comment(fence.content, one.start())), None)
    if found is None:
        return
    above = reading.heading_above(fence.start)
    if _WORKING.search(fence.content.partition("\n")[0]) or (above and _WORKING.search(above.words)):
        line, column = line_and_column(fence.content, found.start())
        message = f"code that is called working is a stand-in: `{found[0][:50]}`"
        yield Hit(line=fence.start + line, column=column, length=len(found[0]), message=message)


def _is_in_comment(code: str, at: int) -> bool:
    begin = max(code.rfind("\n", 0, at) + 1, at - LINE)
    return _COMMENT.search(code, begin, at) is not None


RULE: Final = Rule(
    name="placeholder",
    what="an unfilled slot, or stand-in code that is called working",
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
