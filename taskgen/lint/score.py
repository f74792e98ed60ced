"""How far a task is from one that an executor can finish: 100, less what its findings weigh."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from taskgen.lint.rules import RULES
from taskgen.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

WHOLE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """The points of one task: what is left of 100, and what each rule took."""

    points: int
    taken: Mapping[str, int]


def score(rules: Iterable[str]) -> Score:
    """The score of a task from the rules of its findings, each as often as it was found.

    Mending a finding never lowers it: each takes its weight, up to the rule's cap.
    """
    taken = {
        name: min(RULES[name].cap, RULES[name].weight * count)
        for name, count in sorted(Counter(rules).items())
        if name in RULES
    }
    return Score(points=max(0, WHOLE - sum(taken.values())), taken=taken)


def mean(scores: Sequence[Score]) -> int:
    """The score of a list: the mean of its tasks', rounded down."""
    return sum(one.points for one in scores) // len(scores) if scores else WHOLE
