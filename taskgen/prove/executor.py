"""The copy-paste executor: does what a task's Markdown says, alone and in order, and says what came of it."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from taskgen.prove import judge
from taskgen.prove.verdicts import Failure, Mode, Status, Step, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from taskgen.model import Outcome, Paste, Steps
    from taskgen.prove.bench import Bench, Room


def prove(
    tasks: Sequence[Steps],
    bench: Bench,
    *,
    needs: Mapping[str, Sequence[str]] | None = None,
    others: Sequence[Steps] = (),
    each: Callable[[Callable[[Steps], Verdict], Sequence[Steps]], Iterable[Verdict]] = map,
) -> Iterator[Verdict]:
    """Prove all tasks: each alone, then all in order, then each once more. The work grows with the number of tasks.

    Args:
        tasks: in the order of the list.
        bench: gives the copies of the workspace.
        needs: for a case, the cases whose code must be there first.
        others: the list's other tasks, where only a part of it is proven: they give the code that is needed. A part
            says nothing about the order, so that its tasks are tried alone.
        each: as `map`; an executor's `map` proves tasks alone side by side.
    """
    needs = needs or {}
    by_case = {steps.case: steps for steps in (*others, *tasks)}
    alone = list(each(lambda steps: prove_alone(steps, bench, needed_by(steps.case, needs, by_case)), tasks))
    in_order = [] if others else list(prove_in_order(tasks, bench))
    covered = {verdict.task for verdict in in_order if verdict.status is Status.COVERED}
    for steps, verdict in zip(tasks, alone, strict=True):
        yield _with_before(steps, verdict) if steps.case in covered else verdict
    yield from in_order


def _with_before(steps: Steps, alone: Verdict) -> Verdict:
    """A task that is covered in order shows what its command says alone."""
    problem = judge.before(steps, alone.red) if alone.status is Status.PROVEN else None
    return _verdict(steps, Mode.ALONE, problem, red=alone.red) if problem else alone


def needed_by(case: str, needs: Mapping[str, Sequence[str]], by_case: Mapping[str, Steps]) -> list[Steps]:
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


def prove_alone(steps: Steps, bench: Bench, needed: Sequence[Steps] = ()) -> Verdict:
    """Prove one task in a copy of its own: red, paste, green."""
    with contextlib.closing(bench.fresh()) as room:
        for other in needed:
            problem = _pasted(room, other.pastes)
            if problem:
                return _verdict(steps, Mode.ALONE, replace(problem, message=f"{other.case}: {problem.message}"))
        before = room.run(steps.command)
        if before.exit_code == 0 and not before.not_started:
            return _green_already(steps, room, before, needed)
        problem = judge.red(steps, before) or _nothing_to_paste(steps)
        if problem:
            return _verdict(steps, Mode.ALONE, problem, red=before.last_line)
        return replace(_pasted_and_run(steps, room, Mode.ALONE), red=before.last_line)


def _green_already(steps: Steps, room: Room, before: Outcome, needed: Sequence[Steps]) -> Verdict:
    """A command that passes without the code proves nothing, unless the code that it needs is what makes it pass."""
    if needed and not _shows(steps, room, before):
        return _covered(steps, Mode.ALONE, needed[-1].case, before.seconds)
    return _verdict(steps, Mode.ALONE, _passes_without(steps))


def _passes_without(steps: Steps) -> Failure:
    message = "the command passes without the code, so it proves nothing"
    return Failure(step=Step.RED, status=Status.NOT_PROVEN, message=message, place=steps.command_place)


def _nothing_to_paste(steps: Steps) -> Failure | None:
    if steps.pastes:
        return None
    message = "the task has no working code to paste"
    return Failure(step=Step.PASTE, status=Status.NOT_PROVEN, message=message, place=steps.command_place)


def _pasted(room: Room, pastes: Iterable[Paste]) -> Failure | None:
    for paste in pastes:
        refused = room.paste(paste.path, paste.text)
        if refused:
            return Failure(step=Step.PASTE, status=Status.NOT_PROVEN, message=refused, place=paste.place)
    return None


def _pasted_and_run(steps: Steps, room: Room, mode: Mode) -> Verdict:
    """Paste, run, look at what it shows."""
    problem = _pasted(room, steps.pastes)
    if problem:
        return _verdict(steps, mode, problem)
    outcome = room.run(steps.command)
    problem = judge.green(steps, outcome) or _shows(steps, room, outcome)
    return _verdict(steps, mode, problem, seconds=outcome.seconds)


def _shows(steps: Steps, room: Room, outcome: Outcome) -> Failure | None:
    """What a run that exited with 0 printed otherwise than the task says."""
    problem = judge.expected(steps, outcome)
    if problem or not steps.asserts.strip():
        return problem
    checked = room.check(
        steps.asserts,
        response=judge.response_of(outcome.output),
        output=outcome.output,
        seconds=outcome.seconds,
        exit_code=outcome.exit_code or 0,
    )
    return judge.asserts(steps, checked)


def _verdict(steps: Steps, mode: Mode, problem: Failure | None, **more: Any) -> Verdict:  # noqa: ANN401 - fields
    if problem is None:
        return Verdict(task=steps.case, title=steps.title, mode=mode, status=Status.PROVEN, **more)
    return Verdict(
        task=steps.case,
        title=steps.title,
        mode=mode,
        status=problem.status,
        step=problem.step,
        message=problem.message,
        expected=problem.expected,
        came=problem.came,
        place=problem.place,
        **more,
    )


def _covered(steps: Steps, mode: Mode, by: str, seconds: float) -> Verdict:
    return Verdict(
        task=steps.case,
        title=steps.title,
        mode=mode,
        status=Status.COVERED,
        message=f"by {by}",
        covered_by=by,
        seconds=seconds,
    )


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
            verdict = _in_turn(steps, room, history)
            if verdict.is_good:
                good.append(steps)
            yield verdict
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
        _pasted(room, steps.pastes)
        return _verdict(steps, Mode.IN_ORDER, problem, red="" if passes else before.last_line)
    if by is not None and there:
        return _covered(steps, Mode.IN_ORDER, by, before.seconds)
    verdict = _pasted_and_run(steps, room, Mode.IN_ORDER)
    if by is not None:
        return _covered(steps, Mode.IN_ORDER, by, verdict.seconds) if verdict.is_good else verdict
    return replace(verdict, red=before.last_line)


def _passed_too_early(steps: Steps, room: Room, before: Outcome, by: str | None) -> Failure | None:
    """Whether a command that passes before its code is pasted is not covered by an earlier task."""
    return _passes_without(steps) if by is None or _shows(steps, room, before) else None


def _red_as_shown(steps: Steps, before: Outcome) -> Failure | None:
    return judge.red(steps, before) or judge.before(steps, before.last_line) or _nothing_to_paste(steps)


def _once_more(steps: Steps, room: Room, history: _History) -> Verdict:
    outcome = room.run(steps.command)
    problem = judge.green(steps, outcome) or _shows(steps, room, outcome)
    if problem is None:
        return _verdict(steps, Mode.AFTER_ALL, None, seconds=outcome.seconds)
    if problem.status is Status.NOT_PROVEN:
        by = history.owner(steps)
        culprit = "a later task" if by in {None, steps.case} else by
        problem = replace(problem, message=f"broken by {culprit}: {problem.message}")
    return _verdict(steps, Mode.AFTER_ALL, replace(problem, step=Step.REGRESSION))
