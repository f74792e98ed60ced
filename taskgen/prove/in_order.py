"""All tasks in one copy of the workspace, one after the other, as an executor would work through them."""

from __future__ import annotations

import contextlib
from dataclasses import field, replace
from typing import TYPE_CHECKING

from taskgen.prove import judge
from taskgen.prove.trial import covered, nothing_to_paste, passes_without, pasted, pasted_and_run, shows, verdict
from taskgen.prove.verdicts import Failure, Mode, Status, Step, Verdict
from taskgen.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from taskgen.model import Outcome, Steps
    from taskgen.prove.bench import Bench, Room


@dataclass(slots=True)
class _History:
    """Which task pasted what, so far."""

    pasted: dict[str, tuple[str, str]] = field(default_factory=dict)  # path: (text, case)
    last: str | None = None

    def add(self, steps: Steps) -> None:
        for paste in steps.pastes:
            self.pasted[paste.path] = (paste.text, steps.case)
        if steps.pastes:
            self.last = steps.case

    def has(self, steps: Steps) -> bool:
        """Whether pasting this task's code would change nothing."""
        return all(self.pasted.get(paste.path, ("", ""))[0] == paste.text for paste in steps.pastes)

    def owner(self, steps: Steps) -> str | None:
        """The task that pasted one of this task's files last, else the last that pasted anything."""
        owners = [self.pasted[paste.path][1] for paste in steps.pastes if paste.path in self.pasted]
        return owners[-1] if owners else self.last


def prove_in_order(tasks: Sequence[Steps], bench: Bench) -> Iterator[Verdict]:
    """Prove all tasks in one copy, one after the other; after the last, run every command once more."""
    history, good = _History(), []
    with contextlib.closing(bench.fresh()) as room:
        for steps in tasks:
            told = _in_turn(steps, room, history)
            if told.is_good:
                good.append(steps)
            yield told
        for steps in good:
            yield _once_more(steps, room, history)


def _in_turn(steps: Steps, room: Room, history: _History) -> Verdict:
    before = room.run(steps.command)
    passes = before.exit_code == 0 and not before.not_started
    by = history.owner(steps) if passes else None
    problem = _passed_too_early(steps, room, before, by) if passes else _red_as_shown(steps, before)
    there = history.has(steps)
    history.add(steps)
    if problem:
        # What comes later is to find what an executor would find.
        pasted(room, steps.pastes)
        return verdict(steps, Mode.IN_ORDER, problem, red="" if passes else before.last_line)
    if by is not None and there:
        return covered(steps, Mode.IN_ORDER, by, before.seconds)
    told, _outcome = pasted_and_run(steps, room, Mode.IN_ORDER)
    if by is not None:
        return covered(steps, Mode.IN_ORDER, by, told.seconds) if told.is_good else told
    return replace(told, red=before.last_line)


def _passed_too_early(steps: Steps, room: Room, before: Outcome, by: str | None) -> Failure | None:
    """Whether a command that passes before its code is pasted is not covered by an earlier task."""
    return passes_without(steps) if by is None or shows(steps, room, before) else None


def _red_as_shown(steps: Steps, before: Outcome) -> Failure | None:
    return judge.red(steps, before) or judge.before(steps, before.last_line) or nothing_to_paste(steps)


def _once_more(steps: Steps, room: Room, history: _History) -> Verdict:
    outcome = room.run(steps.command, case=judge.asks_itself(steps))
    problem = judge.green(steps, outcome) or shows(steps, room, outcome)
    if problem is None:
        return verdict(steps, Mode.AFTER_ALL, None, seconds=outcome.seconds)
    if problem.status is Status.NOT_PROVEN:
        by = history.owner(steps)
        culprit = "a later task" if by in {None, steps.case} else by
        problem = replace(problem, message=f"broken by {culprit}: {problem.message}")
    return verdict(steps, Mode.AFTER_ALL, replace(problem, step=Step.REGRESSION))
