"""The lines of a text as Markdown counts them, and the front matter above it."""

from __future__ import annotations

import bisect
import re
from array import array
from typing import TYPE_CHECKING

from taskgen.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

# Only these end a line in Markdown; U+2028, form feed and their like (which str.splitlines splits at) do not.
_LINE_END = re.compile(r"\r\n|\r|\n")
_KEY = re.compile(r"[\w\"'][^:\s]*\s*:(\s|$)")
_TOML_KEY = re.compile(r"[\w\"'][^=\s]*\s*=|\[")
BOM = "\ufeff"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """Where the lines of a text begin and end, as offsets in it; lines count from 0.

    Attributes:
        starts: offset of each line's first character; on the first line that is behind a byte order mark.
        ends: offset behind each line's last character, its line break left out.
    """

    source: str
    starts: Sequence[int]
    ends: Sequence[int]

    def __len__(self) -> int:
        return len(self.starts)

    def text(self, line: int) -> str:
        """One line without its break; an empty string where there is no such line."""
        return self.source[self.starts[line] : self.ends[line]] if 0 <= line < len(self.starts) else ""

    def offset(self, line: int) -> int:
        """Where a line begins; behind the last one, the end of the text."""
        return self.starts[line] if line < len(self.starts) else len(self.source)

    def at(self, offset: int) -> tuple[int, int]:
        """Line and column, both from 1, of an offset."""
        line = max(bisect.bisect_right(self.starts, offset) - 1, 0)
        return line + 1, max(offset - self.starts[line], 0) + 1

    def is_blank(self, line: int) -> bool:
        """Whether a line holds nothing but white space."""
        return not self.text(line).strip()


def lines_of(text: str) -> Lines:
    """Find the lines of a text. A break at the very end begins no further line."""
    first = len(BOM) if text.startswith(BOM) else 0
    starts, ends = array("q", [first]), array("q")
    for found in _LINE_END.finditer(text):
        ends.append(found.start())
        starts.append(found.end())
    ends.append(len(text))
    if len(starts) > 1 and starts[-1] == len(text):
        del starts[-1], ends[-1]
    return Lines(source=text, starts=starts, ends=ends)


def front_matter_end(lines: Lines) -> int:
    """How many lines the front matter takes, its two rulers counted; 0 where the text has none."""
    ruler = lines.text(0).rstrip()
    if ruler not in {"---", "+++"}:
        return 0
    closers = {"---", "..."} if ruler == "---" else {"+++"}
    for line in range(1, len(lines)):
        if lines.text(line).rstrip() in closers:
            return line + 1 if _holds_keys(lines, line, _KEY if ruler == "---" else _TOML_KEY) else 0
    return 0


def _holds_keys(lines: Lines, end: int, key: re.Pattern[str]) -> bool:
    """A ruler that opens a text may also be a thematic break: front matter begins with a key, and at once."""
    if end == 1:
        return True
    if lines.is_blank(1):
        return False
    written = (lines.text(line) for line in range(1, end) if not lines.is_blank(line))
    first = next((text for text in written if not text.startswith("#")), "")
    return bool(key.match(first))


def normalised(lines: Lines, start: int, end: int) -> str:
    """The lines `start` to before `end` as the parser wants them: line feeds only, no byte order mark."""
    return "\n".join([lines.text(line) for line in range(start, end)]) + "\n"
