"""What `report` and `watch` show: a list gathered whole, also where a part of it is broken."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from taskgen import markers
from taskgen.diagnostics import Location, RefusedError, TaskgenError, error, has_errors
from taskgen.doors import output
from taskgen.page import shell
from taskgen.pipeline import linting, outputs, status
from taskgen.pipeline.build import build
from taskgen.pipeline.listing import listing
from taskgen.pipeline.load import environment_of
from taskgen.pipeline.outputs import ChangeKind
from taskgen.prove.standing import Kind
from taskgen.report import data, page, text
from taskgen.report.assemble import Made, Sources, assemble
from taskgen.report.model import Output, Proof

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from taskgen.decode import Json
    from taskgen.diagnostics import Finding
    from taskgen.pipeline.build import Build
    from taskgen.pipeline.project import Project
    from taskgen.prove.standing import Standing
    from taskgen.report.model import Report

# What shows that a report is ours, in each of its forms.
MARKS = (markers.PAGE, markers.REPORT, markers.JSON)
_OUTPUTS = {
    ChangeKind.NEW: Output.MISSING,
    ChangeKind.SAME: Output.CURRENT,
    ChangeKind.CHANGED: Output.STALE,
    ChangeKind.EDITED: Output.EDITED,
    ChangeKind.FOREIGN: Output.EDITED,
}
_PROOFS = {
    Kind.PROVEN: Proof.PROVEN,
    Kind.WEAK: Proof.WEAK,
    Kind.STALE: Proof.STALE,
    Kind.NOT_PROVEN: Proof.NONE,
    Kind.NONE: Proof.NONE,
}


def gather(project: Project) -> Report:
    """The report of a list; what can't be read or made is left out, and the findings say why."""
    try:
        built = build(project)
    except TaskgenError as stopped:
        return of_broken(project, stopped)
    return of_build(project, built)


def of_build(project: Project, built: Build) -> Report:
    """The report of a list that was built."""
    states, compared = _outputs(built)
    proofs, untold = _proofs(project, built)
    made = Made(
        links=built.links,
        tasks=built.tasks,
        texts=[file.text for file in built.files[: len(built.outlines)]],
        index=built.index,
        library=built.inputs.library,
        outputs=states,
        proofs=proofs,
        points={
            task.case: linting.points_of_example(project, file.text)
            for task, file in zip(built.tasks, built.files, strict=False)
        },
    )
    theory, points = _theory(project)
    return assemble(
        Sources(
            list_path=built.inputs.task_list.path,
            cases_path=built.inputs.case_file.path,
            task_list=built.inputs.task_list,
            case_file=built.inputs.case_file,
            made=made,
            findings=(*built.findings, *compared, *untold),
            theory=theory,
            points=points,
        )
    )


def of_broken(project: Project, stopped: TaskgenError) -> Report:
    """The report of a list that can't be built: its tasks and cases, each as far as it can be read."""
    named = [(path, project.shown(path)) for path in (project.list_file, project.cases_file)]
    found = listing(named[0], named[1], project.level)
    theory, points = _theory(project)
    return assemble(
        Sources(
            list_path=named[0][1],
            cases_path=named[1][1],
            task_list=found.task_list,
            case_file=found.case_file,
            made=None,
            findings=(*project.findings, *stopped.findings, *found.findings),
            theory=theory,
            points=points,
            exit_code=max(stopped.exit_code, found.exit_code),
        )
    )


def _theory(project: Project) -> tuple[tuple[Finding, ...], tuple[int, ...]]:
    """What lint finds in a list, and the points of each of its tasks; nothing where it can't be read."""
    try:
        done = linting.lint_list(project)
    except TaskgenError:
        return (), ()  # said by whoever reads it for the report
    return tuple(one.finding for one in done.linted.found), tuple(one.points for one in done.linted.scores)


def _outputs(built: Build) -> tuple[dict[str, Output], list[Finding]]:
    """How the files on the disk compare with what would be rendered, by case; empty where nothing may be written."""
    if has_errors(built.findings):
        return {}, []
    try:
        changes = outputs.compare(built)
    except TaskgenError as stopped:
        return {}, list(stopped.findings)
    states = {task.case: _OUTPUTS[change.kind] for task, change in zip(built.tasks, changes, strict=False)}
    return states, outputs.findings(changes, force=False, prune=False)


def _proofs(project: Project, built: Build) -> tuple[dict[str, tuple[Proof, str, str]], Sequence[Finding]]:
    """What is known of each task's proof, by case; empty with the reason where it can't be known."""
    try:
        standings = status.standings_of(project, built)
    except TaskgenError as stopped:
        return {}, stopped.findings
    return {case: (_PROOFS[now.kind], _why(now), now.proof_class) for case, now in standings.items()}, ()


def _why(standing: Standing) -> str:
    if standing.kind is Kind.NONE:
        return ""  # that there is no receipt goes without saying
    return standing.detail if standing.kind is Kind.STALE else standing.why


def to_html(reports: Sequence[Report], project: Project, live: str = "") -> str:
    """The page of some lists' reports; the templates are those of one of their projects.

    Raises:
        TaskgenError: a template fails.
    """
    return page.to_html(reports, environment_of(project, shell.TEMPLATES, page.TEMPLATES, html=True), live)


def to_json(reports: Sequence[Report]) -> Json:
    """The report of some lists for programs."""
    return {"version": 1, "lists": [data.as_data(report) for report in reports]}


def in_form(form: str, reports: Sequence[Report], project: Project) -> str:
    """The report of some lists as text: "html", "md" or "json".

    Raises:
        TaskgenError: a template fails.
    """
    if form == "html":
        return to_html(reports, project)
    if form == "md":
        return text.to_markdown(reports, environment_of(project, page.TEMPLATES))
    return json.dumps(to_json(reports), indent=1) + "\n"


def write(path: Path, shown: str, content: str) -> bool:
    """Write a report; whether anything changed.

    Raises:
        RefusedError: another file than a report of ours is there.
    """
    old = output.read_existing(path, shown)
    if old == content:
        return False
    if old is not None and not any(mark in old for mark in MARKS):
        message = "taskgen did not make this file"
        raise RefusedError(error("foreign-output", Location(shown), message, "move it away, or choose another --out"))
    output.write_all([output.Write(path=path, text=content)])
    return True


def show(address: str) -> bool:
    """Open a page in the user's browser; whether one could be found."""
    from taskgen.doors.live.browser import open_page  # noqa: PLC0415 - only for --open

    return open_page(address)
