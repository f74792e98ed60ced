"""The copy-paste executor: does what a task's Markdown says, alone and in order, and says what came of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from taskgen.prove import judge
from taskgen.prove.attempt import Attempt
from taskgen.prove.controls import prove_controls
from taskgen.prove.crossing import prove_crossing
from taskgen.prove.fixes import prove_fixes
from taskgen.prove.in_order import prove_in_order
from taskgen.prove.trial import covered, nothing_to_paste, passes_without, pasted_and_run, room_with, shows, verdict
from taskgen.prove.verdicts import Mode, Status

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from taskgen.model import Outcome, Steps
    from taskgen.prove.bench import Bench, Room
    from taskgen.prove.crossing import Refuses
    from taskgen.prove.each import Each
    from taskgen.prove.verdicts import Verdict

T = TypeVar("T")


def prove(
    tasks: Sequence[Steps],
    bench: Bench,
    *,
    needs: Mapping[str, Sequence[str]] | None = None,
    others: Sequence[Steps] = (),
    refuses: Refuses | None = None,
    each: Each = map,
) -> Iterator[Verdict]:
    """Prove all tasks: each alone, all in order, each once more, controls, fixes, crossing. Work grows with the list.

    Args:
        tasks: in the order of the list.
        bench: gives the copies of the workspace.
        needs: for a case, the cases whose code must be there first.
        others: the list's other tasks, where only a part of it is proven: they give the code that is needed. A part
            says nothing about the order, so that its tasks are tried alone.
        refuses: what a command looks at beside what its task shows.
        each: as `map`; an executor's `map` tries tasks side by side.
    """
    needs = needs or {}
    by_case = {steps.case: steps for steps in (*others, *tasks)}
    # Asked for first and looked at last: an executor works through the order while it tries tasks alone.
    in_order = each(lambda of_list: list(prove_in_order(of_list, bench)), [] if others else [tasks])
    attempts = []
    for attempt in each(lambda steps: attempted(steps, bench, needed_by(steps.case, needs, by_case)), tasks):
        attempts.append(attempt)
        yield attempt.verdict
    red = {attempt.steps.case: attempt.verdict.red for attempt in attempts if attempt.verdict.status is Status.PROVEN}
    for told in (told for verdicts in in_order for told in verdicts):
        yield _with_before(by_case[told.task], told, red)
    good = [attempt for attempt in attempts if attempt.verdict.is_good]
    yield from prove_controls(good, bench, whole=not others, each=each)
    for verdicts in each(lambda attempt: _fixes(attempt, bench), good):
        yield from verdicts
    yield from prove_crossing(good, bench, refuses=refuses, each=each)


def _fixes(attempt: Attempt, bench: Bench) -> list[Verdict]:
    return list(prove_fixes(attempt.steps, attempt.outcome, bench, attempt.needed)) if attempt.outcome else []


def _with_before(steps: Steps, told: Verdict, red: Mapping[str, str]) -> Verdict:
    """A task that is covered in order shows what its command says alone."""
    line = red.get(steps.case)
    if told.status is not Status.COVERED or line is None:
        return told
    problem = judge.before(steps, line)
    return verdict(steps, told.mode, problem, red=line) if problem else told


def needed_by(case: str, needs: Mapping[str, Sequence[str]], by_case: Mapping[str, T]) -> list[T]:
    """The tasks whose code must be there before that of `case`, those that they need first."""
    order: dict[str, None] = {}
    todo = [(name, False) for name in reversed(needs.get(case, ()))]
    opened = {case}
    while todo:
        name, is_done = todo.pop()
        if is_done:
            order[name] = None
        elif name not in opened:
            opened.add(name)
            todo.append((name, True))
            todo.extend((other, False) for other in reversed(needs.get(name, ())))
    return [by_case[name] for name in order if name in by_case]


def attempted(steps: Steps, bench: Bench, needed: Sequence[Steps] = ()) -> Attempt:
    """Try one task in a copy of its own: red, paste, green."""
    with room_with(bench, needed) as (room, problem):
        told, outcome = (verdict(steps, Mode.ALONE, problem), None) if problem else _alone(steps, room, needed)
        return Attempt(steps=steps, needed=tuple(needed), verdict=told, outcome=outcome)


def _alone(steps: Steps, room: Room, needed: Sequence[Steps]) -> tuple[Verdict, Outcome | None]:
    before = room.run(steps.command)
    if before.exit_code == 0 and not before.not_started:
        return _green_already(steps, room, before, needed), before
    problem = judge.red(steps, before) or nothing_to_paste(steps)
    if problem:
        return verdict(steps, Mode.ALONE, problem, red=before.last_line), None
    told, outcome = pasted_and_run(steps, room, Mode.ALONE)
    return replace(told, red=before.last_line), outcome


def _green_already(steps: Steps, room: Room, before: Outcome, needed: Sequence[Steps]) -> Verdict:
    """A command that passes without the code proves nothing, unless the code that it needs is what makes it pass."""
    if needed and not shows(steps, room, before):
        return covered(steps, Mode.ALONE, needed[-1].case, before.seconds)
    return verdict(steps, Mode.ALONE, passes_without(steps))
