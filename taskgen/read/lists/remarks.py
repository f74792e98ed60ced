"""What is said about a list beside its tasks: what could not be read, what was left out, why there are none."""

from __future__ import annotations

import collections
from typing import TYPE_CHECKING

from taskgen.diagnostics import Location, did_you_mean, error, note, warning
from taskgen.read.lists.bullets import PLAIN_BULLETS
from taskgen.read.lists.choice import DIALECTS
from taskgen.read.lists.dialect import TaskLines
from taskgen.read.lists.items import ORDERED_ITEMS
from taskgen.read.lists.labels import box_label
from taskgen.read.lists.numbered_headings import LEVELS, NUMBERED_HEADINGS, numbered
from taskgen.read.lists.overlooked import hints
from taskgen.read.lists.source import plain
from taskgen.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from taskgen.diagnostics import Finding
    from taskgen.model import Task, Trial
    from taskgen.read.lists.source import Item, Source
    from taskgen.read.lists.unread import UnreadForm
    from taskgen.text.markdown import Block

_FEWEST = 2
_LONGEST = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Untaken:
    """Things that could be tasks: why they are none, and the next step; `why` is empty where nothing needs a reason."""

    why: str
    next_step: str


def untaken(source: Source) -> list[Untaken]:
    """What a list holds that could be tasks, the likeliest first; bullets only where they are all."""
    outermost = [item for item in source.items if item.above is None and not item.is_box and item.first_line]
    outermost = [item for item in outermost if not source.is_no_task_section(item.block.start)]
    return [*_numbered_headings(source), *_ordered_items(source, outermost)] or [*_bullets(outermost)]


def _numbered_headings(source: Source) -> Iterator[Untaken]:
    found = numbered(source)
    if len(found) < _FEWEST:
        return
    over = next((block for block in source.chain(found[0]) if block is not found[0]), source.title_block)
    yield _unnamed(f"{len(found)} numbered headings", over, found[0].start, NUMBERED_HEADINGS.name)


def _ordered_items(source: Source, outermost: list[Item]) -> Iterator[Untaken]:
    """Those under the heading that has most of them."""
    ordered = _most(source, [item for item in outermost if item.number])
    if len(ordered) >= _FEWEST:
        over = source.heading_above(ordered[0].block.start)
        yield _unnamed(f"{len(ordered)} ordered items", over, ordered[0].block.start, ORDERED_ITEMS.name)


def _bullets(outermost: list[Item]) -> Iterator[Untaken]:
    if len(outermost) >= _FEWEST:
        next_step = f"of the {len(outermost)} list items, write - [ ] before each that is a task"
        next_step += f", or --level {PLAIN_BULLETS.name} reads them"
        yield Untaken(why="", next_step=next_step)


def _most(source: Source, items: list[Item]) -> list[Item]:
    by_heading: dict[int, list[Item]] = collections.defaultdict(list)
    for item in items:
        over = source.heading_above(item.block.start)
        by_heading[-1 if over is None else over.start].append(item)
    return max(by_heading.values(), key=len, default=[])


def _unnamed(what: str, over: Block | None, line: int, level: str) -> Untaken:
    """The heading over them says nothing of tasks."""
    asked = f"or --level {level} reads them"
    if over is None:
        why = f"{what} are not taken, since no heading over them names a list"
        return Untaken(why=why, next_step=f"write a heading like # Tasks over line {line + 1}, {asked}")
    shown = plain(over.text)
    shown = shown if len(shown) <= _LONGEST else f"{shown[: _LONGEST - 3]}..."
    why = f"{what} under {shown!r} are not taken, since that heading names no list"
    heading = f"{'#' * over.level} Tasks: ..."
    return Untaken(why=why, next_step=f"if they are tasks, say so in line {over.start + 1}: {heading}, {asked}")


# --- What is said about a list beside its tasks: what could not be read, what was left out, why there are none -------


_LONGEST_CELL = 40
_NAMED = 3
_WRITE = "write each task as a heading: ## Task 1: ..."


def not_text(path: str) -> Finding:
    """The file holds something else than text."""
    message = "this is no text: it is full of control characters"
    return error("not-text", Location(path), message, "give a Markdown file")


def unknown_level(path: str, level: str) -> Finding:
    """`--level` names no way of reading."""
    known = [*DIALECTS, *LEVELS]
    return error(
        "unknown-level",
        Location(path),
        f"no way of reading is called {level[:60]!r}",
        did_you_mean(level, known, f"one of {', '.join(known)}"),
    )


def too_deep(source: Source) -> list[Finding]:
    """The parser stopped at some depth."""
    line = source.blocks.too_deep
    if line is None:
        return []
    message = "what is nested deeper than this is not read"
    return [error("too-deep", source.place(line), message, "nest lists and quotations less deeply")]


def never_closed(source: Source) -> list[Finding]:
    """Fences and comments that run on to the end: what stands in them is no task, which is seldom meant."""
    found = []
    for block in source.blocks:
        if block.kind == "fence" and not block.closed:
            what, end = "this fence", f"close it with a line of {block.marker[:20]}"
        elif (
            block.kind == "html" and block.text.rpartition("<!--")[1] and "-->" not in block.text.rpartition("<!--")[2]
        ):
            what, end = "this comment", "close it with -->"
        else:
            continue
        message = (
            f"{what} is never closed: nothing in the {block.end - block.start} lines from here on is read as a task"
        )
        found.append(warning("never-closed", source.place(block.start), message, end))
    return found


def unread_form(source: Source, form: UnreadForm) -> Finding:
    """Tasks stand in a form that is not read."""
    message = f"tasks in the form of {form.form} are not read ({form.count} found)"
    return warning("unread-form", source.place(form.line), message, "write each as a heading: ## Task 1: ...")


def no_tasks(source: Source, level: str | None, unread: Sequence[UnreadForm]) -> Finding:
    """No way of reading found a task."""
    place = Location(source.path)
    if not source.text.strip("\ufeff \t\r\n"):
        return error("no-tasks", place, "the file is empty", _WRITE)
    if level is not None:
        return error("no-tasks", place, f"no task is found as {level}", "leave --level out to try all ways of reading")
    forms = f"; what stands in {', '.join(form.form for form in unread)} is not read" if unread else ""
    tried = ", ".join(DIALECTS)
    others = [] if unread else untaken(source)
    whys = "".join(f"; {other.why}" for other in others if other.why)
    ways = [_next_step(source), *(other.next_step for other in others), *(() if unread else hints(source))]
    return error("no-tasks", place, f"no tasks found{forms}{whys}; tried {tried}", "; or ".join(ways))


def _next_step(source: Source) -> str:
    """Which headings could be read as tasks on demand."""
    counts: dict[int, int] = {}
    for heading in source.headings:
        counts[heading.level] = counts.get(heading.level, 0) + 1
    likely = max((level for level in counts if level > 1), key=lambda level: (counts[level], -level), default=None)
    if likely is None:
        return _WRITE
    return f"{_WRITE}; or --level h{likely} reads the {counts[likely]} headings of level {likely} as tasks"


def passed_over(source: Source, trials: Sequence[Trial]) -> list[Finding]:
    """What a dialect finds that comes first in the order, but was passed over for one that finds far more."""
    first = next(trial for trial in trials if trial.found)
    if first.chosen:
        return []
    place = DIALECTS[first.dialect].find(source)[0].place
    message = f"left out: {first.found} of {first.dialect}; {first.reason}"
    return [note("tasks-passed-over", place, message, f"--level {first.dialect} reads them instead")]


def left_out(source: Source, found: Sequence[Task]) -> list[Finding]:
    """Boxes and labelled items that are in no task, so that nothing is dropped without a word."""
    inside = TaskLines(found)
    outside = [item for item in source.items if item.block.start not in inside]
    boxes = [item for item in outside if item.is_box]
    prefixes = {prefix for task in found if (prefix := _prefix(task.label))}
    labels = {task.label for task in found}
    labelled = [
        item
        for item in outside
        if not item.is_box
        and (label := box_label(item.first_line))
        and _prefix(label.text) in prefixes
        and label.text not in labels
    ]
    return [*_boxes_left_out(source, boxes), *_items_left_out(source, labelled)]


def rows_left_out(rows: Sequence[tuple[Block, str]], source: Source) -> list[Finding]:
    """Rows of a table of tasks that have no id, or one that is not understood; each with its cell of ids."""
    without = [block for block, cell in rows if not cell]
    odd = [(block, cell) for block, cell in rows if cell]
    said = []
    if without:
        message = f"rows without an id in a table of tasks, left out: {len(without)}"
        said.append(note("rows-without-id", source.place(without[0].start), message, "give each row an id of its own"))
    if odd:
        named = ", ".join(f"`{cell[:_LONGEST_CELL].strip('`')}`" for _, cell in odd[:_NAMED])
        more = ", ..." if len(odd) > _NAMED else ""
        message = f"rows of a table of tasks whose id is not understood, left out: {len(odd)} ({named}{more})"
        said.append(note("rows-without-id", source.place(odd[0][0].start), message, "write ids like T1, ST-2 or 1.1"))
    return said


def _prefix(label: str) -> str:
    """The letters of a label that has some: "ST-" of "ST-022"."""
    return label.rstrip("0123456789") if label[:1].isalpha() and label[-1:].isdigit() else ""


def _boxes_left_out(source: Source, boxes: list[Item]) -> list[Finding]:
    if not boxes:
        return []
    criteria = sum(source.is_no_task_section(item.block.start) for item in boxes)
    under = f", {criteria} of them under headings like *Acceptance criteria*" if criteria else ""
    message = f"boxes in no task, left out: {len(boxes)}{under}"
    return [note("boxes-outside-tasks", source.place(boxes[0].block.start), message, "--level chooses another way")]


def _items_left_out(source: Source, items: list[Item]) -> list[Finding]:
    if not items:
        return []
    message = f"list items with labels like the tasks', left out: {len(items)}"
    next_step = "write them in the form of the other tasks"
    return [note("items-outside-tasks", source.place(items[0].block.start), message, next_step)]
