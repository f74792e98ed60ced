"""One trial of a task in a room: paste, run, look at what it shows; and the verdict on it."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from taskgen.prove import judge
from taskgen.prove.verdicts import Failure, Status, Step, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from taskgen.model import Outcome, Paste, Steps
    from taskgen.prove.bench import Bench, Room
    from taskgen.prove.verdicts import Mode


@contextlib.contextmanager
def room_with(bench: Bench, needed: Iterable[Steps]) -> Iterator[tuple[Room, Failure | None]]:
    """A fresh room with the code of tasks that another one needs, and the first paste that was refused."""
    with contextlib.closing(bench.fresh()) as room:
        yield room, _all_pasted(room, needed)


def _all_pasted(room: Room, tasks: Iterable[Steps]) -> Failure | None:
    for task in tasks:
        problem = pasted(room, task.pastes)
        if problem:
            return replace(problem, message=f"{task.case}: {problem.message}")
    return None


def pasted(room: Room, pastes: Iterable[Paste]) -> Failure | None:
    """Paste; the first that was refused."""
    for paste in pastes:
        refused = room.paste(paste.path, paste.text)
        if refused:
            return Failure(step=Step.PASTE, status=Status.NOT_PROVEN, message=refused, place=paste.place)
    return None


def pasted_and_run(steps: Steps, room: Room, mode: Mode) -> tuple[Verdict, Outcome | None]:
    """Paste, run, look at what it shows; with what came of the command, where it was run."""
    problem = pasted(room, steps.pastes)
    if problem:
        return verdict(steps, mode, problem), None
    outcome = room.run(steps.command, case=judge.asks_itself(steps))
    problem = judge.green(steps, outcome) or shows(steps, room, outcome)
    return verdict(steps, mode, problem, seconds=outcome.seconds), outcome


def shows(steps: Steps, room: Room, outcome: Outcome) -> Failure | None:
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


def passes_without(steps: Steps) -> Failure:
    """A command that passes before its code is there."""
    message = "the command passes without the code, so it proves nothing"
    return Failure(step=Step.RED, status=Status.NOT_PROVEN, message=message, place=steps.command_place)


def nothing_to_paste(steps: Steps) -> Failure | None:
    """What is said of a task without code; None for one that has some."""
    if steps.pastes:
        return None
    message = "the task has no working code to paste"
    return Failure(step=Step.PASTE, status=Status.NOT_PROVEN, message=message, place=steps.command_place)


def verdict(steps: Steps, mode: Mode, problem: Failure | None, **more: Any) -> Verdict:  # noqa: ANN401 - fields
    """The verdict on a trial: proven, but for a problem."""
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
        rule=problem.rule,
        **more,
    )


def covered(steps: Steps, mode: Mode, by: str, seconds: float) -> Verdict:
    """The verdict on a task whose command passes by the code of an earlier one."""
    return Verdict(
        task=steps.case,
        title=steps.title,
        mode=mode,
        status=Status.COVERED,
        message=f"by {by}",
        covered_by=by,
        seconds=seconds,
    )
