"""The dialects in the order of preference, and the choice of one for a list, with what each found and the reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from taskgen.model import Trial
from taskgen.read.lists.boxes import NUMBERED_BOXES, TOP_BOXES
from taskgen.read.lists.bullets import PLAIN_BULLETS
from taskgen.read.lists.dialect import outweighs
from taskgen.read.lists.headings import CHANGE_HEADINGS, STORY_HEADINGS, TASK_HEADINGS
from taskgen.read.lists.items import LETTERED_ITEMS, ORDERED_ITEMS
from taskgen.read.lists.numbered_headings import LEVELS, NUMBERED_HEADINGS
from taskgen.read.lists.paragraphs import TASK_PARAGRAPHS
from taskgen.read.lists.table_dialects import ID_TABLE, PIPE_LINES, TASK_ROWS
from taskgen.read.lists.whole_files import FRONT_MATTER, TASK_MASTER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from taskgen.model import Task
    from taskgen.read.lists.dialect import Dialect
    from taskgen.read.lists.source import Source

# In the order of preference: the first that finds tasks is taken.
DIALECTS = {
    dialect.name: dialect
    for dialect in (
        TASK_MASTER,
        TASK_HEADINGS,
        FRONT_MATTER,
        TASK_PARAGRAPHS,
        NUMBERED_BOXES,
        ID_TABLE,
        PIPE_LINES,
        TOP_BOXES,
        STORY_HEADINGS,
        NUMBERED_HEADINGS,
        CHANGE_HEADINGS,
        ORDERED_ITEMS,
        TASK_ROWS,
        LETTERED_ITEMS,
        PLAIN_BULLETS,
    )
}


# --- The choice of one dialect for a list, with what all of them found and why this one was taken --------------------


# A dialect of the first column is passed over where one of the second finds far more tasks elsewhere in the file.
_YIELDS_TO = {
    "task-headings": ("numbered-boxes", "table-rows"),
    "task-paragraphs": ("numbered-boxes", "table-rows", "top-level-boxes"),
    "top-level-boxes": ("story-headings",),
}


def choose(source: Source, level: str | None) -> tuple[Dialect | None, Sequence[Task], tuple[Trial, ...]]:
    """Choose how to read a list; `level` is a known dialect's name.

    Returns:
        the dialect, None where none finds a task; what it finds; all trials.
    """
    if level is not None:
        dialect = (DIALECTS | LEVELS)[level]
        found = tuple(dialect.find(source))
        if not found and dialect.find_all:
            found = tuple(dialect.find_all(source))
        trial = Trial(dialect=level, found=len(found), chosen=bool(found), reason="asked for with --level")
        return (dialect if found else None), found, (trial,)
    tried = {name: dialect.find(source) for name, dialect in DIALECTS.items()}
    winner = _winner(tried)
    trials = tuple(_trial(name, tried, winner) for name in tried)
    return (DIALECTS[winner], tuple(tried[winner]), trials) if winner else (None, (), trials)


def _winner(tried: dict[str, Sequence[Task]]) -> str | None:
    """The first dialect that finds tasks, unless one that it yields to finds far more outside of them."""
    first = next((name for name, found in tried.items() if found), None)
    if first is None:
        return None
    return next((name for name in _YIELDS_TO.get(first, ()) if outweighs(tried[name], tried[first])), first)


def _trial(name: str, tried: dict[str, Sequence[Task]], winner: str | None) -> Trial:
    found, unit = len(tried[name]), DIALECTS[name].unit
    order = list(tried)
    if name == winner:
        reason = f"{found} {unit}; the first in the order of preference that finds tasks"
        passed = [before for before in order[: order.index(name)] if tried[before]]
        if passed:
            reason = f"{found} {unit}, most of them outside of what {passed[0]} finds"
    elif not found:
        reason = f"no such {unit}"
    elif winner and order.index(name) < order.index(winner):
        reason = f"{winner} finds far more, and elsewhere in the file"
    else:
        reason = f"{winner} comes before it"
    return Trial(dialect=name, found=found, chosen=name == winner, reason=reason)
