"""All headings of one level, whatever they say: only where the user asks for it (`--level h2`)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from taskgen.read.dialects.base import Found, labelled_task, read_title, steps_in
from taskgen.read.dialects.labels import Label, number_label
from taskgen.read.dialects.source import plain
from taskgen.read.dialects.status import take_marks
from taskgen.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from taskgen.read.dialects.source import Source
    from taskgen.text.markdown import Block


# `A1 — Title`, `D1.2 ⬜ Title`, `B3: Title`; a P1 is a priority, M1, Q1, V1, W1 are times, AC1, FR1 say what is wanted.
_BRIEF = re.compile(
    r"(?!(?:[HMPQVW]|AC|FR)\d)(?P<label>[A-Z]{1,2}\d{1,3}(?:\.\d{1,3})?[a-z]?)\*{0,2}"
    r"(?:\s*[:\uff1a]\s*|\s+[\u2013—-]\s+|\s+(?=[^\w\s(\[\"'`&+/,.]))(?=\S)"
)


@dataclass(frozen=True, slots=True)
class HeadingLevel:
    """A dialect for each of the six levels; each heading of it is a task."""

    level: int
    unit: str = "headings"

    @property
    def name(self) -> str:
        """As `--level` takes it."""
        return f"h{self.level}"

    def find(self, source: Source) -> Sequence[Found]:
        """Every heading of the level."""
        return [found_heading(source, heading) for heading in source.headings if heading.level == self.level]


def heading_number(text: str) -> Label | None:
    """The number or code that a heading begins with, status marks at its ends taken off."""
    line = take_marks(text).text
    if label := number_label(line):
        return label
    found = _BRIEF.match(line.lstrip("*_ ")) or _BRIEF.match(text.lstrip("*_ "))  # the mark may be all that parts them
    return Label(text=found["label"], rest=found.string[found.end() :], kind="brief") if found else None


def found_heading(source: Source, heading: Block) -> Found:
    """A heading as a task, down to the next heading of its level or above."""
    text = plain(heading.text)
    marked = take_marks(text)
    title = read_title(marked.text, labelled_task(text) or heading_number(text))
    end = source.section_end(heading)
    above = next((block for block in source.chain(heading) if block is not heading), None)
    return Found(
        label=title.label,
        title=title.text,
        line=heading.start,
        body=heading.end,
        end=end,
        status=marked.status or title.status_with(None, is_struck=marked.is_struck),
        group=None if above is None or above is source.title_block else plain(above.text),
        optional=title.optional,
        parallel=title.parallel,
        metadata=title.metadata,
        steps=steps_in(source, heading.end, end),
    )
