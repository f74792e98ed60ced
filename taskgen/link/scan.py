"""The words of a task's text that could be part of a case's id, each with its place and what stands around it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# A run of id characters. `\_` is Markdown's escape for `_`; two dots are no part of an id, for they join the ends of a
# range. Combining marks belong to the letter before them. Plain characters are taken a run at a time; each further run
# begins with a dot or a backslash, so that there is one way to divide a text, and none other is tried.
_PLAIN = r"\w:/\-\u0300-\u036f"
_FITS = r"(?!\.\.|\\(?!_))"
WORD = rf"{_FITS}[{_PLAIN}.\\][{_PLAIN}]*(?:{_FITS}[.\\][{_PLAIN}]*)*"
_TOKEN = re.compile(rf"(?P<comment><!--)|(?P<dots>\.{{2,}}|…)|(?P<word>{WORD})|(?P<star>\*+)|(?P<blank>\n[ \t]*\n)")
_REST_OF_URL = re.compile(r"[^\s<>()\"'`|]*")
_LEAD = 80  # characters in front of a name that are looked at: quotation marks, bullets, indentation

HYPHENS = frozenset({"-", "--"})
CUES = frozenset({"case", "cases", "scenario", "scenarios", "prompt", "prompts", "test-case", "test-cases"})
NUMBER_CUES = CUES | {"test", "id"}
_STAR_BEGINS = frozenset("*\\")
_CONJUNCTIONS = frozenset({"and", "or"})
_AROUND = " \t\n`*\"'“”\u2018\u2019_([#"
_LISTED = 50  # how far back a list of names is followed to the word that introduces it
_BEFORE_ALONE = re.compile(r"[\s>]*(?:[-*+]|\d{1,9}[.)])?[ \t]*(?:\[.\])?[\s*_`\"']*")
_AFTER_ALONE = re.compile(r"[ \t*_`\"'.,;:]*(?:\n|\Z)")


class Word(NamedTuple):
    """A run of id characters, or the dots of a range.

    Attributes:
        raw: as it stands in the text.
        start, end: where, in characters.
        fenced: inside a fenced code block.
        star: a `*` that is no emphasis follows at once: a wildcard.
    """

    raw: str
    start: int
    end: int
    fenced: bool = False
    star: bool = False


def is_word(raw: str) -> bool:
    """Whether this is more than punctuation, or the hyphen of a range."""
    return raw[:1].isalnum() or raw in HYPHENS or any(map(str.isalnum, raw))


def words(text: str, fences: Iterable[tuple[int, int]] = ()) -> list[Word]:
    """All words of `text` in order, without URLs, addresses, Windows paths and HTML comments.

    Args:
        text: inline or block Markdown.
        fences: where its fenced blocks begin and end, in order, as `Task.fences` has them.
    """
    blocks = iter([*fences, (len(text) + 1, len(text) + 1)])
    block = next(blocks)
    emphasis = False
    addresses = "@" in text or "\\" in text
    found: list[Word] = []
    for kind, start, end in _tokens(text):
        while start >= block[1]:
            block, emphasis = next(blocks), False
        fenced = start >= block[0]
        if kind == "blank":
            emphasis = False
        elif kind == "star":
            emphasis = not fenced and _emphasis_after(text, start, end, opened=emphasis)
        else:
            raw = text[start:end]
            if kind == "dots" or (is_word(raw) and not (addresses and _is_address(text, start, end))):
                star = text[end : end + 1] in _STAR_BEGINS and _has_star(text, end, emphasis=emphasis)
                found.append(Word(raw, start, end, fenced, star))
    return found


def _tokens(text: str) -> Iterator[tuple[str, int, int]]:
    inside, comments = 0, True  # where the last comment or URL ends
    matches = _TOKEN.finditer(text)
    while match := next(matches, None):
        kind = str(match.lastgroup)
        start, end = match.span()
        if kind == "comment":
            closing = text.find("-->", end) if comments else -1
            comments = closing >= 0
            inside = closing + 3 if comments else end
        elif kind == "word" and "://" in match[0]:
            inside = _end_of_url(text, end)
        else:
            yield kind, start, end
            continue
        if inside > end:
            matches = _TOKEN.finditer(text, inside)


def _end_of_url(text: str, position: int) -> int:
    match = _REST_OF_URL.match(text, position)
    return match.end() if match else position


def _is_address(text: str, start: int, end: int) -> bool:
    after = text[end : end + 2]
    return after.startswith("@") or text[start - 1 : start] == "\\" or (after[:1] == "\\" and after[1:].isalnum())


def _emphasis_after(text: str, start: int, end: int, *, opened: bool) -> bool:
    """Whether `*emphasis` is open after a run of stars (pairs are bold, which ends no wildcard)."""
    if (end - start) % 2 == 0:
        return opened
    before, after = text[start - 1 : start] if start else "", text[end : end + 1]
    if opened:
        return before.isspace()
    return bool(after) and not after.isspace() and not before.isalnum() and before not in set("_-./:\\")


def _has_star(text: str, end: int, *, emphasis: bool) -> bool:
    after = text[end : end + 3]
    if after.startswith("\\*"):
        return not after[2:].isalnum()
    if not after.startswith("*"):
        return False
    follows, then = after[1:2], after[2:]
    if follows == "`":
        return True
    goes_on = follows.isalnum() or (follows in "*_-/" and follows) or (follows in ".:" and then.strip())
    return not goes_on and not emphasis


def gap(text: str, left: Word, right: Word) -> str:
    """What stands between two neighbours, without space, quotes and emphasis; cut after a few characters."""
    return text[left.end : min(right.start, left.end + 12)].strip(_AROUND)


def in_code(text: str, start: int, end: int) -> bool:
    """Whether this is all that an inline code span holds."""
    return text[start - 1 : start] == "`" and text[end : end + 1] == "`" and start > 0


def is_alone(text: str, start: int, end: int) -> bool:
    """Whether nothing else stands on the line but a bullet, a box and marks of emphasis."""
    before = text[max(0, start - _LEAD) : start]
    if "\n" not in before and start > _LEAD:
        return False
    return bool(_BEFORE_ALONE.fullmatch(before.rpartition("\n")[2]) and _AFTER_ALONE.match(text[end : end + _LEAD]))


def is_introduced(text: str, found: list[Word], index: int, *, number: bool) -> bool:
    """Whether a word such as *Test case:* introduces the word, or the list of names that it stands in.

    Before a plain word the colon is needed (*in case empty lists …*); before a number it is not, but all else in the
    list must be numbers, and on the same line (*12 tests passed, 9 failed*).
    """
    for right in range(index, max(0, index - _LISTED), -1):
        between, before = gap(text, found[right - 1], found[right]), found[right - 1].raw
        if number and "\n" in text[found[right - 1].end : found[right].start]:
            return False
        bare = before.rstrip(":").lower()
        if between in {"", ":"} and bare in (NUMBER_CUES if number else CUES):
            return number or before.endswith(":") or between == ":"
        if not _is_listed(found[right].raw, between, bare, number=number):
            return False
    return False


def _is_listed(raw: str, between: str, before: str, *, number: bool) -> bool:
    """Whether two words are neighbours in a list of names."""
    if before in _CONJUNCTIONS:
        return between in {"", ","}
    joined = between in {",", "/", "&", "+"} or (raw.lower() in _CONJUNCTIONS and not between)
    return joined and not (number and any(map(str.isalpha, before)))
