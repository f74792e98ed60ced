"""Negative controls: what must not pass. A task that can't fail proves nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from taskgen.prove.emptying import prove_emptying
from taskgen.prove.leaves import prove_leaves

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from taskgen.prove.attempt import Attempt
    from taskgen.prove.bench import Bench
    from taskgen.prove.each import Each
    from taskgen.prove.verdicts import Verdict


def prove_controls(attempts: Sequence[Attempt], bench: Bench, *, whole: bool, each: Each = map) -> Iterator[Verdict]:
    """Empty the functions of tasks that pass, and change the leaves of what they expect; by task, in their order.

    Args:
        attempts: in the order of the list.
        bench: gives the copies of the workspace.
        whole: they are all tasks of the list.
        each: as `map`.
    """
    emptying: dict[str, list[Verdict]] = {}
    for told in prove_emptying(attempts, bench, whole=whole, each=each):
        emptying.setdefault(told.task, []).append(told)
    for attempt in attempts:
        if attempt.outcome is not None:
            yield from emptying.get(attempt.steps.case, ())
            yield from prove_leaves(attempt.steps, attempt.outcome)
