"""The library proven: by the tasks that hold its entries, by whole programs; or why it is not."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from taskgen.compose.traps import trap
from taskgen.model import Fix
from taskgen.pipeline import prove
from taskgen.prove import library as judged
from taskgen.prove.library import Entry
from taskgen.prove.verdicts import Verdict
from taskgen.read.steps import sides

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from taskgen.diagnostics import Finding
    from taskgen.doors.sandbox.runner import Runner
    from taskgen.model import CaseLinks, Library, Pitfall, Steps
    from taskgen.pipeline.prove import Plan
    from taskgen.prove.bench import Bench
    from taskgen.prove.library import Said


def carry_out(made: Plan, runner: Runner, jobs: int | None = None) -> Iterator[Verdict | Finding | Said]:
    """Prove the tasks of a list, each pitfall in the first of them that has its lines; then judge the entries."""
    links = {link.case.id: link for link in made.links}
    holders = _holders(made.library.pitfalls, made.tasks, links)
    tasks = tuple(replace(steps, fixes=tuple(holders.get(steps.case, {}).values())) for steps in made.tasks)
    verdicts: dict[str, list[Verdict]] = {}
    with prove.opened(replace(made, tasks=tasks), runner, jobs) as (bench, each):
        for told in prove.proven(replace(made, tasks=tasks), bench, each):
            if isinstance(told, Verdict):
                verdicts.setdefault(told.task, []).append(told)
            yield told
        yield from _said(made.library, made, holders, verdicts, bench)


def _holders(
    pitfalls: Sequence[Pitfall], tasks: Sequence[Steps], links: Mapping[str, CaseLinks]
) -> dict[str, dict[str, Fix]]:
    """For each case the pitfalls that its task proves: a pitfall is tried once, by the first that gets it."""
    holders: dict[str, dict[str, Fix]] = {}
    left = {pitfall.id for pitfall in pitfalls if pitfall.wrong is not None}
    for steps in tasks:
        code = "".join(paste.text for paste in steps.pastes[:1])
        for pitfall in links[steps.case].pitfalls if steps.case in links else ():
            shown = trap(pitfall, code) if pitfall.id in left else 0
            if isinstance(shown, int):
                continue
            left.discard(pitfall.id)
            wrong, fixed = sides(shown.diff)
            fix = Fix(error=pitfall.error, wrong=wrong, fixed=fixed, delay=pitfall.delay, place=pitfall.wrong_place)
            holders.setdefault(steps.case, {})[pitfall.id] = fix
    return holders


def _said(
    library: Library,
    made: Plan,
    holders: Mapping[str, Mapping[str, Fix]],
    verdicts: Mapping[str, Sequence[Verdict]],
    bench: Bench,
) -> Iterator[Said]:
    for snippet in library.snippets:
        cases = tuple(case for case, entries in made.entries.items() if snippet.id in entries)
        entry = Entry(kind="snippet", id=snippet.id, place=snippet.place, cases=cases, why="no task shows it")
        yield judged.by_tasks(entry, verdicts)
    for pitfall in library.pitfalls:
        yield _of_pitfall(pitfall, made, holders, verdicts, bench)
    for expectation in library.expectations:
        cases = tuple(link.case.id for link in made.links if expectation in link.expectations)
        name = str(expectation.place)
        entry = Entry(kind="expectation", id=name, place=expectation.place, cases=cases, why="no case meets its `when`")
        yield judged.by_tasks(entry, verdicts)


def _of_pitfall(
    pitfall: Pitfall,
    made: Plan,
    holders: Mapping[str, Mapping[str, Fix]],
    verdicts: Mapping[str, Sequence[Verdict]],
    bench: Bench,
) -> Said:
    cases = tuple(case for case, fixes in holders.items() if pitfall.id in fixes)
    got = any(pitfall in link.pitfalls for link in made.links)
    why = "its fix stands once in the code of no task that gets it" if got else "no case gets it"
    entry = Entry(kind="pitfall", id=pitfall.id, place=pitfall.place, cases=cases, why=why)
    if pitfall.unproven is not None:
        return judged.without_proof(entry, pitfall.unproven)
    if pitfall.wrong_program is not None:
        return judged.by_programs(entry, pitfall, bench)
    return judged.by_fix(entry, pitfall.error, verdicts)
