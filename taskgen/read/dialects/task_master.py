"""task-master's text form, one task a file: `# Task ID: 3` over `# Title: …` or `**Title:** …`."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

from taskgen.model import SubStep
from taskgen.read.dialects.base import Found, steps_in
from taskgen.read.dialects.details import labels_in
from taskgen.read.dialects.labels import number_label
from taskgen.read.dialects.source import plain
from taskgen.read.dialects.status import status_word, take_marks
from taskgen.read.dialects.status_words import DONE
from taskgen.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from taskgen.read.dialects.source import Source
    from taskgen.text.markdown import Block

name = "task-master"
unit = "files"
_ID = "task id"
_TITLES = ("title", "task title", "task name")
_BOLD = re.compile(r"\*\*(?P<key>[^*:\n]{1,40})(?::\*\*|\*\*:)[ \t]*(?P<value>.*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Member:
    """A line `# Key: value` or `**Key:** value`; `end` is the line behind it."""

    key: str
    value: str
    line: int
    end: int


def find(source: Source) -> Sequence[Found]:
    """One task from each heading that has the task's id, with the title among the members that follow it."""
    starts = [i for i, heading in enumerate(source.headings) if _member(heading).key.lower() == _ID]
    found = (
        _found(source, source.headings[start:end]) for start, end in itertools.pairwise([*starts, len(source.headings)])
    )
    return [task for task in found if task is not None]


def _member(heading: Block) -> _Member:
    key, _, value = plain(heading.text).partition(":")
    return _Member(key=key.strip(), value=value.strip(), line=heading.start, end=heading.end)


def _found(source: Source, run: Sequence[Block]) -> Found | None:
    end = source.next_heading(run[-1].start)
    members = [_member(heading) for heading in run if heading.level == run[0].level]
    is_bold = not any(member.key.lower() in _TITLES for member in members)
    if is_bold:
        members = [members[0], *_bold_members(source, run[0].end, run[1].start if len(run) > 1 else end)]
    known = {member.key.lower(): member.value for member in reversed(members)}
    title = next((member for member in members if member.key.lower() in _TITLES and member.value), None)
    if title is None:
        return None
    steps = (*steps_in(source, title.end, end), *(_step(source, heading) for heading in run if _is_part(run, heading)))
    return Found(
        label=known[_ID].strip("[]"),
        title=title.value.removeprefix("[").removesuffix("]") if title.value.startswith("[") else title.value,
        line=title.line,
        body=title.end,
        end=end,
        status=status_word(known.get("status", "")),
        metadata=tuple(
            (member.key, member.value)
            for member in members
            if not is_bold and member.value and member.key.lower() not in {_ID, *_TITLES}
        ),
        depends=labels_in(known.get("dependencies", "")),
        steps=tuple(sorted(steps, key=lambda step: step.place.line)),
    )


def _bold_members(source: Source, start: int, end: int) -> Iterator[_Member]:
    """The members in the paragraphs between two lines."""
    for block in source.starting_in(start, end):
        lines = block.text.split("\n") if block.kind == "paragraph" and block.depth == 0 else []
        for line, text in enumerate(lines, block.start):
            if member := _BOLD.match(text):
                yield _Member(key=member["key"].strip(), value=member["value"].strip(), line=line, end=line + 1)


def _is_part(run: Sequence[Block], heading: Block) -> bool:
    """Whether a heading is a subtask: `### 5.1. Title`."""
    label = number_label(plain(heading.text))
    return heading.level > run[0].level and label is not None and label.kind == "plain"


def _step(source: Source, heading: Block) -> SubStep:
    """A subtask with the status that stands at its end (`[done]`) or below it (`**Status:** done`)."""
    marked = take_marks(plain(heading.text))
    label = number_label(marked.text)
    below = _bold_members(source, heading.end, source.next_heading(heading.start))
    said = next((member.value for member in below if member.key.lower() == "status"), "")
    status = marked.status or status_word(said)
    return SubStep(
        text=marked.text,
        done=None if status is None else status == DONE,
        place=source.place(heading.start),
        label=label.text if label else "",
    )
