"""Marks and words that say how far a task is: boxes, emoji, `(COMPLETED)`."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

from taskgen.read.lists.status_words import (
    BEFORE,
    BEHIND,
    BETWEEN,
    BLOCKED,
    DEFERRED,
    DONE,
    IN_PROGRESS,
    LONGEST,
    NEGATIONS,
    NO,
    NOT_IN_TITLES,
    OPEN,
    PREFIXES,
    STATUS_FIELDS,
    STATUS_WORDS,
    YES,
)
from taskgen.records import dataclass

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
    "✅": DONE,
    "☑": DONE,
    "⏳": IN_PROGRESS,
    "🔄": IN_PROGRESS,
    "🚧": IN_PROGRESS,
    "❌": BLOCKED,
    "🚫": BLOCKED,
    "⬜": OPEN,
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
_COLOURS = "🟢🟡🔴"  # beside another mark they tell something else
_MARKS = "".join(_EMOJI)
_LEADING_BOX = re.compile(r"\[(?P<mark> |  | ?[xX~/✓✔✅☑⬜-]\ufe0f? ?)\](?=\s|$)")
_TOKEN = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*|[^\w\s*`~_-]")
_LABEL = re.compile(r"[\W_]*(?:[^\W\d_]+\W+)?[^\W_]*\d[\w.-]*[\W_]*")
_LONGEST_LABEL = 40
_STRUCK = re.compile(r"(?P<around>[*_]{0,3})~~(?P<text>(?:(?!~~).)+)~~(?P=around)(?P<remark>\s*\([^()]*\))?$")
_SEPARATOR = re.compile(r"[-:|\u2013—]+\s+")
_WORD = re.compile(r"\S+")
_OPENERS = ("(", "[", "*", "—", "\u2013", " -", "\uff08", "【")
_OPENING = "([*—\u2013-\uff08【 "
_CLOSERS = ")]*!. \t\uff09】"
_ASSIGNS = {":", "=", "?", "\uff1a"}
_WORDS_OF_A_STATUS = 8
_LONGEST_STATUS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """A text without its status marks, and the status they give; None where there were none."""

    text: str
    status: str | None
    is_struck: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _StatusWords:
    """Words that say a status, with what negates them: which tokens of a text they are."""

    status: str
    word: str
    begin: int
    end: int


def box_mark(inside: str) -> str:
    """The mark in a box from what stands between its brackets: `[ x ]` is ticked too."""
    return inside.strip(" \t\ufe0f") or inside[:1]


def status_word(text: str, asked: str = "") -> str | None:
    """The status that a value like `[ ] Pending`, `not done` or `✅ Complete` gives; None where it is no status.

    Args:
        text: the value.
        asked: what the field or column is called: in one called Done, `no` says something.
    """
    text = text.strip()
    if answer := _answer(asked, text):
        return answer
    box, tokens = _LEADING_BOX.match(text), _tokens(text[:_LONGEST_STATUS])
    if said := _said(tokens):
        return OPEN if box and BOX_MARKS[box_mark(box["mark"])] == OPEN and said.status == DONE else said.status
    if box:
        return BOX_MARKS[box_mark(box["mark"])]
    return _status_of_share(tokens) or _status_of_marks(text)


def status_of_field(name: str, value: str) -> str | None:
    """The status that a member `Status: …` gives, or `Done: yes`; any other member gives none."""
    return status_word(value) if _folded(name) in STATUS_FIELDS else _answer(name, value)


def _answer(asked: str, text: str) -> str | None:
    """What yes or no says to `Done?`."""
    bare = _folded(text[:_LONGEST_STATUS].strip("[]()*_`.! "))
    if bare not in YES and bare not in NO:
        return None
    status = _whole(asked.rstrip("?"))
    return OPEN if status and bare in NO else status


def marked_status(text: str) -> str | None:
    """The status of a text that begins with a mark and a word for it, like `✅ Done — see #12`."""
    start = _take_start(text.strip())
    return status_from(start.text) if start.status is not None else None


def status_from(text: str) -> str | None:
    """The status whose words a text begins with."""
    said = _said(_tokens(text[:_LONGEST_STATUS]))
    return said.status if said is not None and said.begin == 0 else None


def _tokens(text: str) -> list[str]:
    """The words of a text, and the punctuation between them but for emphasis and hyphens."""
    return _TOKEN.findall(_folded(text))


def _folded(text: str) -> str:
    """Small letters without accents: people leave those out, above all in capitals."""
    text = text.casefold()
    if text.isascii():
        return text
    apart = unicodedata.normalize("NFD", text.replace("\u2019", "'"))
    return unicodedata.normalize("NFC", "".join(char for char in apart if not "\u0300" <= char <= "\u036f"))


def _said(tokens: list[str]) -> _StatusWords | None:
    """The first status that the words say."""
    for begin in range(len(tokens)):
        for end in range(min(begin + LONGEST, len(tokens)), begin, -1):
            word = " ".join(tokens[begin:end])
            if status := _status_of(word):
                return _with_negation(tokens, _StatusWords(status=status, word=word, begin=begin, end=end))
    return None


def _status_of(word: str) -> str | None:
    if status := STATUS_WORDS.get(word):
        return status
    if word.isascii():
        return None
    prefix = next((prefix for prefix in PREFIXES if word.startswith(prefix)), None)
    return OPEN if prefix and word[len(prefix) :].strip() in STATUS_WORDS else None


def _with_negation(tokens: list[str], said: _StatusWords) -> _StatusWords:
    """The same as open where something before or behind it says that it is not so: `not yet done`, `Done: no`."""
    begin, end = said.begin, said.end
    if said.status == DONE and (share := _status_of_share(tokens[max(begin - 2, 0) : begin])):
        return replace(said, status=share, begin=begin - 2)
    behind = tokens[end : end + 2]
    if behind[:1] and behind[0] in BEHIND:
        return replace(said, status=OPEN, end=end + 1)
    if len(behind) > 1 and behind[0] in _ASSIGNS and behind[1] in NO:
        return replace(said, status=OPEN, end=end + 2)
    while begin and tokens[begin - 1] in BETWEEN and tokens[begin - 1] not in NEGATIONS:
        begin -= 1
    if not begin or not (tokens[begin - 1] in NEGATIONS or tokens[begin - 1].endswith("n't")):
        return said
    return replace(said, status=OPEN, begin=_begin_of_negation(tokens, begin - 1))


def _begin_of_negation(tokens: list[str], at: int) -> int:
    """Where `still not`, `noch nicht`, `needs to be` begin."""
    while at and (tokens[at - 1] in BETWEEN or tokens[at - 1] in BEFORE):
        at -= 1
    return at


def _status_of_share(tokens: list[str]) -> str | None:
    """What `80 %` says."""
    number, _, sign = " ".join(tokens).partition(" ")
    return {"0": OPEN, "100": DONE}.get(number, IN_PROGRESS) if sign == "%" and number.isdecimal() else None


def _status_of_marks(text: str) -> str | None:
    """What the first mark says; a colour only where no other mark is there."""
    marks = [mark for mark in text if mark in _EMOJI]
    clear = (mark for mark in marks if mark not in _COLOURS)
    return _EMOJI.get(next(clear, marks[0] if marks else ""))


def take_marks(text: str) -> Marked:
    """Take status marks off both ends of a heading or title, and what strikes it out."""
    start = _take_start(text.strip())
    end = _take_end(start.text)
    status = end.status or start.status
    struck = _STRUCK.match(end.text) if "~~" in end.text else None
    if struck is None:
        return Marked(text=end.text, status=status)
    inner = take_marks(struck["text"])
    return Marked(text=inner.text + (struck["remark"] or ""), status=status or inner.status, is_struck=True)


def _take_start(text: str) -> Marked:
    status = None
    if text[:1].isalnum():
        return Marked(text=text, status=None)
    if box := _LEADING_BOX.match(text):
        status, text = BOX_MARKS[box_mark(box["mark"])], text[box.end() :].lstrip()
    begin = 0
    while begin < len(text) and _is_decoration(text[begin]):
        begin += 1
    if said := _status_of_marks(text[:begin]):
        separator = _SEPARATOR.match(text, begin)
        return Marked(text=text[separator.end() if separator else begin :], status=said)
    return Marked(text=text[begin:], status=status)


def _is_decoration(character: str) -> bool:
    """Emoji, their variation marks, and what stands between them; no character of Markdown or of a label."""
    return character == " " or (
        not character.isascii() and unicodedata.category(character) in {"So", "Mn", "Cf", "Sk"} and character != "№"
    )


def _take_end(text: str) -> Marked:
    last = -1 if text.isascii() else max(text.rfind(mark) for mark in _MARKS)
    if last > 0 and len(text[last:].split()) <= _WORDS_OF_A_STATUS:
        return _take_mark(text, last)
    begin = max(len(text) - _LONGEST_STATUS, 0)  # only the end is searched: titles may be long
    end = text[begin:]
    found = _behind_an_opener(end) or _in_capitals(end)
    if found and begin + found[0] > 0:
        return Marked(text=_trimmed(text[: begin + found[0]]), status=found[1])
    return Marked(text=text.strip(), status=None)


def _take_mark(text: str, last: int) -> Marked:
    """Take off the mark that ends a title, and what is said behind it; a mark between label and title: it alone."""
    begin = last
    while begin > 0 and (text[begin - 1] in _MARKS or text[begin - 1] in "\ufe0f "):
        begin -= 1
    status, behind = _status_of_marks(text[begin : last + 1]), text[last + 1 :].strip("\ufe0f ")
    if begin <= _LONGEST_LABEL and _LABEL.fullmatch(text[:begin]) and _is_title(behind):
        return Marked(text=f"{text[:begin]} {behind}", status=status)
    before = text[:begin].rstrip("([ \uff08") if behind.endswith(tuple(_CLOSERS)) else text[:begin]
    return Marked(text=_trimmed(before), status=status_word(behind) or status)


def _is_title(text: str) -> bool:
    """Whether what stands behind a mark is more than a remark like `done (#12)`."""
    tokens = _tokens(text)
    said = _said(tokens)
    is_remark = said and said.begin == 0 and (said.end == len(tokens) or not tokens[said.end].isalnum())
    return not is_remark and any(map(str.isalpha, text))


def _behind_an_opener(text: str) -> tuple[int, str] | None:
    """Where `(done)`, `**not started**`, `- to be done` at the end begins, and what it says."""
    bare = text.rstrip(_CLOSERS)
    at = max(map(bare.rfind, _OPENERS))
    said = _whole(bare[at:].lstrip(_OPENING)) if at >= 0 else None
    return None if said is None else (len(bare[:at].rstrip(_OPENING.strip())), said)


def _in_capitals(text: str) -> tuple[int, str] | None:
    """The same of `NOT DONE`."""
    bare = text.rstrip("!.* ")
    if not bare[-1:].isupper():
        return None
    for word in [*_WORD.finditer(bare)][-LONGEST:]:
        if word.start() and bare[word.start() :].isupper() and (said := _whole(bare[word.start() :])):
            return word.start(), said
    return None


def _whole(text: str) -> str | None:
    """The status that all words of a text say."""
    tokens = _tokens(text)
    said = _said(tokens)
    if said is None or said.word in NOT_IN_TITLES or (said.begin, said.end) != (0, len(tokens)):
        return None
    is_negated = len(tokens) > len(said.word.split())
    return None if is_negated and not _can_be_negated(said.word) else said.status


def _can_be_negated(word: str) -> bool:
    """Whether its opposite tells how far a task is: `not done` does, `no review` and `not planned` don't."""
    return STATUS_WORDS.get(word) in {DONE, IN_PROGRESS} and word != "review"


def _trimmed(text: str) -> str:
    return text.rstrip(" -\u2013—:|").rstrip()
