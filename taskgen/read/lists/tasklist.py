"""Reads a conceptual list: its text into tasks with places, in the one dialect that fits it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from taskgen.model import Task, TaskList
from taskgen.read.lists.choice import DIALECTS, choose
from taskgen.read.lists.details import TextLine, details_of
from taskgen.read.lists.labels import labelled, repeated
from taskgen.read.lists.numbered_headings import LEVELS
from taskgen.read.lists.overlooked import overlooked
from taskgen.read.lists.pins import Pin, assign, pins_of
from taskgen.read.lists.remarks import (
    left_out,
    never_closed,
    no_tasks,
    not_text,
    passed_over,
    rows_left_out,
    too_deep,
    unknown_level,
    unread_form,
)
from taskgen.read.lists.source import Source, plain
from taskgen.read.lists.status import status_of_field
from taskgen.read.lists.table_dialects import ID_TABLE, rows_without_id
from taskgen.read.lists.unread import unread_forms
from taskgen.read.lists.whole_files import read_json
from taskgen.text.markdown import parse

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from taskgen.diagnostics import Finding
    from taskgen.text.markdown import Block, Blocks

_NOT_TEXT = 0.1
_ODD = re.compile(r"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")  # control characters that no text has
_DEEPEST = 2  # levels of nesting below a title (an item in a list is two) in which its details are looked for


def read(
    path: str, text: str, level: str | None = None, blocks: Blocks | None = None
) -> tuple[TaskList | None, list[Finding]]:
    """Read a conceptual list.

    Args:
        path: the file's name, as shown to the user.
        text: its text; any text will do.
        level: a dialect's name, or "h1" to "h6", which then is the only one tried.
        blocks: the text's, where somebody has parsed it already.

    Returns:
        the list, None where it holds no task (the findings then say why), and the findings.
    """
    if level is not None and level not in DIALECTS and level not in LEVELS:
        return None, [unknown_level(path, level)]
    if not _is_text(text):
        return None, [not_text(path)]
    if text.lstrip("\ufeff \t\r\n")[:1] in {"{", "["} and (answer := read_json(path, text)):
        return answer
    return _read_markdown(path, text, level, blocks or parse(text))


def _is_text(text: str) -> bool:
    sample = text[:20_000]
    return len(_ODD.findall(sample)) <= _NOT_TEXT * len(sample)


def _read_markdown(path: str, text: str, level: str | None, blocks: Blocks) -> tuple[TaskList | None, list[Finding]]:
    unread, inside = unread_forms(blocks)
    source = Source(path, text, blocks, inside | _quoted(blocks))
    findings = [*too_deep(source), *never_closed(source), *(unread_form(source, form) for form in unread)]
    chosen, found, trials = choose(source, level)
    if chosen is None:
        return None, [*findings, no_tasks(source, level, unread)]
    pins, more = pins_of(source)
    by_task, outside = assign(pins, found)
    tasks = labelled([_detailed(source, one, by_task.get(index, ())) for index, one in enumerate(found)])
    listed = TaskList(
        path=path, title=_title(source), tasks=tasks, dialect=chosen.name, unit=chosen.unit, trials=trials
    )
    rows = rows_without_id(source) if chosen.name == ID_TABLE.name else []
    return listed, [
        *findings,
        *more,
        *outside,
        *repeated(tasks),
        *passed_over(source, trials),
        *left_out(source, found),
        *rows_left_out(rows, source),
        *overlooked(source, found),
    ]


def _quoted(blocks: Blocks) -> frozenset[int]:
    """The blocks in quotations: what looks like a task there is none."""
    quoted: set[int] = set()
    for index, block in enumerate(blocks):
        if block.kind == "quote" or block.parent in quoted:
            quoted.add(index)
    return frozenset(quoted)


# --- Tasks -----------------------------------------------------------------------------------------------------------


def _detailed(source: Source, found: Task, pins: Sequence[Pin]) -> Task:
    """A task with what its text says of it: metadata, requirements, dependencies; and its pins."""
    details = details_of(found.title, _said_lines(source, found))
    metadata = (*found.metadata, *details.metadata)
    named = {key.lower(): value for key, value in reversed(metadata)}
    return replace(
        found,
        label=found.label or named.get("id", "").strip("`"),
        status=found.status or _stated_status(named),
        metadata=metadata,
        requirements=details.requirements,
        depends=tuple(dict.fromkeys((*found.depends, *details.depends))),
        pins=tuple((pin.case, pin.place) for pin in pins),
    )


def _stated_status(named: Mapping[str, str]) -> str | None:
    """What a member called Status, or Done, says."""
    return next((status for key, value in named.items() if (status := status_of_field(key, value))), None)


def _said_lines(source: Source, found: Task) -> Iterator[TextLine]:
    """The lines of the paragraphs of a task; those that are near its title and in no step are its own."""
    depth, first = None, found.place.line - 1
    divided = False
    for block in source.starting_in(first, found.end_line):
        divided = divided or (block.kind == "heading" and block.start > first)
        if depth is None and block.kind in {"heading", "paragraph"}:
            depth = block.depth
        is_text = block.kind == "paragraph" or (block.kind == "heading" and "\n" in block.text)
        if not is_text or depth is None:
            continue
        is_near = not divided and block.depth <= depth + _DEEPEST
        is_own = is_near and (block.depth <= depth or not _is_in_box(source, block))
        for offset, line in enumerate(block.text.split("\n")):
            if block.start + offset > first:
                yield TextLine(text=line, is_own=is_own)


def _is_in_box(source: Source, block: Block) -> bool:
    item = source.item_of(block)
    return item is not None and item.is_box


def _title(source: Source) -> str | None:
    heading = source.title_block or next(iter(source.headings), None)
    return plain(heading.text) if heading else None
