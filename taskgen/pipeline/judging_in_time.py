"""Judging that ends: patterns and schemas are the users', and may ask for more than a lifetime."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from taskgen.doors import timer
from taskgen.pipeline.judging import Ran, judged

if TYPE_CHECKING:
    from collections.abc import Sequence

    from taskgen.compose.complete import Completed
    from taskgen.doors.targets import TargetResult
    from taskgen.model import Pitfall

SECONDS: Final = 5.0


def judged_in_time(
    completed: Completed, result: TargetResult, pitfalls: Sequence[Pitfall], seconds: float = SECONDS
) -> Ran:
    """As `judged`; checks that take longer than `seconds` fail the case."""
    try:
        with timer.within(seconds):
            return judged(completed, result, pitfalls)
    except timer.TimeIsUp:
        message = f"its checks did not end within {seconds:g} s"
        place = "simplify the patterns and schemas among its checks: one of them tries too many ways to match"
        return Ran(case=completed.case.id, status="FAIL", message=message, place=place, seconds=result.seconds)
