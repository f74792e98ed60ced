"""How children end that did not come to speak, and what is taken out of what they say."""

from __future__ import annotations

import signal
from pathlib import Path
from typing import TYPE_CHECKING

from taskgen.doors.targets.result import TargetResult, without_paths

if TYPE_CHECKING:
    from collections.abc import Sequence

    from taskgen.model import Limits, Outcome


def cut_off(outcome: Outcome, seconds: float, limits: Limits, what: str) -> TargetResult | None:
    """What came of a child that was not started, killed or stopped; None for one that ended by itself."""
    took = outcome.seconds
    if outcome.not_started:
        return TargetResult(kind="not-started", message=f"{what} can't be started: {outcome.not_started}")
    if outcome.timed_out:
        message, hint = f"it did not end within {seconds:g} s", "a case that takes longer says so by its `timeout`"
        return TargetResult(kind="timed-out", message=message, hint=hint, seconds=took)
    if outcome.truncated:
        message = f"it gave out more than {limits.output} KiB"
        hint = "give out less, or raise `output` among the settings' `limits`"
        return TargetResult(kind="too-much", message=message, hint=hint, seconds=took)
    if outcome.signal is not None:
        message, hint = f"it was killed by {_signal(outcome.signal)}", "run it by hand with the case's input to see why"
        return TargetResult(kind="signal", message=message, hint=hint, seconds=took)
    return None


def _signal(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


def without_root(text: str, root: str, known: Sequence[str]) -> str:
    """The text without the workspace's own path, in either spelling, and without the beginnings of `known` folders."""
    roots = {str(Path(root).absolute()), str(Path(root).resolve())}
    for folder in sorted(roots, key=len, reverse=True):
        text = without_paths(text, folder, known)
    return text
