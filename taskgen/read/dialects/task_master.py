"""task-master's text form: `# Task ID: 3`, `# Title: …`, `# Status: …`; one task a file."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from taskgen.read.dialects.base import Found, steps_in
from taskgen.read.dialects.details import labels_in
from taskgen.read.dialects.source import plain
from taskgen.read.dialects.status import status_word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from taskgen.markdown import Block
    from taskgen.read.dialects.source import Source

name = "task-master"
unit = "files"
_ID, _TITLE = "task id", "title"


def find(source: Source) -> Sequence[Found]:
    """One task from each run of `# Key: value` headings that begins with the task's id."""
    starts = [i for i, heading in enumerate(source.headings) if _member(heading)[0].lower() == _ID]
    found = (
        _found(source, source.headings[start:end]) for start, end in itertools.pairwise([*starts, len(source.headings)])
    )
    return [task for task in found if task is not None]


def _member(heading: Block) -> tuple[str, str]:
    key, _, value = plain(heading.text).partition(":")
    return key.strip(), value.strip()


def _found(source: Source, run: Sequence[Block]) -> Found | None:
    members = [(heading, *_member(heading)) for heading in run if heading.level == 1]
    known = {key.lower(): value for _, key, value in reversed(members)}
    title = next((heading for heading, key, _ in members if key.lower() == _TITLE), None)
    if title is None:
        return None
    end = source.next_heading(run[-1].start)
    return Found(
        label=known[_ID],
        title=known[_TITLE],
        line=title.start,
        body=title.end,
        end=end,
        status=status_word(known.get("status", "")),
        metadata=tuple((key, value) for _, key, value in members if value and key.lower() not in {_ID, _TITLE}),
        depends=labels_in(known.get("dependencies", "")),
        steps=steps_in(source, title.end, end),
    )
