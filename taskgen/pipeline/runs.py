"""Many cases run: several at a time, each after those that it needs, through any `concurrent.futures.Executor`."""

from __future__ import annotations

import heapq
from concurrent.futures import FIRST_COMPLETED, wait
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from taskgen.diagnostics import TaskgenError
from taskgen.doors import targets
from taskgen.doors.workers import Workers
from taskgen.pipeline import asking, failures, services
from taskgen.pipeline.judging import Ran
from taskgen.pipeline.judging_in_time import judged_in_time
from taskgen.pipeline.running import choose, completed_by, known_cases, set_up, target_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from concurrent.futures import Executor, Future

    from taskgen.compose.complete import Completed
    from taskgen.diagnostics import Finding
    from taskgen.doors.targets import TargetResult
    from taskgen.model import Case
    from taskgen.pipeline.project import Project
    from taskgen.pipeline.running import Choice, RunContext

NOT_RUN: Final = "NOT RUN"


class Course:
    """The chosen cases of a project, ready to be run.

    Raises:
        UsageError: there is no target, nothing is chosen, or an input can't be read.
    """

    def __init__(self, project: Project, choice: Choice) -> None:
        self._project = project
        spec = target_of(project)
        self._known = known_cases(project)
        self.cases = choose(project, choice, self._known)
        self._setting = set_up(project, spec)
        self.findings: tuple[Finding, ...] = (*self._known.findings, *self._setting.findings)

    def run(self, jobs: int) -> Iterator[Ran]:
        """Run the cases, `jobs` of them at a time; they come in the order in which they are listed."""
        with Workers(jobs) as workers:
            yield from self.run_through(workers, jobs)

    def run_one(self, case: Case) -> Ran:
        """Run one of the cases by itself."""
        begun = _begun(self._setting, case, self._known.errors)
        if isinstance(begun, Ran):
            return begun
        return _outcome(begun, targets.run_case(**self._setting.call(case)), self._setting)

    def run_through(self, executor: Executor, at_once: int) -> Iterator[Ran]:
        """The same with another executor; what it is given are calls of `targets.run_case` with plain values.

        Not more than `at_once` are handed to it at a time, so that what waits costs nothing.
        """
        passed: list[str] = []
        failed: list[str] = []
        waiting: dict[int, Ran] = {}
        shown = 0
        for at, ran in _as_they_come(self._setting, self.cases, self._known.errors, executor, at_once):
            waiting[at] = ran
            while shown in waiting:
                told = waiting.pop(shown)
                (passed if told.status == "PASS" else failed).append(told.case)
                yield told
                shown += 1
        failures.record(self._project, passed, failed)


def _as_they_come(
    setting: RunContext,
    cases: Sequence[Case],
    errors: Mapping[str, tuple[Finding, ...]],
    executor: Executor,
    at_once: int,
) -> Iterator[tuple[int, Ran]]:
    """How each case came out, with its position."""
    queue = _Queue(cases)
    running: dict[Future[TargetResult], tuple[int, Completed, str]] = {}
    while queue.ready or running:
        while queue.ready and len(running) < at_once:
            at = heapq.heappop(queue.ready)
            begun = _begun(setting, cases[at], errors)
            if isinstance(begun, Ran):
                queue.ended(at)
                yield at, begun
            else:
                replay = asking.begin(setting, cases[at])
                running[executor.submit(targets.run_case, **setting.call(cases[at]))] = (at, begun, replay)
        if not running:
            continue
        done, _not_done = wait(running, return_when=FIRST_COMPLETED)
        for future in done:
            at, completed, replay = running.pop(future)
            queue.ended(at)
            yield at, asking.asked(_outcome(completed, future.result(), setting), replay)


class _Queue:
    """Positions of cases that could be run now, as a heap; others follow when what they need has ended."""

    def __init__(self, cases: Sequence[Case]) -> None:
        numbers = {case.id: at for at, case in enumerate(cases)}
        self._users: dict[int, list[int]] = {}
        self._missing: list[int] = []
        for at, case in enumerate(cases):
            needed = {numbers[name] for name in case.needs if numbers.get(name, at) != at}
            self._missing.append(len(needed))
            for other in needed:
                self._users.setdefault(other, []).append(at)
        self.ready = [at for at, count in enumerate(self._missing) if not count]

    def ended(self, at: int) -> None:
        for user in self._users.pop(at, ()):
            self._missing[user] -= 1
            if not self._missing[user]:
                heapq.heappush(self.ready, user)


def _begun(setting: RunContext, case: Case, errors: Mapping[str, tuple[Finding, ...]]) -> Completed | Ran:
    """The case ready to be run, or how it came out without."""
    if case.id in errors:
        return _unfit(case, errors[case.id])
    try:
        completed, _findings = completed_by(setting, case)
    except TaskgenError as wrong:
        return _unfit(case, wrong.findings)
    blocked = services.missing(setting, case)
    return completed if blocked is None else _outcome(completed, blocked, setting)


def _unfit(case: Case, findings: Sequence[Finding]) -> Ran:
    """A case that can't be run, because of what stands in the files."""
    return Ran(case=case.id, status="FAIL", message=findings[0].message, place=str(findings[0].place or ""))


def _outcome(completed: Completed, result: TargetResult, setting: RunContext) -> Ran:
    if result.kind in targets.MACHINE:
        return Ran(case=completed.case.id, status=NOT_RUN, message=result.message, place=result.hint)
    ran = judged_in_time(completed, result, setting.pitfalls(completed.case))
    return ran if ran.status != "PASS" else replace(ran, printed="")
