"""What is read of a list and a cases file, and how they are joined: for `list` and `explain`."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from taskgen.diagnostics import Location, TaskgenError, UsageError, did_you_mean, error
from taskgen.link import references, select
from taskgen.pipeline.build import link_inputs
from taskgen.pipeline.load import Inputs, count_cases, load, read_list
from taskgen.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from taskgen.diagnostics import Finding
    from taskgen.link.links import Links
    from taskgen.model import Candidate, CaseFile, CaseLinks, Reference, TaskList
    from taskgen.pipeline.project import Project

T = TypeVar("T")
USAGE = 2  # the exit code where there is nothing to work on


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What was read; a part that could not be read is None, and the findings say why.

    Attributes:
        list_path: the list that was to be read, as shown; None where none was; likewise `cases_path`.
        owned: for each task, the ids of the cases that belong to it, with the rule that linked them.
        unnamed: ids of cases that no task names; empty where list or cases are missing.
    """

    list_path: str | None
    cases_path: str | None
    task_list: TaskList | None
    case_file: CaseFile | None
    owned: dict[int, list[Reference]]
    unnamed: tuple[str, ...]
    findings: tuple[Finding, ...]
    exit_code: int


def listing(list_file: tuple[Path, str] | None, cases_file: tuple[Path, str] | None, level: str | None) -> Listing:
    """Read a list, a cases file, or both: each a path with its name in messages."""
    findings: list[Finding] = []
    codes = [0]
    task_list = case_file = None
    if list_file:
        task_list = _attempt(lambda: read_list(*list_file, level), findings, codes)
    if cases_file:
        case_file = _attempt(lambda: count_cases(*cases_file), findings, codes)
        codes += [USAGE] if case_file and not case_file.cases else []
    owned: dict[int, list[Reference]] = {}
    unnamed: tuple[str, ...] = ()
    if task_list and case_file:
        found, more = references.find(task_list, {case.id: case.place for case in case_file.cases})
        findings += more
        owners = references.assign(found)
        for reference, _others in owners.values():
            owned.setdefault(reference.task, []).append(reference)
        unnamed = tuple(case.id for case in case_file.cases if case.id not in owners)
    return Listing(
        list_path=list_file[1] if list_file else None,
        cases_path=cases_file[1] if cases_file else None,
        task_list=task_list,
        case_file=case_file,
        owned=owned,
        unnamed=unnamed,
        findings=tuple(findings),
        exit_code=max(codes),
    )


def _attempt(read: Callable[[], tuple[T, list[Finding]]], findings: list[Finding], codes: list[int]) -> T | None:
    try:
        value, found = read()
    except TaskgenError as stopped:
        findings += stopped.findings
        codes.append(stopped.exit_code)
        return None
    findings += found
    return value


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """Why one case got what it got."""

    link: CaseLinks
    candidates: tuple[Candidate, ...]
    task: str
    proposals: tuple[str, ...]


def explain(project: Project, name: str) -> tuple[list[Explained], tuple[Finding, ...]]:
    """Explain a case (its id or the only beginning of one), or all cases of a task (its label).

    Raises:
        UsageError: nothing is called so.
    """
    inputs = load(project)
    links, more = link_inputs(inputs)
    chosen = _named(inputs, links, name)
    explained = [
        Explained(
            link=link,
            candidates=select.explain(links.selector, link.case, project.config.target).candidates,
            task=inputs.task_list.tasks[link.task].label if link.task is not None else "",
            proposals=tuple(
                f"Task {inputs.task_list.tasks[proposal.task].label}"
                for proposal in links.proposals.get(link.case.id, ())
            ),
        )
        for link in chosen
    ]
    return explained, (*inputs.findings, *more)


def _named(inputs: Inputs, links: Links, name: str) -> list[CaseLinks]:
    by_id = {link.case.id: link for link in links.cases}
    if name in by_id:
        return [by_id[name]]
    label = name.removeprefix("Task ").removeprefix("task ")
    positions = {position for position, task in enumerate(inputs.task_list.tasks) if task.label == label}
    if positions:
        return [link for link in links.cases if link.task in positions] or _no_case(inputs, label)
    near = [link for identity, link in by_id.items() if identity.startswith(name)]
    if len(near) == 1:
        return near
    place = Location(inputs.case_file.path)
    next_step = did_you_mean(name, by_id, "`taskgen list` shows tasks and cases")
    if near:
        next_step = f"write more of it: {near[0].case.id!r} or {near[1].case.id!r}"
    raise UsageError(error("unknown-name", place, f"no case and no task is called {name[:80]!r}", next_step))


def _no_case(inputs: Inputs, label: str) -> list[CaseLinks]:
    place = next(task.place for task in inputs.task_list.tasks if task.label == label)
    raise UsageError(error("no-case", place, f"Task {label} has no case of its own", "name a case in it, by its id"))
