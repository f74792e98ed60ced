"""The brackets, commas and colons of a JSON text: what is missing is put in, what is too much taken out, and said."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from taskgen.read.json_frames import Frame, Wants

if TYPE_CHECKING:
    from taskgen.read.json_report import Report

MAX_DEPTH: Final = 200
_SKIP: Final = re.compile(r'"[^"\\\n]*+(?:\\(?s:.)[^"\\\n]*+)*+"|[\[\]{}]')
_STEPS: Final = {"[": 1, "{": 1, "]": -1, "}": -1}


class Structure:
    """The open brackets, and the edits that make strict JSON of the text.

    Attributes:
        frames: the open brackets, outermost first.
        edits: `(start, end, replacement)`, in no order.
        end: where the region that is mended ends.
    """

    __slots__ = ("_report", "_text", "edits", "end", "frames")

    def __init__(self, text: str, report: Report) -> None:
        self._text = text
        self._report = report
        self.frames: list[Frame] = []
        self.edits: list[tuple[int, int, str]] = []
        self.end = len(text)

    @property
    def top(self) -> Frame:
        """The innermost open bracket; there must be one."""
        return self.frames[-1]

    def edit(self, start: int, end: int, replacement: str) -> None:
        """Put something in the place of a stretch of text."""
        self.edits.append((start, end, replacement))

    def blank(self, start: int, end: int) -> None:
        """Leave a stretch of text out."""
        self.edits.append((start, end, " " * (end - start)))

    def fail(self, at: int, rule: str, message: str, next_step: str) -> None:
        """Report that something was lost; once until the next comma of the bracket."""
        self._report.damages.add(at)
        if self.frames and self.top.damaged:
            return
        if self.frames:
            self.top.damaged = True
        self._report.error(at, rule, message, next_step)

    # --- brackets ---

    def admit(self, bracket: str, at: int) -> int:
        """Make room for a bracket that opens here; gives `at`, or the offset behind one that has to be left out."""
        if len(self.frames) >= MAX_DEPTH:
            message = f"brackets are nested more than {MAX_DEPTH} deep"
            return self._skip(at, "too-deep", message, "write flatter data")
        if not self.frames:
            return at
        if self._wants_key_after_all() and not self._leave_unclosed(at):
            message = f"{bracket!r} stands where a key is expected"
            return self._skip(at, "missing-key", message, "give it a key, or use a list")
        self.ready(at)
        self.top.wants = Wants.COMMA
        return at

    def push(self, bracket: str, at: int) -> None:
        """Open a bracket; what stands in damaged surroundings is not reported again."""
        self.frames.append(Frame(bracket, at, damaged=bool(self.frames) and self.top.damaged))

    def close(self, char: str, at: int) -> None:
        """A closing bracket: closes its own, and those inside that were left open."""
        if not any(frame.closing == char for frame in self.frames):
            self.blank(at, at + 1)
            self.fail(at, "stray-bracket", f"{char!r} closes nothing", "take it away, or open its bracket")
            return
        while self.top.closing != char:
            self._close_unclosed(at)
        self._finish(at)
        self._pop()

    def close_all(self, at: int) -> None:
        """The end of the text: whatever is open is closed."""
        while self.frames:
            self._close_unclosed(at)

    def _wants_key_after_all(self) -> bool:
        return self.top.wants_key or (self.top.bracket == "{" and self.top.wants is Wants.COMMA)

    def _leave_unclosed(self, at: int) -> bool:
        """Where an object begins in the place of a key, the one before it, an element of a list, was not closed."""
        if self.top.wants is Wants.FIRST or not any(frame.bracket == "[" for frame in self.frames):
            return False
        while self.top.bracket == "{":
            self._close_unclosed(at)
        return True

    def _skip(self, at: int, rule: str, message: str, next_step: str) -> int:
        """Leave out a whole bracket; gives the offset behind it."""
        end = self._bracket_end(at)
        stands_for_value = bool(self.frames) and not self._wants_key_after_all()
        if stands_for_value:
            self.ready(at)
            self.top.wants = Wants.COMMA
        self.edit(at, end, "null" if stands_for_value else " ")
        self.fail(at, rule, message, next_step)
        return end

    def _bracket_end(self, at: int) -> int:
        depth = 0
        for found in _SKIP.finditer(self._text, at, self.end):
            depth += _STEPS.get(found[0], 0)
            if depth == 0:
                return found.end()
        return self.end

    def _close_unclosed(self, at: int) -> None:
        frame = self.top
        message = f"{frame.bracket!r} is not closed; {self._found_at(at)}"
        self.fail(frame.start, "unclosed-bracket", message, f"close it with {frame.closing}")
        self._finish(at)
        self.edit(at, at, frame.closing)
        self._pop()

    def _found_at(self, at: int) -> str:
        if at >= len(self._text):
            return "the file ends"
        if at >= self.end:
            return "the line ends"
        return f"{self._text[at]!r} at {self._report.where(at)} belongs outside it"

    def _pop(self) -> None:
        """Close the last bracket; damage inside it is damage of what it stands in."""
        frame = self.frames.pop()
        if self.frames:
            self.top.damaged |= frame.damaged

    def _finish(self, at: int) -> None:
        """Give the last bracket what it still wants before it can be closed."""
        frame = self.top
        if frame.wants is Wants.NEXT:
            self.blank(frame.comma, frame.comma + 1)
            if not frame.damaged:
                self._report.tolerate("trailing-comma", frame.comma)
        elif frame.wants in {Wants.COLON, Wants.VALUE}:
            self._missing_value(at)

    # --- commas and colons ---

    def comma(self, at: int) -> None:
        """A comma: the next thing is a new element or member, and errors are reported again."""
        frame = self.top
        if frame.wants in {Wants.FIRST, Wants.NEXT}:
            self.blank(at, at + 1)
            if not frame.damaged:
                self._report.error(at, "extra-comma", "a ',' follows nothing", "take one ',' away")
            frame.damaged = False
            return
        if frame.wants is not Wants.COMMA:
            self._missing_value(at)
        frame.wants = Wants.NEXT
        frame.comma = at
        frame.damaged = False

    def colon(self, at: int) -> None:
        """A colon: only behind a key."""
        frame = self.top
        if frame.wants is Wants.COLON:
            frame.wants = Wants.VALUE
            return
        self.blank(at, at + 1)
        inside = "a list" if frame.bracket == "[" else "an object where no key stands before it"
        self.fail(at, "stray-colon", f"':' stands in {inside}", "close the list before it, or quote the text")

    def ready(self, at: int) -> None:
        """Put in the comma or colon that is missing before a value or key."""
        frame = self.top
        if frame.wants is Wants.COMMA:
            self.edit(at, at, ",")
            frame.wants = Wants.NEXT
            frame.comma = at
            self._missing_comma(at)
        elif frame.wants is Wants.COLON:
            self.edit(at, at, ":")
            frame.wants = Wants.VALUE
            if not frame.damaged:
                self._report.error(at, "missing-colon", "a ':' is missing between key and value", "put a ':' before it")

    def _missing_comma(self, at: int) -> None:
        """What touches the string before it is more likely that string's unescaped rest: then data was lost."""
        what = "elements" if self.top.bracket == "[" else "members"
        message = f"a ',' is missing between two {what}"
        if self._text[at] not in "\"'[{" or self._text[at - 1] in "\"'":
            self.fail(at, "missing-comma", message, "put a ',' before this, or a backslash before a quote in a string")
        elif not self.top.damaged:
            self._report.error(at, "missing-comma", message, "put a ',' before this")

    def _missing_value(self, at: int) -> None:
        frame = self.top
        self.edit(at, at, ": null" if frame.wants is Wants.COLON else "null")
        frame.wants = Wants.COMMA
        self.fail(at, "missing-value", "a key has no value", "write ': value' after the key")
