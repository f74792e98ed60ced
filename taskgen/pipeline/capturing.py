"""Captures: what tasks' commands say without the code, written for people to commit and tasks to show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from taskgen.compose.names import slug
from taskgen.diagnostics import error
from taskgen.doors import output
from taskgen.pipeline.load import read_captures
from taskgen.pipeline.project import CAPTURES
from taskgen.pipeline.prove import bench_for
from taskgen.prove.capture import agrees, captures, elided

if TYPE_CHECKING:
    from taskgen.diagnostics import Finding
    from taskgen.doors.sandbox.runner import Runner
    from taskgen.pipeline.project import Project
    from taskgen.pipeline.prove import Plan
    from taskgen.prove.capture import Seen


def capture(made: Plan, runner: Runner) -> tuple[list[str], list[Finding]]:
    """Run every command of a plan twice without its code and write what it says; the files written, what was refused.

    A capture that people have written stays, as long as it fits what is printed: `...` in it is any text.

    Raises:
        RefusedError: the folder is a link that leads outside.
        MachineError: the disk refuses.
    """
    project = made.project
    folder = project.root / CAPTURES
    project.refuse_outside(folder)
    with bench_for(made, runner) as bench:
        order = {case: number for number, case in enumerate(made.needs)}
        everything = sorted((*made.tasks, *made.others), key=lambda steps: order[steps.case])
        wanted = {steps.case for steps in made.tasks}
        seen = [one for one in captures(everything, bench, made.needs) if one.steps.case in wanted]
    known = read_captures(folder)
    writes: list[output.Write] = []
    findings: list[Finding] = []
    for one in seen:
        stem = slug(one.steps.case)
        if stem in known and not one.problem and agrees(known[stem].split("\n")[-1], one):
            continue
        refused = _refused(project, one)
        if refused:
            findings.append(refused)
        else:
            writes.append(output.Write(path=folder / f"{stem}.txt", text=f"{one.lines[0]}\n"))
    output.write_all(writes)
    return [project.shown(write.path) for write in writes], findings


def _refused(project: Project, seen: Seen) -> Finding | None:
    """Why what a command said can't be shown in its task."""
    place = seen.steps.command_place
    if seen.problem:
        message = f"nothing was captured of {seen.steps.case}: {seen.problem}"
        return error("no-capture", place, message, "see `taskgen prove`")
    first, second = seen.lines
    if first == second:
        return None
    shown = project.shown(project.root / CAPTURES / f"{slug(seen.steps.case)}.txt")
    message = f"what the command says differs from run to run: {first!r}, then {second!r}"
    next_step = f"make it say the same, or write into {shown}: {elided(first, second)}"
    return error("capture-differs", place, message, next_step)
