"""What rules look at: a list read once, its prose as sentences with places, its tasks with their own lines."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from dataclasses import field
from io import StringIO
from typing import TYPE_CHECKING

from taskgen.lint.prose import sentences_of
from taskgen.records import dataclass
from taskgen.text.markdown import fences_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from taskgen.lint.prose import Sentence
    from taskgen.model import Task
    from taskgen.text.markdown import Blocks, Fence

NEAR = 100  # sentences above a line in which its heading is looked for
_RECORD = re.compile(
    r"[\W_\d]*(?:change ?log|history|(?:dev )?agent record|completion notes|(?:qa|review|test) results|code review|"
    r"file list|retrospective|post-?mortem|lessons learned|revision history|session (?:log|notes))\b(?: list)?[\W_]*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of the workspace and the project; all of it may be empty.

    Attributes:
        files: the workspace's files, relative to the root, with `/`; None where it is not known.
        cases: for a task's position, the ids of the cases that it names; None where there is no cases file.
        help: for a case, the snippet that covers it.
        ports: of this machine, on which the project's servers listen; for each the file that says so.
        lines: non-blank lines that a task may have.
    """

    files: frozenset[str] | None = None
    cases: Mapping[int, tuple[str, ...]] | None = None
    help: Mapping[str, str] = field(default_factory=dict)
    ports: Mapping[str, str] = field(default_factory=dict)
    lines: int = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One task and the lines that are its own: from `start` to before `end`, counted from 1."""

    position: int
    task: Task
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A list as rules see it.

    Attributes:
        sentences: all prose outside fences, quotations, comments and tables of contents, in order.
        small: the words of all sentences in small letters, one after the other; `begins` where each begins in it.
        records: first lines of sections that tell what was done, and the lines behind their last ones, in order.
        is_example: it is an example task, ours or hand-written: code and tests stand in it.
    """

    path: str
    text: str
    blocks: Blocks
    sentences: tuple[Sentence, ...]
    small: str
    begins: Sequence[int]
    fences: tuple[Fence, ...]
    parts: tuple[Part, ...]
    facts: Facts
    records: tuple[tuple[int, int], ...] = ()
    is_example: bool = False

    def part_at(self, line: int) -> Part | None:
        """The task that a line belongs to."""
        at = bisect_right(self.parts, line, key=lambda part: part.start) - 1
        return self.parts[at] if at >= 0 and line < self.parts[at].end else None

    def sentences_in(self, part: Part) -> Sequence[Sentence]:
        """The prose of one task, its title included."""
        first = bisect_right(self.sentences, part.start - 1, key=lambda one: one.line)
        last = bisect_right(self.sentences, part.end - 1, key=lambda one: one.line)
        return self.sentences[first:last]

    def holding(self, stems: Sequence[str]) -> Iterator[Sentence]:
        """The sentences in which one of the stems stands, given in small letters: a quick look at many of them."""
        return (self.sentences[at] for at in sorted(set(self._holding(stems))))

    def _holding(self, stems: Sequence[str]) -> Iterator[int]:
        for stem in stems:
            found = self.small.find(stem)
            while found >= 0:
                at = bisect_right(self.begins, found) - 1
                yield at
                found = self.small.find(stem, self.begins[at + 1]) if at + 1 < len(self.begins) else -1

    def is_detailed(self, sentence: Sentence) -> bool:
        """Whether its members stand below it: it is a heading, or an item with items of its own."""
        place = (sentence.line, sentence.column)
        below = bisect_right(self.sentences, place, key=lambda one: (one.line, one.column))
        following = self.sentences[below] if below < len(self.sentences) else None
        nested = following is not None and following.line > sentence.line and following.column > sentence.column
        return sentence.is_heading or nested

    def is_record(self, sentence: Sentence) -> bool:
        """Whether it stands in a section that tells what was done: a change log, a review, an agent's notes."""
        at = bisect_right(self.records, sentence.line, key=lambda record: record[0]) - 1
        return at >= 0 and sentence.line < self.records[at][1]

    def is_below(self, sentence: Sentence) -> bool:
        """Whether it stands below all tasks, where people work and no executor reads."""
        return bool(self.parts) and sentence.line >= self.parts[-1].end

    def fences_in(self, part: Part) -> Sequence[Fence]:
        """The fenced blocks of one task."""
        first = bisect_right(self.fences, part.start - 1, key=lambda fence: fence.start)
        last = bisect_right(self.fences, part.end - 1, key=lambda fence: fence.start)
        return self.fences[first:last]

    def heading_above(self, line: int) -> Sentence | None:
        """The nearest heading, or label that stands for one, among the last sentences above a line."""
        above = bisect_right(self.sentences, line - 1, key=lambda one: one.line)
        near = range(above - 1, max(above - 1 - NEAR, -1), -1)
        return next((self.sentences[at] for at in near if self.sentences[at].is_heading), None)


def reading(
    path: str, text: str, blocks: Blocks, tasks: Sequence[Task], facts: Facts, *, is_example: bool = False
) -> Reading:
    """Read a list for the rules.

    Args:
        path: as messages show it.
        text: the whole list.
        blocks: of the text.
        tasks: as `taskgen.read.lists.tasklist` reads them, in order.
        facts: of the workspace.
        is_example: whether it is an example task, which is one part whatever its headings.
    """
    sentences = tuple(sentences_of(blocks))
    small, begins = _small(sentences)
    return Reading(
        path=path,
        text=text,
        blocks=blocks,
        sentences=sentences,
        small=small,
        begins=begins,
        fences=fences_of(blocks),
        parts=tuple(_parts(tasks, len(blocks.lines))),
        facts=facts,
        records=tuple(_records(blocks)),
        is_example=is_example,
    )


def _records(blocks: Blocks) -> Iterator[tuple[int, int]]:
    """Where sections of the past begin and end, by headings: each ends at the next one of its level or above."""
    begin, level = 0, 0
    for block in blocks:
        if block.kind != "heading":
            continue
        if level and block.level <= level:
            yield begin, block.start + 1
            level = 0
        if not level and _RECORD.match(block.text):
            begin, level = block.start + 1, block.level
    if level:
        yield begin, len(blocks.lines) + 1


def _small(sentences: Sequence[Sentence]) -> tuple[str, Sequence[int]]:
    """All words in small letters, and where those of each sentence begin."""
    begins = array("q")
    written = StringIO()
    for sentence in sentences:
        begins.append(written.tell())
        written.write(sentence.words.lower() + "\n")
    return written.getvalue(), begins


def _parts(tasks: Sequence[Task], lines: int) -> Iterator[Part]:
    """Each task's lines: its title's and those of its body."""
    for position, task in enumerate(tasks):
        below = task.body_place.line + task.body.count("\n") + 1 if task.body else task.place.line + 1
        following = tasks[position + 1].place.line if position + 1 < len(tasks) else lines + 1
        end = max(task.place.line + 1, min(below, max(following, task.place.line + 1)))
        yield Part(position=position, task=task, start=task.place.line, end=end)
