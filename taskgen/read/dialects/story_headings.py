"""Headings that say "Story N" (`### Story 1.2: …`, `## User Story 3 - …`, `### Issue 4: …`), under epics or not."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from taskgen.read.dialects.labels import Label
from taskgen.read.dialects.source import plain
from taskgen.read.dialects.status import take_marks
from taskgen.read.dialects.task_headings import candidates, found_headings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from taskgen.read.dialects.base import Found
    from taskgen.read.dialects.source import Source

name = "story-headings"
unit = "headings"


def find(source: Source) -> Sequence[Found]:
    """The headings that name a story; one that is the title of the whole file is none."""
    stories = candidates(source, story_label)
    if len(stories) == 1 and stories[0].heading is source.title_block:
        return []
    return found_headings(source, stories)


@functools.cache
def _story() -> re.Pattern[str]:
    words = (
        r"(?:user[ -]?)?stor(?:y|ies)|work[ -]items?|issue|us(?=-?\d)|(?:user[ -]?)?storys?"
        r"|historia(?: de usuario)?|hu(?=-?\d)|história(?: de usuário)?|récit(?: utilisateur)?|nutzergeschichte"
        r"|(?:пользовательская )?история|用户故事|使用者故事|ユーザーストーリー|ストーリー|사용자 스토리|스토리"
    )
    return re.compile(
        rf"(?:{words})[\s#№-]*(?P<label>(?:[A-Z]{{1,4}}-)?\d{{1,4}}[a-z]?(?:\.\d{{1,3}}[a-z]?){{0,3}})(?!\w)"
        r"(?P<between>\*{0,2}\s*(?:[:\uff1a.)\u2013—|]|-(?=\s))[\s*]*|\*{0,2}\s+|\*{0,2}$)",
        re.IGNORECASE,
    )


def story_label(text: str) -> Label | None:
    """The number of a story; without a colon or dash behind it, only one that has parts (`Story 1.2 Sign in`)."""
    line = take_marks(plain(text)).text.lstrip("*_[ ")
    found = _story().match(line)
    if found is None or (not found["between"].strip(" *") and "." not in found["label"] and found.end() < len(line)):
        return None
    return Label(text=found["label"], rest=line[found.end() :], kind="task")
