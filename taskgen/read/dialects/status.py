"""Marks and words that say how far a task is: boxes, emoji, `(COMPLETED)`."""

from __future__ import annotations

import re
import unicodedata

from taskgen.records import dataclass

OPEN, DONE, IN_PROGRESS, BLOCKED, DEFERRED, CANCELLED = (
    "open",
    "done",
    "in progress",
    "blocked",
    "deferred",
    "cancelled",
)

BOX_MARKS = {
    " ": OPEN,
    "": OPEN,
    "x": DONE,
    "X": DONE,
    "✓": DONE,
    "✔": DONE,
    "~": IN_PROGRESS,
    "/": IN_PROGRESS,
    "-": IN_PROGRESS,
    "P": IN_PROGRESS,
    ">": DEFERRED,
    "!": BLOCKED,
    "?": OPEN,
}
_EMOJI = {
    "✅": DONE,
    "☑": DONE,
    "✔": DONE,
    "✓": DONE,
    "🟢": DONE,
    "⏳": IN_PROGRESS,
    "⌛": IN_PROGRESS,
    "🔄": IN_PROGRESS,
    "🚧": IN_PROGRESS,
    "🟡": IN_PROGRESS,
    "❌": BLOCKED,
    "🚫": BLOCKED,
    "⛔": BLOCKED,
    "🔴": BLOCKED,
    "⏸": DEFERRED,
    "⏭": DEFERRED,
    "⬜": OPEN,
    "☐": OPEN,
    "📋": OPEN,
}
_WORDS = {
    "completed": DONE,
    "complete": DONE,
    "done": DONE,
    "finished": DONE,
    "implemented": DONE,
    "closed": DONE,
    "merged": DONE,
    "not started": OPEN,
    "to do": OPEN,
    "to-do": OPEN,
    "todo": OPEN,
    "open": OPEN,
    "pending": OPEN,
    "planned": OPEN,
    "in progress": IN_PROGRESS,
    "in-progress": IN_PROGRESS,
    "in_progress": IN_PROGRESS,
    "wip": IN_PROGRESS,
    "started": IN_PROGRESS,
    "partial": IN_PROGRESS,
    "review": IN_PROGRESS,
    "blocked": BLOCKED,
    "deferred": DEFERRED,
    "skipped": DEFERRED,
    "postponed": DEFERRED,
    "cancelled": CANCELLED,
    "canceled": CANCELLED,
    "dropped": CANCELLED,
}
_MARKS = "".join(_EMOJI)
_BY_LENGTH = sorted(_WORDS, key=len, reverse=True)
_WORD = "|".join(map(re.escape, _BY_LENGTH))
_TRAILING_WORD = re.compile(rf"(?P<open>[(\[*—\u2013-]+)\s?(?P<word>{_WORD})[)\]*!.\s]*$", re.IGNORECASE)
_TRAILING_CAPITALS = re.compile(rf"\s(?P<word>{_WORD.upper()})[!.\s*]*$")
_LEADING_BOX = re.compile(r"\[(?P<mark>[ xX~/✓✔-])\](?=\s|$)")
_ANY_WORD = re.compile(rf"(?<!\w)(?:{_WORD})(?!\w)")
_WORDS_OF_A_STATUS = 8
_LONGEST_STATUS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """A text without its status marks, and the status they give; None where there were none."""

    text: str
    status: str | None


def status_word(text: str) -> str | None:
    """The status that a value like `[ ] Pending`, `done` or `✅ Complete` gives; None where it is no status."""
    box = _LEADING_BOX.match(text.strip())
    words = text.strip().strip("[]()*_` ").lower()
    found = set(_ANY_WORD.findall(words[:60]))
    if found:
        return _WORDS[next(word for word in _BY_LENGTH if word in found)]
    if box:
        return BOX_MARKS[box["mark"]]
    return next((_EMOJI[mark] for mark in text if mark in _EMOJI), None)


def status_from(text: str) -> str | None:
    """The status whose word a text begins with."""
    said = re.match(rf"(?:{_WORD})(?!\w)", text, re.IGNORECASE)
    return _WORDS[said[0].lower()] if said else None


def take_marks(text: str) -> Marked:
    """Take status marks off both ends of a heading or title."""
    start = _take_start(text.strip())
    end = _take_end(start.text)
    return Marked(text=end.text, status=end.status or start.status)


def _take_start(text: str) -> Marked:
    status = None
    if box := _LEADING_BOX.match(text):
        status, text = BOX_MARKS[box["mark"]], text[box.end() :].lstrip()
    begin = 0
    while begin < len(text) and _is_decoration(text[begin]):
        status = _EMOJI.get(text[begin], status)
        begin += 1
    return Marked(text=text[begin:], status=status)


def _is_decoration(character: str) -> bool:
    """Emoji, their variation marks, and what stands between them; no character of Markdown or of a label."""
    return character == " " or (
        not character.isascii() and unicodedata.category(character) in {"So", "Mn", "Cf", "Sk"} and character != "№"
    )


def _take_end(text: str) -> Marked:
    last = -1 if text.isascii() else max(text.rfind(mark) for mark in _MARKS)
    if last > 0 and len(text[last:].split()) <= _WORDS_OF_A_STATUS:
        said = text[last + 1 :].strip("\ufe0f ")
        return Marked(text=_trimmed(text[:last]), status=status_word(said) or _EMOJI[text[last]])
    begin = max(len(text) - _LONGEST_STATUS, 0)  # only the end is searched: titles may be long
    found = _TRAILING_WORD.search(text, begin) or _TRAILING_CAPITALS.search(text, begin)
    if found and found.start() > 0:
        return Marked(text=_trimmed(text[: found.start()]), status=_WORDS[found["word"].lower()])
    return Marked(text=text.strip(), status=None)


def _trimmed(text: str) -> str:
    return text.rstrip(" -\u2013—:|").rstrip()
