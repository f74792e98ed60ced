"""The choice of one dialect for a list, with what all of them found and why this one was taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from taskgen.model import Trial
from taskgen.read.dialects import DIALECTS, LEVELS, numbered_headings, ordered_items, plain_bullets
from taskgen.read.dialects.base import outweighs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from taskgen.read.dialects.base import Dialect, Found
    from taskgen.read.dialects.source import Source

# A dialect of the first column is passed over where one of the second finds far more tasks elsewhere in the file.
_YIELDS_TO = {
    "task-headings": ("numbered-boxes", "table-rows"),
    "task-paragraphs": ("numbered-boxes", "table-rows", "top-level-boxes"),
    "top-level-boxes": ("story-headings",),
}

# What these read on demand, where no heading announces it.
_ALL = {module.name: module.find_all for module in (numbered_headings, ordered_items, plain_bullets)}


def choose(source: Source, level: str | None) -> tuple[Dialect | None, Sequence[Found], tuple[Trial, ...]]:
    """Choose how to read a list; `level` is a known dialect's name.

    Returns:
        the dialect, None where none finds a task; what it finds; all trials.
    """
    if level is not None:
        dialect = (DIALECTS | LEVELS)[level]
        found = tuple(dialect.find(source))
        if not found and level in _ALL:
            found = tuple(_ALL[level](source))
        trial = Trial(dialect=level, found=len(found), chosen=bool(found), reason="asked for with --level")
        return (dialect if found else None), found, (trial,)
    tried = {name: dialect.find(source) for name, dialect in DIALECTS.items()}
    winner = _winner(tried)
    trials = tuple(_trial(name, tried, winner) for name in tried)
    return (DIALECTS[winner], tuple(tried[winner]), trials) if winner else (None, (), trials)


def _winner(tried: dict[str, Sequence[Found]]) -> str | None:
    """The first dialect that finds tasks, unless one that it yields to finds far more outside of them."""
    first = next((name for name, found in tried.items() if found), None)
    if first is None:
        return None
    return next((name for name in _YIELDS_TO.get(first, ()) if outweighs(tried[name], tried[first])), first)


def _trial(name: str, tried: dict[str, Sequence[Found]], winner: str | None) -> Trial:
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
