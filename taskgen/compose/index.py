"""The index: what was made, what was not and why; every task, case and entry is accounted for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from taskgen.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from taskgen.compose.outlines import Outline
    from taskgen.link.links import Links
    from taskgen.model import CaseFile, Library, TaskList


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """An example task in the index: what it is called, its file, its code, what it comes after, its wave from 1."""

    called: str
    title: str
    case: str
    file: str
    entry: str
    path: str
    after: tuple[str, ...]
    wave: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """Something that no example task was made from, and why."""

    name: str
    title: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """The index of one list.

    Attributes:
        source: the list's path relative to the root.
        unit: what was counted as a task.
        undriven: tasks that are not yet example-driven.
        unnamed: cases that no task names (they have example tasks), with the tasks that resemble them.
        disabled: cases that are switched off.
        unused: entries of the library that no task shows.
        waves: how many waves of tasks there are; 1 where all can be worked on at the same time.
    """

    title: str
    source: str
    unit: str
    tasks_read: int
    cases_read: int
    rows: tuple[Row, ...]
    undriven: tuple[Left, ...]
    unnamed: tuple[Left, ...]
    disabled: tuple[Left, ...]
    unused: tuple[Left, ...]
    waves: int


def index(
    task_list: TaskList, case_file: CaseFile, library: Library, links: Links, tasks: Sequence[Outline], source: str
) -> Index:
    """Account for everything that was read."""
    wave_of = _waves(tasks)
    return Index(
        title=task_list.title or source,
        source=source,
        unit=task_list.unit,
        tasks_read=len(task_list.tasks),
        cases_read=len(case_file.cases),
        rows=_rows(task_list, tasks, wave_of),
        undriven=_undriven(task_list, links),
        unnamed=_unnamed(task_list, links),
        disabled=tuple(
            Left(name=case.id, title="", reason=case.disabled) for case in case_file.cases if case.disabled is not None
        ),
        unused=_unused(library, links, tasks),
        waves=max(wave_of.values(), default=1),
    )


def _rows(task_list: TaskList, tasks: Sequence[Outline], wave_of: Mapping[str, int]) -> tuple[Row, ...]:
    rows = []
    for task in tasks:
        case, position, code = task.link.case, task.link.task, task.code
        rows.append(
            Row(
                called=f"Task {task.label}" if task.label else "",
                title=task_list.tasks[position].title if position is not None else "",
                case=case.id,
                file=task.file,
                entry=code.entry if code else "",
                path=code.path if code else "",
                after=case.needs,
                wave=wave_of.get(case.id, 1),
            )
        )
    return tuple(rows)


def _waves(tasks: Sequence[Outline]) -> dict[str, int]:
    """The wave of each case, from 1: after what it needs, and after all tasks whose code its own takes the place of."""
    wave_of: dict[str, int] = {}
    rungs: dict[str, tuple[str, int, int]] = {}  # path: the code, the wave that it needs, the last wave that pastes it
    for task in tasks:
        case, code = task.link.case, task.code
        wave = 1 + max(wave_of.get(name, 0) for name in case.needs) if case.needs else 1
        if code:
            text, first, last = rungs.get(code.path, (code.text, 1, 0))
            is_new = text != code.text
            first = last + 1 if is_new else first
            wave = max(wave, first)
            if is_new or wave > last:
                rungs[code.path] = (code.text, first, wave)
        wave_of[case.id] = wave
    return wave_of


def _undriven(task_list: TaskList, links: Links) -> tuple[Left, ...]:
    owned = {link.task for link in links.cases}
    undriven = [(position, task) for position, task in enumerate(task_list.tasks) if position not in owned]
    if not undriven:
        return ()
    mentions: dict[int, list[str]] = {}
    for reference in links.references:
        mentions.setdefault(reference.task, []).append(reference.case)
    owner_of = {link.case.id: link.task for link in links.cases}
    proposed: dict[int, list[str]] = {}
    for case, proposals in links.proposals.items():
        for proposal in proposals[:1]:
            proposed.setdefault(proposal.task, []).append(case)
    left = []
    for position, task in undriven:
        reason = _why_undriven(task_list, mentions.get(position, []), owner_of)
        likely = proposed.get(position, [])
        if likely:
            reason += f"; perhaps it is about {', '.join(likely[:3])}"
        left.append(Left(name=f"Task {task.label}", title=task.title, reason=reason))
    return tuple(left)


def _why_undriven(task_list: TaskList, cases: Sequence[str], owner_of: dict[str, int | None]) -> str:
    if not cases:
        return "it names no case"
    owner = owner_of.get(cases[0])
    if owner is None:
        return f"it names only {cases[0]}, which is switched off"
    more = f" (and {len(set(cases)) - 1} more)" if len(set(cases)) > 1 else ""
    return f"it names only {cases[0]}{more}, which belongs to Task {task_list.tasks[owner].label}"


def _unnamed(task_list: TaskList, links: Links) -> tuple[Left, ...]:
    left = []
    for link in links.cases:
        if link.task is not None:
            continue
        near = [f"Task {task_list.tasks[proposal.task].label}" for proposal in links.proposals.get(link.case.id, ())]
        reason = f"no task names it; nearest: {', '.join(near)}" if near else "no task names it"
        left.append(Left(name=link.case.id, title=link.case.description or "", reason=reason))
    return tuple(left)


def _unused(library: Library, links: Links, tasks: Sequence[Outline]) -> tuple[Left, ...]:
    shown = {task.code.entry for task in tasks if task.code} | {trap.entry for task in tasks for trap in task.traps}
    selected = {link.snippet.id for link in links.cases if link.snippet}
    matched = {pitfall.id for link in links.cases for pitfall in link.pitfalls}
    applied = {expectation.place for link in links.cases for expectation in link.expectations}
    left = []
    for snippet in library.snippets:
        if snippet.id not in shown:
            reason = "a higher rung is shown in its place" if snippet.id in selected else "no case selects it"
            left.append(
                Left(name=snippet.id, title=f"snippet: {snippet.title}" if snippet.title else "snippet", reason=reason)
            )
    for pitfall in library.pitfalls:
        if pitfall.id not in shown:
            reason = (
                "no task has room for it, or its fix is not in their code"
                if pitfall.id in matched
                else "no case meets its conditions"
            )
            left.append(Left(name=pitfall.id, title=f"pitfall: {pitfall.error}", reason=reason))
    left += [
        Left(
            name=f"{expectation.place.path}, line {expectation.place.line}",
            title="expectation",
            reason="no case meets its conditions",
        )
        for expectation in library.expectations
        if expectation.place not in applied
    ]
    return tuple(left)
