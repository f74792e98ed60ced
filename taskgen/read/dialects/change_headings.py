"""Headings that say what happens to a file, as plans of agents have them: `#### [MODIFY] [reader.py](file:///…)`."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from taskgen.read.dialects.base import Found, read_title, steps_in
from taskgen.read.dialects.source import plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from taskgen.read.dialects.source import Source
    from taskgen.text.markdown import Block

name = "change-headings"
unit = "headings"
_VERBS = {"NEW": "Create", "MODIFIED": "Modify"}
_LINK = re.compile(r"\[(?P<text>[^\[\]]+)\]\([^()]*\)")


@functools.cache
def _change() -> re.Pattern[str]:
    """The mark, and behind it a link, code, or what has the look of a path: `[NEW] Dark mode` is a piece of news."""
    marks = r"MODIFY|MODIFIED|UPDATE|NEW|CREATE|ADD|DELETE|REMOVE|RENAME|MOVE|REFACTOR"
    return re.compile(rf"[*_`]*\[(?P<what>{marks})\][*_`:]*\s+(?P<file>(?:[*_]*[\[`]|[\w@~-]*[./\\]\S)[^\n]*)")


def find(source: Source) -> Sequence[Found]:
    """Every such heading: "Modify reader.py", under the component that it belongs to."""
    return list(_found(source))


def _found(source: Source) -> Iterator[Found]:
    for heading in source.headings:
        change = _change().match(plain(heading.text).lstrip("*_ "))
        if change is None:
            continue
        title = read_title(_LINK.sub(r"\g<text>", change["file"]), None)
        end = source.section_end(heading)
        yield Found(
            label="",
            title=f"{_VERBS.get(change['what'], change['what'].capitalize())} {title.text}",
            line=heading.start,
            body=heading.end,
            end=end,
            status=title.status,
            group=_group(source, heading),
            optional=title.optional,
            steps=steps_in(source, heading.end, end),
        )


def _group(source: Source, heading: Block) -> str | None:
    above = next((block for block in source.chain(heading) if block is not heading), None)
    return None if above is None or above is source.title_block else plain(above.text)
