"""One task a file, told by its front matter: `id: task-8`, `title: …`, `status: To Do` (Backlog.md and its like)."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

from taskgen.read.dialects.base import Found, steps_in
from taskgen.read.dialects.details import labels_in
from taskgen.read.dialects.status import status_word

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from taskgen.read.dialects.source import Source

name = "front-matter"
unit = "files"
_MEMBER = re.compile(r"(?P<key>[A-Za-z_][\w-]{0,40}):[ \t]*(?P<value>.*)")
_TASK_ID = re.compile(r"[\"']?(?:[A-Za-z]{1,12}[-_])?\d{1,6}(?:\.\d{1,4}){0,4}[\"']?")


def find(source: Source) -> Sequence[Found]:
    """The file itself, where its front matter has a task's id, title and status."""
    matter = next((block for _, block in source.visible if block.kind == "front-matter"), None)
    if matter is None:
        return []
    texts = matter.text.split("\n")
    lines = [_MEMBER.match(line) for line in texts]
    members = {line["key"].lower(): _unquoted(line["value"]) for line in lines if line}
    if not {"id", "title", "status"} <= members.keys() or not _TASK_ID.fullmatch(members["id"]):
        return []
    title_line = next(i for i, line in enumerate(lines) if line and line["key"].lower() == "title")
    end = len(source.blocks.lines)
    return [
        Found(
            label=re.sub(r"(?i)^task[-_]", "", members["id"]),
            title=members["title"],
            line=title_line + 1,
            body=matter.end,
            end=end,
            status=status_word(members["status"]),
            metadata=tuple(
                (k, v) for k, v in members.items() if v and v != "[]" and k not in {"id", "title", "status"}
            ),
            depends=labels_in(members.get("dependencies", "").strip("[]") or ", ".join(_items(texts, "dependencies"))),
            steps=steps_in(source, matter.end, end),
        )
    ]


def _items(lines: list[str], key: str) -> Iterator[str]:
    """The `- item` lines below a key."""
    below = itertools.dropwhile(lambda line: line.rstrip().lower() != f"{key}:", lines)
    items = itertools.takewhile(lambda line: line.lstrip().startswith("- "), itertools.islice(below, 1, None))
    return (_unquoted(item.strip()[2:]) for item in items)


def _unquoted(value: str) -> str:
    value = value.strip()
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" else value
