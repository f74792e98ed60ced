"""Rendered tasks proven: their Markdown read, the executor run over it, receipts made."""

from __future__ import annotations

import contextlib
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from taskgen.diagnostics import Location, MachineError, UsageError, error, has_errors
from taskgen.doors import output, packages, workers, workspace
from taskgen.doors.rooms import open_bench
from taskgen.doors.sandbox import NoSandbox, open_sandbox
from taskgen.doors.workers import processors
from taskgen.pipeline import evidence, recorded, status
from taskgen.pipeline.build import build
from taskgen.pipeline.build import chosen as chosen_cases
from taskgen.pipeline.refusing import refuser
from taskgen.prove import receipts
from taskgen.prove.doubles import doubles
from taskgen.prove.executor import prove
from taskgen.prove.standing import Kind
from taskgen.prove.verdicts import Status
from taskgen.read import steps as reader
from taskgen.records import dataclass

START_UP = 5  # seconds that starting a command may take beside what its case asks for

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from taskgen.diagnostics import Finding
    from taskgen.doors.rooms import CopyBench
    from taskgen.doors.sandbox.runner import Runner
    from taskgen.model import CaseLinks, Library, Steps
    from taskgen.pipeline.build import Build
    from taskgen.pipeline.project import Project
    from taskgen.prove.crossing import Refuses
    from taskgen.prove.each import Each
    from taskgen.prove.verdicts import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is to be proven.

    Attributes:
        tasks: the steps of the chosen tasks, in the order of the list.
        others: the steps of the tasks that were not chosen; empty where all were.
        needs: for a case, the cases whose code must be there first.
        inputs: for a case, digests of what its steps work on, by name.
        is_fresh: receipts vouch for all of it, so that there is nothing to do.
        seconds: the longest that a command may take: a case may ask for more than the config's limit.
        requires: packages that the code of all tasks imports.
        refuses: what commands look at beside what their tasks show.
        links: of all cases.
        entries: for a case, the entries that its task was made from.
    """

    project: Project
    tasks: tuple[Steps, ...]
    others: tuple[Steps, ...]
    needs: dict[str, tuple[str, ...]]
    inputs: dict[str, dict[str, str]]
    is_fresh: bool
    seconds: float
    findings: tuple[Finding, ...]
    refuses: Refuses
    library: Library
    links: tuple[CaseLinks, ...]
    entries: dict[str, tuple[str, ...]]
    requires: tuple[str, ...] = ()

    @property
    def trials(self) -> int:
        """How many verdicts there will be, about."""
        return sum((4 if self.others else 6) + len(steps.fixes) for steps in self.tasks)


def plan(
    project: Project, chosen: Sequence[str], *, again: bool = False, failed: bool = False, sandbox: str = "auto"
) -> Plan:
    """Read the rendered tasks of a list, or those of them that the user chose (case, label or file).

    Args:
        project: of the list.
        chosen: what the user named; nothing for all tasks.
        again: prove also where receipts vouch for all tasks; what the user named is always proven.
        failed: of these only the tasks that failed when they were last proven.
        sandbox: as for `runner_for`.

    Raises:
        TaskgenError: the list can't be built, nothing is chosen so, or a task is not rendered as the list says.
    """
    _refuse_without_target(project)
    built = build(project)
    if has_errors(built.findings):
        raise UsageError(*built.findings)
    names = chosen_cases(built.outlines, chosen) if chosen else {task.case for task in built.tasks}
    if failed:
        names &= _failed(project, built)
    tasks: list[Steps] = []
    others: list[Steps] = []
    findings: list[Finding] = []
    for task, file in zip(built.tasks, built.files, strict=False):
        steps, found = _read(project, file.path, task.case)
        if task.case not in names:
            others += [steps] if steps is not None else []
            continue
        findings += found
        if steps is not None and _provable(steps, findings) and not has_errors(found):
            tasks.append(steps)
    if not tasks:
        nothing = error("nothing-to-prove", None, "no task can be proven", "mend what is said about each of them")
        raise UsageError(*findings, nothing)
    steps_of = {steps.case: steps for steps in (*others, *tasks)}
    inputs = evidence.inputs_of(project, built, status.pasted(steps_of))
    live = sandbox == "none"
    timeouts = [link.case.timeout for link in built.links.cases if link.case.timeout is not None]
    return Plan(
        project=project,
        tasks=tuple(tasks),
        others=tuple(others),
        needs={task.case: task.after_cases for task in built.tasks},
        inputs=inputs,
        is_fresh=not (again or chosen or failed)
        and all(_is_fresh(project, one, inputs[one.case], live=live) for one in tasks),
        seconds=max([project.config.limits.seconds, *(seconds + START_UP for seconds in timeouts)]),
        findings=(*built.findings, *findings),
        refuses=refuser(built.links.cases),
        library=built.inputs.library,
        links=tuple(built.links.cases),
        requires=tuple(sorted({name for task in built.tasks for name in task.packages})),
        entries={task.case: tuple(name for name, _digest in task.made_from[1:]) for task in built.tasks},
    )


def _refuse_without_target(project: Project) -> None:
    if project.config.target is None and project.config.command.startswith("taskgen run"):
        place = Location(project.shown(project.root / workspace.CONFIG))
        next_step = 'write target = "python:MODULE:CALLABLE" into it'
        raise UsageError(error("no-target", place, "no target is configured, so no task can be tried", next_step))
    if (project.config.target or "").strip() == "openai":
        message = "the target openai tests a server, never code, so nothing can be proven with it"
        next_step = 'name the code: target = "python:MODULE:CALLABLE"; `taskgen run --target openai` asks the server'
        raise UsageError(error("no-target", project.config.places.get("target"), message, next_step))


def _read(project: Project, name: str, case: str) -> tuple[Steps | None, list[Finding]]:
    """The steps of a rendered task, and what speaks against them; a task that says it is another's is none."""
    path = project.out / name
    shown = project.shown(path)
    text = output.read_existing(path, shown)
    if text is None:
        finding = error("not-rendered", Location(shown), "this task is not rendered", "run `taskgen render` first")
        return None, [finding]
    steps, findings = reader.read(shown, text.replace("\r\n", "\n"))
    if steps is not None and steps.case != case:
        message = f"the comment line says case {steps.case[:80]!r}, but this is the task of case {case!r}"
        return None, [
            *findings,
            error("wrong-case", Location(shown), message, "render it anew: taskgen render --force"),
        ]
    return steps, findings


def _provable(steps: Steps, findings: list[Finding]) -> bool:
    """Whether a task has what a proof needs; if not, says what is missing."""
    place = Location(steps.path)
    if not steps.pastes:
        findings.append(
            error("no-paste", place, "the task has no code to paste, so it can't be proven", "add a snippet")
        )
    if steps.expected is None:
        next_step = "add `expected` or `checks` to the case"
        findings.append(
            error("no-expected", place, "the task states no expected output, so it can't be proven", next_step)
        )
    return bool(steps.pastes) and steps.expected is not None


def _failed(project: Project, built: Build) -> set[str]:
    """The cases whose receipts say that they are not proven.

    Raises:
        UsageError: there is none.
    """
    standings = status.standings_of(project, built)
    cases = {case for case, standing in standings.items() if standing.kind is Kind.NOT_PROVEN}
    if not cases:
        place = Location(project.shown(project.receipts))
        raise UsageError(error("nothing-failed", place, "no task failed when it was last proven", "leave out --failed"))
    return cases


def _is_fresh(project: Project, steps: Steps, inputs: Mapping[str, str], *, live: bool) -> bool:
    """Whether a task's receipt will do: what was proven without a sandbox is proven again in one."""
    now = status.standing_of(project, steps.path, steps, inputs)
    return now.is_fresh and (live or now.proof_class != receipts.LIVE)


@contextlib.contextmanager
def runner_for(made: Plan, sandbox: str, *, install: bool = False) -> Iterator[Runner]:
    """The sandbox, proven to confine, or none where the user asked for none.

    Args:
        made: what will be proven in it.
        sandbox: "auto", or "none".
        install: whether packages that the code requires may be installed for it.

    Raises:
        MachineError: there is no sandbox on this machine, or a package is lacking.
    """
    project = made.project
    configured = project.config.python
    python = workspace.project_python(configured, project.root) if configured else None
    folder = _packages(made.requires, python or sys.executable, install=install)
    if sandbox == "none":
        yield NoSandbox(packages=folder, python=python or "")
        return
    with open_sandbox(python, folder) as proven:
        yield proven


def _packages(requires: Sequence[str], python: str, *, install: bool) -> str:
    """The folder of the packages that the code requires; empty where its Python has them all.

    Raises:
        MachineError: one is lacking and none may be installed, or it can't be.
    """
    absent = packages.lacking(requires, python) if requires else []
    if not absent:
        return ""
    if install:
        return packages.installed(absent, python, workspace.cache_folder())
    message = f"the code requires {', '.join(absent)}, which its Python does not have"
    next_step = "install it there, or let the proof have it: taskgen prove --install"
    raise MachineError(error("package-lacking", None, message, next_step))


def carry_out(made: Plan, runner: Runner, jobs: int | None = None) -> Iterator[Verdict | Finding]:
    """Prove the tasks of a plan, in copies of the workspace; what is not copied is told first.

    Args:
        made: what to prove.
        runner: a sandbox, or none; without one commands run one at a time, since they share ports and folders.
        jobs: how many commands may run at once; one a processor where None.
    """
    with opened(made, runner, jobs) as (bench, each):
        yield from proven(made, bench, each)


@contextlib.contextmanager
def opened(made: Plan, runner: Runner, jobs: int | None) -> Iterator[tuple[CopyBench, Each]]:
    """The bench on which a plan is carried out, and what shares out the work; as `carry_out`."""
    at_once = (jobs or processors()) if runner.isolated else 1
    with workers.side_by_side(at_once) as each, bench_for(made, runner) as bench:
        yield bench, each


def proven(made: Plan, bench: CopyBench, each: Each) -> Iterator[Verdict | Finding]:
    """Prove the tasks of a plan on an open bench; as `carry_out`."""
    yield from bench.kept.findings
    yield from prove(made.tasks, bench, needs=made.needs, others=made.others, refuses=made.refuses, each=each)
    yield from doubles(made.tasks)


@contextlib.contextmanager
def bench_for(made: Plan, runner: Runner) -> Iterator[CopyBench]:
    """Copies of a plan's workspace, in which its services run and its limits hold.

    Raises:
        UsageError: the workspace is too large to be copied.
    """
    config = made.project.config
    finished: dict[str, set[str]] = {}
    for steps in (*made.tasks, *made.others):
        for paste in steps.pastes:
            finished.setdefault(paste.path, set()).add(paste.text)
    with open_bench(
        made.project.root,
        runner,
        services=recorded.in_sandbox(made.project),
        limits=replace(config.limits, seconds=made.seconds),
        protected=made.project.protected(),
        finished=finished,
        left_out=made.project.outputs(),
    ) as bench:
        yield bench


def write_receipts(made: Plan, verdicts: Sequence[Verdict], runner: Runner) -> tuple[Path, int]:
    """Write the receipts of the tasks that were tried; the folder, and how many changed.

    A part of a list gets none: whether its tasks hold in order, and after all others, was not tried.

    Raises:
        RefusedError: the folder is a link that leads outside.
        MachineError: the disk refuses.
    """
    folder = made.project.receipts
    if made.others:
        return folder, 0
    made.project.refuse_outside(folder)
    by_case: dict[str, list[Verdict]] = {}
    for verdict in verdicts:
        by_case.setdefault(verdict.task, []).append(verdict)
    writes = []
    for steps in made.tasks:
        told = by_case[steps.case]
        if any(verdict.status is Status.COULD_NOT_TRY for verdict in told):
            continue
        text = _receipt(made, steps, told, runner)
        if status.read_receipt(made.project, steps.path) != text:
            path = status.receipt_path(made.project, steps.path)
            writes.append(output.Write(path=path, text=text))
    output.sweep(folder)
    output.write_all(writes)
    return folder, len(writes)


def _receipt(made: Plan, steps: Steps, verdicts: Sequence[Verdict], runner: Runner) -> str:
    inputs = made.inputs[steps.case]
    is_weak = any(verdict.status is Status.WEAK for verdict in verdicts)
    proof_class = evidence.proof_class(inputs, isolated=runner.isolated, weak=is_weak)
    return receipts.make(steps, verdicts, inputs, proof_class, status.today())
