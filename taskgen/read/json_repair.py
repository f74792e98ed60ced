"""JSON as people write it into strict JSON: a machine over tokens that mends, reports, and goes on after an error."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from taskgen.read.json_decode import strict_end
from taskgen.read.json_frames import Wants
from taskgen.read.json_structure import MAX_DEPTH, Structure
from taskgen.read.json_tokens import (
    CONSTANTS,
    NOT_FINITE,
    OPENING,
    OPENING_AT_LINE_START,
    PYTHON_CONSTANTS,
    RUN_ON,
    TOKEN,
    strict_number,
    strict_string,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from taskgen.read.json_report import Report

_TRIED_DEPTH: Final = 2  # of brackets that are tried whole; deeper ones would be tried once for each around them
_TRIES: Final = 200  # that may fail: each failure costs the decoder a look at all lines before
_ELLIPSIS: Final = "..."


class Repair:
    """Reads regions of a text and collects the edits that make strict JSON of them, whatever stands there."""

    __slots__ = ("_comment_end", "_documents", "_handlers", "_on", "_report", "_text", "_tries")

    def __init__(self, text: str, report: Report) -> None:
        self._text = text
        self._report = report
        self._on = Structure(text, report)
        self._documents = 0
        self._comment_end = 0
        self._tries = _TRIES
        self._handlers: dict[str, Callable[[int, int], int]] = {
            "string": self._string,
            "mark": self._mark,
            "number": self._number,
            "word": self._word,
            "loose": self._loose,
            "comment": self._comment,
            "block": self._block,
            "odd": self._odd,
            "open": self._unclosed_string,
            "oddspace": self._odd_space,
            "other": self._other,
        }

    @property
    def edits(self) -> list[tuple[int, int, str]]:
        """The edits of all regions so far."""
        return self._on.edits

    def region(self, start: int, end: int) -> None:
        """Mend the text from `start` to `end`; what is open at the end is closed."""
        self._on.end = end
        self._documents = 0
        position = start
        while position < end:
            position = self._step(position, end)
        self._on.close_all(end)

    def _step(self, at: int, end: int) -> int:
        """Take one token; gives the offset behind it."""
        found = TOKEN.match(self._text, at, end)
        kind = found.lastgroup if found else None
        if found is None or kind is None or kind == "space":
            return found.end() if found else at + 1
        if not self._on.frames and kind not in {"comment", "block", "oddspace"}:
            return self._outside(at)
        return self._handlers[kind](at, found.end())

    # --- outside all brackets ---

    def _outside(self, at: int) -> int:
        """A bracket opens a document; all else is prose up to the next bracket that looks like one."""
        char = self._text[at]
        if char in "[{":
            return self._document(at)
        if char in "]}," and self._documents:
            self._on.blank(at, at + 1)
            if char != ",":
                self._report.error(at, "stray-bracket", f"{char!r} closes nothing", "take it away, or open its bracket")
            return at + 1
        return self._prose(at)

    def _document(self, at: int) -> int:
        self._documents += 1
        return self._open(at)

    def _prose(self, at: int) -> int:
        following = self._next_opening(at)
        shown = repr(self._text[at : min(self._on.end, at + 30)].splitlines()[0])
        if self._documents and self._report.has_errors and '"' in self._text[at:following]:
            message = f"{shown} follows a value that was closed too early, and is left out"
            self._report.error(at, "lost-text", message, "mend the brackets above")
        elif following < self._on.end or self._documents:
            self._report.tolerate("text-after-json" if self._documents else "text-before-json", at)
        else:
            message = f"{shown}: no '[' or '{{' opens a JSON value here"
            self._report.error(at, "not-json", message, "write a list of cases in JSON")
        self._on.blank(at, following)
        return following

    def _next_opening(self, at: int) -> int:
        """Where the next document may begin; after a first one only at the beginning of a line."""
        if not self._documents:
            found = OPENING.search(self._text, at, self._on.end)
            return found.start() if found else self._on.end
        for found in OPENING_AT_LINE_START.finditer(self._text, at, self._on.end):
            if found.start() > at and OPENING.match(self._text, found.end() - 1, self._on.end):
                return found.end() - 1
        return self._on.end

    # --- tokens inside brackets ---

    def _mark(self, at: int, end: int) -> int:
        char = self._text[at]
        if char in "[{":
            return self._open(at)
        if char == ",":
            self._on.comma(at)
        elif char == ":":
            self._on.colon(at)
        else:
            self._on.close(char, at)
        return end

    def _open(self, at: int) -> int:
        """An opening bracket; one with strict JSON in it is passed over as a whole."""
        behind = self._on.admit(self._text[at], at)
        if behind > at:
            return behind
        if self._tries and len(self._on.frames) <= _TRIED_DEPTH:
            end = strict_end(self._text, at, MAX_DEPTH - len(self._on.frames))
            if at < end <= self._on.end:
                return end
            self._tries -= 1
        self._on.push(self._text[at], at)
        return at + 1

    def _string(self, at: int, end: int) -> int:
        """A strict string: a key or a value by where it stands."""
        self._on.ready(at)
        frame = self._on.top
        frame.wants = Wants.COLON if frame.wants_key else Wants.COMMA
        return end

    def _number(self, at: int, end: int) -> int:
        self._on.ready(at)
        if self._on.top.wants_key:
            return self._bare_key(at, end)
        self._on.top.wants = Wants.COMMA
        return end

    def _word(self, at: int, end: int) -> int:
        self._on.ready(at)
        if self._on.top.wants_key:
            return self._bare_key(at, end)
        self._on.top.wants = Wants.COMMA
        word = self._text[at:end]
        if word in PYTHON_CONSTANTS:
            self._report.tolerate("python-constant", at)
            self._on.edit(at, end, PYTHON_CONSTANTS[word])
        elif word not in CONSTANTS:
            self._no_value(at, end)
        return end

    def _loose(self, at: int, end: int) -> int:
        """A closed string that strict JSON spells otherwise."""
        spelled, unknown, tolerated = strict_string(self._text[at:end])
        self._string(at, end)
        self._on.edit(at, end, spelled)
        for rule in sorted(tolerated):
            self._report.tolerate(rule, at)
        if unknown:
            shown = unknown if unknown.isprintable() else repr(unknown)
            message = f"the escape {shown} means nothing in JSON"
            self._on.fail(at, "bad-escape", message, "write two backslashes for one that is meant")
        return end

    def _comment(self, at: int, end: int) -> int:
        self._report.tolerate("json-comment", at)
        self._on.blank(at, end)
        return end

    def _block(self, at: int, end: int) -> int:
        """A comment between `/*` and `*/`; without its end it is an error, and only the two characters go."""
        if 0 <= self._comment_end < end:
            self._comment_end = self._text.find("*/", end)
        closing = self._comment_end
        if end <= closing < self._on.end:
            return self._comment(at, closing + 2)
        self._on.blank(at, end)
        self._on.fail(at, "unclosed-comment", "'/*' is never closed", "close it with */")
        return end

    def _odd(self, at: int, end: int) -> int:
        """What looks like a number but is none in JSON."""
        token = self._text[at:end]
        self._on.ready(at)
        if token == _ELLIPSIS:
            return self._bare_ellipsis(at, end)
        if self._on.top.wants_key:
            self._on.fail(at, "missing-quotes", f"the key {token[:60]!r} has no quotes", "put it in double quotes")
            return self._bare_key(at, end)
        self._on.top.wants = Wants.COMMA
        number = strict_number(token)
        if number is None:
            self._no_value(at, end)
        else:
            self._report.tolerate("odd-number", at)
            self._on.edit(at, end, number)
        return end

    def _bare_ellipsis(self, at: int, end: int) -> int:
        """A sketch's `...` as people write it, in the spelling that JSON has for it."""
        self._report.tolerate("bare-ellipsis", at)
        self._on.edit(at, end, '"...": "..."' if self._on.top.wants_key else '"..."')
        self._on.top.wants = Wants.COMMA
        return end

    def _unclosed_string(self, at: int, end: int) -> int:
        """A string that its line does not close; where the next quote closes it for sure, all up to there is one."""
        shown = self._text[at : min(end, at + 30)]
        whole = RUN_ON.match(self._text, at, self._on.end)
        end = whole.end() if whole else end
        self._string(at, end)
        self._on.edit(at, end, strict_string(whole[0])[0] if whole else '""')
        message = f"the string {shown!r} is not closed on its line"
        step = "close it with a quote; write a line break inside a string as \\n"
        self._on.fail(at, "unclosed-string", message, step)
        return end

    def _odd_space(self, at: int, end: int) -> int:
        self._report.tolerate("odd-space", at)
        self._on.blank(at, end)
        return end

    def _other(self, at: int, end: int) -> int:
        self._on.blank(at, end)
        self._on.fail(at, "unexpected-text", f"{self._text[at]!r} means nothing in JSON here", "take it away")
        return end

    def _bare_key(self, at: int, end: int) -> int:
        self._report.tolerate("unquoted-key", at)
        self._on.edit(at, end, f'"{self._text[at:end]}"')
        self._on.top.wants = Wants.COLON
        return end

    def _no_value(self, at: int, end: int) -> None:
        shown = self._text[at : min(end, at + 60)]
        self._on.edit(at, end, "null")
        if shown in NOT_FINITE:
            self._on.fail(at, "not-finite", f"{shown} is no number in JSON", "write a number, a string, or null")
        else:
            self._on.fail(at, "missing-quotes", f"{shown!r} is no JSON value", "put text in double quotes")
