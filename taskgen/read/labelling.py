"""What the tasks of a list are called: those without a number get one that no other task has; repeats are told."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import TYPE_CHECKING

from taskgen.diagnostics import warning

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from taskgen.diagnostics import Finding
    from taskgen.model import Task

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_LONGEST = 9  # digits of a number that is counted on
_NAMED = 3  # labels, and lines of each, that a message names


def labelled(tasks: Sequence[Task]) -> tuple[Task, ...]:
    """The tasks, those with an empty label called by a new one."""
    made = new_labels([task.label for task in tasks])
    return tuple(task if task.label else replace(task, label=label) for task, label in zip(tasks, made, strict=True))


def new_labels(own: Sequence[str]) -> list[str]:
    """The label of each task: its own, else one that no task has.

    Behind a plain number it counts on (11 after 10), else it is the task's place in the list. Where that belongs to
    another task a letter tells: 10a, T002a. Where no task has a label of its own these are 1, 2, 3.
    """
    taken = set(own)
    names = _candidates("0", 1)
    labels = []
    for place, stated in enumerate(own, 1):
        label = stated or next(name for name in names if name not in taken)
        taken.add(label)
        labels.append(label)
        if stated or label.isdecimal():
            names = _candidates(label, place + 1)
    return labels


def _candidates(before: str, place: int) -> Iterator[str]:
    """Labels for the task behind the one called `before`, the best one first."""
    is_number = before.isdecimal() and len(before) <= _LONGEST
    yield str(int(before) + 1 if is_number else place)
    base = before if before[-1].isdigit() else str(place)
    yield base  # free only where nothing stands before: 0
    for length in itertools.count(1):
        for letters in itertools.product(_LETTERS, repeat=length):
            yield base + "".join(letters)


def repeated(tasks: Sequence[Task]) -> list[Finding]:
    """A warning where several tasks state the same label."""
    by_label: dict[str, list[Task]] = {}
    for task in tasks:
        by_label.setdefault(task.label, []).append(task)
    several = [(label, same) for label, same in by_label.items() if len(same) > 1]
    if not several:
        return []
    named = "; ".join(f"{label[:40]} in lines {_lines(same)}" for label, same in several[:_NAMED])
    more = f"; and {len(several) - _NAMED} more" if len(several) > _NAMED else ""
    label, same = several[0]
    next_step = f"give each a number of its own; until then {label[:40]!r} names {len(same)} tasks"
    return [warning("repeated-label", same[1].place, f"tasks with the same label: {named}{more}", next_step)]


def _lines(tasks: Sequence[Task]) -> str:
    lines = [str(task.place.line) for task in tasks]
    if len(lines) > _NAMED:
        return f"{', '.join(lines[:_NAMED])}, ..."
    return " and ".join((", ".join(lines[:-1]), lines[-1]))
