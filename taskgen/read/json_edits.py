"""Edits of a text, and the way back: which place of the original a place of the edited text stands for."""

from __future__ import annotations

from array import array
from bisect import bisect_right


class Mended:
    """A text after its edits.

    Attributes:
        text: the edited text.
    """

    __slots__ = ("_anchors", "_originals", "text")

    def __init__(self, original: str, edits: list[tuple[int, int, str]]) -> None:
        """Apply edits `(start, end, replacement)`; none may overlap; insertions at one place keep order."""
        self._anchors = array("q", [0])
        self._originals = array("q", [0])
        self.text = self._apply(original, sorted(edits, key=lambda edit: edit[:2])) if edits else original

    def _apply(self, original: str, edits: list[tuple[int, int, str]]) -> str:
        pieces: list[str] = []
        taken = length = 0
        for start, end, replacement in edits:
            pieces += (original[taken:start], replacement)
            length += start - taken + len(replacement)
            taken = end
            if len(replacement) != end - start:
                self._anchors.append(length)
                self._originals.append(end)
        pieces.append(original[taken:])
        return "".join(pieces)

    def original(self, offset: int) -> int:
        """The offset in the original text of the character at `offset` of the edited one."""
        if len(self._anchors) == 1:
            return offset
        index = bisect_right(self._anchors, offset) - 1
        found = self._originals[index] + offset - self._anchors[index]
        if index + 1 < len(self._originals):
            return min(found, self._originals[index + 1])
        return found
