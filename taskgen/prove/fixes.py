"""Fixes taken back: with the lines that a fix replaced, the command must fail as the fix's heading says."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from taskgen.compose.diff import find_run
from taskgen.prove import judge
from taskgen.prove.trial import pasted, room_with, verdict
from taskgen.prove.verdicts import Failure, Mode, Status, Step

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from taskgen.model import Fix, Outcome, Paste, Steps
    from taskgen.prove.bench import Bench
    from taskgen.prove.verdicts import Verdict


def prove_fixes(steps: Steps, green: Outcome, bench: Bench, needed: Sequence[Steps] = ()) -> Iterator[Verdict]:
    """Take each fix of a task back, in a copy of its own.

    Args:
        steps: a task whose command passes with its code.
        green: how it ended then.
        bench: gives the copies.
        needed: the tasks whose code must be there first.
    """
    for fix in steps.fixes:
        problem = _says_nothing(fix, green) or _taken_back(steps, fix, bench, needed)
        yield verdict(steps, Mode.FIXES, problem, subject=fix.error)


def _says_nothing(fix: Fix, green: Outcome) -> Failure | None:
    """Whether the heading can't tell the failure: there is none, or its text is printed where all is well."""
    if not fix.error:
        return _failure(fix, "no heading above it says which error it mends")
    if judge.has(green, fix.error):
        return _failure(fix, f"{judge.shown(fix.error)!r} is printed where all is well, too")
    return None


def _taken_back(steps: Steps, fix: Fix, bench: Bench, needed: Sequence[Steps]) -> Failure | None:
    """What is wrong with a fix; None where its lines are what keeps its error away."""
    code = without(steps.pastes, fix)
    if isinstance(code, str):
        return _failure(fix, code)
    with room_with(bench, needed) as (room, problem):
        return problem or pasted(room, code) or _shown(steps, fix, room.run(steps.command, delay=fix.delay))


def without(pastes: Sequence[Paste], fix: Fix) -> tuple[Paste, ...] | str:
    """The code with the lines that stood there before the fix; why there is none, in one line."""
    places = [(paste, line) for paste in pastes for line in find_run(paste.text, fix.fixed).lines]
    if len(places) != 1:
        return f"its lines stand {len(places)} times in the code" if places else "its lines do not stand in the code"
    (taken, line), length = places[0], fix.fixed.count("\n")
    lines = taken.text.split("\n")
    lines[line : line + length] = fix.wrong.removesuffix("\n").split("\n") if fix.wrong.strip() else []
    return tuple(replace(paste, text="\n".join(lines)) if paste is taken else paste for paste in pastes)


def _shown(steps: Steps, fix: Fix, outcome: Outcome) -> Failure | None:
    """Whether a run without the fix failed with the heading's text."""
    tried = judge.not_tried(steps, outcome)
    if tried and (outcome.not_started or judge.is_ours(steps.command)):
        return _failure(fix, tried, Status.COULD_NOT_TRY)
    if outcome.exit_code == 0:
        return _failure(fix, "taken back, the command still passes", came="exit code 0")
    if judge.has(outcome, fix.error):
        return None
    came = judge.ended(steps, outcome)
    return _failure(fix, f"taken back, it fails otherwise: {came}", came=came)


def _failure(fix: Fix, message: str, status: Status = Status.NOT_PROVEN, came: str = "") -> Failure:
    expected = judge.shown(fix.error) if came else ""
    return Failure(step=Step.FIX, status=status, message=message, place=fix.place, expected=expected, came=came)
