"""Forms of tasks that are not read yet, but named: XML tags, `<details>`, tasks inside a yaml fence."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from taskgen.read.lists.labels import task_label
from taskgen.records import dataclass
from taskgen.text.markdown import spans

if TYPE_CHECKING:
    from collections.abc import Iterator

    from taskgen.text.markdown import Block, Blocks

_TAG = re.compile(r"<(?P<close>/?)(?P<name>task|details)(?=[\s/>])[^<>]*>", re.IGNORECASE)
_SUMMARY = re.compile(r"<summary[^<>]*>(?P<text>[^\n]*)", re.IGNORECASE)
_MARKUP = re.compile(r"<[^<>]*>")
_YAML_TASK = re.compile(r"(?:-\s+)?tasks?\s+\d+[^\n]*:|tasks:\s*$", re.IGNORECASE)
_YAML_ID = re.compile(r"\s*-\s+(?:id|task|title):\s*\S", re.IGNORECASE)
_NEAR = 500  # characters behind an opening tag in which its summary is looked for
_YAML = {"yaml", "yml"}


@dataclass(frozen=True, slots=True, kw_only=True)
class UnreadForm:
    """Tasks in a form that is not read: `form` names it, `line` (from 0) is where the first one stands."""

    form: str
    count: int
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tag:
    name: str
    closes: bool
    index: int
    summary: str


def unread_forms(blocks: Blocks) -> tuple[tuple[UnreadForm, ...], frozenset[int]]:
    """The unread forms of a text, and the indexes of all blocks inside them."""
    regions = [*_xml_regions(blocks), *_yaml_regions(blocks)]
    forms: dict[str, list[int]] = {}
    hidden: set[int] = set()
    for form, first, last in regions:
        forms.setdefault(form, []).append(blocks[first].start)
        hidden.update(range(first, last + 1))
    named = tuple(UnreadForm(form=form, count=len(lines), line=lines[0]) for form, lines in sorted(forms.items()))
    return named, frozenset(hidden)


def _xml_regions(blocks: Blocks) -> Iterator[tuple[str, int, int]]:
    """From each opening tag to its closing one, else to the next opening one or the end."""
    opened: _Tag | None = None
    for tag in _tags(blocks):
        if not tag.closes and _opens_tasks(tag):
            if opened is not None:
                yield _region(opened, tag.index - 1)
            opened = tag
        elif tag.closes and opened is not None and tag.name == opened.name:
            yield _region(opened, tag.index)
            opened = None
    if opened is not None:
        yield _region(opened, len(blocks) - 1)


def _region(opened: _Tag, last: int) -> tuple[str, int, int]:
    return f"<{opened.name}>", opened.index, max(last, opened.index)


def _opens_tasks(tag: _Tag) -> bool:
    """A `<details>` may fold anything; it is a task where its summary says so."""
    return tag.name == "task" or task_label(_MARKUP.sub("", tag.summary).strip()) is not None


def _tags(blocks: Blocks) -> Iterator[_Tag]:
    for index, block in enumerate(blocks):
        if block.kind not in {"html", "paragraph"} or "<" not in block.text or _is_comment(block):
            continue
        for offset, text in _outside_code(block):
            for found in _TAG.finditer(text):
                if found["close"] or block.kind == "html":
                    yield _tag(blocks, block, index, offset + found.start(), found)


def _tag(blocks: Blocks, block: Block, index: int, offset: int, found: re.Match[str]) -> _Tag:
    summary = _SUMMARY.search(block.text, offset, offset + _NEAR)
    following = blocks[index + 1].text if index + 1 < len(blocks) else ""
    summary = summary or _SUMMARY.match(following)
    return _Tag(
        name=found["name"].lower(),
        closes=bool(found["close"]),
        index=index,
        summary=summary["text"] if summary else "",
    )


def _outside_code(block: Block) -> Iterator[tuple[int, str]]:
    if block.kind == "html":
        yield 0, block.text
        return
    yield from ((span.start, span.text) for span in spans(block.text) if span.kind == "text")


def _is_comment(block: Block) -> bool:
    return block.kind == "html" and block.text.lstrip().startswith("<!--")


def _yaml_regions(blocks: Blocks) -> Iterator[tuple[str, int, int]]:
    for index, block in enumerate(blocks):
        if block.kind == "fence" and _holds_yaml_tasks(block):
            yield "a yaml fence", index, index


def _holds_yaml_tasks(block: Block) -> bool:
    words = block.info.split()
    if not words or words[0].lower() not in _YAML:
        return False
    lines = block.text.split("\n")
    matched = [line for line in lines if _YAML_TASK.match(line)]
    return any(not line.lower().startswith("tasks:") for line in matched) or (
        bool(matched) and any(_YAML_ID.match(line) for line in lines)
    )
