"""Titles that go on in the next lines: what their author wrapped, and what stands below on purpose."""

from __future__ import annotations

import itertools
import re
import unicodedata

_LONGEST = 300
_SHORTEST = 45  # columns of a line that may be wrapped for its length
_WIDE = "\u1100"  # from here on characters take two columns

# Not the rest of a sentence: "Files: a.py", "_Requirements: 1.1_", a tag, a link, a path alone, an item, a mark.
_NOTE = re.compile(r"[-\u2013—]\s|[*_<|@#>~+=•→\[]|\w+\s?[:\uff1a]|https?:|`[^`]*`$|\d+(?:\.\d+)*[.)]\s|\(\w{1,3}\)\s")
_ENDS = ".!?:;。\uff01\uff1f\uff1a\uff1b…"
_BEHIND_END = "*_\"'\u201d\u2019»)]` "
_SENTENCE = re.compile(r"[^\W\d_]{2}[)\"'\u201d»*_`]{0,3}[.!?](?=\s+[^\W\d_a-z])|[。\uff01\uff1f]")
_HARD_BREAK = ("  ", "\\")
# Nobody ends a line with these on purpose.
_CONNECTORS = frozenset(
    word
    for words in (
        "the an of to for with and or in on at by from into as its their that which is are not",
        "der die das den dem des ein eine einen und oder mit bei zu zum zur im nicht",
        "el los las del un una con para por que le les et ou avec pour dans sur ne pas au aux",
        "os com do da em um uma di della il lo gli het een van voor en och med og и или в на для по не та що",
    )
    for word in words.split()
)


def going_on(text: str) -> str:
    """What belongs to the sentence that a paragraph's first line leaves unfinished: the rest of it, on one line."""
    lines = text.split("\n")
    title = lines[0].strip()
    for before, line in itertools.pairwise(lines):
        if len(title) > _LONGEST or before.endswith(_HARD_BREAK) or not _goes_on(title, before.strip(), line.strip()):
            break
        start = len(title)
        title = f"{title} {line.strip()}"
        if end := _SENTENCE.search(title, start):
            title = title[: end.end()]
            break
    return title[len(lines[0].strip()) :]


def _goes_on(title: str, before: str, line: str) -> bool:
    """Whether a line is the rest of the sentence that the one before it leaves unfinished."""
    if title.count("(") > title.count(")") and ")" in line:
        return True
    end = before.rstrip(_BEHIND_END)[-1:]
    if not line or not end or end in _ENDS or unicodedata.category(end) in {"So", "Mn"} or _NOTE.match(line):
        return False
    if end in ",、\uff0c" or before.rpartition(" ")[2] in _CONNECTORS:
        return True
    width = len(before) + sum(character >= _WIDE for character in before)
    return width >= _SHORTEST and not line[0].isupper()
