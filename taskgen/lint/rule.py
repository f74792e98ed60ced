"""What a rule is, and what it finds."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

from taskgen.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from taskgen.diagnostics import Severity
    from taskgen.lint.reading import Reading


class Confidence(enum.StrEnum):
    """How often a finding of a rule is right: nearly always, mostly, or only worth a look."""

    HIGH = "high"
    MEDIUM = "medium"
    HINT = "hint"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One place that a rule finds.

    Attributes:
        line, column: from 1, in the list.
        length: characters that it takes, for a caret; 1 where it is a whole item.
        message: what is wrong there.
        next_step: what to do about it; the rule's own where empty.
        absent: nothing stands there that should: told once where it holds for every task of a list.
    """

    line: int
    column: int
    length: int
    message: str
    next_step: str = ""
    absent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule, named for the bad pattern.

    Attributes:
        what: the pattern in a few words.
        why: how it hurts an executor, in one sentence.
        next_step: what an author can do, in a few words.
        weight: points that one finding takes from a task's score.
        cap: points that all its findings in one task take at most.
        bad, good: a list in which it finds something, and one in which no rule does.
    """

    name: str
    what: str
    severity: Severity
    confidence: Confidence
    why: str
    next_step: str
    weight: int
    cap: int
    bad: str
    good: str
    find: Callable[[Reading], Iterable[Hit]]
